"""The register of measures as a workbook: written for people, and read back from one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from core.sheet_import import (
    Cell,
    Column,
    Read,
    SheetRow,
    as_day,
    as_text,
    as_typed,
    choice_of,
    number,
    one_of,
    read_text,
    read_workbook,
)
from core.spreadsheets import Sheet, workbook
from improvement.models import Plan
from measures import queries
from measures.choices import EVERY_CHOICES, UNIT_CHOICES, Better
from measures.queries.reading import Reading
from rulebook.units import MOST_PLACES

MEASURES, TARGETS, VALUES = "Measures", "Targets", "Values"


def as_period(cell: Cell) -> str | date:
    """A period as text, or the day a spreadsheet program made of “March 2026”."""
    if isinstance(cell.value, datetime):
        return cell.value.date()
    return cell.value if isinstance(cell.value, date) else cell.text


COLUMNS: Mapping[str, tuple[Column, ...]] = {
    MEASURES: (
        Column("Measure", "measure", as_text, longest=20),
        Column("Item", "item", number(least=1, most=999), needed=True, filled=True),
        Column("Action", "action", as_text, longest=20),
        Column("Name", "name", as_text, needed=True, filled=True, longest=200),
        Column("Definition", "definition", as_text, longest=5_000),
        Column("Source", "source", as_text, longest=300),
        Column("Unit", "unit", one_of({name: code for code, name in UNIT_CHOICES}), needed=True, filled=True),
        Column("Decimal places", "places", number(least=0, most=MOST_PLACES)),
        Column("Which way is better", "better", choice_of(Better), needed=True, filled=True),
        Column("How often", "every", one_of({name: code for code, name in EVERY_CHOICES}), needed=True, filled=True),
        Column("Baseline period", "baseline_period", as_period),
        Column("Baseline value", "baseline_value", as_typed),
        Column("Published indicator", "indicator", as_text, longest=50),
    ),
    TARGETS: (
        Column("Measure", "measure", as_text, needed=True, filled=True),
        Column("Name", "name", as_text),
        Column("Period", "period", as_period, needed=True),
        Column("Period ends", "ends", as_day),
        Column("Target", "value", as_typed, needed=True, filled=True),
    ),
    VALUES: (
        Column("Measure", "measure", as_text, needed=True, filled=True),
        Column("Name", "name", as_text),
        Column("Period", "period", as_period, needed=True),
        Column("Period ends", "ends", as_day),
        Column("Value", "value", as_typed, needed=True, filled=True),
        Column("Note", "note", as_text, longest=500),
        Column("Why it changes", "reason", as_text, longest=1_000),
        Column("Recorded by", "by", as_text),
        Column("Recorded on", "on", as_text),
    ),
}


def read_file(upload: Any) -> dict[str, Read]:
    """{sheet: Read} of an uploaded workbook. Raises Refused beside `file`."""
    return read_workbook(upload, COLUMNS)


def read_rows(text: str) -> dict[str, Read]:
    """Rows copied from the sheet Values. Raises Refused beside `rows`."""
    return {VALUES: read_text(text, COLUMNS[VALUES], sheet=VALUES)}


def export(plan: Plan) -> bytes:
    """The register with targets and values, as `read_file` takes it back; an empty one serves as the form to fill in."""
    held = queries.readings(list(queries.of_plan(plan)))
    made = {MEASURES: _measures, TARGETS: _targets, VALUES: _values}
    return workbook(
        [
            Sheet(name, [column.title for column in columns], [row for one in held for row in made[name](one)])
            for name, columns in COLUMNS.items()
        ],
        about=[
            ("Plan", str(plan)),
            ("Measures", str(len(held))),
            (
                "Loading it back",
                "Add or change rows on the sheets. A row without a measure number on the sheet Measures is a new measure. "
                "A value that is already recorded changes only with a reason. Nothing is kept before it was shown to you.",
            ),
        ],
    )


def _measures(one: Reading) -> Iterator[tuple[Any, ...]]:
    held = one.measure
    unit, every = dict(UNIT_CHOICES)[held.unit], dict(EVERY_CHOICES)[held.every]
    period = held.period(held.baseline_period).words if held.baseline_period else ""
    yield (
        held.reference, held.item.order, held.action.reference if held.action else "", held.name, held.definition, held.source,
        unit, held.places, held.get_better_display(), every, period, _cell(one, held.baseline_value), held.indicator_id or "",
    )  # fmt: skip


def _targets(one: Reading) -> Iterator[tuple[Any, ...]]:
    for row in one.targets:
        words = one.measure.period(row.period).words
        yield (one.measure.reference, one.measure.name, words, row.period_end_on, _cell(one, row.value))


def _values(one: Reading) -> Iterator[tuple[Any, ...]]:
    for row in one.values:
        by = str(row.recorded_by) if row.recorded_by_id else ""
        yield (
            one.measure.reference, one.measure.name, row.period_words, row.period_end_on, _cell(one, row.value), row.note, "", by,
            row.recorded_at,
        )  # fmt: skip


def _cell(one: Reading, value: Decimal | None) -> Decimal | None:
    """A real number with the measure's decimals."""
    return None if value is None else value.quantize(Decimal(1).scaleb(-one.measure.places))


def flattened(reads: Mapping[str, Read]) -> dict[str, Any]:
    """What was read, as JSON holds it: {sheet: {"letters", "rows": [[number, {field: value}]]}}; days and numbers are tagged."""
    return {
        sheet: {
            "letters": dict(read.letters),
            "rows": [[row.number, {name: _plain(value) for name, value in row.values.items()}] for row in read.rows],
        }
        for sheet, read in reads.items()
    }


def revived(stored: Mapping[str, Any]) -> dict[str, Read]:
    """`flattened` undone."""
    return {
        sheet: Read(
            sheet,
            COLUMNS[sheet],
            tuple(
                SheetRow(number, {name: _rich(value) for name, value in values.items()}, {})
                for number, values in part["rows"]
            ),
            (),
            part["letters"],
        )
        for sheet, part in stored.items()
    }


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return {"day": value.isoformat()}
    return {"number": str(value)} if isinstance(value, Decimal) else value


def _rich(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return date.fromisoformat(value["day"]) if "day" in value else Decimal(value["number"])
