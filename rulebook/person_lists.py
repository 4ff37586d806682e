"""Checks of the person-level lists of the information request: List 1 (plans) and List 2 (SEN support).

The columns are those of the published templates; the rules are those councils use before they upload. Pure: rows in, problems out,
and no problem holds anything of a child, only where it is and what is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from rulebook.words import MONTHS, listed

Severity = Literal["error", "query"]
ERROR: Severity = "error"
QUERY: Severity = "query"
# The first rows of a template may be guidance: the headings are looked for here.
HEADING_WITHIN = 20
LIKE_HEADINGS = 4
OLDEST, QUERIED_AGE = 26, 25
NUMBERED_FROM, SCHOOL_AGES = 6, range(5, 17)
NOTHING = frozenset({"", "-", "n/a", "na", "null", "#n/a"})


@dataclass(frozen=True)
class Column:
    """A column of the template. `also` are other headings in use, in the form of `plain`."""

    code: str
    heading: str
    also: tuple[str, ...] = ()
    is_date: bool = False


_ALL = (
    Column("unique_id", "Unique ID", ("id", "uniqueidentifier", "childid", "childuniqueid")),
    Column("upn", "UPN", ("uniquepupilnumber", "uniquepupilnumberupn")),
    Column("uln", "ULN", ("uniquelearnernumber", "uniquelearnernumberuln")),
    Column("born_on", "Date of birth", ("dob", "birthdate"), is_date=True),
    Column("gender", "Gender", ("sex",)),
    Column("ethnicity", "Ethnicity", ("ethnicgroup",)),
    Column("initial_on", "Date initial EHC plan issued", ("dateinitialplanissued", "initialehcplandate"), is_date=True),
    Column("updated_on", "Date updated EHC plan issued", ("dateupdatedplanissued", "updatedehcplandate"), is_date=True),
    Column("reviewed_on", "Date EHC plan last reviewed", ("dateplanlastreviewed", "lastreviewdate"), is_date=True),
    Column("primary_need", "SEN primary need", ("primaryneed", "senprimary", "primarysenneed")),
    Column("main_urn", "Main establishment URN", ("urn", "mainurn", "establishmenturn")),
    Column("main_phase", "Main establishment phase", ("mainphase", "establishmentphase", "phase")),
    Column("subsidiary_phase", "Subsidiary establishment phase", ("subsidiaryphase", "subsidiaryestablishment")),
    Column("home_educated", "Elective home education", ("ehe", "electivelyhomeeducated")),
    Column("suspensions", "Suspensions", ("suspension", "fixedtermexclusions")),
    Column("exclusions", "Permanent exclusions", ("permanentexclusion",)),
    Column("absence", "Absence", ("absences", "attendance", "absencerate")),
    Column("pupil_premium", "Pupil premium", ("pp",)),
    Column("social_care", "Known to children's social care", ("knowntosocialcare", "knowntochildrenssocialcareyn")),
    Column("social_care_team", "Social care team", ("whichsocialcareteam", "csctteam", "team")),
    Column("disability", "Disability", ("disabilitystatus", "disabled")),
)  # fmt: skip
_ONLY_PLANS = frozenset({"initial_on", "updated_on", "reviewed_on", "home_educated"})
COLUMNS: dict[str, tuple[Column, ...]] = {
    "list-1": _ALL,
    "list-2": tuple(column for column in _ALL if column.code not in _ONLY_PLANS),
}


@dataclass(frozen=True)
class Problem:
    """One fault: `row` and `column` (a letter) as the spreadsheet program shows them; `column` is empty for a whole row or file."""

    row: int
    column: str
    heading: str
    code: str
    message: str
    severity: Severity = ERROR


@dataclass
class Checked:
    """What was found. `headings` is {code: place from 0} and `heading_row` its row number, 0 when there is none."""

    rows: int = 0
    heading_row: int = 0
    headings: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def errors(self) -> int:
        return sum(problem.severity == ERROR for problem in self.problems)

    @property
    def queries(self) -> int:
        return len(self.problems) - self.errors


def plain(text: Any) -> str:
    """A heading without case, spaces and signs, so that "Date of Birth (DOB)?" is "dateofbirthdob"."""
    return re.sub(r"[^a-z0-9]", "", str(text or "").lower())


def letter(place: int) -> str:
    """0 is A, 26 is AA."""
    letters, place = "", place + 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def headings_of(kind: str, cells: Sequence[Any]) -> dict[str, int]:
    """{code: place} of the columns this row names; a heading met twice counts where it is first."""
    names = {plain(column.heading): column.code for column in COLUMNS[kind]}
    for column in COLUMNS[kind]:
        names |= {also: column.code for also in column.also if also not in names}
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        name = plain(cell)
        remark = re.sub(r"\(.*?\)", "", str(cell or ""))
        code = names.get(name) or names.get(plain(remark))
        if code and code not in found:
            found[code] = place
    return found


def looks_like_headings(kind: str, cells: Sequence[Any]) -> bool:
    return len(headings_of(kind, cells)) >= LIKE_HEADINGS


def check(kind: str, rows: Iterable[Sequence[Any]], on: date) -> Checked:
    """Check a list of a kind ("list-1", "list-2") on a day. `rows` are all rows of the sheet from its first, blank ones too."""
    checked = Checked()
    checker: _Rows | None = None
    for number, cells in enumerate(rows, 1):
        if checker is None:
            if looks_like_headings(kind, cells):
                checked.heading_row, checked.headings = number, headings_of(kind, cells)
                checked.problems += list(_columns(kind, cells, checked.headings, number))
                checker = _Rows(kind, checked.headings, on)
            elif number >= HEADING_WITHIN:
                break
            continue
        if all(is_nothing(cell) for cell in cells):
            continue
        checked.rows += 1
        checked.problems += checker.check(number, cells)
    if checker is None:
        checked.problems.append(
            Problem(1, "", "", "no_headings", "The row of headings was not found. Use the headings of the template")
        )
    elif not checked.rows:
        checked.problems.append(
            Problem(checked.heading_row, "", "", "no_rows", "The list has no rows below its headings")
        )
    return checked


def _columns(kind: str, cells: Sequence[Any], found: dict[str, int], row: int) -> Iterable[Problem]:
    missing = [column.heading for column in COLUMNS[kind] if column.code not in found]
    if missing:
        words = f"{'These columns are' if len(missing) > 1 else 'This column is'} missing: {listed(missing)}"
        yield Problem(row, "", "", "missing_column", words)
    known = set(found.values())
    for place, cell in enumerate(cells):
        if place not in known and not is_nothing(cell):
            # The heading is not repeated: a list without headings would put a child's data here.
            twice = headings_of(kind, [cell])
            words = "This column is in the list twice" if twice else "The template has no such column. Delete it"
            yield Problem(row, letter(place), "", "unknown_column", words)


class _Rows:
    """Checks the rows of one list; remembers the UPNs met."""

    def __init__(self, kind: str, headings: dict[str, int], on: date) -> None:
        self.columns = {column.code: column for column in COLUMNS[kind]}
        self.headings, self.on = headings, on
        self.upns: dict[str, int] = {}
        self.rules: tuple[Callable[[_Row], Iterable[Problem]], ...] = (
            _required,
            _age,
            _plan_dates,
            _numbers,
            _establishment,
            self._duplicate,
        )

    def check(self, number: int, cells: Sequence[Any]) -> list[Problem]:
        row = _Row(self, number, cells)
        return [*row.unreadable, *(problem for rule in self.rules for problem in rule(row))]

    def _duplicate(self, row: _Row) -> Iterable[Problem]:
        upn = plain(row.get("upn")).upper()
        if not upn:
            return
        first = self.upns.setdefault(upn, row.number)
        if first != row.number:
            yield row.problem("upn", "duplicate_upn", f"The same UPN is in row {first}")


class _Row:
    """One row with its dates read."""

    def __init__(self, rows: _Rows, number: int, cells: Sequence[Any]) -> None:
        self.rows, self.number, self.cells = rows, number, cells
        self.dates: dict[str, date] = {}
        self.unreadable: list[Problem] = []
        for code, column in rows.columns.items():
            if column.is_date and self.has(code):
                day = read_date(self.get(code))
                if day is None:
                    words = f"{column.heading} cannot be read as a date. Write it like 31/03/2015"
                    self.unreadable.append(self.problem(code, "unreadable_date", words))
                else:
                    self.dates[code] = day

    @property
    def on(self) -> date:
        return self.rows.on

    @property
    def age(self) -> int | None:
        """Whole years on the day of the check; None without a date of birth in the past."""
        born = self.dates.get("born_on")
        return years_between(born, self.on) if born and born <= self.on else None

    def get(self, code: str) -> Any:
        place = self.rows.headings.get(code)
        return self.cells[place] if place is not None and place < len(self.cells) else None

    def has(self, code: str) -> bool:
        return not is_nothing(self.get(code))

    def in_list(self, code: str) -> bool:
        """Whether the list has the column: a column that is missing is named once, not in every row."""
        return code in self.rows.headings

    def problem(self, code: str, fault: str, message: str, severity: Severity = ERROR) -> Problem:
        heading = self.rows.columns[code].heading if code in self.rows.columns else ""
        place = self.rows.headings.get(code)
        return Problem(self.number, "" if place is None else letter(place), heading, fault, message, severity)


_REQUIRED = {
    "born_on": "missing_dob",
    "gender": "missing_gender",
    "ethnicity": "missing_ethnicity",
    "primary_need": "missing_primary_need",
    "disability": "missing_disability",
}


def _required(row: _Row) -> Iterable[Problem]:
    for code, fault in _REQUIRED.items():
        if row.in_list(code) and not row.has(code):
            name = "Disability status" if code == "disability" else row.rows.columns[code].heading
            yield row.problem(code, fault, f"{name} is missing")


def _age(row: _Row) -> Iterable[Problem]:
    born = row.dates.get("born_on")
    if born is not None and born > row.on:
        yield row.problem("born_on", "future_date", "Date of birth is in the future")
    elif row.age is not None and row.age >= OLDEST:
        yield row.problem("born_on", "too_old", f"Aged {OLDEST} or over: too old for this list")
    elif row.age == QUERIED_AGE:
        yield row.problem("born_on", "aged_25", f"Aged {QUERIED_AGE}: check that the plan still stands", QUERY)


def _plan_dates(row: _Row) -> Iterable[Problem]:
    for code in ("initial_on", "updated_on", "reviewed_on"):
        if (day := row.dates.get(code)) and day > row.on:
            yield row.problem(code, "future_date", f"{row.rows.columns[code].heading} is in the future")
    initial = row.dates.get("initial_on")
    later = (("updated_on", "updated"), ("reviewed_on", "last reviewed"))
    before = [name for code, name in later if initial and code in row.dates and initial > row.dates[code]]
    if before:
        words = f"The initial plan is dated after the day it was {listed(before)}"
        yield row.problem("initial_on", "initial_after_later", words)


def _numbers(row: _Row) -> Iterable[Problem]:
    known = row.in_list("upn") and row.in_list("uln")
    if known and row.age is not None and row.age >= NUMBERED_FROM and not row.has("upn") and not row.has("uln"):
        yield row.problem("upn", "no_number", f"Aged {NUMBERED_FROM} or over with neither UPN nor ULN")


def _establishment(row: _Row) -> Iterable[Problem]:
    if not (row.in_list("main_urn") or row.in_list("main_phase")):
        return
    main = row.has("main_urn") or row.has("main_phase")
    subsidiary = row.has("subsidiary_phase")
    if subsidiary and not main:
        yield row.problem("main_urn", "subsidiary_without_main", "A subsidiary establishment but no main establishment")
    elif not main and row.age in SCHOOL_AGES:
        # Educated at home, a child rightly has no establishment: worth a look, no error.
        at_home = plain(row.get("home_educated")) in ("yes", "y", "true", "1", "ehe")
        yield row.problem(
            "main_urn",
            "no_establishment",
            "Aged 5 to 16 without a main or subsidiary establishment",
            QUERY if at_home else ERROR,
        )


def is_nothing(value: Any) -> bool:
    return value is None or (isinstance(value, str) and value.strip().lower() in NOTHING)


def years_between(born: date, on: date) -> int:
    """Whole years; somebody born on 29 February is a year older on 1 March of other years."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def read_date(value: Any) -> date | None:
    """A cell as a date: a date, or text like 31/03/2015, 31-3-2015, 2015-03-31 or 31 March 2015; None for anything else."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = str(value).strip()
    if found := re.fullmatch(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[T ]00:00(:00)?)?", text):
        return _date(found[1], found[2], found[3])
    if found := re.fullmatch(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})(?: 00:00(:00)?)?", text):
        return _date(found[3], found[2], found[1])
    if found := re.fullmatch(r"([0-9]{1,2})[ -]([A-Za-z]{3,9})[ -]([0-9]{4})", text):
        names = [n for n, name in enumerate(MONTHS, 1) if name.lower().startswith(found[2].lower())]
        return _date(found[3], str(names[0]), found[1]) if names else None
    return None


def _date(year: str, month: str, day: str) -> date | None:
    try:
        made = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return made if made.year >= 1900 else None
