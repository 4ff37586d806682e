"""The workbook of actions: its sheets and columns, the same for writing it and for reading it back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from core.spreadsheets import Sheet, neutral, workbook
from core.words import short_date
from improvement.choices import Impact
from improvement.models import Action, Milestone, Plan
from rulebook.lifecycles.action import ACTION

ACTIONS, MILESTONES = "Actions", "Milestones"
TEXT, DAY, NUMBER = "text", "day", "number"


@dataclass(frozen=True)
class Column:
    """`field` is the name of a value of `action_values` or `milestone_values`; `part` says what it belongs to: key (which row it
    is), words (what the plan says), progress (recorded while it is delivered), shown (read, never taken from a workbook).
    """

    title: str
    field: str
    kind: str
    part: str
    longest: int = 10_000


ACTION_COLUMNS = (
    Column("Reference", "reference", TEXT, "key", 12),
    Column("Item", "item", NUMBER, "key"),
    Column("Action", "text", TEXT, "words"),
    Column("Owner’s office", "owner_office", TEXT, "words", 300),
    Column("Owner (email)", "owner", TEXT, "words", 254),
    Column("Body", "body", TEXT, "words", 200),
    Column("Body that shares it", "co_body", TEXT, "words", 200),
    Column("Starts", "starts_on", DAY, "words"),
    Column("Finish by", "finish_by_on", DAY, "words"),
    Column("How it is measured", "measure", TEXT, "words"),
    Column("Evidence expected", "evidence", TEXT, "words"),
    Column("Resource", "resource", TEXT, "words"),
    Column("State", "state", TEXT, "shown", 60),
    Column("State since", "state_on", DAY, "shown"),
    Column("Impact", "impact", TEXT, "progress", 60),
    Column("Where it came from", "raised_at", TEXT, "shown", 120),
    Column("New update", "done", TEXT, "progress"),
    Column("Day of the update", "reported_on", DAY, "progress"),
)
MILESTONE_COLUMNS = (
    Column("Action", "reference", TEXT, "key", 12),
    Column("Number", "order", NUMBER, "key"),
    Column("Milestone", "text", TEXT, "words", 500),
    Column("Due", "due_on", DAY, "words"),
    Column("Met on", "met_on", DAY, "progress"),
    Column("First due", "deferred_from_on", DAY, "shown"),
    Column("Why it was put off", "deferred_reason", TEXT, "shown"),
)
SHEETS = {ACTIONS: ACTION_COLUMNS, MILESTONES: MILESTONE_COLUMNS}


def action_values(action: Action) -> dict[str, Any]:
    """{field: the cell} of one action. The last two columns are empty: they are for what is new."""
    return {
        "reference": action.reference,
        "item": action.item.order,
        **{
            name: getattr(action, name)
            for name in ("text", "owner_office", "body", "co_body", "starts_on", "finish_by_on")
        },
        "owner": action.owner.email if action.owner else "",
        **{name: getattr(action, name) for name in ("measure", "evidence", "resource", "state_on", "raised_at")},
        "state": ACTION.states[action.state],
        "impact": str(Impact(action.impact).label),
        "done": "",
        "reported_on": None,
    }


def milestone_values(milestone: Milestone) -> dict[str, Any]:
    return {"reference": milestone.action.reference} | {
        name: getattr(milestone, name)
        for name in ("order", "text", "due_on", "met_on", "deferred_from_on", "deferred_reason")
    }


def written(value: Any) -> Any:
    """A value as it stands in a cell once it is written: text harmless, nothing as None."""
    if isinstance(value, str):
        return neutral(value) or None
    return value


def actions_of(plan: Plan) -> list[Action]:
    found = Action.objects.filter(item__plan=plan).select_related("item", "owner").order_by("item__order", "number")
    return list(found)


def milestones_of(plan: Plan) -> list[Milestone]:
    found = Milestone.objects.filter(action__item__plan=plan).select_related("action__item")
    return list(found.order_by("action__item__order", "action__number", "order"))


def action_workbook(plan: Plan) -> bytes:
    """The bytes of an .xlsx of every action with its milestones; three queries whatever their number."""

    def sheet(title: str, columns: tuple[Column, ...], rows: list[dict[str, Any]]) -> Sheet:
        return Sheet(
            title, [column.title for column in columns], [[row[column.field] for column in columns] for row in rows]
        )

    return workbook(
        [
            sheet(ACTIONS, ACTION_COLUMNS, [action_values(action) for action in actions_of(plan)]),
            sheet(MILESTONES, MILESTONE_COLUMNS, [milestone_values(milestone) for milestone in milestones_of(plan)]),
        ],
        about=[
            ("Actions of", f"{plan.kind_spec.name}, {plan.inspection.partnership.name}"),
            ("Stage of the plan", plan.state_words),
            ("Opened on", short_date(plan.opened_on)),
            (
                "While the plan is written",
                "Change any words and dates; a row without a reference is a new action of its item.",
            ),
            (
                "While it is delivered",
                "Write in New update, and Met on for milestones. A change of state is recorded on the page, with a reason and evidence.",
            ),
        ],
    )
