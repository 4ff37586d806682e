"""Two letters beside each other: which sections differ, paragraph by paragraph and row by row. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from core import textdiff
from reports.letters.blocks import Block, Findings
from reports.letters.context import LetterContext, Section
from rulebook import words

# Between the cells of a row while rows are matched; no text of a letter holds it.
_CELL = "\x1f"
Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """A paragraph (one cell) or a row of a table, as it was and as it is: (before, after) for each cell."""

    cells: tuple[tuple[str, str], ...]

    @property
    def changed(self) -> bool:
        return any(before != after for before, after in self.cells)


@dataclass(frozen=True, slots=True)
class ComparedPart:
    """What stands together in a section. `head` is empty for running text."""

    head: tuple[str, ...]
    rows: tuple[ComparedRow, ...]


@dataclass(frozen=True, slots=True)
class ComparedSection:
    """`standing`: same, changed, added or removed."""

    code: str
    heading: str
    standing: str
    parts: tuple[ComparedPart, ...]


def compare(before: LetterContext, after: LetterContext) -> tuple[ComparedSection, ...]:
    """Every section of either letter in the order of the later one, after the particulars; removed ones stand last."""
    codes = list(dict.fromkeys([*(one.code for one in after.sections), *(one.code for one in before.sections)]))
    particulars = _section("particulars", "Title, dates and people", _particulars(before), _particulars(after))
    return (particulars, *(_compared(code, before.section(code), after.section(code)) for code in codes))


def words_changed(sections: tuple[ComparedSection, ...]) -> tuple[int, int]:
    """How many words were deleted and how many were added."""
    deleted = added = 0
    for section in sections:
        for part in section.parts:
            for row in part.rows:
                for before, after in row.cells:
                    gone, come = textdiff.words_changed(textdiff.compare(before, after)) if before != after else (0, 0)
                    deleted, added = deleted + gone, added + come
    return deleted, added


def _compared(code: str, before: Section | None, after: Section | None) -> ComparedSection:
    stands = after or before
    heading = f"{stands.group}: {stands.heading}" if stands and stands.group else (stands.heading if stands else "")
    made = _section(
        code,
        heading or "Opening paragraphs",
        _parts(before.blocks if before else ()),
        _parts(after.blocks if after else ()),
    )
    if before is None or after is None:
        return ComparedSection(code, made.heading, "removed" if after is None else "added", made.parts)
    return made


def _section(code: str, heading: str, before: dict[Row, list[Row]], after: dict[Row, list[Row]]) -> ComparedSection:
    heads = list(dict.fromkeys([*after, *before]))
    parts = tuple(ComparedPart(head, _rows(before.get(head, []), after.get(head, []))) for head in heads)
    changed = any(row.changed for part in parts for row in part.rows)
    return ComparedSection(code, heading, "changed" if changed else "same", parts)


def _rows(before: list[Row], after: list[Row]) -> tuple[ComparedRow, ...]:
    pairs = textdiff.matched([_CELL.join(row) for row in before], [_CELL.join(row) for row in after])
    made = []
    for pair in pairs:
        left, right = (side.split(_CELL) if side is not None else [] for side in (pair.before, pair.after))
        width = max(len(left), len(right))
        left, right = left + [""] * (width - len(left)), right + [""] * (width - len(right))
        made.append(ComparedRow(tuple(zip(left, right, strict=True))))
    return tuple(made)


def _parts(blocks: tuple[Block, ...]) -> dict[Row, list[Row]]:
    """{column headings, () for running text: rows}."""
    made: dict[Row, list[Row]] = {}
    for block in blocks:
        head, rows = _DRAWN[block.type](block)
        made.setdefault(head, []).extend(rows)
    return made


def _finding(row: Any) -> str:
    return "\n".join([row.text, *(f"• {point}" for point in row.points), *([row.closing] if row.closing else [])])


def _findings(block: Findings) -> tuple[Row, list[Row]]:
    with_bodies = len(block.columns) == 2
    return block.columns, [
        (_finding(row), "\n".join(row.responsible_bodies)) if with_bodies else (_finding(row),) for row in block.rows
    ]


def _results(block: Any) -> tuple[Row, list[Row]]:
    return (block.item_name, "Result"), [
        (_finding(row), "\n".join([*([row.statement] if row.statement else []), *row.paragraphs])) for row in block.rows
    ]


def _people(block: Any) -> tuple[Row, list[Row]]:
    return ("Inspectorate", "Role", "Name"), [
        (column.heading, person.role, person.name) for column in block.columns for person in column.people
    ]


def _details(block: Any) -> tuple[Row, list[Row]]:
    return ("Kind of body", "Name", "Details"), [
        (column.heading, body.name, "\n".join(filter(None, (body.person, body.role, body.website, *body.address))))
        for column in block.columns
        for body in column.bodies
    ]


_DRAWN: dict[str, Callable[[Any], tuple[Row, list[Row]]]] = {
    "paragraph": lambda block: ((), [(block.text,)]),
    "bullets": lambda block: ((), [(item,) for item in block.items]),
    "finding_list": lambda block: (("Finding",), [(_finding(row),) for row in block.rows]),
    "findings": _findings,
    "results": _results,
    "people": _people,
    "details": _details,
}


def _particulars(letter: LetterContext) -> dict[Row, list[Row]]:
    return {("Particular", "Words"): [row for row in _particular_rows(letter) if row[1]]}


def _particular_rows(letter: LetterContext) -> Iterator[Row]:
    yield "Title", letter.title
    yield "Dates of the inspection", letter.dates.printed
    yield "Previous inspection", letter.previous_inspection
    yield "Dated", words.day(letter.letter_on) if letter.letter_on else ""
    if envelope := letter.envelope:
        yield (
            "Addressed to",
            "\n".join(", ".join(filter(None, (one.name, one.role, one.organisation))) for one in envelope.addressees),
        )
        yield "Salutation", envelope.salutation
        yield (
            "Signed by",
            "\n".join(
                f"{one.name}, {one.role}, {side.organisation}"
                for side in envelope.signatures
                for one in side.signatories
            ),
        )
        yield "Copied to", "\n".join(envelope.copied_to)
