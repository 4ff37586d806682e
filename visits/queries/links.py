"""Which page a link opens, today. An unknown, an expired and a revoked link are the same to the person who follows it."""

from __future__ import annotations

from datetime import date

from accounts.models.invitation import hashed
from core import clock
from inspections.models import Inspection
from rulebook.visits import page_closes_after
from visits.models import AvailabilityLink, SettingLink, SignUpPage, SiteVisit
from visits.queries.programme import agreed


def visited_on(visit: SiteVisit) -> date | None:
    """The last day of an agreed meeting at the setting, else the last on-site day; None while neither is known."""
    slots = agreed(visit.inspection, site=visit.site_id)
    return slots[-1].starts_at.astimezone(clock.LONDON).date() if slots else visit.inspection.onsite_end_on


def closes_on(visit: SiteVisit) -> date | None:
    """The last day on which the setting's own page works."""
    last = visited_on(visit)
    return page_closes_after(last) if last else None


def setting_link(token: str) -> SettingLink | None:
    """The link with this secret, if its page is open today."""
    found = (
        SettingLink.objects.working()
        .filter(token_hash=hashed(token), visit__dropped_at=None)
        .select_related("visit__inspection__partnership", "visit__site__contact", "visit__arrival")
        .first()
    )
    if found is None or not is_running(found.visit.inspection):
        return None
    last = closes_on(found.visit)
    return found if last and clock.today() <= last else None


def is_running(inspection: Inspection) -> bool:
    """Called, and neither cancelled nor deferred: nobody outside hears of an inspection before its call."""
    called = inspection.notified_on is not None and inspection.notified_on <= clock.today()
    return called and inspection.state not in ("cancelled", "deferred")


def availability_link(token: str) -> AvailabilityLink | None:
    """The link with this secret, until the last on-site day."""
    found = (
        AvailabilityLink.objects.working()
        .filter(token_hash=hashed(token), contact__is_active=True)
        .select_related("inspection__partnership", "contact")
        .first()
    )
    if found is None or not is_running(found.inspection):
        return None
    last = found.inspection.onsite_end_on
    return found if last and clock.today() <= last else None


def sign_up_page(address: str) -> SignUpPage | None:
    """The page with this address, whether it takes sign-ups now or not."""
    found = (
        SignUpPage.objects.filter(address=address)
        .select_related("meeting__inspection__partnership", "meeting__site")
        .first()
    )
    return found if found and is_running(found.meeting.inspection) else None
