"""Who was asked when they are away, and what they said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from core.words import long_date, lower_first
from inspections.models import Inspection
from partnerships.models import Contact
from timetable.queries.conflicts import halves_free
from visits.models import AvailabilityLink, Half


@dataclass(frozen=True)
class Asked:
    """One contact of the area; `link` is None until they are asked."""

    contact: Contact
    link: AvailabilityLink | None
    away: str


def asked(inspection: Inspection) -> list[Asked]:
    """Every contact of the area, with what they answered for this inspection."""
    links = {
        link.contact_id: link
        for link in AvailabilityLink.objects.working().filter(inspection=inspection).prefetch_related("away")
    }
    contacts = Contact.objects.filter(partnership=inspection.partnership_id, is_active=True).order_by("name", "pk")
    return [Asked(contact, link := links.get(contact.pk), _words(link)) for contact in contacts]


def _words(link: AvailabilityLink | None) -> str:
    if link is None:
        return "Not asked"
    if link.answered_at is None:
        return "No answer yet"
    halves = [f"{long_date(away.on)}, {lower_first(away.get_half_display())}" for away in link.away.all()]
    return "; ".join(halves) if halves else "There all week"


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
