"""The joint record of a visit: each body's notes with its own signature, what both found of each item, the actions raised."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from audit.record import record
from core import clock
from core.errors import Conflict, Reason, Refused
from core.versioning import save_if_unchanged
from improvement.models import Action, PlanItem
from improvement.services import raised
from inspections.services.child_names import refuse_names
from monitoring import verbs
from monitoring.choices import MOST_CHARACTERS
from monitoring.models import Visit, VisitFinding, VisitNote
from monitoring.services.bodies import adviser
from monitoring.services.visits import held_for_change
from rulebook.frameworks import support


@transaction.atomic
def write_notes(*, by: Any, visit: Visit, version: int, text: str) -> VisitNote:
    """Write the notes of one's own body. A change takes its signature away. `version` is 0 for notes that were not there.

    Raises PermissionDenied, Refused and Conflict.
    """
    body = adviser(by, visit.inspection)
    visit = _recorded(visit)
    _check(visit, text)
    note = VisitNote.objects.filter(visit=visit, body=body).first()
    if note is None:
        note = VisitNote.objects.create(visit=visit, body=body, text=text.strip(), written_by=by)
    else:
        if version != note.version:
            raise Conflict(note)
        if note.text == text.strip():
            return note
        had = note.signed_by
        note.text, note.written_by, note.signed_by, note.signed_at = text.strip(), by, None, None
        save_if_unchanged(note, version=version, fields=("text", "written_by", "signed_by", "signed_at"))
        if had is not None:
            record(actor=by, verb=verbs.NOTES_SIGNATURE_BROKEN, subject=note, changes={"signed_by": (str(had), None)})
    record(actor=by, verb=verbs.NOTES_WRITTEN, subject=note, changes={"version": (None, note.version)})
    return note


@transaction.atomic
def sign_notes(*, by: Any, visit: Visit, version: int) -> VisitNote:
    """Sign one's own body's notes as read at `version`. Raises PermissionDenied, Refused and Conflict."""
    body = adviser(by, visit.inspection)
    visit = _recorded(visit)
    note = VisitNote.objects.select_for_update().filter(visit=visit, body=body).first()
    if note is None:
        raise Refused("There are no notes to sign yet: write them first.")
    if note.version != version:
        raise Conflict(note)
    if note.signed_at is not None:
        raise Refused(f"These notes have been signed for {body.label} already.")
    if signed_another(by, note):
        raise Refused("You have signed the notes of the other body already. Somebody else must sign these.")
    note.signed_by, note.signed_at = by, clock.now()
    note.save(update_fields=["signed_by", "signed_at", "updated_at"])
    record(actor=by, verb=verbs.NOTES_SIGNED, subject=note, changes={"for": (None, body.label)})
    return note


@transaction.atomic
def write_finding(
    *, by: Any, visit: Visit, item: PlanItem, version: int, progress: str, text: str = ""
) -> VisitFinding:
    """Say how an item stands, in one of the rulebook's words and one's own. Both bodies write the same record.

    `version` is 0 for a finding that was not there. Raises PermissionDenied, Refused and Conflict.
    """
    adviser(by, visit.inspection)
    visit = _recorded(visit)
    if item.plan_id != visit.plan_id:
        raise Refused("This item belongs to another plan.")
    if progress not in {word.code for word in support.PROGRESS}:
        raise Refused(Reason("Choose how the item stands", "progress"))
    _check(visit, text, required=False)
    finding = VisitFinding.objects.filter(visit=visit, item=item).first()
    if finding is None:
        if version:
            raise Refused("The finding is not there any more. Load the page again.")
        try:
            with transaction.atomic():
                finding = VisitFinding.objects.create(
                    visit=visit, item=item, progress=progress, text=text.strip(), written_by=by
                )
        except IntegrityError:
            raise Conflict(VisitFinding.objects.get(visit=visit, item=item)) from None
    else:
        if version != finding.version:
            raise Conflict(finding)
        finding.progress, finding.text, finding.written_by = progress, text.strip(), by
        save_if_unchanged(finding, version=version, fields=("progress", "text", "written_by"))
    record(actor=by, verb=verbs.FINDING_WRITTEN, subject=finding, changes={"progress": (None, finding.word.text)})
    return finding


@transaction.atomic
def raise_action(
    *,
    by: Any,
    visit: Visit,
    item: PlanItem,
    text: str,
    owner_office: str = "",
    body: str = "",
    finish_by_on: date | None = None,
) -> Action:
    """Raise an action at the visit: it stands in the area's plan, marked with the visit. Raises PermissionDenied and Refused."""
    adviser(by, visit.inspection)
    visit = _recorded(visit)
    refuse_names(visit.inspection, text=text)
    return raised.raise_action(
        by=by,
        item=item,
        text=text,
        owner_office=owner_office,
        body=body,
        finish_by_on=finish_by_on,
        raised_at=visit.title,
    )


def signed_another(person: Any, note: VisitNote) -> bool:
    """Whether this person signed the notes of the other body of this visit."""
    return VisitNote.objects.filter(visit=note.visit, signed_by=person).exclude(pk=note.pk).exists()


def actions_of(visit: Visit) -> list[Action]:
    """The actions raised at this visit."""
    found = Action.objects.filter(item__plan=visit.plan, raised_at=visit.title)
    return list(found.select_related("item__plan").order_by("item__order", "number"))


def _recorded(visit: Visit) -> Visit:
    visit = held_for_change(visit)
    if not visit.is_recorded:
        raise Refused(
            f"This visit is at ‘{visit.state_words}’: its record is written from when it is held until the letter is sent."
        )
    return visit


def _check(visit: Visit, text: str, *, required: bool = True) -> None:
    if required and not text.strip():
        raise Refused(Reason("Enter the notes", "text"))
    if len(text) > MOST_CHARACTERS:
        raise Refused(Reason(f"This may have at most {MOST_CHARACTERS:,} characters; it has {len(text):,}", "text"))
    refuse_names(visit.inspection, text=text)
