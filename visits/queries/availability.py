"""Who was asked when they are away, and what they said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from core import clock
from core.words import long_date, lower_first
from inspections.models import Inspection
from partnerships.models import Contact
from timetable.choices import AwaySource
from timetable.models import Away
from timetable.queries.conflicts import halves_free
from visits.models import AvailabilityLink, Half

NOON = 12


@dataclass(frozen=True)
class Asked:
    """One contact of the area; `link` is None until they are asked."""

    contact: Contact
    link: AvailabilityLink | None
    away: str


def asked(inspection: Inspection) -> list[Asked]:
    """Every contact of the area, with what they answered for this inspection."""
    links = {link.contact_id: link for link in AvailabilityLink.objects.working().filter(inspection=inspection)}
    days = frozenset(days_of(inspection))
    ticks: dict[int | None, list[Away]] = {}
    for away in Away.objects.filter(inspection=inspection, source=AwaySource.TICKS, contact__isnull=False):
        if away.starts_at.astimezone(clock.LONDON).date() in days:
            ticks.setdefault(away.contact_id, []).append(away)
    contacts = Contact.objects.filter(partnership=inspection.partnership_id, is_active=True).order_by("name", "pk")
    return [
        Asked(contact, link := links.get(contact.pk), _words(link, ticks.get(contact.pk, []))) for contact in contacts
    ]


def _words(link: AvailabilityLink | None, ticks: list[Away]) -> str:
    """What the timetable holds, whoever ticked it last; without an answer it says so too."""
    said = "; ".join(_half_words(away) for away in ticks)
    if link is not None and link.answered_at is not None:
        return said or "There all week"
    lead = "Not asked" if link is None else "No answer yet"
    return f"{lead}. Ticked in the timetable: {said}" if said else lead


def _half_words(away: Away) -> str:
    starts = away.starts_at.astimezone(clock.LONDON)
    return f"{long_date(starts.date())}, {lower_first(Half('am' if starts.hour < NOON else 'pm').label)}"


def ticked_away(link: AvailabilityLink) -> list[tuple[date, str]]:
    """The half days of the on-site week that the contact is away, as the timetable has it: the area ticks them too."""
    free = halves_free(link.inspection, contact=link.contact)
    return [
        (day, half)
        for day in days_of(link.inspection)
        for half in Half.values
        if f"{day.isoformat()} {half}" not in free
    ]


def days_of(inspection: Inspection) -> list[date]:
    """The days of the on-site week, Monday to Friday."""
    first, last = inspection.onsite_start_on, inspection.onsite_end_on
    if first is None or last is None:
        return []
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return [day for day in days if day.weekday() < 5]
