"""The final feedback meeting: arranging it, asking people, confirming them, and warning where a place is not taken."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.choices import Role
from audit.record import record
from coordination import verbs
from coordination.models import FeedbackMeeting, FeedbackSeat
from coordination.queries.feedback import Feedback, feedback_of
from coordination.queries.people import people_of
from coordination.services.guards import CLOSED, refuse_names, still_open
from core import clock
from core.errors import Reason, Refused
from core.versioning import save_if_unchanged
from core.words import long_date
from inspections.models import Inspection, TeamPlace
from inspections.services.calendar import working_calendar
from inspections.services.owners import tell
from rulebook import words
from rulebook.calendar import NotCovered


@transaction.atomic
def arrange(
    *, by: Any, inspection: Inspection, starts_at: datetime | None, place: str, note: str = ""
) -> FeedbackMeeting:
    """When and where, as long as the timetable holds no feedback meeting. Raises Refused."""
    still_open(inspection)
    refuse_names(inspection, place=place, note=note)
    on = starts_at.astimezone(clock.LONDON).date() if starts_at else None
    if on and inspection.onsite_start_on and on < inspection.onsite_start_on:
        raise Refused(Reason("The feedback meeting cannot be before the first day on site", "on"))
    meeting, _ = FeedbackMeeting.objects.get_or_create(inspection=inspection)
    before = (meeting.starts_at, meeting.place)
    meeting.starts_at, meeting.place, meeting.note = starts_at, place.strip(), note.strip()
    save_if_unchanged(meeting, version=meeting.version, fields=("starts_at", "place", "note"))
    changes = {"starts_at": (before[0], starts_at), "place": (before[1], meeting.place)}
    record(actor=by, verb=verbs.FEEDBACK_ARRANGED, subject=meeting, changes=changes)
    return meeting


@transaction.atomic
def ask(*, by: Any, inspection: Inspection, code: str, person: str, confirmed: bool) -> FeedbackSeat:
    """Ask somebody for a place, by the key of coordination.queries.people; `confirmed` when they have said yes. Raises Refused."""
    still_open(inspection)
    if code not in {attendee.code for attendee in inspection.kind_spec.weeks.feedback_attendees}:
        raise Refused("There is no such place at the feedback meeting.")
    known = people_of(inspection, clock.today()).get(person)
    if known is None:
        raise Refused(Reason("Choose a person from the list", "person"))
    meeting, _ = FeedbackMeeting.objects.get_or_create(inspection=inspection)
    seat, made = FeedbackSeat.objects.get_or_create(
        meeting=meeting,
        code=code,
        user=known.user,
        contact=known.contact,
        defaults={"name": known.name, "office": known.office},
    )
    if made:
        record(actor=by, verb=verbs.FEEDBACK_ASKED, subject=meeting, changes={code: (None, str(seat))})
    if confirmed:
        confirm(by=by, seat=seat)
    return seat


@transaction.atomic
def confirm(*, by: Any, seat: FeedbackSeat) -> None:
    """The person said yes. Twice is once."""
    still_open(seat.meeting.inspection)
    changed = FeedbackSeat.objects.filter(pk=seat.pk, confirmed_at=None).update(
        confirmed_at=clock.now(), confirmed_by=by
    )
    if changed:
        record(actor=by, verb=verbs.FEEDBACK_CONFIRMED, subject=seat.meeting, changes={seat.code: (None, str(seat))})


@transaction.atomic
def remove(*, by: Any, seat: FeedbackSeat) -> None:
    """The person cannot come, or was asked by mistake."""
    still_open(seat.meeting.inspection)
    record(actor=by, verb=verbs.FEEDBACK_REMOVED, subject=seat.meeting, changes={seat.code: (str(seat), None)})
    seat.delete()


def warn_missing_attendees(*, today: date) -> int:
    """From two working days before each feedback meeting to its day: tell LANO and lead which places are not taken.

    Once a day and person, however often it runs. Returns how many notices were made.
    """
    calendar = working_calendar()
    told = 0
    ahead = (
        Inspection.objects.exclude(state__in=CLOSED)
        .filter(notified_on__lte=today, onsite_end_on__gte=today, feedback_on=None)
        .exclude(state="paused")
        .select_related("partnership", "lano")
    )
    for inspection in ahead:
        found = feedback_of(inspection)
        try:
            first = found.warns_on(calendar)
        except NotCovered:
            continue
        if found.missing and first and found.on and first <= today <= found.on:
            told += _warn(inspection, found, today)
    return told


@transaction.atomic
def _warn(inspection: Inspection, found: Feedback, today: date) -> int:
    lacking = words.listed([attendee.title for attendee in found.missing])
    places = words.count(len(found.missing), "place")
    leads = TeamPlace.objects.in_force(today).filter(inspection=inspection, role=Role.LEAD_INSPECTOR)
    people = [inspection.lano, *(place.user for place in leads.select_related("user"))]
    return sum(
        tell(
            person,
            kind="feedback",
            key=f"feedback:{inspection.reference}:{found.on}:{today.isoformat()}",
            subject=f"Final feedback meeting, {inspection.partnership}: {places} not confirmed",
            body=f"The final feedback meeting is on {long_date(found.on)}. Nobody is confirmed yet as {lacking}.",
            url=f"{inspection.get_absolute_url()}coordination/feedback/",
        )
        for person in dict.fromkeys(people)
        if person is not None and person.is_active
    )
