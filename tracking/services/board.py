"""Board packs: the numbers of a day are taken when the pack is asked for; a worker makes the PDF and the workbook of them."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.template.loader import render_to_string

from accounts.choices import Permission
from accounts.services.notices import notify
from audit.record import record
from core import clock, outbox, unfinished
from core.errors import Reason, Refused
from core.models import OutboxRow
from core.pdf import MAX_HTML_BYTES, PdfFailed, print_document
from core.typeface import faces_css
from improvement.models import Plan
from rulebook import words
from tracking import verbs
from tracking.models import BoardPack
from tracking.queries import board, pictures
from tracking.queries.board_workbook import board_workbook, decisions
from tracking.services.scope import MOST_CHARACTERS, held_plan

MAKE = "tracking_board_pack"


@transaction.atomic
def ask_for_pack(*, by: Any, plan: Plan, as_at_on: date, decisions: str = "") -> BoardPack:
    """Take the numbers of a day and have a pack made of them. `decisions`: what the board is asked, one a line.

    Raises PermissionDenied; Refused for a day before the plan was published or after today, or for a pack too long to print.
    """
    held = held_plan(by=by, plan_id=plan.pk, permission=Permission.PLAN_TRACK)
    _check(held, as_at_on, decisions)
    content = json.dumps(
        board.told(held, as_at_on, decisions=decisions), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    if len(document(json.loads(content)).encode()) > MAX_HTML_BYTES:
        raise Refused("The pack would be too long to print.")
    pack = BoardPack.objects.create(
        plan=held,
        number=(BoardPack.objects.filter(plan=held).aggregate(newest=Max("number"))["newest"] or 0) + 1,
        as_at_on=as_at_on,
        content=content,
        sha256=hashlib.sha256(content.encode()).hexdigest(),
        asked_by=by,
        asked_at=clock.now(),
    )
    record(actor=by, verb=verbs.PACK_ASKED, subject=pack, changes={"as_at_on": (None, as_at_on)})
    outbox.enqueue(kind=MAKE, key=f"{MAKE}:{pack.pk}", payload={"pack": pack.pk})
    return pack


unfinished.register(MAKE, lambda: BoardPack.objects.filter(made_at=None, failure=""), pack="pk")


@outbox.handler("tracking_board_pack", atomic=False)
def make(row: OutboxRow) -> None:
    """Payload: {"pack": pk}. Safe to run twice: both files are kept once."""
    pack = BoardPack.objects.select_related("plan__inspection__partnership", "asked_by").get(pk=row.payload["pack"])
    if pack.made_at is not None or pack.failure:
        return
    told = pack.told
    try:
        printed = print_document(document(told))
    except PdfFailed as failed:
        if row.attempts < outbox.MOST_ATTEMPTS:
            raise
        _give_up(pack, str(failed))
        return
    sheets = board_workbook(told)
    with transaction.atomic():
        made = {"pdf": printed.pdf, "pages": printed.pages, "workbook": sheets, "made_at": clock.now()}
        if BoardPack.objects.all().fill_once(pack.pk, **made):
            digest = hashlib.sha256(printed.pdf).hexdigest()
            record(actor=None, verb=verbs.PACK_MADE, subject=pack, changes={"pdf_sha256": (None, digest)})


def document(told: dict[str, Any]) -> str:
    """The HTML of the PDF: everything in it comes from the content that was kept."""
    rows = [(name, numbers) for name, numbers in told["matrix"]]
    return render_to_string(
        "tracking/board_pack_pdf.html",
        {
            **told,
            "faces": faces_css("Pack Sans"),
            "day": date.fromisoformat(told["as_at_on"]),
            "since": date.fromisoformat(told["since_on"]),
            "until": date.fromisoformat(told["until_on"]),
            "sentence": pictures.sentence(told["counts"]),
            "summary_rows": board_rows(told),
            "head": pictures.HEAD,
            "rows": pictures.table(rows),
            "picture": pictures.matrix_for_print(rows) if rows else "",
            "exceptions": [
                _dated(row, "finish_by_on") | {"label": pictures.label(row["state"])} for row in told["exceptions"]
            ],
            "decisions": decisions(told),
            "highlights": [
                _dated(row, "on") | {"label": pictures.label(row["state"]) if row["state"] else ""}
                for row in told["highlights"]
            ],
            "steps": [_dated(_dated(row, "due_on"), "deferred_from_on") for row in told["steps"]],
        },
    )


def board_rows(told: dict[str, Any]) -> list[tuple[Any, int, int]]:
    """(state, now, a month before) for the summary."""
    return [(pictures.label(state), told["counts"][state], told["before"][state]) for state in pictures.SHOWN]


def _dated(row: dict[str, Any], name: str) -> dict[str, Any]:
    return row | {name: date.fromisoformat(row[name]) if row[name] else None}


def _check(plan: Plan, as_at_on: date, decisions: str) -> None:
    reasons = []
    if plan.published_on is None:
        raise Refused("A board pack can be made from the day the plan is published.")
    if as_at_on > clock.today():
        reasons.append(Reason("The day must be today or in the past", "as_at_on"))
    elif as_at_on < plan.published_on:
        published = words.weekday(plan.published_on)
        reasons.append(Reason(f"The day cannot be before the plan was published, {published}", "as_at_on"))
    if len(decisions) > MOST_CHARACTERS:
        reasons.append(Reason(f"What the board is asked must be {MOST_CHARACTERS:,} characters or fewer", "decisions"))
    if reasons:
        raise Refused(*reasons)


@transaction.atomic
def _give_up(pack: BoardPack, why: str) -> None:
    if BoardPack.objects.all().fill_once(pack.pk, failure=why[:300]):
        notify(
            person=pack.asked_by,
            kind="plan",
            key=f"board-pack:{pack.pk}:failed",
            subject=f"A board pack could not be made: {pack.plan.inspection.partnership.name}",
            body=f"{pack}. {why}",
            url=pack.plan.get_absolute_url(),
        )
