"""What a workbook wants of a register, line by line, and what stands in the way."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from core.sheet_import import Fault
from measures.models import Measure, MeasureValue
from measures.services.amounts import Path
from rulebook.periods import Period

ADD, CHANGE, CORRECT, SAME = "Add", "Change", "Correct", "Already there"
DETAILS = ("name", "definition", "source", "unit", "places", "better", "every")


@dataclass(frozen=True)
class Line:
    """One thing that keeping does: `what` is ADD, CHANGE, CORRECT or SAME; `words` say it, for the person to confirm."""

    sheet: str
    row: int
    what: str
    label: str
    words: str


@dataclass(eq=False)
class Wanted:
    """One measure as the file has it: `held` is the measure it is already, `details` its fields, `path` None where the file is silent."""

    row: int
    number: int | None
    item: Any
    held: Measure | None
    details: dict[str, Any]
    path: Path | None = None


@dataclass
class WantedValue:
    row: int
    of: Wanted
    period: Period
    value: Decimal
    note: str
    reason: str
    standing: MeasureValue | None = None


@dataclass
class Survey:
    """`faults` empty: `measures` and `values` can be kept."""

    lines: list[Line] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    measures: list[Wanted] = field(default_factory=list)
    values: list[WantedValue] = field(default_factory=list)

    def count(self, what: str) -> int:
        return sum(line.what == what for line in self.lines)

    @property
    def does_nothing(self) -> bool:
        return all(line.what == SAME for line in self.lines)

    @property
    def fingerprint(self) -> str:
        """The same for the same lines: what a person confirmed is what is kept."""
        said = json.dumps([[line.sheet, line.row, line.what, line.words] for line in self.lines])
        return hashlib.sha256(said.encode()).hexdigest()[:24]


NAMES = {
    "name": "name", "definition": "definition", "source": "source", "unit": "unit", "places": "decimal places",
    "better": "which way is better", "every": "how often", "action": "action", "indicator": "published indicator",
    "baseline": "baseline", "targets": "targets",
}  # fmt: skip
