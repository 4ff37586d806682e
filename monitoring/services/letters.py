"""Letters of the DfE and NHS England: drafted from the record, agreed by both, sent once; a letter of release releases its items."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max

from audit.record import record
from core import clock
from core.advance import advance
from core.errors import Conflict, Reason, Refused
from core.versioning import save_if_unchanged
from improvement.models import Plan, PlanItem
from improvement.services import items as plan_items
from inspections.models import Inspection
from inspections.services.child_names import refuse_names
from monitoring import verbs
from monitoring.choices import MOST_CHARACTERS, Body, LetterKind
from monitoring.models import LetterSignature, SentLetter, SupportLetter, Visit, sha256_of
from monitoring.services import contents, prints, visits
from monitoring.services.bodies import adviser
from monitoring.services.telling import tell_plan
from rulebook import words
from rulebook.lifecycles import SUPPORT_LETTER


@transaction.atomic
def draft_follow_up(*, by: Any, visit: Visit) -> SupportLetter:
    """Draft the letter that follows a visit from its finished record. Asked again, the draft that is there is given.

    Raises PermissionDenied and Refused.
    """
    adviser(by, visit.inspection)
    visit = visits.held_for_change(visit)
    if held := SupportLetter.objects.filter(visit=visit).exclude(state="discarded").first():
        return held
    if visit.state != "written_up":
        raise Refused(f"The visit is at ‘{visit.state_words}’: finish its record before the letter is drafted.")
    return _draft(by, visit.plan, kind=LetterKind.FOLLOW_UP, visit=visit, text=contents.after_visit(visit))


@transaction.atomic
def draft_release(*, by: Any, plan: Plan, orders: Iterable[int], released_on: date) -> SupportLetter:
    """Draft a letter that releases items (by their order in the plan) from a day on. Nothing is released until it is sent.

    Raises PermissionDenied and Refused.
    """
    plan = Plan.objects.select_for_update(of=("self",)).select_related("inspection__partnership").get(pk=plan.pk)
    adviser(by, plan.inspection)
    chosen = _releasable(plan, set(orders), released_on)
    letter = _draft(by, plan, kind=LetterKind.RELEASE, released_on=released_on, text="")
    letter.items.set(chosen)
    letter.text = contents.of_release(letter)
    letter.save(update_fields=["text", "updated_at"])
    return letter


@transaction.atomic
def write_letter(*, by: Any, letter: SupportLetter, version: int, text: str) -> SupportLetter:
    """Change the words of a draft. What was signed before is another text: both sign again. Raises Refused and Conflict."""
    adviser(by, letter.inspection)
    letter = _held(letter)
    _still_draft(letter)
    if letter.version != version:
        raise Conflict(letter)
    text = text.strip()
    if not text:
        raise Refused(Reason("Enter the text of the letter", "text"))
    if len(text) > MOST_CHARACTERS:
        raise Refused(Reason(f"The letter may have at most {MOST_CHARACTERS:,} characters", "text"))
    refuse_names(letter.inspection, text=text)
    letter.text = text
    save_if_unchanged(letter, version=version, fields=("text",))
    record(actor=by, verb=verbs.LETTER_WRITTEN, subject=letter, changes={"version": (version, letter.version)})
    return letter


@transaction.atomic
def sign_letter(*, by: Any, letter: SupportLetter, sha256: str) -> LetterSignature:
    """Agree the letter for one's body. `sha256` is that of the content the person read; another content raises Conflict."""
    body = adviser(by, letter.inspection)
    letter = _held(letter)
    _still_draft(letter)
    if contents.digest_of(letter) != sha256:
        raise Conflict(letter)
    if signed_for_another(by, letter, body):
        raise Refused("You have signed this letter for the other body already. Somebody else must sign for this one.")
    signature, new = LetterSignature.objects.get_or_create(
        letter=letter, body=body, sha256=sha256, defaults={"by": by, "at": clock.now(), "version": letter.version}
    )
    if not new:
        raise Refused(f"{signature.by} has signed this letter for {body.label} already.")
    record(actor=by, verb=verbs.LETTER_SIGNED, subject=letter, changes={"for": (None, body.label)})
    return signature


@transaction.atomic
def send_letter(*, by: Any, letter: SupportLetter) -> SentLetter:
    """Send a letter both bodies signed as it stands: freeze it, release its items, tell the area, have its PDF made.

    Raises PermissionDenied and Refused; then nothing of it has happened.
    """
    adviser(by, letter.inspection)
    letter = _held(letter)
    _still_draft(letter)
    content = contents.text_of(letter)
    signed = standing(letter, sha256_of(content))
    today = clock.today()
    if letter.released_on is not None and letter.released_on > today:
        raise Refused(
            f"It releases items from {words.weekday(letter.released_on)}: send it on that day or later, or discard it and draft "
            "another."
        )
    letter.sent_on = today
    letter.save(update_fields=["sent_on", "updated_at"])
    both = set(signed) == set(Body.values)
    advance(letter, "send", by=by, facts={"signed_by_both": both})
    if letter.visit is not None:
        visit = visits.held_for_change(letter.visit)
        if not visits.notes_signed(visit):
            raise Refused("Notes of the visit changed after they were signed. Sign them again before the letter goes.")
        advance(visit, "send_letter", by=by, facts={"letter_agreed": both})
    sent = SentLetter.objects.create(
        letter=letter,
        content=content,
        sha256=sha256_of(content),
        signatures=[
            {"body": row.get_body_display(), "by": str(row.by), "at": row.at.isoformat()} for row in signed.values()
        ],
        sent_by=by,
        sent_at=clock.now(),
    )
    if letter.released_on is not None:
        for item in letter.items.order_by("order"):
            plan_items.release_item(by=by, item=item, released_on=letter.released_on)
    prints.ask(sent)
    area = letter.inspection.partnership.name
    tell_plan(
        letter.plan,
        but=by,
        event=f"letter:{letter.pk}",
        subject=f"{area}: {_lower(letter.title)} from the DfE and NHS England",
        body=f"The DfE and NHS England sent a letter on {words.weekday(today)}. Sign in to read it.",
        url=letter.get_absolute_url(),
    )
    return sent


@transaction.atomic
def discard_letter(*, by: Any, letter: SupportLetter) -> SupportLetter:
    """Put a draft away. It stays on record and nobody reads it as a letter. Raises PermissionDenied and Refused."""
    adviser(by, letter.inspection)
    letter = _held(letter)
    advance(letter, "discard", by=by)
    return letter


def signed_for_another(person: Any, letter: SupportLetter, body: str) -> bool:
    """Whether this person signed the letter as it stands for the other body: an adviser who changes is still one person."""
    return any(row.by == person and row.body != body for row in standing(letter, contents.digest_of(letter)).values())


def standing(letter: SupportLetter, sha256: str) -> dict[str, LetterSignature]:
    """{body: its signature} of the letter with this content."""
    found = letter.signatures.filter(sha256=sha256).select_related("by")
    return {row.body: row for row in found}


def signed_by(letter: SupportLetter) -> set[str]:
    """The bodies whose signature holds for the letter as it stands."""
    return set(standing(letter, contents.digest_of(letter)))


def _draft(by: Any, plan: Plan, **fields: Any) -> SupportLetter:
    Inspection.objects.select_for_update().get(pk=plan.inspection_id)
    last = SupportLetter.objects.filter(inspection=plan.inspection).aggregate(last=Max("place"))["last"] or 0
    letter = SupportLetter.objects.create(
        plan=plan, inspection=plan.inspection, place=last + 1, drafted_by=by, **fields
    )
    record(actor=by, verb=verbs.LETTER_DRAFTED, subject=letter)
    return letter


def _releasable(plan: Plan, orders: set[int], released_on: date) -> list[PlanItem]:
    """The items, where each may be released. Raises Refused beside the fields."""
    reasons: list[Reason | str] = []
    if plan.state != plan_items.IN_DELIVERY:
        raise Refused(f"The plan is at ‘{plan.state_words}’. Items are released while it is in delivery.")
    chosen = list(plan.items.filter(order__in=orders, released_on=None).order_by("order"))
    if not orders:
        reasons.append(Reason("Choose at least one item", "orders"))
    elif len(chosen) != len(orders):
        reasons.append(Reason("Choose items that are not released yet", "orders"))
    elif taken := plan.items.filter(order__in=orders, release_letters__state=SUPPORT_LETTER.initial).first():
        reasons.append(Reason(f"Item {taken.order} stands in another draft: send or discard that one first", "orders"))
    if plan.accepted_on is not None and released_on < plan.accepted_on:
        accepted = words.weekday(plan.accepted_on)
        reasons.append(Reason(f"The date cannot be before the plan was accepted, {accepted}", "released_on"))
    if reasons:
        raise Refused(*reasons)
    return chosen


def _held(letter: SupportLetter) -> SupportLetter:
    rows = SupportLetter.objects.select_for_update(of=("self",))
    found: SupportLetter = rows.select_related("plan", "visit__plan", "inspection__partnership").get(pk=letter.pk)
    found.plan.inspection = found.inspection
    if found.visit is not None:
        found.visit.inspection = found.visit.plan.inspection = found.inspection
    return found


def _still_draft(letter: SupportLetter) -> None:
    if not letter.is_draft:
        raise Refused(f"This letter is {letter.state_words.lower()}: it is not changed any more.")


def _lower(name: str) -> str:
    return name[:1].lower() + name[1:]
