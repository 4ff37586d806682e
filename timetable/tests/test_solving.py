"""The solver's answers against rules written a second time, by hand, over random weeks."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from timetable.solving import files, solver, written

DAYS = ("2026-03-16", "2026-03-17")
SITES = ("S1", "S2")


def clock_text(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def minute(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


@st.composite
def spans(draw: Any) -> dict[str, str]:
    start = draw(st.integers(540, 840))
    return {
        "date": draw(st.sampled_from(DAYS)),
        "start": clock_text(start),
        "end": clock_text(start + draw(st.integers(10, 120))),
    }


@st.composite
def problems(draw: Any) -> dict[str, Any]:
    aways = st.lists(spans(), max_size=2)
    meetings = [
        {
            "id": f"M{number}",
            "minutes": draw(st.sampled_from([20, 30, 45, 60, 90])),
            "site": draw(st.sampled_from([*SITES, None])),
            "people": draw(st.lists(st.sampled_from(["P1", "P2"]), unique=True, max_size=2)),
            "inspectors_needed": draw(st.integers(0, 2)),
            "bodies_needed": draw(st.lists(st.sampled_from(["ofsted", "cqc"]), unique=True, max_size=1)),
            "pinned": None,
            "same_day_as": draw(st.lists(st.just("M0"), max_size=1)) if number else [],
        }
        for number in range(draw(st.integers(0, 5)))
    ]
    return {
        "slot_minutes": 30,
        "days": [{"date": day, "start": "09:00", "end": "14:00"} for day in DAYS],
        "lunch": {"start": "12:30", "end": "13:00"},
        "inspectors": [
            {"id": f"I{n}", "body": body, "away": draw(aways)} for n, body in enumerate(("ofsted", "ofsted", "cqc"))
        ],
        "people": [{"id": name, "away": draw(aways)} for name in ("P1", "P2")],
        "sites": [{"id": site} for site in SITES],
        "travel_minutes": {"S1": {"S2": draw(st.sampled_from([0, 20, 60]))}},
        "meetings": meetings,
    }


def faults(data: dict[str, Any], placed: list[dict[str, Any]]) -> list[str]:
    """Every hard rule, by brute force."""
    rows = {row["id"]: row for row in data["meetings"]}
    who = {row["id"]: row for row in (*data["inspectors"], *data["people"])}
    held = {
        one["id"]: (
            one["date"],
            minute(one["start"]),
            minute(one["start"]) + rows[one["id"]]["minutes"],
            set(one["inspectors"]),
        )
        for one in placed
    }
    found = []
    for ident, (on, start, end, inspectors) in held.items():
        row = rows[ident]
        if on not in DAYS or start < 540 or end > 840 or (start - 540) % 30:
            found.append(f"{ident} outside the day or the grid")
        if start < 780 and end > 750:
            found.append(f"{ident} in lunch")
        if len(inspectors) != row["inspectors_needed"]:
            found.append(f"{ident} with the wrong number of inspectors")
        if not set(row["bodies_needed"]) <= {who[name]["body"] for name in inspectors}:
            found.append(f"{ident} without a body")
        found += [
            f"{ident} while {name} is away"
            for name in {*inspectors, *row["people"]}
            for away in who[name]["away"]
            if away["date"] == on and start < minute(away["end"]) and end > minute(away["start"])
        ]
    travel = data["travel_minutes"]["S1"]["S2"]
    for one, other in combinations(held, 2):
        first, second = sorted((held[one], held[other]), key=lambda row: row[:3])
        if rows[one]["same_day_as"] == [other] or rows[other]["same_day_as"] == [one]:
            found += [f"{one} and {other} on two days"] if first[0] != second[0] else []
        shared = (first[3] & second[3]) | (set(rows[one]["people"]) & set(rows[other]["people"]))
        if shared and first[0] == second[0] and second[1] < first[2]:
            found.append(f"{one} and {other} at once")
        apart = {rows[one]["site"], rows[other]["site"]} == set(SITES)
        if first[3] & second[3] and apart and first[0] == second[0] and second[1] < first[2] + travel:
            found.append(f"{one} and {other} without the journey")
    return found


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(problems())
def test_no_hard_rule_is_ever_broken(data: dict[str, Any]) -> None:
    answer = written.answer_as_json(solver.solve(files.problem_from(data), seconds=10))
    assert answer["status"] == "optimal" and answer["gap"] == 0.0
    assert faults(data, answer["placed"]) == []
    assert sorted(one["id"] for one in (*answer["placed"], *answer["unplaced"])) == [
        row["id"] for row in data["meetings"]
    ]
    assert all(one["reason"] for one in answer["unplaced"])


def small(**meeting: Any) -> dict[str, Any]:
    row = {"id": "M1", "minutes": 60, "inspectors_needed": 2, "bodies_needed": ["ofsted", "cqc"], **meeting}
    return {
        "slot_minutes": 30,
        "days": [{"date": "2026-03-19", "start": "12:00", "end": "14:00"}],
        "lunch": {"start": "12:30", "end": "13:00"},
        "inspectors": [{"id": "I1", "body": "ofsted"}, {"id": "I2", "body": "cqc"}],
        "people": [
            {"id": "P1", "name": "the director", "away": [{"date": "2026-03-19", "start": "13:30", "end": "14:00"}]}
        ],
        "meetings": [row],
    }


def test_what_cannot_be_placed_says_what_would_help() -> None:
    answer = solver.solve(files.problem_from(small(people=["P1"])), seconds=5)
    assert answer.status == "optimal"
    assert answer.unplaced[0].reason.startswith(
        "No free slot with two inspectors (Ofsted and CQC) and the director. Earliest if lunch moves: Thursday midday;"
    )


def test_a_pinned_meeting_stays_and_one_that_breaks_a_rule_is_named() -> None:
    stays = {"date": "2026-03-19", "start": "13:00"}
    answer = solver.solve(files.problem_from(small(pinned=stays)), seconds=5)
    assert [(one.start, one.inspectors) for one in answer.placed] == [(780, ("I1", "I2"))]


@pytest.mark.parametrize(
    ("pinned", "said"),
    [
        ({"start": "12:15"}, "runs into lunch"),
        ({"start": "17:00"}, "outside the hours of the week"),
        ({"start": "13:00", "date": "2026-03-25"}, "outside the hours of the week"),
    ],
)
def test_a_pinned_meeting_that_breaks_a_rule_by_itself_is_told_of_and_the_others_are_placed(
    pinned: dict[str, str], said: str
) -> None:
    data = small(pinned={"date": "2026-03-19"} | pinned, inspectors_needed=0, bodies_needed=[])
    data["meetings"].append({"id": "M2", "minutes": 60})
    answer = solver.solve(files.problem_from(data), seconds=5)
    assert (answer.status, [one.id for one in answer.placed]) == ("optimal", ["M1", "M2"])
    assert [said in one for one in answer.warnings] == [True]
    assert written.answer_as_json(answer)["warnings"] == list(answer.warnings)


def test_two_meetings_of_one_day_that_are_pinned_to_two_are_told_of_once() -> None:
    data = small(pinned={"date": "2026-03-19", "start": "13:00"}, same_day_as=["M2"])
    data["days"].append({"date": "2026-03-20", "start": "09:00", "end": "17:00"})
    data["meetings"].append(
        {"id": "M2", "minutes": 30, "same_day_as": ["M1"], "pinned": {"date": "2026-03-20", "start": "10:00"}}
    )
    answer = solver.solve(files.problem_from(data), seconds=5)
    assert len(answer.placed) == 2
    assert answer.warnings == ("M1 and M2 should be on the same day and are pinned to different ones.",)


def test_two_pinned_meetings_of_one_person_at_once_are_named() -> None:
    pinned = {"date": "2026-03-19", "start": "13:00"}
    data = small(pinned=pinned, people=["P1"], inspectors_needed=0, bodies_needed=[])
    data["meetings"].append({"id": "M2", "minutes": 30, "people": ["P1"], "inspectors_needed": 0, "pinned": pinned})
    broken = solver.solve(files.problem_from(data), seconds=5)
    assert broken.status == "infeasible" and not broken.placed
    assert "the director is in M1 and M2 at once" in broken.unplaced[0].reason


@pytest.mark.parametrize(
    ("inspectors", "said"),
    [
        ([], "It needs two inspectors and there are none."),
        ([{"id": "I1", "body": "ofsted"}], "It needs two inspectors and the team has one inspector."),
        (
            [{"id": "I1", "body": "ofsted"}, {"id": "I2", "body": "ofsted"}],
            "It needs an inspector of CQC and the team has none.",
        ),
    ],
)
def test_a_team_too_small_is_said_as_it_is(inspectors: list[dict[str, str]], said: str) -> None:
    answer = solver.solve(files.problem_from(small() | {"inspectors": inspectors}), seconds=5)
    assert answer.unplaced[0].reason == said


def test_a_second_run_changes_nothing_it_need_not() -> None:
    data = small(
        previous={"date": "2026-03-19", "start": "13:00", "inspectors": ["I2"]}, inspectors_needed=1, bodies_needed=[]
    )
    data["days"].append({"date": "2026-03-18", "start": "09:00", "end": "17:00"})
    answer = solver.solve(files.problem_from(data), seconds=5)
    assert (answer.placed[0].on, answer.placed[0].start, answer.placed[0].inspectors) == (
        date(2026, 3, 19),
        780,
        ("I2",),
    )
