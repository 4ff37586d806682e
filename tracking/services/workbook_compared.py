"""What comparing a workbook with a plan gathers: changes and faults, and how a cell is compared with what is held."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from core.words import short_date
from improvement.choices import EDITABLE_STATES
from improvement.models import Action, Plan
from rulebook.lifecycles.action import DELIVERED_STATES
from tracking.queries.columns import Column, written
from tracking.services.sheets import Fault, Line

NOT_NOW = "What the plan says is not changed now: it is at ‘{state}’."
NO_PROGRESS_YET = "Progress is recorded from the day the plan is published."
STATE = "A change of state needs a reason and evidence. Record it on the page of the action"


@dataclass(frozen=True)
class Change:
    """One thing that would be done. `kind` is add_action, change_action, add_milestone, change_milestone, update or meet.

    `cells` are (heading, old, new) in words, for the person; `values` what the service is given, as JSON; `of` is the row it changes
    (a primary key), or for a milestone of a new action the reference that will be; `version` the row's as it was compared.
    """

    kind: str
    sheet: str
    row: int
    label: str
    cells: list[list[str]]
    values: dict[str, Any]
    of: Any = None
    version: int | None = None


@dataclass
class Compared:
    plan: Plan
    changes: list[Change] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    # {reference: the action, or None for one the workbook adds}, with its days as the workbook leaves them.
    actions: dict[str, Action | None] = field(default_factory=dict)
    days: dict[str, tuple[date | None, date | None]] = field(default_factory=dict)
    people: dict[str, Any] = field(default_factory=dict)
    newest: dict[int, int] = field(default_factory=dict)

    @property
    def is_written(self) -> bool:
        return self.plan.state in EDITABLE_STATES

    @property
    def is_delivered(self) -> bool:
        return self.plan.state in DELIVERED_STATES


def differences(line: Line, columns: tuple[Column, ...], now: dict[str, Any]) -> list[Column]:
    """The columns whose cell is not what the export would write there. A column with a fault of its own is left out."""
    return [
        column
        for column in columns
        if column.field in line.cells and line.cells[column.field] != written(now[column.field])
    ]


def refuse_shown(told: Compared, line: Line, differs: list[Column]) -> None:
    for column in differs:
        if column.part == "shown":
            text = STATE if column.field == "state" else f"‘{column.title}’ is not changed from a workbook"
            told.faults.append(line.fault(column.field, text))


def refuse_words(told: Compared, line: Line, changed: list[Column]) -> bool:
    if told.is_written:
        return False
    text = NOT_NOW.format(state=told.plan.state_words)
    told.faults += [line.fault(column.field, text) for column in changed]
    return True


def read_back(value: Any) -> Any:
    """A cell as the value it stands for: the apostrophe that made a text harmless goes, nothing is empty text."""
    if value is None:
        return ""
    if isinstance(value, str) and value.startswith("'") and written(value[1:]) == value:
        return value[1:]
    return value


def values_of(told: Compared, after: dict[str, Any], names: list[str]) -> dict[str, Any]:
    """The values of some fields as JSON holds them: days as ISO texts, the owner by primary key."""
    made: dict[str, Any] = {}
    for name in names:
        value = after[name]
        if name == "owner":
            person = told.people.get((value or "").strip().lower())
            made[name] = person.pk if person else None
        elif name in ("starts_on", "finish_by_on"):
            made[name] = value.isoformat() if value else None
        else:
            made[name] = value or ""
    return made


def shown(value: Any) -> str:
    return short_date(value) if isinstance(value, date) else str(value or "")
