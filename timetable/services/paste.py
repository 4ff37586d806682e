"""Meetings from rows of a spreadsheet: read, checked row by row, shown, and only then added all together."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.validators import validate_email
from django.db import transaction

from core.clock import LONDON
from core.errors import Reason, Refused
from core.forms import DateField, TimeField
from inspections.models import Inspection
from partnerships.models import Contact, Site
from partnerships.services.contacts import add_contact
from timetable.choices import MeetingKind
from timetable.models import Meeting
from timetable.queries.meetings import team
from timetable.queries.spans import when_words
from timetable.services.meetings import NewMeeting, add_many, faults, named

COLUMNS = ("title", "kind", "day", "start", "minutes", "place", "room", "inspectors", "people", "purpose")
NEEDED = ("title", "kind")
MOST_ROWS = 300
# Somebody new: "Robin Ellery <robin@example.org>"
WITH_EMAIL = re.compile(r"(.+?)\s*<([^<>\s]+@[^<>\s]+)>")
SEPARATORS = re.compile(r"\s*;\s*")
KINDS = {str(label).casefold(): value for value, label in MeetingKind.choices} | {
    value.replace("_", " "): value for value in MeetingKind.values
}


@dataclass
class PasteRow:
    """One row as read: its number in the sheet, its cells, what is wrong by column, and the people to be added as (name, e-mail)."""

    number: int
    cells: dict[str, str]
    faults: list[tuple[str, str]] = field(default_factory=list)
    new: NewMeeting | None = None
    unknown: list[tuple[str, str]] = field(default_factory=list)
    when: str = ""


def read_text(text: str) -> list[dict[str, str]]:
    """The rows of tab-separated text under their headings. Raises Refused beside `rows`."""
    try:
        # As Excel copies: a cell with a line break or a quotation mark stands in quotation marks.
        lines = list(csv.reader(io.StringIO(text.strip("\n")), dialect="excel-tab"))
    except csv.Error:
        raise Refused(
            Reason("The text could not be read as rows. Copy the rows in Excel and paste them again", "rows")
        ) from None
    lines = [line for line in lines if any(map(str.strip, line))]
    return under_headings(lines, "rows")


def as_text(rows: Iterable[dict[str, str]]) -> str:
    """Rows as tab-separated text, as `read_text` reads it."""
    out = io.StringIO()
    writer = csv.writer(out, dialect="excel-tab", lineterminator="\n")
    writer.writerows([COLUMNS, *([row.get(name, "") for name in COLUMNS] for row in rows)])
    return out.getvalue().rstrip("\n")


def under_headings(lines: list[list[str]], field_name: str) -> list[dict[str, str]]:
    heads = [cell.strip().casefold() for cell in lines[0]] if lines else []
    if missing := [name for name in NEEDED if name not in heads]:
        raise Refused(Reason(f"The first row must be headings. Missing: {', '.join(missing)}", field_name))
    if unknown := [head for head in heads if head and head not in COLUMNS]:
        raise Refused(Reason(f"No column is called {unknown[0]}. Use {', '.join(COLUMNS)}", field_name))
    if twice := [head for number, head in enumerate(heads) if head and head in heads[:number]]:
        raise Refused(Reason(f"Two columns are called {twice[0]}", field_name))
    if len(lines) < 2:
        raise Refused(Reason("There is no row below the headings", field_name))
    if len(lines) > MOST_ROWS + 1:
        raise Refused(Reason(f"At most {MOST_ROWS} rows at once", field_name))
    for number, line in enumerate(lines[1:], 2):
        if any(cell.strip() for cell in line[len(heads) :]):
            raise Refused(Reason(f"Row {number} has more cells than there are headings", field_name))
    return [
        {head: " ".join(cell.split()) for head, cell in zip(heads, line, strict=False) if head} for line in lines[1:]
    ]


def check(inspection: Inspection, rows: list[dict[str, str]], *, add_unknown: bool) -> list[PasteRow]:
    """Each row with what is wrong with it. Nothing is saved."""
    known = _Known(inspection, add_unknown)
    return [known.row(number, cells) for number, cells in enumerate(rows, 2)]


@transaction.atomic
def add_rows(*, by: Any, inspection: Inspection, text: str, add_unknown: bool) -> list[Meeting]:
    """Add the meetings of all rows, or none. Raises Refused naming the rows that are wrong."""
    checked = check(inspection, read_text(text), add_unknown=add_unknown)
    wrong = [f"Row {row.number}: {words}" for row in checked for _, words in row.faults]
    if wrong:
        raise Refused(*wrong)
    made: dict[tuple[str, str], Contact] = {}
    for name, email in dict.fromkeys(one for row in checked for one in row.unknown):
        made[name, email] = add_contact(by=by, partnership=inspection.partnership, name=name, email=email)
    return add_many(by=by, inspection=inspection, meetings=[_with_people(row, made) for row in checked])


def _with_people(row: PasteRow, made: dict[tuple[str, str], Contact]) -> NewMeeting:
    assert row.new is not None
    people = (*row.new.people, *(made[one] for one in row.unknown))
    return NewMeeting(
        row.new.kind, row.new.title, row.new.starts_at, tuple(people), (), row.new.inspectors, row.new.more
    )


class _Known:
    """The people and places a row may name, read once."""

    def __init__(self, inspection: Inspection, add_unknown: bool) -> None:
        self.inspection, self.add_unknown = inspection, add_unknown
        here = inspection.partnership_id
        self.sites = {site.name.casefold(): site for site in Site.objects.filter(partnership_id=here, is_active=True)}
        self.contacts: dict[str, list[Contact]] = {}
        for contact in Contact.objects.filter(partnership_id=here, is_active=True):
            for key in {contact.name.casefold(), contact.email.casefold()} - {""}:
                self.contacts.setdefault(key, []).append(contact)
        self.team = {str(key).casefold(): user for user in team(inspection) for key in (user.name, user.email)}

    def row(self, number: int, cells: dict[str, str]) -> PasteRow:
        made = PasteRow(number, cells)
        faulty = made.faults
        kind = KINDS.get(cells.get("kind", "").casefold(), "")
        if not kind:
            faulty.append(("kind", f"‘{cells.get('kind', '')}’ is not a kind of meeting"))
        site, online = self._place(cells.get("place", ""), faulty)
        more = {
            "minutes": _minutes(cells.get("minutes", ""), faulty), "site": site, "online": online,
            "room": cells.get("room", "")[:100], "purpose": cells.get("purpose", "")[:2000],
        }  # fmt: skip
        starts_at = _moment(cells, faulty)
        people = self._people(cells.get("people", ""), made)
        inspectors = self._inspectors(cells.get("inspectors", ""), faulty)
        title = cells.get("title", "")
        for column, most in (("title", 200), ("room", 100), ("purpose", 2000)):
            if len(cells.get(column, "")) > most:
                faulty.append((column, f"The {column} must be {most} characters or fewer"))
        title = title[:200]
        meeting = Meeting(
            inspection=self.inspection, title=title, kind=kind or MeetingKind.OTHER, starts_at=starts_at, **more
        )
        faulty += [(why.field or "title", why.text) for why in named(meeting)]
        columns = {"starts_at": "day", "title": "title", "minutes": "minutes"}
        if "minutes" not in {column for column, _ in faulty}:
            faulty += [(columns.get(why.field or "", "title"), why.text) for why in faults(meeting, starts_at, False)]
        made.new = NewMeeting(kind, title, starts_at, tuple(people), (), tuple(inspectors), more)
        made.when = when_words(meeting)
        return made

    def _place(self, name: str, faulty: list[tuple[str, str]]) -> tuple[Site | None, bool]:
        if not name or name.casefold() == "online":
            return None, bool(name)
        site = self.sites.get(name.casefold())
        if site is None:
            faulty.append(("place", f"‘{name}’ is not a place of this area’s directory"))
        return site, False

    def _people(self, cell: str, made: PasteRow) -> list[Contact]:
        found = []
        for name in (part for part in SEPARATORS.split(cell) if part):
            named = WITH_EMAIL.fullmatch(name)
            matching = self.contacts.get((named[2] if named else name).casefold(), [])
            if len(matching) == 1:
                found.append(matching[0])
            elif matching:
                made.faults.append(
                    ("people", f"There are {len(matching)} people called {name}: give the e-mail address")
                )
            elif self.add_unknown and named and not is_address(named[2]):
                made.faults.append(("people", f"{named[2]} is not an e-mail address"))
            elif self.add_unknown and named:
                made.unknown.append((named[1][:150], named[2].lower()))
            else:
                how = f": to add them write {name} <name@example.org>" if self.add_unknown else ""
                made.faults.append(("people", f"{name} is not in the directory{how}"))
        return found

    def _inspectors(self, cell: str, faulty: list[tuple[str, str]]) -> list[Any]:
        found = []
        for name in (part for part in SEPARATORS.split(cell) if part):
            if user := self.team.get(name.casefold()):
                found.append(user)
            else:
                faulty.append(("inspectors", f"{name} is not on the team"))
        return found


def is_address(text: str) -> bool:
    try:
        validate_email(text)
    except forms.ValidationError:
        return False
    return True


def _minutes(cell: str, faulty: list[tuple[str, str]]) -> int:
    if not cell:
        return 60
    if re.fullmatch(r"[0-9]{1,3}(\.0)?", cell):
        return int(float(cell))
    faulty.append(("minutes", f"‘{cell}’ is not a number of minutes"))
    return 60


def _moment(cells: dict[str, str], faulty: list[tuple[str, str]]) -> datetime | None:
    """The start, from a day and a time as people type them; None without either."""
    day_text, start_text = cells.get("day", ""), cells.get("start", "")
    if not day_text and not start_text:
        return None
    day, start = _day(day_text), _time(start_text)
    if day is None:
        faulty.append(("day", f"‘{day_text}’ is not a day like 19/01/2026"))
    if start is None:
        faulty.append(("start", f"‘{start_text}’ is not a time like 9:30am"))
    return datetime.combine(day, start, LONDON) if day and start else None


def _day(text: str) -> date | None:
    if found := re.match(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", text):
        parts = [found[3], found[2], found[1]]
    else:
        # "Monday 19 January 2026" as well as 19/01/2026
        parts = re.split(r"[/. -]+", re.sub(r"^[A-Za-z]+,?\s+(?=[0-9])", "", text))
    try:
        return DateField(required=False).clean(parts) if len(parts) == 3 else None
    except forms.ValidationError:
        return None


def _time(text: str) -> time | None:
    try:
        return TimeField(required=False).clean(re.sub(r"^([0-9]{1,2}:[0-9]{2}):[0-9]{2}$", r"\1", text))
    except forms.ValidationError:
        return None
