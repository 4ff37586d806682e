"""The final feedback meeting: when it is, who has to be there and who is missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from coordination.models import FeedbackMeeting, FeedbackSeat
from core import clock
from inspections.models import Inspection
from rulebook.calendar import WorkingCalendar
from rulebook.frameworks.agendas import FEEDBACK_WARNING_WORKING_DAYS
from rulebook.frameworks.weeks import Attendee
from timetable.choices import MeetingKind
from timetable.models import Meeting


@dataclass(frozen=True)
class Place:
    """One of the places that have to be taken. It is taken when one person asked for it has said yes."""

    attendee: Attendee
    seats: tuple[FeedbackSeat, ...]

    @property
    def taken(self) -> bool:
        return any(seat.confirmed_at for seat in self.seats)


@dataclass(frozen=True)
class Feedback:
    """`on` is the day: of the timetable's meeting, else as arranged here, else the last day on site."""

    meeting: FeedbackMeeting | None
    in_timetable: Meeting | None
    starts_at: datetime | None
    on: date | None
    places: tuple[Place, ...]

    @property
    def missing(self) -> tuple[Attendee, ...]:
        return tuple(place.attendee for place in self.places if not place.taken)

    def warns_on(self, calendar: WorkingCalendar) -> date | None:
        """The first day on which somebody missing is warned about."""
        return calendar.add_working_days(self.on, -FEEDBACK_WARNING_WORKING_DAYS) if self.on else None


def feedback_of(inspection: Inspection) -> Feedback:
    meeting = FeedbackMeeting.objects.filter(inspection=inspection).prefetch_related("seats").first()
    listed = (
        Meeting.objects.filter(inspection=inspection, kind=MeetingKind.FEEDBACK, starts_at__isnull=False)
        .exclude(state="cancelled")
        .select_related("inspection", "site")
        .order_by("starts_at")
        .first()
    )
    starts_at = listed.starts_at if listed else meeting.starts_at if meeting else None
    on = starts_at.astimezone(clock.LONDON).date() if starts_at else inspection.onsite_end_on
    seats = list(meeting.seats.all()) if meeting else []
    places = tuple(
        Place(attendee, tuple(seat for seat in seats if seat.code == attendee.code))
        for attendee in inspection.kind_spec.weeks.feedback_attendees
    )
    return Feedback(meeting, listed, starts_at, on, places)
