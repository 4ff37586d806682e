"""Reading a workbook of contacts and settings, checked cell by cell before anything is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from core import clock
from core.errors import Reason, Refused
from core.file_kinds import NotTaken
from core.forms import tidy
from core.workbook_reading import Page, read_book
from partnerships.models import Sector, SiteKind
from rulebook import words

MOST_BYTES = 2 * 1024 * 1024
MOST_ROWS = 1000
MOST_FAULTS = 50
CONTACTS, SETTINGS = "Contacts", "Settings"


class Wrong(Exception):
    """A cell cannot be read; the words say what it must be."""


@dataclass(frozen=True)
class Column:
    """`read` makes the field's value of a cell's text; `longest` is the most characters."""

    title: str
    field: str
    read: Callable[[Any], Any]
    needed: bool = False
    longest: int = 0


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = tidy(str(value)).strip()
    # The apostrophe that stood before a text like "=1" when we wrote it.
    return text[1:] if len(text) > 1 and text[0] == "'" and text[1] in "=+-@|%" else text


def _yes(value: Any) -> bool:
    text = _text(value).lower()
    if text not in ("yes", "no"):
        raise Wrong("must be Yes or No")
    return text == "yes"


def _of(choices: Any) -> Callable[[Any], str]:
    names = {str(label).lower(): str(code) for code, label in choices.choices}

    def read(value: Any) -> str:
        text = _text(value).lower()
        if text not in names:
            raise Wrong(f"must be one of: {', '.join(str(label) for _, label in choices.choices)}")
        return names[text]

    return read


def _email(value: Any) -> str:
    text = _text(value)
    try:
        validate_email(text)
    except ValidationError:
        raise Wrong("must be an email address, like name@example.com") from None
    return text


def _day(value: Any) -> date:
    if isinstance(value, datetime):
        value = value.date()
    if not isinstance(value, date):
        try:
            value = datetime.strptime(_text(value), "%d/%m/%Y").date()  # noqa: DTZ007  (a day has no zone)
        except ValueError:
            raise Wrong("must be a date, like 17/4/2023") from None
    if value > clock.today():
        raise Wrong("must be today or in the past")
    return value


def _degrees(most: int) -> Callable[[Any], Decimal]:
    def read(value: Any) -> Decimal:
        try:
            number = Decimal(str(value).strip())
            if not number.is_finite() or abs(number) > most:
                raise Wrong(f"must be between -{most} and {most}")
        except InvalidOperation:
            raise Wrong("must be a number, like 51.3832") from None
        return round(number, 6)

    return read


def _urn(value: Any) -> str:
    text = _text(value)
    if not (text.isascii() and text.isdigit() and 5 <= len(text) <= 7):
        raise Wrong("must be 5 to 7 digits")
    return text


CONTACT_COLUMNS = (
    Column("Name", "name", _text, needed=True, longest=150),
    Column("Job title", "job_title", _text, longest=150),
    Column("Organisation", "organisation", _text, longest=150),
    Column("Area of work", "sector", _of(Sector), needed=True),
    Column("Email", "email", _email, longest=254),
    Column("Telephone", "phone", _text, longest=40),
    Column("When they work", "working_pattern", _text, longest=200),
    Column("Ask first", "preferred", _yes),
    Column("Note", "note", _text, longest=1000),
    Column("Last confirmed", "confirmed_on", _day),
)
SITE_COLUMNS = (
    Column("Name", "name", _text, needed=True, longest=150),
    Column("Kind", "kind", _of(SiteKind), needed=True),
    Column("Phase or ages", "phase", _text, longest=60),
    Column("Unique reference number", "urn", _urn, longest=10),
    Column("Address", "address", _text, longest=300),
    Column("Postcode", "postcode", _text, longest=10),
    Column("Latitude", "latitude", _degrees(90)),
    Column("Longitude", "longitude", _degrees(180)),
    Column("In the area", "in_area", _yes),
    Column("Who to ask there", "contact", _text, longest=150),
    Column("Arrival", "arrival", _text, longest=2000),
)
SHEETS: Mapping[str, tuple[Column, ...]] = {CONTACTS: CONTACT_COLUMNS, SETTINGS: SITE_COLUMNS}
Row = dict[str, Any]
Rows = dict[str, list[Row]]


def read(upload: Any) -> Rows:
    """{sheet: rows of field values} of an uploaded workbook. Raises Refused naming each fault by sheet, row and column."""
    book = _open(upload)
    present = [name for name in SHEETS if name in book]
    if not present:
        raise Refused(Reason(f"The file must have a sheet called {CONTACTS} or one called {SETTINGS}", "file"))
    faults: list[str] = []
    found = {name: _sheet(name, book[name], faults) for name in present}
    if not faults and not any(found.values()):
        faults.append("The file has no rows below the headings")
    if faults:
        more = len(faults) - MOST_FAULTS
        tail = [f"…and {words.count(more, 'more fault', 'more faults')}"] if more > 0 else []
        raise Refused(*(Reason(text, "file") for text in [*faults[:MOST_FAULTS], *tail]))
    return found


def _open(upload: Any) -> dict[str, Page]:
    if upload.size > MOST_BYTES:
        raise Refused(Reason("The file must be smaller than 2MB", "file"))
    try:
        return {page.title: page for page in read_book(upload, most_rows=MOST_ROWS + 2, most_columns=40)}
    except NotTaken as refusal:
        raise Refused(Reason(f"The file {refusal}", "file")) from None


def _sheet(name: str, page: Page, faults: list[str]) -> list[Row]:
    columns = SHEETS[name]
    lines = ([cell.value for cell in line] for line in page.lines())
    heads = [_text(head).lower() if head is not None else "" for head in next(lines, ())]
    if missing := [column.title for column in columns if column.needed and column.title.lower() not in heads]:
        faults.append(f"{name}: there is no column called {words.listed(missing)}")
        return []
    places = {column.field: heads.index(column.title.lower()) for column in columns if column.title.lower() in heads}
    rows, seen = [], set()
    for number, line in enumerate(lines, 2):
        cells = {field: line[place] if place < len(line) else None for field, place in places.items()}
        if all(cell is None or not _text(cell) for cell in cells.values()):
            continue
        if number > MOST_ROWS + 1:
            faults.append(f"{name}: a file may have {MOST_ROWS} rows at most")
            break
        row = dict(_cells(name, number, columns, cells, faults))
        same = (str(row.get("name", "")).lower(), str(row.get("email", "")).lower())
        if row.get("name") and same in seen:
            faults.append(f"{name}, row {number}: {row['name']} is in the file twice")
        seen.add(same)
        faults += [f"{name}, row {number}: {text}" for text in _whole(name, row)]
        rows.append(row)
    return rows


def _cells(
    name: str, number: int, columns: tuple[Column, ...], cells: Row, faults: list[str]
) -> Iterator[tuple[str, Any]]:
    for column in columns:
        cell = cells.get(column.field)
        where = f"{name}, row {number}, column {column.title}"
        if cell is None or not _text(cell):
            if column.needed:
                faults.append(f"{where}: must not be empty")
            continue
        try:
            value = column.read(cell)
        except Wrong as wrong:
            faults.append(f"{where}: {wrong}")
            continue
        if column.longest and len(value) > column.longest:
            faults.append(f"{where}: must be {column.longest} characters or fewer")
        yield column.field, value


def _whole(name: str, row: Row) -> Iterator[str]:
    """What is wrong with a row although each cell can be read."""
    if name == CONTACTS and not row.get("email") and not row.get("phone"):
        yield "needs an email address or a telephone number"
    if name == SETTINGS and ("latitude" in row) != ("longitude" in row):
        yield "needs both latitude and longitude, or neither"


def flattened(rows: Rows) -> dict[str, list[dict[str, Any]]]:
    """The rows as JSON holds them: days and decimals as text."""
    plain = (str, bool, int)
    return {
        name: [{field: v if isinstance(v, plain) else str(v) for field, v in row.items()} for row in found]
        for name, found in rows.items()
    }


def revived(rows: dict[str, list[dict[str, Any]]]) -> Rows:
    """`flattened` undone."""
    made: dict[str, Callable[[str], Any]] = {
        "confirmed_on": date.fromisoformat, "latitude": Decimal, "longitude": Decimal,
    }  # fmt: skip
    return {
        name: [{field: made[field](v) if field in made else v for field, v in row.items()} for row in found]
        for name, found in rows.items()
    }
