"""What the demonstration shows of this app. Everything goes through the services; the people are invented."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from accounts.choices import Role
from core import clock
from inspections.models import Inspection
from partnerships.models import Contact, Site
from partnerships.models.directory import SiteKind
from timetable.choices import MeetingKind
from timetable.models import Meeting
from visits.models import AvailabilityLink, SiteVisit
from visits.queries.availability import days_of
from visits.services import availability, links, samples, sign_ups, visits
from visits.services.visits import NEEDS

MOST = 10
REASONS = {
    SiteKind.EARLY_YEARS: "Early years: children whose needs were found before they started school.",
    SiteKind.PRIMARY: "Primary: a large share of pupils at SEN support, and few plans asked for.",
    SiteKind.SECONDARY: "Secondary: how pupils move on from primary school with the help they had.",
    SiteKind.SPECIAL: "Special: pupils with complex needs who use health services every week.",
    SiteKind.ALTERNATIVE: "Alternative provision: most pupils here have SEND and many were excluded before.",
    SiteKind.FURTHER: "Post-16: young people preparing for adulthood.",
    SiteKind.HEALTH: "Health: therapies and community paediatrics work from here.",
    SiteKind.CARE: "Early help: short breaks for families.",
}
OUTSIDE = " It lies outside the area: children placed here are easily overlooked."
ARRIVED = (
    {
        "reception": "Ask for the school business manager",
        "parking": "Two places are kept until 9:30am",
        "access": "Main entrance, step-free. Bring proof of identity",
        "wifi": "Guest network; reception gives the code",
        "quiet_room": "The library, from 9am to 1pm",
        "communication": "A British Sign Language interpreter for one parent",
    },
    {"parking": "Street parking only", "quiet_room": "The staff room after 10am"},
)
REFERENCES = tuple(f"EHC-{number}" for number in range(2041, 2081))


def furnish(*, cast: dict[Any, Any], inspection: Inspection) -> None:
    """Add to the inspection under way. `cast` is {role: the demonstration's person}; the clock stands on the day of the call."""
    lead, lano = cast[Role.LEAD_INSPECTOR], cast[Role.LANO]
    chosen = _settings(lead, inspection)
    if chosen:
        _written_about(lano, chosen)
    samples.draw(
        by=lead, inspection=inspection, purpose="Education, health and care plans to read for quality",
        described="A pasted list of local references", population=REFERENCES, size=6, seed="blue harbour 17",
    )  # fmt: skip
    _availability(lano, inspection)
    _open_meeting(lano, inspection)


def _settings(by: Any, inspection: Inspection) -> list[SiteVisit]:
    """Up to ten settings: every kind the area has, those outside the area included."""
    sites = Site.objects.filter(partnership=inspection.partnership_id, is_active=True).exclude(kind=SiteKind.OFFICE)
    made = []
    for site in sites.order_by("name")[:MOST]:
        reason = REASONS.get(SiteKind(site.kind), "Named by families in the survey.") + (
            "" if site.in_area else OUTSIDE
        )
        made.append(visits.choose(by=by, inspection=inspection, site=site, reason=reason))
    return made


def _written_about(lano: Any, chosen: list[SiteVisit]) -> None:
    """What some settings answered by their link, and how parents were invited. The link itself is printed nowhere."""
    links.make_setting_link(by=lano, visit=chosen[0])
    nothing = dict.fromkeys(NEEDS, "")
    for visit, needs in zip(chosen, ARRIVED, strict=False):
        visits.write_arrival(by=None, visit=visit, version=visit.arrival.version, **(nothing | needs))
    for number, visit in enumerate(chosen[:3]):
        visits.write_invitation(
            by=lano,
            visit=visit,
            version=visit.invitation.version,
            pupils_with_send=38 + 7 * number,
            invited=38 + 7 * number,
            how="Letter home and a message to every family",
            invited_on=clock.today(),
            proof="Inspectors visit us in the coming weeks. They would like to hear from parents and carers of children with SEND.",
        )


def _availability(lano: Any, inspection: Inspection) -> None:
    """Two people asked, one of whom has answered."""
    contacts = Contact.objects.filter(partnership=inspection.partnership_id, is_active=True, user=None).order_by("name")
    days = days_of(inspection)
    for number, contact in enumerate(contacts[:2]):
        links.ask_availability(by=lano, inspection=inspection, contact=contact)
        if number == 0 and days:
            link = AvailabilityLink.objects.working().get(inspection=inspection, contact=contact)
            availability.answer(by=None, link=link, away=[(days[0], "pm"), (days[-1], "am")])


def _open_meeting(lano: Any, inspection: Inspection) -> None:
    """The first open meeting of the timetable takes sign-ups; twelve families have signed up."""
    meeting = Meeting.objects.filter(inspection=inspection, kind=MeetingKind.OPEN).exclude(state="cancelled").first()
    if meeting is None:
        return
    now, begins = clock.now(), meeting.starts_at or clock.midnight(inspection.onsite_start_on or clock.today())
    page = sign_ups.set_up(
        by=lano, meeting=meeting, opens_at=now - timedelta(hours=1), closes_at=max(begins - timedelta(days=1), now),
        details="Tea from half an hour before. A British Sign Language interpreter is there. Bring somebody with you if you like.",
        families_invited=2310, invited_how="Letter from every school and setting, and the parent carer forum’s newsletter",
    )  # fmt: skip
    if begins - timedelta(days=1) <= now:
        return
    for number in range(12):
        needs = "British Sign Language interpreter" if number == 4 else ""
        sign_ups.sign_up(by=None, page=page, key=f"demonstration-{number}", people=1 + number % 2, needs=needs)
