"""What an inspection pack holds for one person: never more than the pages show them, and nothing about single children."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.access import held_on
from accounts.choices import Permission
from coordination.models.pack import Pack
from core import clock
from information.queries import index, items
from inspections.models import Inspection
from inspections.services.calendar import working_calendar
from partnerships import queries as directory
from partnerships.models import Contact, Site
from rulebook import words
from timetable.queries import meetings

ASKED = (Permission.TIMETABLE_VIEW, Permission.CONTACTS_VIEW, Permission.REQUEST_VIEW)


@dataclass(frozen=True)
class Contents:
    """Everything the parts are made from, as one person may see it at one time."""

    inspection: Inspection
    asker: Any
    days: tuple[tuple[date | None, list[meetings.MeetingRow]], ...]
    contacts: tuple[Contact, ...]
    sites: tuple[Site, ...]
    items: tuple[items.ItemRow, ...]
    files: tuple[Any, ...]
    may_see_timetable: bool
    may_see_contacts: bool
    may_see_request: bool

    @property
    def meetings(self) -> list[meetings.MeetingRow]:
        return [row for _, rows in self.days for row in rows]


def contents(asker: Any, inspection: Inspection) -> Contents:
    """What this person may see today. Files of person-level lists are left out, also for those who may open them."""
    rights = held_on(asker, ASKED, inspection)
    contacts_too, request_too = Permission.CONTACTS_VIEW in rights, Permission.REQUEST_VIEW in rights
    area = inspection.partnership
    rows = meetings.rows_of(meetings.visible_to(asker, inspection).exclude(state="cancelled"))
    asked_for = (
        items.rows_for(asker, inspection, today=clock.today(), calendar=working_calendar()) if request_too else []
    )
    given = items.files_in(asker, inspection) if request_too else []
    return Contents(
        inspection=inspection,
        asker=asker,
        days=tuple(meetings.by_day(rows)),
        contacts=tuple(directory.contacts(area)) if contacts_too else (),
        sites=tuple(directory.sites(area)) if contacts_too else (),
        items=tuple(asked_for),
        files=tuple(file for file in given if not file.item.person_list),
        may_see_timetable=Permission.TIMETABLE_VIEW in rights,
        may_see_contacts=contacts_too,
        may_see_request=request_too,
    )


def index_of(found: Contents) -> bytes:
    """The index of the information request as a workbook."""
    return index.index_workbook(found.inspection, found.items, found.files, found.asker)


@dataclass(frozen=True)
class Line:
    """One file of the pack: its name, what it is, and how much is in it."""

    name: str
    title: str
    amount: str


PDF, TIMETABLE, CONTACTS, SITES, INDEX = (
    "inspection-pack.pdf", "timetable.xlsx", "contacts.xlsx", "setting-cards.xlsx", "information-request-index.xlsx",
)  # fmt: skip
SUMS = "SHA256SUMS"


def lines(found: Contents) -> list[Line]:
    """The files of the pack, for the page that offers it."""
    own = "" if found.may_see_timetable else " you take or are asked to"
    parts: tuple[tuple[bool, Callable[[], Line]], ...] = (
        (True, lambda: Line(PDF, "One PDF to print: cover sheet, timetable by day, setting cards, contacts, index", "")),
        (True, lambda: Line(TIMETABLE, "Timetable", words.count(len(found.meetings), "meeting") + own)),
        (found.may_see_contacts, lambda: Line(CONTACTS, "Contacts", words.count(len(found.contacts), "contact"))),
        (found.may_see_contacts, lambda: Line(SITES, "Setting cards", words.count(len(found.sites), "setting"))),
        (found.may_see_request, lambda: Line(INDEX, "Index of the information request", words.count(len(found.items), "item"))),
        (True, lambda: Line(SUMS, "Checksums, to prove that no file was changed", "")),
    )  # fmt: skip
    return [line() for shown, line in parts if shown]


def packs_of(asker: Any, inspection: Inspection, most: int = 10) -> list[Pack]:
    """The packs this person asked for, newest first."""
    return list(Pack.objects.filter(inspection=inspection, asked_by=asker).select_related("file")[:most])
