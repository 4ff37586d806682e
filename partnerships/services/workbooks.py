"""The directory as a workbook: written for people, and kept from one whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction

from accounts.models import User
from audit.record import record
from core.errors import Reason, Refused
from core.spreadsheets import Sheet, workbook
from partnerships import verbs
from partnerships.models import Contact, Partnership, Site
from partnerships.queries import directory
from partnerships.services import contacts as contact_services
from partnerships.services import sites as site_services
from partnerships.services.sheets import CONTACT_COLUMNS, CONTACTS, SETTINGS, SITE_COLUMNS, Row, Rows

ADD, CHANGE, SAME = "Add", "Change", "Same"


def export(partnership: Partnership) -> bytes:
    """The contacts and settings in force as a workbook that `read` takes back; an empty one serves as the form to fill in."""
    people = [
        (c.name, c.job_title, c.organisation, c.get_sector_display(), c.email, c.phone, c.working_pattern, c.preferred, c.note,
         c.confirmed_on)
        for c in directory.contacts(partnership)
    ]  # fmt: skip
    places = [
        (s.name, s.get_kind_display(), s.phase, s.urn, s.address, s.postcode, _number(s.latitude), _number(s.longitude),
         s.in_area, s.contact.name if s.contact else "", s.arrival)
        for s in directory.sites(partnership)
    ]  # fmt: skip
    minutes = [(row.one.name, row.other.name, row.minutes) for row in directory.journeys(partnership)]
    return workbook(
        [
            Sheet(CONTACTS, [column.title for column in CONTACT_COLUMNS], people),
            Sheet(SETTINGS, [column.title for column in SITE_COLUMNS], places),
            Sheet("Journeys", ["From", "To", "Minutes"], minutes),
        ],
        about=[
            ("Area", str(partnership)),
            ("What it is", "The contacts and settings of the area. Personal data: keep it safe, delete it after use."),
            (
                "Loading it back",
                "Change or add rows on the sheets Contacts and Settings. The sheet Journeys is not read.",
            ),
        ],
    )


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


@dataclass(frozen=True)
class Plan:
    """What keeping the rows would do: (name, ADD, CHANGE or SAME) for each, by sheet."""

    lines: Mapping[str, tuple[tuple[str, str], ...]]

    def count(self, what: str) -> int:
        return sum(does == what for lines in self.lines.values() for _, does in lines)


def plan(partnership: Partnership, rows: Rows) -> Plan:
    """What would be added and changed. Raises Refused for a setting's contact who is neither in the file nor in the directory."""
    people, places = _held(partnership)
    named = {row["name"].lower() for row in rows.get(CONTACTS, ())} | {name for name, _ in people}
    strangers = [
        f"{SETTINGS}, {row['name']}, column Who to ask there: {row['contact']} is not a contact of this area"
        for row in rows.get(SETTINGS, ())
        if row.get("contact") and row["contact"].lower() not in named
    ]
    gone = [f"{SETTINGS}: {row['name']} was taken out of the directory" for row in rows.get(SETTINGS, ())
            if (held := places.get(row["name"].lower())) and not held.is_active]  # fmt: skip
    if strangers or gone:
        raise Refused(*(Reason(text, "file") for text in [*strangers, *gone]))
    lines = {
        CONTACTS: tuple((row["name"], _does(people.get(_key(row)), row)) for row in rows.get(CONTACTS, ())),
        SETTINGS: tuple((row["name"], _does(places.get(row["name"].lower()), row)) for row in rows.get(SETTINGS, ())),
    }
    return Plan(lines)


@transaction.atomic
def keep(*, by: User, partnership: Partnership, rows: Rows) -> Plan:
    """Add and change all of the rows, or none. A cell left empty changes nothing. Raises Refused."""
    Partnership.objects.select_for_update().get(pk=partnership.pk)
    planned = plan(partnership, rows)
    people, places = _held(partnership)
    for row in rows.get(CONTACTS, ()):
        held = people.get(_key(row))
        if held is None:
            contact_services.add_contact(by=by, partnership=partnership, **row)
        elif _does(held, row) == CHANGE:
            contact_services.change_contact(by=by, contact=held, version=held.version, **row)
    by_name = {c.name.lower(): c for c in directory.contacts(partnership)}
    for row in rows.get(SETTINGS, ()):
        details = {**row, "contact": by_name[row["contact"].lower()]} if row.get("contact") else row
        place = places.get(row["name"].lower())
        if place is None:
            site_services.add_site(by=by, partnership=partnership, **details)
        elif _does(place, row) == CHANGE:
            site_services.change_site(by=by, site=place, version=place.version, **details)
    record(
        actor=by, verb=verbs.DIRECTORY_LOADED, subject=partnership,
        changes={what.lower(): (0, planned.count(what)) for what in (ADD, CHANGE)},
    )  # fmt: skip
    return planned


def _held(partnership: Partnership) -> tuple[dict[tuple[str, str], Contact], dict[str, Site]]:
    people = {(c.name.lower(), c.email.lower()): c for c in directory.contacts(partnership)}
    return people, {s.name.lower(): s for s in partnership.sites.select_related("contact")}


def _key(row: Row) -> tuple[str, str]:
    """A contact is known again by name and e-mail address."""
    return row["name"].lower(), row.get("email", "").lower()


def _does(held: Contact | Site | None, row: Row) -> str:
    if held is None:
        return ADD

    def now(field: str) -> Any:
        value = getattr(held, field)
        return value.name if isinstance(value, Contact) else value

    return SAME if all(now(field) == value for field, value in row.items()) else CHANGE
