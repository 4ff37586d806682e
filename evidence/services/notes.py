"""Evidence notes: each save that changed something is kept, sent twice it is one, and nobody's words replace another's unseen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max

from accounts.access import require
from accounts.choices import Permission
from audit.record import record
from core import clock
from core.autosave import INCOMPLETE, Mark
from core.errors import Reason, Refused
from core.versioning import save_if_unchanged
from evidence import verbs
from evidence.models import Enquiry, Note, NoteCriterion, NoteEnquiry, NoteLink, NoteSave
from evidence.queries.content import OF_THE_NOTE, Content, content_of, empty, says_nothing
from evidence.services.note_checks import faults, missing, refuse_when_over
from inspections.models import Inspection
from inspections.services.child_names import refuse_names


@dataclass(frozen=True)
class Saved:
    """`note` is None while there is nothing to keep. `left` are the fields that were not taken, with the reasons."""

    note: Note | None
    version: int
    changed: bool
    left: tuple[Reason, ...] = ()


@transaction.atomic
def save_note(
    *, by: Any, inspection: Inspection, given: Mapping[str, Any], mark: Mark, number: int | None = None, client_key: str = "",
    ready: bool = True, left: Iterable[Reason] = (),
) -> Saved:  # fmt: skip
    """Write a note of the inspection: number `number`, or the one this person began under `client_key`, or a new one.

    `given` are the fields to set (see queries.content); others stay. A note that is `ready` has what a note must have, and nothing is
    kept unless all of it can be. While it is being written (not ready) a field that cannot be taken is left as it stands and the
    others are kept, so that one faulty word holds up nothing else; `left` are faults the caller found already.
    Raises PermissionDenied; Refused; Conflict when somebody else's save came between. Note.DoesNotExist for an unknown number.
    """
    require(by, Permission.EVIDENCE_WRITE, inspection)
    # The lock under which numbers are given and no note is begun twice.
    locked = Inspection.objects.select_for_update().get(pk=inspection.pk)
    note = _found(by, locked, number, client_key)
    if note is not None and (earlier := note.saves.filter(save_key=mark.key).first()):
        return _again(note, earlier, ready)
    refuse_when_over(locked, note)
    had = content_of(note) if note is not None else empty()
    wrong = [*left, *faults(by, locked, given, had)]
    if wrong and ready:
        raise Refused(*wrong)
    faulty = {reason.field for reason in wrong}
    content: Content = had | {name: value for name, value in given.items() if name in had and name not in faulty}
    content["links"] = sorted(list(link) for link in content["links"])
    if ready and (lacking := missing(content)):
        raise Refused(*lacking)
    if note is None:
        if says_nothing(content):
            return Saved(None, 0, changed=False, left=tuple(wrong))
        note = _begin(by, locked, client_key)
    elif content == had or not mark.may_follow(note):
        return Saved(note, note.version, changed=False, left=tuple(wrong))
    _write(by, note, content, mark, wrong)
    return Saved(note, note.version, changed=True, left=tuple(wrong))


@transaction.atomic
def withdraw(*, by: Any, note: Note, reason: str) -> None:
    """A note that should not be relied on stays readable, with the reason, and counts no more. Raises PermissionDenied and Refused."""
    require(by, Permission.EVIDENCE_WRITE, note.inspection)
    refuse_when_over(note.inspection, note)
    reason = reason.strip()
    if not reason:
        raise Refused(Reason("Say why it is withdrawn", "reason"))
    refuse_names(note.inspection, reason=reason)
    now = clock.now()
    if not Note.objects.filter(pk=note.pk, withdrawn_at=None).update(withdrawn_at=now, withdrawn_reason=reason):
        raise Refused("This note was withdrawn already.")
    note.withdrawn_at, note.withdrawn_reason = now, reason
    record(actor=by, verb=verbs.NOTE_WITHDRAWN, subject=note, reason=reason)


def _found(by: Any, inspection: Inspection, number: int | None, client_key: str) -> Note | None:
    notes = Note.objects.filter(inspection=inspection)
    if number is not None:
        return notes.select_for_update().get(number=number)
    if not re.fullmatch(r"[A-Za-z0-9_-]{8,64}", client_key):
        raise Refused(INCOMPLETE)
    return notes.select_for_update().filter(author=by, client_key=client_key).first()


def _again(note: Note, save: NoteSave, ready: bool) -> Saved:
    """The answer to a save that was made before. What was kept while it was half written is not ready because it is sent again."""
    left = tuple(Reason(text, field) for field, text in save.fields.get("left", []))
    if ready and (lacking := [*left, *missing(save.fields)]):
        raise Refused(*lacking)
    return Saved(note, save.version, changed=False, left=left)


def _begin(by: Any, inspection: Inspection, client_key: str) -> Note:
    last = Note.objects.filter(inspection=inspection).aggregate(last=Max("number"))["last"] or 0
    note = Note(inspection=inspection, number=last + 1, client_key=client_key, author=by, version=0)
    note.save()
    record(actor=by, verb=verbs.NOTE_BEGUN, subject=note)
    return note


def _write(by: Any, note: Note, content: Content, mark: Mark, left: list[Reason]) -> None:
    for name in OF_THE_NOTE:
        setattr(note, name, content[name])
    note.happened_on = date.fromisoformat(content["happened_on"]) if content["happened_on"] else None
    note.updated_at = clock.now()
    save_if_unchanged(note, version=note.version, fields=[*OF_THE_NOTE, "updated_at"])
    note.criteria.exclude(code__in=content["criteria"]).delete()
    for code, bearing in content["criteria"].items():
        NoteCriterion.objects.update_or_create(note=note, code=code, defaults={"bearing": bearing})
    wordings = _tie_enquiries(note, content["enquiries"])
    note.links.all().delete()
    NoteLink.objects.bulk_create(NoteLink(note=note, kind=kind, ref=ref) for kind, ref in content["links"])
    kept = content | {"wordings": wordings} | ({"left": [[each.field, each.text] for each in left]} if left else {})
    NoteSave.objects.create(note=note, version=note.version, save_key=mark.key, by=by, at=note.updated_at, fields=kept)


def _tie_enquiries(note: Note, bearings: Mapping[str, str]) -> dict[str, int]:
    """{number of a line of enquiry: the wording it was tied to}. What stays tied stays tied to the wording it was tied to."""
    note.enquiries.exclude(enquiry__number__in=list(bearings)).delete()
    held = {str(tie.enquiry.number): tie for tie in note.enquiries.select_related("enquiry")}
    asked = Enquiry.objects.filter(inspection_id=note.inspection_id, number__in=list(bearings))
    newest = {str(enquiry.number): enquiry for enquiry in asked.annotate(wording=Max("versions__number"))}
    for number, bearing in bearings.items():
        if number in held:
            held[number].bearing = bearing
            held[number].save(update_fields=["bearing"])
            continue
        enquiry: Any = newest[number]
        held[number] = NoteEnquiry.objects.create(
            note=note, enquiry=enquiry, enquiry_version=enquiry.wording or 1, bearing=bearing
        )
    return {number: tie.enquiry_version for number, tie in held.items()}
