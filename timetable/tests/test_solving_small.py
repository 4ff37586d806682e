"""Weeks small enough to try every one: as many meetings are placed as can be."""

from __future__ import annotations

import random
from itertools import combinations
from typing import Any

import pytest

from timetable.solving import files, greedy, solver, wishes
from timetable.tests.test_solving import minute

DAYS = ("2026-03-16", "2026-03-17")
BODIES = {"I1": "ofsted", "I2": "cqc"}


def draw(seed: int) -> dict[str, Any]:
    chance = random.Random(seed)
    meetings: list[dict[str, Any]] = [
        {
            "id": f"M{number}",
            "minutes": chance.choice([20, 60, 60, 90, 120]),
            "site": chance.choice(["S1", "S2", None]),
            "people": chance.choice([[], ["P1"]]),
            "inspectors_needed": chance.choice([0, 1, 1, 2, 3]),
            "bodies_needed": chance.choice([[], [], ["cqc"]]),
            "same_day_as": ["M0"] if number and chance.random() < 0.3 else [],
        }
        for number in range(chance.randrange(0, 5))
    ]
    if meetings and chance.random() < 0.3:
        meetings[0] |= {"minutes": 45, "people": [], "inspectors_needed": 1, "bodies_needed": []}
        meetings[0]["pinned"] = {"date": DAYS[0], "start": "09:10", "inspectors": ["I1"]}
    away = [{"date": DAYS[0], "start": "10:00", "end": "10:30"}] if chance.random() < 0.5 else []
    return {
        "slot_minutes": 60,
        "days": [{"date": day, "start": "09:00", "end": "12:00"} for day in DAYS[: chance.choice([1, 1, 2])]],
        "lunch": chance.choice([None, {"start": "11:00", "end": "11:20"}]),
        "inspectors": [
            {"id": name, "body": body, "away": away if name == "I2" else []} for name, body in BODIES.items()
        ],
        "people": [{"id": "P1", "away": [{"date": DAYS[0], "start": "09:50", "end": "10:05"}] if not away else []}],
        "sites": [{"id": "S1"}, {"id": "S2"}],
        "travel_minutes": chance.choice(
            [{}, {"S1": {"S2": 40}}, {"S2": {"S1": 60}}, {"S1": {"S2": 0}, "S2": {"S1": 60}}]
        ),
        "meetings": meetings,
    }


Held = tuple[str, int, int, tuple[str, ...]]


def choices(data: dict[str, Any], row: dict[str, Any]) -> list[Held | None]:
    if pinned := row.get("pinned"):
        start = minute(pinned["start"])
        return [(pinned["date"], start, start + row["minutes"], ("I1",))]
    who = {one["id"]: one for one in (*data["inspectors"], *data["people"])}
    found: list[Held | None] = [None]
    for day in data["days"]:
        for start in (540, 600, 660):
            end = start + row["minutes"]
            for team in combinations(BODIES, row["inspectors_needed"]):
                spans = [
                    away
                    for name in (*team, *row["people"])
                    for away in who[name]["away"]
                    if away["date"] == day["date"]
                ]
                spans += [data["lunch"]] if data["lunch"] else []
                # A meeting takes up its slots whole.
                taken = min(540 + -(-(end - 540) // 60) * 60, 720)
                clear = all(end <= minute(one["start"]) or start >= minute(one["end"]) for one in spans)
                whole = all(taken <= minute(one["start"]) or start >= minute(one["end"]) for one in spans)
                if end <= 720 and clear and whole and set(row["bodies_needed"]) <= {BODIES[name] for name in team}:
                    found.append((day["date"], start, end, team))
    return found


def together(data: dict[str, Any], one: dict[str, Any], first: Held, other: dict[str, Any], second: Held) -> bool:
    if first[0] != second[0]:
        return other["id"] not in one["same_day_as"] and one["id"] not in other["same_day_as"]
    if first[1] > second[1]:
        one, first, other, second = other, second, one, first
    ends = first[2] if one.get("pinned") else first[1] + -(-one["minutes"] // 60) * 60
    if set(one["people"]) & set(other["people"]) and second[1] < ends:
        return False
    if not set(first[3]) & set(second[3]):
        return True
    travel, here, there = data["travel_minutes"], one["site"], other["site"]
    way = 0
    if here and there and here != there:
        way = travel.get(here, {}).get(there, travel.get(there, {}).get(here, 0))
    return bool(second[1] >= ends + way)


def most(data: dict[str, Any], held: tuple[tuple[dict[str, Any], Held], ...] = (), number: int = 0) -> int:
    if number == len(data["meetings"]):
        return len(held)
    row, best = data["meetings"][number], 0
    for choice in choices(data, row):
        if choice is None:
            best = max(best, most(data, held, number + 1))
        elif all(together(data, one, at, row, choice) for one, at in held):
            best = max(best, most(data, (*held, (row, choice)), number + 1))
    return best


@pytest.mark.parametrize("seed", range(15))
def test_as_many_are_placed_as_can_be(seed: int) -> None:
    data = draw(seed)
    problem = files.problem_from(data)
    answer = solver.solve(problem, seconds=20)
    assert answer.status == "optimal" and answer.gap == 0.0
    assert len(answer.placed) == most(data)
    assert answer.objective == wishes.value(problem, answer.placed)
    held = {
        one.id: (one.on.isoformat(), one.start, one.start + problem.meeting[one.id].minutes, one.inspectors)
        for one in answer.placed
    }
    rows = [row for row in data["meetings"] if row["id"] in held]
    assert all(held[row["id"]] in choices(data, row) for row in rows)
    assert all(together(data, one, held[one["id"]], two, held[two["id"]]) for one, two in combinations(rows, 2))


@pytest.mark.parametrize("seed", range(0, 40, 4))
def test_the_first_week_keeps_the_rules_too_and_is_never_better_than_the_answer(seed: int) -> None:
    data = draw(seed)
    problem = files.problem_from(data)
    week = greedy.first(problem, seed=1, until=0.0)
    rows = {row["id"]: row for row in data["meetings"]}
    held = [
        (rows[one.id], (one.on.isoformat(), one.start, one.start + rows[one.id]["minutes"], one.inspectors))
        for one in week.placements
    ]
    assert all(together(data, *one, *two) for one, two in combinations(held, 2))
    answer = solver.solve(problem, seconds=20)
    assert (greedy.left_out(problem, answer.placed), answer.objective) <= week.worth
