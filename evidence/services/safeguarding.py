"""The restricted safeguarding record: recorded by any inspector, told at once to those who may read it, worked to an outcome.

Its words leave these tables by no way but the page of the concern: notices, audit and receipts carry its number only.
"""

from __future__ import annotations

import secrets
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.urls import reverse

from accounts.access import require
from accounts.choices import Permission
from accounts.services.notices import notify
from audit.record import record
from core import clock
from core.advance import advance
from core.errors import Reason, Refused
from evidence import verbs
from evidence.choices import ConcernEntry, ConcernOutcome
from evidence.models import SafeguardingConcern, SafeguardingEntry
from inspections.models import Inspection
from inspections.queries.holders import holders

# No letter or figure that is taken for another when read over the telephone.
LETTERS = "ACDEFGHJKLMNPQRTUVWXY34679"
SENT_ON = (ConcernOutcome.REFERRED, ConcernOutcome.EMERGENCY)


@transaction.atomic
def record_concern(
    *,
    by: Any,
    inspection: Inspection,
    seen_on: date,
    text: str,
    immediate_danger: bool,
    place: str = "",
    referred_to: str = "",
    referred_at: datetime | None = None,
    referral_reference: str = "",
) -> SafeguardingConcern:
    """Keep what an inspector saw, as the next number of the inspection, and tell those who may read it at once, without its words.

    Raises PermissionDenied, and Refused beside the field.
    """
    require(by, Permission.SAFEGUARDING_RECORD, inspection)
    check(
        seen_on=seen_on, text=text, referred_to=referred_to, referred_at=referred_at, immediate_danger=immediate_danger
    )
    Inspection.objects.select_for_update().get(pk=inspection.pk)
    last = SafeguardingConcern.objects.filter(inspection=inspection).aggregate(last=Max("number"))["last"] or 0
    facts: dict[str, Any] = {
        "inspection": inspection,
        "number": last + 1,
        "seen_on": seen_on,
        "place": place.strip(),
        "text": text.strip(),
        "immediate_danger": immediate_danger,
        "referred_to": referred_to.strip(),
        "referred_at": referred_at if referred_to.strip() else None,
        "referral_reference": referral_reference.strip(),
        "recorded_by": by,
        "recorded_at": clock.now(),
    }
    concern = _with_receipt(facts)
    _enter(concern, by, ConcernEntry.RECORDED)
    record(actor=by, verb=verbs.CONCERN_RECORDED, subject=concern)
    for person in told_of(inspection, but=by):
        danger = " Somebody may be in immediate danger." if immediate_danger else ""
        notify(
            person=person,
            kind="safeguarding",
            key=f"safeguarding-concern:{concern.pk}",
            subject=f"{inspection.partnership.name}: safeguarding concern {concern.citation} to read now",
            body=f"An inspector recorded a safeguarding concern.{danger} What it says is in the service only.",
            url=reverse("evidence:concern-detail", args=[inspection.reference, concern.number]),
        )
    return concern


def check(
    *, seen_on: date, text: str, referred_to: str, referred_at: datetime | None, immediate_danger: bool | None
) -> None:
    """Whether a concern may be recorded as described. Raises Refused beside the field."""
    reasons = []
    if seen_on > clock.today():
        reasons.append(Reason("The day must be today or in the past", "seen_on"))
    if not text.strip():
        reasons.append(Reason("Enter what you saw or heard", "text"))
    if immediate_danger is None:
        reasons.append(Reason("Say whether anybody is in immediate danger", "immediate_danger"))
    reasons += _referral_faults(referred_to, referred_at)
    if reasons:
        raise Refused(*reasons)


def told_of(inspection: Inspection, but: Any = None) -> list[Any]:
    """Those who may read the record of this inspection, without the person who writes."""
    found = [holder.person for holder in holders(inspection, Permission.SAFEGUARDING_VIEW)]
    return [person for person in found if person != but]


@transaction.atomic
def opened(*, by: Any, concern: SafeguardingConcern) -> None:
    """Record that somebody read it: asked by the page before it shows a word."""
    require(by, Permission.SAFEGUARDING_VIEW, concern.inspection)
    _enter(concern, by, ConcernEntry.READ)
    record(actor=by, verb=verbs.CONCERN_READ, subject=concern)


@transaction.atomic
def add_note(*, by: Any, concern: SafeguardingConcern, text: str) -> None:
    """Add to what is known or was done. Raises Refused."""
    require(by, Permission.SAFEGUARDING_VIEW, concern.inspection)
    if not text.strip():
        raise Refused(Reason("Enter what was done", "text"))
    _take_up(concern, by)
    _enter(concern, by, ConcernEntry.NOTE, text=text.strip())
    record(actor=by, verb=verbs.CONCERN_WORKED, subject=concern)


@transaction.atomic
def refer(
    *,
    by: Any,
    concern: SafeguardingConcern,
    referred_to: str,
    referred_at: datetime | None,
    reference: str = "",
    text: str = "",
) -> None:
    """Record a referral: to whom, when, and their reference. Raises Refused beside the field."""
    require(by, Permission.SAFEGUARDING_VIEW, concern.inspection)
    reasons = _referral_faults(referred_to, referred_at)
    if not referred_to.strip():
        reasons = [Reason("Enter whom you told", "referred_to")]
    if reasons:
        raise Refused(*reasons)
    _take_up(concern, by)
    _enter(
        concern, by, ConcernEntry.REFERRED, text=text.strip(), referred_to=referred_to.strip(), referred_at=referred_at,
        referral_reference=reference.strip(),
    )  # fmt: skip
    record(actor=by, verb=verbs.CONCERN_WORKED, subject=concern)


@transaction.atomic
def close(*, by: Any, concern: SafeguardingConcern, outcome: str, text: str) -> None:
    """Close it with what became of it. A referral is recorded before it is closed as referred. Raises Refused."""
    require(by, Permission.SAFEGUARDING_VIEW, concern.inspection)
    if outcome and outcome not in ConcernOutcome.values:
        raise Refused(Reason("Choose what became of it", "outcome"))
    if outcome in SENT_ON and not referrals(concern):
        raise Refused(Reason("Record the referral first: to whom and when", "outcome"))
    # The row must have its outcome before its state can be closed: the database holds the two together.
    SafeguardingConcern.objects.filter(pk=concern.pk).exclude(state="closed").update(outcome=outcome)
    advance(concern, "close", by=by, facts={"outcome": outcome, "explained": text.strip()})
    concern.outcome = outcome
    _enter(concern, by, ConcernEntry.CLOSED, text=text.strip())


def referrals(concern: SafeguardingConcern) -> list[Any]:
    """What was referred, when it was recorded and since: rows with referred_to, referred_at, referral_reference."""
    first = [concern] if concern.referred_to else []
    return [*first, *concern.entries.filter(kind=ConcernEntry.REFERRED)]


def _take_up(concern: SafeguardingConcern, by: Any) -> None:
    """The first act upon a concern takes it up."""
    if concern.state == SafeguardingConcern.LIFECYCLE.initial:
        advance(concern, "take_up", by=by)
        _enter(concern, by, ConcernEntry.TAKEN_UP)


def _referral_faults(referred_to: str, referred_at: datetime | None) -> list[Reason]:
    if not referred_to.strip():
        return [Reason("Enter whom you told", "referred_to")] if referred_at else []
    if referred_at is None:
        return [Reason("Enter when you told them", "referred_on")]
    return [Reason("When you told them cannot be later than now", "referred_on")] if referred_at > clock.now() else []


def _enter(concern: SafeguardingConcern, by: Any, kind: ConcernEntry, **more: Any) -> None:
    SafeguardingEntry.objects.create(concern=concern, kind=kind, by=by, at=clock.now(), **more)


def _with_receipt(facts: dict[str, Any]) -> SafeguardingConcern:
    for _ in range(5):
        code = "".join(secrets.choice(LETTERS) for _ in range(8))
        try:
            with transaction.atomic():
                return SafeguardingConcern.objects.create(receipt=f"SC-{code[:4]}-{code[4:]}", **facts)
        except IntegrityError:
            continue
    raise IntegrityError("no receipt number was free for a safeguarding concern")
