"""Key lines of enquiry: added, reworded with a reason, given a standing, closed with a reason. Every wording is kept."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import Max

from accounts.access import require
from accounts.choices import Permission
from audit.record import record
from core import clock
from core.errors import Reason, Refused
from core.versioning import save_if_unchanged
from evidence import verbs
from evidence.choices import Standing
from evidence.models import Enquiry, EnquiryStanding, EnquiryVersion
from inspections.models import Inspection
from inspections.services.child_names import refuse_names


@transaction.atomic
def add_enquiry(*, by: Any, inspection: Inspection, text: str, criteria: Collection[str] = ()) -> Enquiry:
    """Add a line of enquiry as the next number of its inspection; `criteria` are codes of the framework's questions.

    Raises PermissionDenied, and Refused for an empty text, an unknown criterion or the name of a tracked child.
    """
    require(by, Permission.EVIDENCE_WRITE, inspection)
    text, codes = _checked(inspection, text, criteria)
    Inspection.objects.select_for_update().get(pk=inspection.pk)
    last = Enquiry.objects.filter(inspection=inspection).aggregate(last=Max("number"))["last"] or 0
    enquiry = Enquiry.objects.create(inspection=inspection, number=last + 1, text=text, criteria=codes)
    EnquiryVersion.objects.create(enquiry=enquiry, number=1, text=text, by=by, at=clock.now())
    record(actor=by, verb=verbs.ENQUIRY_ADDED, subject=enquiry, changes={"text": (None, text)})
    return enquiry


@transaction.atomic
def reword(
    *, by: Any, enquiry: Enquiry, version: int, text: str, reason: str, criteria: Collection[str] | None = None
) -> Enquiry:
    """Give a line of enquiry read at `version` its next wording, with the reason, and its criteria when they are given.

    Raises PermissionDenied; Refused beside the field; Conflict when somebody else reworded it meanwhile.
    """
    _open(by, enquiry)
    text, codes = _checked(enquiry.inspection, text, enquiry.criteria if criteria is None else criteria)
    if text == enquiry.text and codes == enquiry.criteria:
        raise Refused(Reason("Change the wording or the criteria first", "text"))
    _needs_reason(enquiry.inspection, reason, "Say why it changes")
    before = enquiry.text
    last = EnquiryVersion.objects.filter(enquiry=enquiry).aggregate(last=Max("number"))["last"] or 0
    enquiry.text, enquiry.criteria = text, codes
    save_if_unchanged(enquiry, version=version, fields=["text", "criteria"])
    EnquiryVersion.objects.create(
        enquiry=enquiry, number=last + 1, text=text, reason=reason.strip(), by=by, at=clock.now()
    )
    record(actor=by, verb=verbs.ENQUIRY_REWORDED, subject=enquiry, changes={"text": (before, text)}, reason=reason)
    return enquiry


@transaction.atomic
def give_standing(*, by: Any, enquiry: Enquiry, standing: str, reason: str = "") -> Enquiry:
    """Say how a line of enquiry stands now; what it stood at before is kept. A later change needs a reason. Raises Refused."""
    _open(by, enquiry)
    if standing not in Standing.values or standing == Standing.UNSAID:
        raise Refused(Reason("Choose how it stands", "standing"))
    enquiry = Enquiry.objects.select_for_update().get(pk=enquiry.pk)
    before = enquiry.standing
    if before == standing:
        raise Refused(Reason(f"It stands at ‘{enquiry.get_standing_display()}’ already", "standing"))
    if before:
        _needs_reason(enquiry.inspection, reason, "Say why it changes")
    refuse_names(enquiry.inspection, reason=reason)
    enquiry.standing = standing
    enquiry.save(update_fields=["standing", "updated_at"])
    EnquiryStanding.objects.create(enquiry=enquiry, standing=standing, reason=reason.strip(), by=by, at=clock.now())
    record(
        actor=by, verb=verbs.ENQUIRY_STANDING, subject=enquiry, changes={"standing": (before, standing)}, reason=reason
    )
    return enquiry


@transaction.atomic
def close(*, by: Any, enquiry: Enquiry, reason: str) -> Enquiry:
    """Close a line of enquiry: no note is tied to it any more, and everything tied to it stays. Raises Refused."""
    _open(by, enquiry)
    _needs_reason(enquiry.inspection, reason, "Say why it is closed")
    now = clock.now()
    if not Enquiry.objects.filter(pk=enquiry.pk, closed_at=None).update(closed_at=now, closed_reason=reason.strip()):
        raise Refused(CLOSED)
    enquiry.closed_at, enquiry.closed_reason = now, reason.strip()
    record(actor=by, verb=verbs.ENQUIRY_CLOSED, subject=enquiry, reason=reason)
    return enquiry


CLOSED = "This line of enquiry is closed, so it is not changed any more."


def _open(by: Any, enquiry: Enquiry) -> None:
    require(by, Permission.EVIDENCE_WRITE, enquiry.inspection)
    if enquiry.closed_at is not None:
        raise Refused(CLOSED)


def _needs_reason(inspection: Inspection, reason: str, words: str) -> None:
    if not reason.strip():
        raise Refused(Reason(words, "reason"))
    refuse_names(inspection, reason=reason)


def _checked(inspection: Inspection, text: str, criteria: Collection[str]) -> tuple[str, list[str]]:
    """The text without space around it, and the codes in the framework's order."""
    text = text.strip()
    if not text:
        raise Refused(Reason("Enter the line of enquiry", "text"))
    known = [area.code for area in inspection.kind_spec.questions]
    if not set(criteria) <= set(known):
        raise Refused(Reason(f"Choose from the {inspection.words['questions']} of this inspection", "criteria"))
    refuse_names(inspection, text=text)
    return text, [code for code in known if code in criteria]
