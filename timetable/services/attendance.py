"""Who comes to a meeting: asked, ticked; and what was written of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from audit.record import record
from cases.services.guards import without_names
from core.advance import advance
from core.errors import Reason, Refused
from core.versioning import changed_boxes, save_if_unchanged
from partnerships.models import Contact
from timetable import verbs
from timetable.choices import NoteSide
from timetable.models import Meeting, MeetingInspector, MeetingNote, MeetingPerson
from timetable.services.meetings import held, refuse, refuse_if_finished

TICKED_IN = ("confirmed", "in_progress", "held", "no_show", "notes_added")
RECORDED = "It is recorded whether {name} came. Keep {name} ticked, or set that to ‘Not known’ first"
NOTED_IN = ("in_progress", "held", "notes_added")


@transaction.atomic
def set_people(
    *,
    by: Any,
    meeting: Meeting,
    required: Sequence[Contact],
    may_come: Sequence[Contact] = (),
    version: int | None = None,
) -> None:
    """Ask exactly these people of the area: `required` must be there, `may_come` may.

    Somebody of whom it is recorded whether they came is not taken off: a page opened before would wipe that.

    Raises Refused; Conflict when the meeting is not as read at `version` any more.
    """
    now = held(meeting, version)
    refuse_if_finished(now)
    wanted = {contact.pk: (contact, contact in required) for contact in (*may_come, *required)}
    if any(contact.partnership_id != meeting.inspection.partnership_id for contact, _ in wanted.values()):
        raise Refused(Reason("Choose people of this area", "required"))
    if wanted and meeting.inspectors_only:
        raise Refused(Reason("This is the inspectors’ own meeting: nobody of the area is asked to it", "required"))
    asked = {person.contact_id: person for person in meeting.people.select_related("contact")}
    before = sorted(person.contact.name for person in asked.values())
    gone = [person for pk, person in asked.items() if pk not in wanted]
    recorded = sorted(str(one.contact) for one in gone if one.attended is not None or one.absence_reason)
    refuse([Reason(RECORDED.format(name=name), "required") for name in recorded])
    MeetingPerson.objects.filter(pk__in=[person.pk for person in gone]).delete()
    for pk, (contact, is_required) in wanted.items():
        if pk not in asked:
            MeetingPerson.objects.create(meeting=meeting, contact=contact, required=is_required)
        elif asked[pk].required != is_required:
            MeetingPerson.objects.filter(pk=asked[pk].pk).update(required=is_required)
    after = sorted(contact.name for contact, _ in wanted.values())
    next_version(meeting, now)
    record(actor=by, verb=verbs.PEOPLE_SET, subject=meeting, changes={"people": (before, after)})


@transaction.atomic
def set_inspectors(*, by: Any, meeting: Meeting, inspectors: Sequence[Any], version: int | None = None) -> None:
    """Have exactly these inspectors take the meeting.

    Raises Refused for somebody who is not on the team; Conflict when the meeting is not as read at `version` any more.
    """
    now = held(meeting, version)
    refuse_if_finished(now)
    on_team = set(meeting.inspection.team_places.values_list("user_id", flat=True))
    if any(user.pk not in on_team for user in inspectors):
        raise Refused(Reason("Choose inspectors of this team", "inspectors"))
    before = sorted(str(taken.user) for taken in meeting.inspectors.select_related("user"))
    meeting.inspectors.exclude(user__in=inspectors).delete()
    for user in inspectors:
        MeetingInspector.objects.get_or_create(meeting=meeting, user=user)
    after = sorted(str(user) for user in inspectors)
    next_version(meeting, now)
    record(actor=by, verb=verbs.INSPECTORS_SET, subject=meeting, changes={"inspectors": (before, after)})


def next_version(meeting: Meeting, now: Meeting) -> None:
    """Who reads the meeting's forms from before this sees that somebody was quicker."""
    save_if_unchanged(now, version=now.version, fields=[])
    meeting.version = now.version


@transaction.atomic
def tick(
    *,
    by: Any,
    meeting: Meeting,
    answers: Mapping[int, tuple[bool | None, str]],
    shown: Mapping[int, tuple[bool | None, str]] | None = None,
) -> None:
    """Record who came: {pk of the MeetingPerson: (came, or None where not known; why not)}.

    With `shown`, what the page showed, only those whose answer differs from it. Raises Refused; Conflict when somebody else has
    answered otherwise for one of them meanwhile.
    """
    if held(meeting, None).state not in TICKED_IN:
        raise Refused("Record who came once the meeting has been confirmed")
    people = {person.pk: person for person in meeting.people.select_related("contact")}
    now = {pk: (person.attended, person.absence_reason) for pk, person in people.items()}
    said = {pk: (came, why.strip()) for pk, (came, why) in answers.items()}
    answers = changed_boxes(said, shown, now)
    reasons = [
        Reason(f"Say why {people[pk].contact.name} did not come", f"why_{pk}")
        for pk, (came, why) in answers.items()
        if pk in people and came is False and not why
    ]
    # Words are refused, not thrown away: what they belong to is for their writer to say.
    reasons += [
        Reason(
            f"A reason belongs to ‘No’. Say that {people[pk].contact.name} did not come, or take the reason out",
            f"why_{pk}",
        )
        for pk, (came, why) in answers.items()
        if pk in people and came is not False and why
    ]
    if reasons:
        raise Refused.because(reasons)
    refuse(without_names(meeting.inspection, True, **{f"why_{pk}": why for pk, (_, why) in answers.items()}))
    changes: dict[str, tuple[Any, Any]] = {}
    for pk, (came, why) in answers.items():
        if pk not in people or now[pk] == (came, why):
            continue
        person = people[pk]
        changes[f"came_{pk}"] = (person.attended, came)
        person.attended, person.absence_reason = came, why
        person.save(update_fields=["attended", "absence_reason"])
    if changes:
        record(actor=by, verb=verbs.ATTENDANCE_TICKED, subject=meeting, changes=changes)


@transaction.atomic
def write_note(*, by: Any, meeting: Meeting, side: str, text: str, version: int | None = None) -> MeetingNote:
    """Write one side's note, or change it as read at `version`. A held meeting is then at ‘Notes added’. Raises Refused, Conflict.

    The record says that a note was written, never what it says: the other side reads the record too.
    """
    if not text.strip():
        raise Refused(Reason("Write the note", "text"))
    refuse(without_names(meeting.inspection, text=text))
    if meeting.state not in NOTED_IN:
        raise Refused("Notes are written once the meeting has begun")
    note = MeetingNote.objects.filter(meeting=meeting, side=side).first()
    if note is None:
        note = MeetingNote.objects.create(meeting=meeting, side=NoteSide(side), text=text.strip(), by=by)
    else:
        note.text, note.by = text.strip(), by
        save_if_unchanged(note, version=version or 0, fields=["text", "by"])
    record(actor=by, verb=verbs.NOTE_WRITTEN, subject=meeting, changes={"side": (None, NoteSide(side).label)})
    if meeting.state == "held":
        advance(meeting, "add_notes", by=by, facts={"notes": True})
    return note
