"""Events in the manner of RFC 5545. Pure: entries in, bytes out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vDuration, vRecur

from core import clock
from visits.models import FeedEntry

TZID = "Europe/London"
REFRESH = timedelta(hours=1)


def calendar(entries: Iterable[FeedEntry], *, name: str, host: str, with_links: bool = False) -> bytes:
    """A published calendar. The same entries give the same bytes. Joining links only where `with_links`."""
    made = Calendar()
    made.add("prodid", "-//Area SEND inspections//Timetable//EN")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("name", name)
    made.add("x-wr-calname", name)
    made.add("x-wr-timezone", TZID)
    made.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", vDuration(REFRESH))
    made.add_component(london())
    for entry in sorted(entries, key=lambda entry: (entry.shown["starts_at"], entry.pk)):
        made.add_component(event(entry, host=host, with_links=with_links))
    return made.to_ical()  # lines are folded at 75 octets by the library


def event(entry: FeedEntry, *, host: str, with_links: bool) -> Event:
    """One meeting. Its UID never changes and its SEQUENCE never falls, so a calendar moves the event instead of adding another."""
    shown, cancelled = entry.shown, entry.cancelled_at is not None
    starts_at = datetime.fromisoformat(shown["starts_at"]).astimezone(clock.LONDON)
    made = Event()
    made.add("uid", f"meeting-{entry.meeting_id}@{host}")
    made.add("sequence", entry.sequence)
    made.add("dtstamp", entry.changed_at.astimezone(UTC))
    made.add("last-modified", entry.changed_at.astimezone(UTC))
    made.add("dtstart", starts_at)
    made.add("dtend", (starts_at.astimezone(UTC) + timedelta(minutes=shown["minutes"])).astimezone(clock.LONDON))
    made.add("summary", f"Cancelled: {shown['title']}" if cancelled else shown["title"])
    if shown["place"]:
        made.add("location", shown["place"])
    made.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    made.add("transp", "TRANSPARENT" if cancelled else "OPAQUE")
    made.add("class", "PRIVATE")
    lines = [f"Area SEND inspection of {entry.meeting.inspection.partnership}, meeting {entry.meeting.reference}."]
    if with_links and entry.audience.get("link") and not cancelled:
        lines.append(f"Join: {entry.audience['link']}")
    made.add("description", "\n".join(lines))
    return made


def london() -> Timezone:
    """The rules of Europe/London, written out: the library's own listing begins summer time an hour late."""
    made = Timezone()
    made.add("tzid", TZID)
    summer, winter = TimezoneDaylight(), TimezoneStandard()
    _observance(summer, "BST", "1981-03-29T01:00", timedelta(0), timedelta(hours=1), 3)
    _observance(winter, "GMT", "1996-10-27T02:00", timedelta(hours=1), timedelta(0), 10)
    made.add_component(summer)
    made.add_component(winter)
    return made


def _observance(
    part: TimezoneDaylight | TimezoneStandard, name: str, first: str, before: timedelta, after: timedelta, month: int
) -> None:  # fmt: skip
    """From `first`, local time by the offset before, on the last Sunday of a month."""
    part.add("tzname", name)
    part.add("dtstart", datetime.fromisoformat(first))
    part.add("tzoffsetfrom", before)
    part.add("tzoffsetto", after)
    part.add("rrule", vRecur({"FREQ": "YEARLY", "BYMONTH": month, "BYDAY": "-1SU"}))


def etag(body: bytes) -> str:
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'
