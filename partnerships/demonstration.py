"""The address book of the demonstration: invented people and settings of a real area. The people are nobody."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from accounts.choices import Role
from core import clock
from partnerships.models import Contact, Partnership, Sector, Site, SiteKind
from partnerships.services import contacts, sites

S, K = Sector, SiteKind
# (name, job title, organisation, sector, working pattern, asked first, days since confirmed or None)
CONTACTS: tuple[tuple[str, str, str, Sector, str, bool, int | None], ...] = (
    ("Beatrix Holloway", "Headteacher", "Northfield Primary School", S.EDUCATION, "", True, 5),
    ("Desmond Achterberg", "Headteacher", "St Alder’s Academy", S.EDUCATION, "Not before 9:30am", True, 12),
    ("Imogen Pascoe", "Headteacher", "Quayside Special School", S.EDUCATION, "", True, 3),
    ("Farrukh Sadiq", "SENCO", "Northfield Primary School", S.EDUCATION, "Monday to Wednesday", False, 20),
    ("Tamsin Ogilvie", "SENCO", "St Alder’s Academy", S.EDUCATION, "", True, 40),
    ("Leopold Varga", "SENCO", "Hopfield Secondary School", S.EDUCATION, "Not Thursdays", False, 65),
    ("Morwenna Teague", "Nursery manager", "Little Oasts Nursery", S.EDUCATION, "", False, 9),
    ("Curtis Babatunde", "Head of centre", "Kilnside Centre", S.EDUCATION, "", False, 100),
    ("Harriet Lockyear", "Assistant principal, high needs", "Estuary Further Education College", S.EDUCATION, "", True, 8),
    ("Ruth Danquah", "Principal educational psychologist", "The council", S.EDUCATION, "Tuesday to Friday", True, 2),
    ("Anselm Whitcombe", "Education, health and care plan team manager", "The council", S.EDUCATION, "", True, 2),
    ("Paloma Greaves", "Post-16 and transitions lead", "The council", S.EDUCATION, "", False, None),
    ("Yusuf Demirel", "Attendance and inclusion manager", "The council", S.EDUCATION, "", False, 15),
    ("Dr Niamh Corrigan", "Community paediatrician", "Riverbank Community NHS Trust", S.HEALTH, "Not Wednesdays", True, 6),
    ("Oluchi Ferreira", "Speech and language therapy lead", "Riverbank Community NHS Trust", S.HEALTH, "", True, 6),
    ("Gareth Pennington", "Occupational therapy lead", "Riverbank Community NHS Trust", S.HEALTH, "Mornings only", False, 31),
    ("Simone Attwell", "Children’s mental health service manager", "Riverbank Community NHS Trust", S.HEALTH, "", True, 11),
    ("Kwabena Osei-Hart", "Health visiting lead", "Riverbank Community NHS Trust", S.HEALTH, "", False, None),
    ("Lorna Blackadder", "Head of children’s commissioning", "The integrated care board", S.HEALTH, "", True, 4),
    ("Marcus Fennimore", "Head of disabled children’s service", "The council", S.CARE, "", True, 7),
    ("Ingrid Solheim-Clarke", "Early help service manager", "The council", S.CARE, "Monday to Thursday", False, 25),
    ("Rashida Khoury", "Short breaks commissioner", "The council", S.CARE, "", False, 58),
    ("Penelope Strand", "Forum steering group member", "Parent carer forum", S.VOICE, "School hours", True, 10),
    ("Dominic Oakes", "Forum steering group member", "Parent carer forum", S.VOICE, "Evenings", False, 10),
    ("Wilhelmina Frost", "SENDIASS manager", "SENDIASS", S.VOICE, "", True, 14),
)  # fmt: skip
BOUNCED = "Curtis Babatunde"
CONFIRMED_ROLES = (Role.LANO, Role.DCS, Role.ICB_EXECUTIVE, Role.HEALTH_LEAD, Role.PCF)

# (name, kind, phase, postcode, latitude, longitude, in the area, its contact, arrival)
SITES: tuple[tuple[str, SiteKind, str, str, str, str, bool, str, str], ...] = (
    ("Civic centre", K.OFFICE, "", "ME4 4ZZ", "51.3832", "0.5260", True, "Anselm Whitcombe",
     "Reception on the ground floor. Visitors’ passes are ready from 8am. Wi-Fi: ask for the guest voucher. Quiet room: 2.14. "
     "Step-free from the car park."),
    ("Riverbank Health Centre", K.HEALTH, "", "ME7 5ZZ", "51.3885", "0.5490", True, "Oluchi Ferreira",
     "Use the staff entrance in Mill Lane. No visitor parking before 10am."),
    ("Northfield Primary School", K.PRIMARY, "Ages 4 to 11", "ME5 7ZZ", "51.3601", "0.5402", True, "Beatrix Holloway",
     "Sign in at the office with photo identification. Two parking places are kept until 9am."),
    ("Brickmakers Infant School", K.PRIMARY, "Ages 4 to 7", "ME2 3ZZ", "51.3997", "0.4921", True, "",
     "Ring at the side gate. The playground is in use from 10:30am to 10:50am."),
    ("St Alder’s Academy", K.SECONDARY, "Ages 11 to 18", "ME8 6ZZ", "51.3690", "0.5935", True, "Desmond Achterberg",
     "Main reception. Lift to all floors."),
    ("Hopfield Secondary School", K.SECONDARY, "Ages 11 to 18", "ME3 8ZZ", "51.4206", "0.5530", True, "Leopold Varga",
     "One-way system: come in by the north gate."),
    ("Quayside Special School", K.SPECIAL, "Ages 3 to 19", "ME4 6ZZ", "51.3920", "0.5355", True, "Imogen Pascoe",
     "Buses fill the drive until 9:15am; come after that. Fully accessible."),
    ("Kilnside Centre", K.ALTERNATIVE, "Ages 11 to 16", "ME1 2ZZ", "51.3811", "0.5040", True, "Curtis Babatunde",
     "Bags are left in a locker at reception."),
    ("Little Oasts Nursery", K.EARLY_YEARS, "Ages 2 to 4", "ME7 3ZZ", "51.3748", "0.5700", True, "Morwenna Teague",
     "Knock at the blue door. Stairs to the upper room; there is no lift."),
    ("Estuary Further Education College", K.FURTHER, "From age 16", "ME5 9ZZ", "51.3555", "0.5560", True, "Harriet Lockyear",
     "Visitors’ parking in bay C."),
    ("Weald View School", K.SPECIAL, "Ages 11 to 16", "TN1 9ZZ", "51.1990", "0.2740", False, "",
     "In the next county: ten children of the area have places here."),
)  # fmt: skip
# Minutes where the estimate from a straight line would be wrong.
JOURNEYS = (
    ("Civic centre", "Hopfield Secondary School", 25),
    ("Civic centre", "Weald View School", 55),
    ("Civic centre", "Quayside Special School", 8),
    ("Northfield Primary School", "Hopfield Secondary School", 30),
)


def furnish(*, cast: dict[Any, Any], partnership: Partnership) -> None:
    """Add contacts and settings. `cast` is {role: the demonstration's person}."""
    by, today = cast[Role.LANO], clock.today()
    contacts.offer_members(by=by, partnership=partnership)
    for contact in partnership.contacts.filter(user__in=[cast[role] for role in CONFIRMED_ROLES]):
        contacts.change_contact(
            by=by, contact=contact, version=contact.version, phone=f"01632 960{200 + contact.pk % 100}"
        )
        contacts.confirm_contact(by=by, contact=contact)
    known: dict[str, Contact] = {}
    for name, job, employer, sector, pattern, preferred, days in CONTACTS:
        known[name] = contacts.add_contact(
            by=by, partnership=partnership, name=name, job_title=job, organisation=employer, sector=sector,
            email=_address(name), phone=f"01632 960{len(known) + 100}", working_pattern=pattern, preferred=preferred,
            confirmed_on=today - timedelta(days=days) if days is not None else None,
        )  # fmt: skip
    Contact.objects.filter(pk=known[BOUNCED].pk).update(bounced_at=clock.now() - timedelta(days=20))
    placed: dict[str, Site] = {}
    for name, kind, phase, postcode, latitude, longitude, inside, person, arrival in SITES:
        placed[name] = sites.add_site(
            by=by, partnership=partnership, name=name, kind=kind, phase=phase, postcode=postcode,
            address=f"{len(placed) * 7 + 3} {name.split()[0]} Road", latitude=Decimal(latitude), longitude=Decimal(longitude),
            in_area=inside, contact=known.get(person), arrival=arrival,
        )  # fmt: skip
    for one, other, minutes in JOURNEYS:
        sites.set_journey(by=by, site=placed[one], other=placed[other], minutes=minutes)


def _address(name: str) -> str:
    first, *_, last = name.removeprefix("Dr ").lower().replace("’", "").split()
    return f"{first}.{last}@area.example"
