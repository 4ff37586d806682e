"""The dates of one inspection as rows for a table and a picture."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from inspections.models import Deadline, Inspection
from rulebook.calendar import WorkingCalendar
from rulebook.deadlines import Standing, standing
from rulebook.frameworks.base import Unit
from rulebook.timeline import Explanation, explain

# The dates of an inspection, in the order they come, with the words of a page.
KEY_DATES = (
    ("planned_for_on", "Planned notification"),
    ("notified_on", "Notified"),
    ("setup_on", "{setup}"),
    ("fieldwork_start_on", "Fieldwork starts"),
    ("onsite_start_on", "On site from"),
    ("onsite_end_on", "On site until"),
    ("feedback_on", "Final feedback meeting"),
    ("findings_shared_on", "Draft sent to the area"),
    ("letter_issued_on", "Final {product} issued"),
    ("report_received_on", "Final {product} received by the area"),
    ("published_on", "Published"),
)


@dataclass(frozen=True)
class Row:
    """One dated line. `kind` is "date" for a date of the inspection, "deadline" for a duty counted from one.

    `assumed`: no source gives this date; `confirmed` False: the length of the period is a working assumption; `moved`: the due
    date is not what the rule first gave. `paused_days_left` is set while the clock stands still.
    """

    kind: Literal["date", "deadline"]
    label: str
    on: date
    field: str = ""
    deadline: Deadline | None = None
    standing: Standing | None = None
    assumed: bool = False
    confirmed: bool = True
    approximate: bool = False
    moved: bool = False
    paused_days_left: int | None = None


def rows(inspection: Inspection, *, today: date, calendar: WorkingCalendar) -> list[Row]:
    """The known dates and all deadlines of an inspection and its plan, soonest first. One statement."""
    found = [
        Row(
            "date",
            label.format_map(_Words(inspection)),
            getattr(inspection, name),
            field=name,
            assumed=name in inspection.assumed,
        )
        for name, label in KEY_DATES
        if getattr(inspection, name) is not None
    ]
    for row in inspection.deadlines.all():
        row.inspection = inspection
        found.append(_of_deadline(row, inspection, today, calendar))
    return sorted(found, key=lambda row: (row.on, row.kind != "date"))


def explanation_of(deadline: Deadline, calendar: WorkingCalendar) -> Explanation:
    """Why the rule gives its date, counted again from what is stored. Raises NotCovered when the calendar has shrunk."""
    return explain(deadline.rule, deadline.anchor_on, calendar, deadline.offset)


def _of_deadline(row: Deadline, inspection: Inspection, today: date, calendar: WorkingCalendar) -> Row:
    stands_still = (
        inspection.paused_on is not None
        and row.scope == "inspection"
        and row.is_open
        and row.anchor != "paused_on"
        and row.due_on >= inspection.paused_on
        and row.unit == Unit.WORKING_DAYS
    )
    left = None
    if stands_still and inspection.paused_on and calendar.covers(row.due_on):
        left = calendar.working_days_between(inspection.paused_on, row.due_on)
    return Row(
        kind="deadline",
        label=row.name if row.occurrence == 1 else f"{row.name} ({row.occurrence})",
        on=row.due_on,
        deadline=row,
        standing=standing(row.due_on, row.met_on, today, calendar),
        assumed=row.anchor in inspection.assumed,
        confirmed=row.confirmed,
        approximate=row.approximate,
        moved=row.due_on != row.original_due_on,
        paused_days_left=left,
    )


class _Words(dict[str, str]):
    """The words of the framework, whole sentences beginning with a capital where they stand first."""

    def __init__(self, inspection: Inspection) -> None:
        super().__init__(inspection.words)
        self["setup"] = self["setup"][:1].upper() + self["setup"][1:]
