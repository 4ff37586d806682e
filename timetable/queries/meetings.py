"""Which meetings a person may see, with what their pages show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import F, Q, QuerySet

from accounts.access import held_on
from accounts.choices import Permission
from core import clock
from core.words import joined
from inspections.models import Inspection, TeamPlace
from timetable.models import Meeting
from timetable.queries.spans import place_words, span_words, when_words

COLOURS = {
    "requested": "grey", "proposed": "yellow", "confirmed": "green", "in_progress": "blue", "held": "turquoise",
    "no_show": "red", "cancelled": "red", "notes_added": "turquoise", "closed": "grey",
}  # fmt: skip


def visible_to(actor: Any, inspection: Inspection) -> QuerySet[Meeting]:
    """The meetings of an inspection that a person may see: all with the right to the timetable (the inspectors’ own only for the
    team), otherwise those they take or are asked to, and none without a place in the weeks."""
    asked = (Permission.TIMETABLE_VIEW, Permission.MEETING_NOTE, Permission.WEEKS_OWN)
    rights = held_on(actor, asked, inspection)
    found = Meeting.objects.filter(inspection=inspection)
    if Permission.MEETING_NOTE not in rights:
        found = found.filter(inspectors_only=False)
    if Permission.TIMETABLE_VIEW in rights:
        return shown(found)
    return shown(found.filter(own(actor))) if Permission.WEEKS_OWN in rights else Meeting.objects.none()


def own(actor: Any) -> Q:
    """The meetings a person takes as an inspector or is asked to as a contact."""
    taken = Meeting.objects.filter(inspectors__user=actor).values("pk")
    asked = Meeting.objects.filter(people__contact__user=actor).values("pk")
    return Q(pk__in=taken) | Q(pk__in=asked)


def shown(found: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """With what a row of a list shows, in time, those without one last."""
    return (
        found.select_related("inspection", "site", "case")
        .prefetch_related("inspectors__user", "people__contact")
        .order_by(F("starts_at").asc(nulls_last=True), "number")
    )


@dataclass(frozen=True)
class MeetingRow:
    """A meeting as its row shows it."""

    meeting: Meeting
    day: date | None
    span: str
    when: str
    place: str
    inspectors: str
    people: str
    state: str
    colour: str


def row_of(meeting: Meeting) -> MeetingRow:
    start = meeting.starts_at
    return MeetingRow(
        meeting=meeting,
        day=start.astimezone(clock.LONDON).date() if start else None,
        span=span_words(start, meeting.minutes) if start else "No time yet",
        when=when_words(meeting),
        place=place_words(meeting),
        inspectors=joined(str(taken.user) for taken in meeting.inspectors.all()),
        people=joined(asked.contact.name for asked in meeting.people.all()),
        state=meeting.LIFECYCLE.states[meeting.state],
        colour=COLOURS[meeting.state],
    )


def rows_of(meetings: Iterable[Meeting]) -> list[MeetingRow]:
    return [row_of(meeting) for meeting in meetings]


def by_day(rows: Iterable[MeetingRow]) -> list[tuple[date | None, list[MeetingRow]]]:
    """The rows day by day; those without a time last, under None. The rows come in order of time."""
    return [(day, list(of_day)) for day, of_day in groupby(rows, key=lambda row: row.day)]


def team(inspection: Inspection, on: date | None = None) -> list[Any]:
    """The inspectors of an inspection, each once: those in force on a day or with a place still to come."""
    on = on or clock.today()
    places = (
        TeamPlace.objects.filter(inspection=inspection)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))
        .select_related("user")
        .order_by("pk")
    )
    return list(dict.fromkeys(place.user for place in places))


def filtered(rows: Iterable[MeetingRow], wanted: dict[str, Any]) -> list[MeetingRow]:
    """The rows that match what was asked for: words, kind, where they stand ("unplaced": no time yet)."""
    text = str(wanted.get("text") or "").casefold()
    kind, state = wanted.get("kind") or "", wanted.get("state") or ""

    def fits(row: MeetingRow) -> bool:
        meeting = row.meeting
        said = f"{meeting.reference} {meeting.title} {row.place} {row.inspectors} {row.people}".casefold()
        stands = not state or (row.day is None if state == "unplaced" else meeting.state == state)
        return text in said and (not kind or meeting.kind == kind) and stands

    return [row for row in rows if fits(row)]
