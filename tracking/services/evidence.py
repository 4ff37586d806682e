"""Adding pieces to the evidence bank of a plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max

from accounts.choices import Permission
from audit.record import record
from core import clock
from core.errors import Reason, Refused
from core.files import DOCUMENTS, keep
from improvement.models import Plan
from tracking import verbs
from tracking.models import Evidence
from tracking.services.scope import MOST_CHARACTERS, delivered_plan


@dataclass(frozen=True)
class NewEvidence:
    """A piece to be added: `upload` is a file as a form gives it. The prefix of its fields in a form is "evidence_"."""

    title: str
    dated_on: date
    words: str = ""
    upload: Any = None


@transaction.atomic
def add_evidence(*, by: Any, plan: Plan, piece: NewEvidence) -> Evidence:
    """Add a piece to the bank of a plan that is delivered. Raises PermissionDenied, Refused beside evidence_… fields."""
    held = delivered_plan(by=by, plan_id=plan.pk, permission=Permission.PLAN_TRACK)
    _check(piece)
    file = None
    if piece.upload:
        place = held.inspection.partnership.slug
        file = keep(by=by, upload=piece.upload, rules=DOCUMENTS, field="evidence_file", place=place)
    newest = Evidence.objects.filter(plan=held).aggregate(newest=Max("number"))["newest"] or 0
    added = Evidence.objects.create(
        plan=held,
        number=newest + 1,
        title=piece.title.strip(),
        words=piece.words.strip(),
        file=file,
        dated_on=piece.dated_on,
        added_by=by,
        added_at=clock.now(),
    )
    record(
        actor=by,
        verb=verbs.EVIDENCE_ADDED,
        subject=added,
        changes={"title": (None, added.title), "file": (None, file.name if file else None)},
    )
    return added


def pieces_of(plan: Plan, numbers: Iterable[int], *, field: str = "evidence") -> list[Evidence]:
    """Pieces of the plan's bank by their numbers. Raises Refused where one is not there."""
    wanted = set(numbers)
    found = list(Evidence.objects.filter(plan=plan, number__in=wanted))
    if len(found) != len(wanted):
        raise Refused(Reason("Choose pieces of this plan’s evidence only", field))
    return found


def _check(piece: NewEvidence) -> None:
    reasons = []
    if not piece.title.strip():
        reasons.append(Reason("Enter what the evidence is", "evidence_title"))
    elif len(piece.title) > 200:
        reasons.append(Reason("What the evidence is must be 200 characters or fewer", "evidence_title"))
    if not piece.words.strip() and not piece.upload:
        reasons.append(Reason("Write what the evidence shows, or choose a file", "evidence_words"))
    if len(piece.words) > MOST_CHARACTERS:
        reasons.append(
            Reason(f"What the evidence shows must be {MOST_CHARACTERS:,} characters or fewer", "evidence_words")
        )
    if piece.dated_on > clock.today():
        reasons.append(Reason("The day of the evidence must be today or in the past", "evidence_dated_on"))
    if reasons:
        raise Refused(*reasons)
