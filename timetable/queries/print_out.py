"""What is printed: all days, and a sheet for each person."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from core import clock
from timetable.models import Release
from timetable.queries.meetings import MeetingRow, by_day, rows_of
from timetable.queries.versions import Entry, entries_of, entry_of


def edition(found: Any, released: Release | None, reader: Any) -> str:
    """What a print of these meetings is: "Version 5" where it says what that version says to this reader, else a draft."""
    if released is None:
        return "Draft, not released yet"
    then = {entry["number"]: entry for entry in entries_of(released)}
    now = {meeting.number: entry_of(meeting) for meeting in found}
    theirs = {number for number, entry in then.items() if any(one["user"] == reader.pk for one in _everybody(entry))}
    if all(_said(then.get(number)) == _said(now.get(number)) for number in now.keys() | theirs):
        return f"Version {released.number}"
    return f"Draft since version {released.number}, not released"


def _everybody(entry: Entry) -> list[dict[str, Any]]:
    return [*entry["inspectors"], *entry["people"]]


def _said(entry: Entry | None) -> Any:
    """What a print says of a meeting: nothing of one that is cancelled or has no time."""
    if entry is None or entry["cancelled"] or not entry["starts_at"]:
        return None
    words = [entry[name] for name in ("title", "starts_at", "minutes", "place")]
    return [*words, sorted(one["name"] for one in _everybody(entry))]


def pages(found: Any) -> dict[str, Any]:
    rows = [row for row in rows_of(found) if row.day and row.meeting.state != "cancelled"]
    return {"days": by_day(rows), "printed_at": clock.now()}


def _persons(row: MeetingRow) -> list[tuple[str, str]]:
    """(key, name) of everybody in a meeting; an account counts once, as inspector or contact."""
    taken = [(f"user-{one.user_id}", str(one.user)) for one in row.meeting.inspectors.all()]
    asked = [
        (f"user-{one.contact.user_id}" if one.contact.user_id else f"contact-{one.contact_id}", one.contact.name)
        for one in row.meeting.people.all()
    ]
    return taken + asked


def people_of(found: Any) -> list[tuple[str, str]]:
    """(key, name) of everybody who has a meeting with a time, by name."""
    rows = [row for row in rows_of(found) if row.day and row.meeting.state != "cancelled"]
    known = dict(pair for row in rows for pair in _persons(row))
    return sorted(known.items(), key=lambda pair: (pair[1], pair[0]))


def sheets(found: Any, person: str = "") -> list[tuple[str, list[Any]]]:
    """(name, their meetings day by day) for everybody, or for one key."""
    of: dict[tuple[str, str], list[MeetingRow]] = defaultdict(list)
    for row in rows_of(found):
        if row.day and row.meeting.state != "cancelled":
            for key, name in _persons(row):
                of[key, name].append(row)
    chosen = sorted(of, key=lambda pair: (pair[1], pair[0]))
    return [(name, by_day(of[key, name])) for key, name in chosen if person in ("", key)]
