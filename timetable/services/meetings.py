"""Meetings and visits: added, described, given a time, moved along their life. Who comes is in `attendance`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max

from audit.record import record
from cases.queries.cases import consent_missing
from cases.services import cases as of_cases
from cases.services.guards import without_names
from core.advance import advance
from core.clock import LONDON
from core.errors import Conflict, Reason, Refused
from core.versioning import save_if_unchanged
from core.words import long_date
from inspections.models import Inspection
from partnerships.models import Contact
from timetable import verbs
from timetable.choices import MeetingKind
from timetable.models import Meeting, MeetingInspector, MeetingPerson
from timetable.queries import conflicts
from timetable.queries.spans import first_day, last_day

DESCRIBED = (
    "kind", "title", "purpose", "question", "minutes", "site", "room", "online", "link", "case", "inspectors_needed",
    "needs_ofsted", "needs_cqc", "pinned", "inspectors_only",
)  # fmt: skip
LEAST, MOST = 5, 720
FINISHED = ("cancelled", "held", "notes_added", "closed")
NO_CONSENT = "{case} has no recorded consent, so its meeting cannot have a time yet"


@dataclass(frozen=True)
class NewMeeting:
    """A meeting to be added. `people` are asked and required; `may_come` are asked without being required."""

    kind: str
    title: str
    starts_at: datetime | None = None
    people: Sequence[Contact] = ()
    may_come: Sequence[Contact] = ()
    inspectors: Sequence[Any] = ()
    more: dict[str, Any] = field(default_factory=dict)


@transaction.atomic
def add_meeting(
    *,
    by: Any,
    inspection: Inspection,
    kind: str,
    title: str,
    starts_at: datetime | None = None,
    people: Iterable[Contact] = (),
    inspectors: Iterable[Any] = (),
    **more: Any,
) -> Meeting:
    """Add one meeting; `more` are further fields of `DESCRIBED`. With `starts_at` its time is proposed. Raises Refused."""
    new = NewMeeting(kind, title, starts_at, tuple(people), (), tuple(inspectors), more)
    return add_many(by=by, inspection=inspection, meetings=[new])[0]


@transaction.atomic
def add_many(*, by: Any, inspection: Inspection, meetings: Sequence[NewMeeting]) -> list[Meeting]:
    """Add meetings in a row, numbered on from the last, in few statements. Raises Refused for the first that cannot be."""
    Inspection.objects.select_for_update().get(pk=inspection.pk)
    last = Meeting.objects.filter(inspection=inspection).aggregate(last=Max("number"))["last"] or 0
    rows = []
    for number, new in enumerate(meetings, last + 1):
        meeting = Meeting(
            inspection=inspection, number=number, kind=new.kind, title=" ".join(new.title.split()), **new.more
        )
        refuse(named(meeting) + faults(meeting, new.starts_at, bool(new.people or new.may_come)))
        meeting.starts_at = new.starts_at
        rows.append(meeting)
    made = Meeting.objects.bulk_create(rows)
    MeetingPerson.objects.bulk_create(
        MeetingPerson(meeting=meeting, contact=contact, required=contact in new.people)
        for meeting, new in zip(made, meetings, strict=True)
        for contact in dict.fromkeys([*new.people, *new.may_come])
    )
    MeetingInspector.objects.bulk_create(
        MeetingInspector(meeting=meeting, user=user)
        for meeting, new in zip(made, meetings, strict=True)
        for user in dict.fromkeys(new.inspectors)
    )
    for meeting in made:
        record(actor=by, verb=verbs.MEETING_ADDED, subject=meeting, changes={"starts_at": (None, meeting.starts_at)})
        if meeting.starts_at:
            advance(meeting, "propose", by=by, facts={"starts_at": meeting.starts_at})
    return made


@transaction.atomic
def change_meeting(*, by: Any, meeting: Meeting, version: int, **described: Any) -> Meeting:
    """Change what a meeting is about, where it is and what it needs. Raises Refused; Conflict when somebody else changed it."""
    refuse_if_finished(meeting)
    changes = {
        name: (getattr(meeting, name), value)
        for name, value in described.items()
        if name in DESCRIBED and getattr(meeting, name) != value
    }
    for name, (_, value) in changes.items():
        setattr(meeting, name, value)
    refuse(named(meeting) + faults(meeting, meeting.starts_at, meeting.inspectors_only and meeting.people.exists()))
    save_if_unchanged(meeting, version=version, fields=[name for name in DESCRIBED if name in described])
    if changes:
        record(actor=by, verb=verbs.MEETING_CHANGED, subject=meeting, changes=changes)
    return meeting


@transaction.atomic
def move_meeting(
    *, by: Any, meeting: Meeting, starts_at: datetime, reason: str = "", version: int | None = None
) -> Meeting:
    """Give a meeting a time, or another one. A confirmed one needs a reason and has to be confirmed again.

    Raises Refused; Conflict when it is not as read at `version` any more.
    """
    meeting = held(meeting, version)
    refuse_if_finished(meeting)
    refuse(without_names(meeting.inspection, reason=reason) + faults(meeting, starts_at, False))
    if meeting.state == "in_progress":
        raise Refused(Reason("The meeting is going on now", "starts_at"))
    before = meeting.starts_at
    if before == starts_at and meeting.state != "requested":
        return meeting
    needs_reason = meeting.state in ("confirmed", "no_show")
    if needs_reason and not reason.strip():
        raise Refused(Reason("Say why the meeting moves", "reason"))
    meeting.starts_at = starts_at
    save_if_unchanged(meeting, version=meeting.version, fields=["starts_at"])
    if meeting.state == "requested":
        advance(meeting, "propose", by=by, facts={"starts_at": starts_at})
    elif needs_reason:
        advance(meeting, "move", by=by, facts={"starts_at": starts_at}, reason=reason.strip())
    record(
        actor=by, verb=verbs.MEETING_RETIMED, subject=meeting, changes={"starts_at": (before, starts_at)}, reason=reason
    )
    return meeting


@transaction.atomic
def confirm(*, by: Any, meeting: Meeting) -> Meeting:
    """Confirm the proposed time. Raises Refused with every block that nobody kept with a reason."""
    return confirm_all(by=by, inspection=meeting.inspection, meetings=[meeting])[0]


@transaction.atomic
def confirm_all(*, by: Any, inspection: Inspection, meetings: Sequence[Meeting]) -> list[Meeting]:
    """Confirm these meetings, after one look at the whole week. Raises Refused as `confirm` does."""
    wanted = {meeting.number for meeting in meetings}
    blocks = [found for found in conflicts.blocks_of(inspection) if wanted & set(found.numbers)]
    if blocks:
        raise Refused(*(found.sentence for found in blocks))
    done = []
    for meeting in meetings:
        if meeting.case and consent_missing(meeting.case):
            raise Refused(NO_CONSENT.format(case=meeting.case))
        advance(meeting, "confirm", by=by, facts={"double_booked": False})
        if meeting.case:
            of_cases.meeting_arranged(by=by, case=meeting.case, meeting_reference=meeting.reference)
        done.append(meeting)
    return done


@transaction.atomic
def cancel(*, by: Any, meeting: Meeting, reason: str) -> Meeting:
    """Cancel a meeting that has not been held. People are told with the next version. Raises Refused without a reason."""
    return act(by=by, meeting=meeting, move="cancel", reason=reason)


@transaction.atomic
def act(*, by: Any, meeting: Meeting, move: str, reason: str = "") -> Meeting:
    """Any move of a meeting's life that needs nothing but a click or a reason. Raises Refused."""
    if move == "confirm":
        return confirm(by=by, meeting=meeting)
    refuse(without_names(meeting.inspection, reason=reason))
    advance(meeting, move, by=by, reason=reason.strip())
    if move == "cancel" and meeting.case:
        of_cases.meeting_cancelled(by=by, case=meeting.case, meeting_reference=meeting.reference)
    return meeting


def held(meeting: Meeting, version: int | None) -> Meeting:
    """The meeting as it stands, locked. Raises Conflict when it is not as read at `version` any more."""
    now = Meeting.objects.select_for_update(of=("self",)).select_related("inspection", "case").get(pk=meeting.pk)
    if version is not None and now.version != version:
        raise Conflict(now)
    return now


def named(meeting: Meeting) -> list[Reason]:
    """Where a meeting's words name a tracked child: they go to calendars, packs and printed sheets, to people who may not know it."""
    return without_names(meeting.inspection, title=meeting.title, purpose=meeting.purpose, room=meeting.room)


def faults(meeting: Meeting, starts_at: datetime | None, has_people: bool) -> list[Reason]:
    """What is wrong with a meeting as described, and with a time for it."""
    inspection = meeting.inspection
    found = []
    if not meeting.title:
        found.append(Reason("Enter the title", "title"))
    if meeting.kind not in MeetingKind.values:
        found.append(Reason("Choose the kind of meeting", "kind"))
    if not LEAST <= meeting.minutes <= MOST:
        found.append(Reason("A meeting lasts from 5 minutes to 12 hours", "minutes"))
    if meeting.question and meeting.question not in {area.code for area in inspection.kind_spec.questions}:
        found.append(Reason(f"Choose one of the {inspection.words['questions']}", "question"))
    if meeting.site and meeting.site.partnership_id != inspection.partnership_id:
        found.append(Reason("Choose a place of this area", "site"))
    if meeting.case and meeting.case.inspection_id != inspection.pk:
        found.append(Reason("Choose a case of this inspection", "case"))
    if meeting.inspectors_only and has_people:
        found.append(Reason("People of the area are asked to this meeting, so it cannot be the inspectors’ own", None))
    return found + (time_faults(meeting, starts_at) if starts_at else [])


def time_faults(meeting: Meeting, starts_at: datetime) -> list[Reason]:
    first, last = first_day(meeting.inspection), last_day(meeting.inspection)
    day = starts_at.astimezone(LONDON).date()
    if first and last and not first <= day <= last:
        return [Reason(f"Choose a day from {long_date(first)} to {long_date(last)}", "starts_at")]
    end = (starts_at + timedelta(minutes=meeting.minutes)).astimezone(LONDON)
    if end.date() > day and end.time() > time(0):
        return [
            Reason("The meeting would go on past midnight. Choose an earlier start, or make it shorter", "starts_at")
        ]
    if meeting.case and consent_missing(meeting.case):
        return [Reason(NO_CONSENT.format(case=meeting.case), "starts_at")]
    return []


def refuse(reasons: list[Reason]) -> None:
    if reasons:
        raise Refused.because(reasons)


def refuse_if_finished(meeting: Meeting) -> None:
    if meeting.state in FINISHED:
        raise Refused(f"This meeting is at ‘{meeting.LIFECYCLE.states[meeting.state]}’ and is not changed any more")
