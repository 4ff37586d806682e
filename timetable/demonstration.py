"""What the demonstration shows of this app. Everything goes through the services; the people are invented."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from accounts.choices import Role
from accounts.demonstration import PASSWORD
from accounts.models import User
from core import clock
from inspections.models import Inspection
from inspections.services import team as team_services
from partnerships.models import Contact, Site
from timetable.choices import MeetingKind
from timetable.queries import conflicts
from timetable.services import releases, week
from timetable.services.meetings import NewMeeting, add_many, confirm_all

K = MeetingKind
# Colleagues beside the printed sign-ins, so that five inspectors share the week.
COLLEAGUES = (
    (Role.OFSTED_INSPECTOR, "inspector2@demo.example", "Marguerite Sollars-Whyte", "ofsted"),
    (Role.CQC_INSPECTOR, "cqc2@demo.example", "Emeka Lindqvist", "cqc"),
)
LEAD, OFSTED, CQC, OFSTED2, CQC2 = range(5)
CENTRE, HEALTH = "Civic centre", "Riverbank Health Centre"
# Visits: (day on site from 0, inspectors, place, person asked). A visit has two parts: with leaders, then with staff and pupils.
VISITS = (
    (0, (OFSTED,), "Northfield Primary School", "Beatrix Holloway"),
    (0, (OFSTED2,), "St Alder’s Academy", "Desmond Achterberg"),
    (1, (OFSTED,), "Quayside Special School", "Imogen Pascoe"),
    (1, (OFSTED2,), "Hopfield Secondary School", "Leopold Varga"),
    (1, (CQC2,), "Little Oasts Nursery", "Morwenna Teague"),
    (2, (OFSTED,), "Estuary Further Education College", "Harriet Lockyear"),
    (2, (OFSTED2,), "Kilnside Centre", "Curtis Babatunde"),
    (2, (CQC2,), "Brickmakers Infant School", None),
    (3, (OFSTED,), "Northfield Primary School", "Farrukh Sadiq"),
    (3, (OFSTED2,), "St Alder’s Academy", "Tamsin Ogilvie"),
)
# The other meetings: day, start, minutes, kind, title, inspectors, place, room, people.
HOURS: tuple[tuple[int, str, int, str, str, tuple[int, ...], str, str, tuple[str, ...]], ...] = (
    (0, "9:00", 90, K.LEADERS, "Leaders: self-evaluation, strategy and action plans", (LEAD, CQC), CENTRE, "Council chamber",
     ("Anselm Whitcombe", "Lorna Blackadder", "Marcus Fennimore", "Penelope Strand")),
    (0, "11:00", 60, K.SAMPLING, "Focused sampling: quality of education, health and care plans", (LEAD,), CENTRE, "Room 2.14",
     ("Anselm Whitcombe",)),
    (0, "11:00", 60, K.FOCUS_GROUP, "Children’s community health services", (CQC,), HEALTH, "Seminar room",
     ("Oluchi Ferreira", "Gareth Pennington")),
    (0, "13:30", 60, K.FOCUS_GROUP, "Early identification in the early years", (CQC2,), CENTRE, "Room 2.14",
     ("Kwabena Osei-Hart", "Morwenna Teague")),
    (0, "14:00", 60, K.FORUM, "Parent carer forum", (LEAD, CQC), CENTRE, "Room 1.02", ("Penelope Strand", "Dominic Oakes")),
    (0, "15:30", 60, K.FOCUS_GROUP, "Information, advice and support for families", (LEAD,), CENTRE, "Room 1.02",
     ("Wilhelmina Frost",)),
    (1, "9:30", 60, K.FOCUS_GROUP, "Educational psychology and statutory assessment", (LEAD,), CENTRE, "Room 2.14",
     ("Ruth Danquah",)),
    (1, "9:30", 60, K.FOCUS_GROUP, "Speech, language and occupational therapies", (CQC,), HEALTH, "Seminar room",
     ("Oluchi Ferreira",)),
    (1, "11:00", 60, K.FOCUS_GROUP, "Disabled children’s social care and short breaks", (LEAD,), CENTRE, "Room 2.14",
     ("Marcus Fennimore", "Rashida Khoury")),
    (1, "11:00", 60, K.FOCUS_GROUP, "Children’s mental health", (CQC,), HEALTH, "Seminar room", ("Simone Attwell",)),
    (1, "14:00", 60, K.FOCUS_GROUP, "Preparing for adulthood", (LEAD,), CENTRE, "Room 1.02", ("Paloma Greaves",)),
    (1, "14:00", 60, K.SAMPLING, "Focused sampling: neurodevelopmental pathway", (CQC,), HEALTH, "Records room",
     ("Dr Niamh Corrigan",)),
    (2, "9:30", 60, K.FOCUS_GROUP, "Joint commissioning", (LEAD, CQC), CENTRE, "Room 2.14",
     ("Lorna Blackadder", "Rashida Khoury")),
    (2, "11:00", 60, K.FOCUS_GROUP, "Early help and family hubs", (LEAD,), CENTRE, "Room 1.02", ("Ingrid Solheim-Clarke",)),
    (2, "11:00", 60, K.FOCUS_GROUP, "Community paediatrics", (CQC,), HEALTH, "Seminar room", ("Oluchi Ferreira",)),
    (2, "14:00", 60, K.FOCUS_GROUP, "Attendance, exclusion and reintegration", (LEAD,), CENTRE, "Room 2.14",
     ("Yusuf Demirel",)),
    (2, "14:00", 60, K.FOCUS_GROUP, "Health visiting and school nursing", (CQC,), HEALTH, "Seminar room", ("Kwabena Osei-Hart",)),
    (2, "15:30", 60, K.YOUNG_PEOPLE, "Young people’s advisory group", (LEAD, CQC), CENTRE, "Youth space", ("Wilhelmina Frost",)),
    (3, "9:30", 60, K.FOCUS_GROUP, "Alternative provision: commissioning and oversight", (LEAD,), CENTRE, "Room 2.14",
     ("Yusuf Demirel", "Anselm Whitcombe")),
    (3, "9:30", 60, K.FOCUS_GROUP, "Equipment, continence and wheelchair services", (CQC,), HEALTH, "Seminar room",
     ("Gareth Pennington",)),
    (3, "11:00", 60, K.FOCUS_GROUP, "Virtual school and children in care", (LEAD, CQC2), CENTRE, "Room 1.02", ("Marcus Fennimore",)),
    (3, "14:00", 60, K.OPEN, "Open meeting for families", (LEAD, CQC), CENTRE, "Council chamber", ("Penelope Strand",)),
    (3, "14:00", 60, K.SAMPLING, "Focused sampling: annual reviews and transitions", (CQC2,), CENTRE, "Room 2.14",
     ("Paloma Greaves",)),
    (3, "16:00", 60, K.LOOSE_ENDS, "Time kept for loose ends", (LEAD,), CENTRE, "Room 2.14", ()),
    (4, "9:00", 60, K.LOOSE_ENDS, "Time kept for loose ends: health", (CQC,), CENTRE, "Room 2.14", ()),
    (4, "10:30", 30, K.KEEP_IN_TOUCH, "Keep-in-touch meeting", (LEAD, CQC), CENTRE, "Room 1.02", ("Marcus Fennimore",)),
    # Two warnings: Priya leaves the health centre at 3pm; the journey to the civic centre is longer than a quarter of an hour allows.
    (1, "15:05", 55, K.FOCUS_GROUP, "Designated officers: how health advice is given", (CQC,), CENTRE, "Room 1.02",
     ("Lorna Blackadder",)),
    (2, "15:05", 25, K.OTHER, "Records of the health visiting service", (CQC,), CENTRE, "Records room", ()),
)  # fmt: skip
UNPLACED = (
    (K.FOCUS_GROUP, "Post-16 providers", ("Harriet Lockyear",)),
    (
        K.FOCUS_GROUP,
        "School SENCOs (special educational needs co-ordinators)",
        ("Farrukh Sadiq", "Tamsin Ogilvie", "Leopold Varga"),
    ),
    (K.OTHER, "Elected members with responsibility for children and young people", ()),
)


def furnish(*, cast: dict[Any, Any], inspection: Inspection) -> None:
    """Add to the inspection under way. `cast` is {role: the demonstration's person}; the clock stands on the day of the call."""
    lead, lano = cast[Role.LEAD_INSPECTOR], cast[Role.LANO]
    if inspection.onsite_start_on is None:
        return
    monday = inspection.onsite_start_on
    team = [lead, cast[Role.OFSTED_INSPECTOR], cast[Role.CQC_LEAD], *_colleagues(cast, inspection)]
    contacts = {contact.name: contact for contact in Contact.objects.filter(partnership_id=inspection.partnership_id)}
    sites = {site.name: site for site in Site.objects.filter(partnership_id=inspection.partnership_id)}
    week.add_away(by=lano, inspection=inspection, contact=contacts["Dr Niamh Corrigan"],
                  starts_at=_at(monday, 2, "0:00"), ends_at=_at(monday, 2, "23:59"))  # fmt: skip
    new = [
        NewMeeting(
            kind, title, _at(monday, day, start), tuple(contacts[name] for name in people), (), [team[at] for at in inspectors],
            {"minutes": minutes, "site": sites[place], "room": room, "inspectors_needed": len(inspectors),
             "needs_ofsted": LEAD in inspectors and CQC in inspectors, "needs_cqc": LEAD in inspectors and CQC in inspectors},
        )
        for day, start, minutes, kind, title, inspectors, place, room, people in HOURS
    ]  # fmt: skip
    new += [meeting for visit in VISITS for meeting in _visit(monday, visit, team, sites, contacts)]
    new += [
        NewMeeting(K.TEAM, "Inspectors’ end of day", _at(monday, day, "17:00"), (), (), team,
                   {"minutes": 30, "site": sites[CENTRE], "room": "Room 3.01", "inspectors_needed": 5, "inspectors_only": True})
        for day in range(4)
    ]  # fmt: skip
    new.append(
        NewMeeting(K.FEEDBACK, "Final feedback meeting", _at(monday, 4, "14:00"), tuple(_leaders(cast, inspection)), (), team,
                   {"minutes": 90, "site": sites[CENTRE], "room": "Council chamber", "inspectors_needed": 5, "pinned": True})
    )  # fmt: skip
    new += [NewMeeting(kind, title, None, tuple(contacts[name] for name in people)) for kind, title, people in UNPLACED]
    add_many(by=lano, inspection=inspection, meetings=new)
    ready = conflicts.confirmable(inspection, conflicts.found_in(inspection))
    confirm_all(by=lead, inspection=inspection, meetings=ready)
    releases.release(by=lead, inspection=inspection, number=1, digest=releases.preview(inspection).digest)


def _visit(monday: date, visit: Any, team: list[Any], sites: Any, contacts: Any) -> list[NewMeeting]:
    day, inspectors, place, person = visit
    more = {"site": sites[place], "inspectors_needed": len(inspectors)}
    people = (contacts[person],) if person else ()
    taken = [team[at] for at in inspectors]
    first = "9:00" if day else "10:30"
    return [
        NewMeeting(K.VISIT, f"{place}: leaders", _at(monday, day, first), people, (), taken, more | {"minutes": 60}),
        NewMeeting(K.VISIT, f"{place}: staff, pupils and records", _at(monday, day, "13:00"), people, (), taken,
                   more | {"minutes": 90}),
    ]  # fmt: skip


def _at(monday: date, day: int, start: str) -> datetime:
    return datetime.combine(monday + timedelta(days=day), time.fromisoformat(start.rjust(5, "0")), clock.LONDON)


def _colleagues(cast: dict[Any, Any], inspection: Inspection) -> list[User]:
    made = []
    for role, email, name, organisation in COLLEAGUES:
        user = User.objects.filter(email=email).first() or User.objects.create_user(
            email, PASSWORD, name=name, organisation=organisation
        )
        team_services.add_member(
            by=cast[Role.INSPECTION_MANAGER],
            inspection=inspection,
            user=user,
            role=role,
            starts_on=inspection.notified_on,
        )
        made.append(user)
    return made


def _leaders(cast: dict[Any, Any], inspection: Inspection) -> list[Contact]:
    roles = (Role.LANO, Role.DCS, Role.ICB_EXECUTIVE, Role.LEAD_MEMBER, Role.PCF)
    users = [cast[role].pk for role in roles if role in cast]
    return list(Contact.objects.filter(partnership_id=inspection.partnership_id, user__in=users))
