"""The workbook of a board pack: the same numbers of the same day as its PDF, one sheet for each table."""

from __future__ import annotations

from datetime import date
from typing import Any

from core.spreadsheets import Sheet, workbook
from core.words import short_date
from rulebook.lifecycles.action import ACTION
from tracking.queries.pictures import HEAD, SHOWN, table


def board_workbook(told: dict[str, Any]) -> bytes:
    """The bytes of an .xlsx made of the content of a board pack."""
    summary = [[ACTION.states[state], told["counts"][state], told["before"][state]] for state in SHOWN]
    summary.append(["All", told["counts"]["total"], told["before"]["total"]])
    return workbook(
        [
            Sheet("Summary", ("State", "On this day", f"On {short_date(_day(told['since_on']))}"), summary),
            Sheet("RAG matrix", ("Item", *HEAD), table([(name, numbers) for name, numbers in told["matrix"]])),
            Sheet(
                "Highlights",
                ("Day", "Action", "What it is", "State", "What happened"),
                [
                    [_day(row["on"]), _ref(row), row["text"], ACTION.states.get(row["state"], ""), row["words"]]
                    for row in told["highlights"]
                ],
            ),
            Sheet(
                "Exceptions",
                ("Action", "What it is", "Body", "Owner", "State", "Finish by", "Late", "Why", "What will be done"),
                [
                    [
                        _ref(row), row["text"], row["body"], row["owner"] or row["office"], ACTION.states[row["state"]],
                        _day(row["finish_by_on"]), row["late"], row["reason"], row["remedy"],
                    ]
                    for row in told["exceptions"]
                ],
            ),
            Sheet("Decisions", ("Decision asked for",), [[line] for line in decisions(told)]),
            Sheet(
                "Milestones",
                ("Due", "Action", "Milestone", "Missed", "First due"),
                [
                    [_day(row["due_on"]), _ref(row), row["text"], row["missed"], _day(row["deferred_from_on"])]
                    for row in told["steps"]
                ],
            ),
            Sheet("Warnings", ("Warning", "Actions"), told["doubts"]),
        ],
        about=[
            ("Board pack of", f"{told['plan']}, {told['area']}"),
            ("Reference", told["reference"]),
            ("As at", short_date(_day(told["as_at_on"]))),
            ("Stage of the plan", told["state"]),
        ],
    )  # fmt: skip


def decisions(told: dict[str, Any]) -> list[str]:
    """What the board is asked: what was typed, then what waits for agreement."""
    return [
        *told["decisions"],
        *(f"Agree that action {row['reference']} is completed: {row['text']}" for row in told["agree"]),
    ]


def _ref(row: dict[str, Any]) -> str:
    return f"Action {row['reference']}"


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
