"""Every rule of the person-level lists, each met and not met; and what the problems say."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from rulebook import person_lists as lists

ON = date(2026, 3, 2)
GOOD: dict[str, Any] = {
    "unique_id": "1", "upn": "A123", "uln": "", "born_on": date(2015, 3, 31), "gender": "F", "ethnicity": "WBRI",
    "initial_on": date(2020, 1, 6), "updated_on": date(2023, 1, 6), "reviewed_on": date(2025, 1, 6), "primary_need": "ASD",
    "main_urn": "100001", "main_phase": "Primary", "subsidiary_phase": "", "home_educated": "No", "suspensions": 0, "exclusions": 0,
    "absence": 3.2, "pupil_premium": "No", "social_care": "No", "social_care_team": "", "disability": "Yes",
}  # fmt: skip


def head(kind: str = "list-1") -> list[str]:
    return [column.heading for column in lists.COLUMNS[kind]]


def row(kind: str = "list-1", **changed: Any) -> list[Any]:
    return [(GOOD | changed)[column.code] for column in lists.COLUMNS[kind]]


def check(*rows: list[Any], kind: str = "list-1") -> lists.Checked:
    return lists.check(kind, [head(kind), *rows], ON)


def found(**changed: Any) -> list[tuple[str, str, str]]:
    return [(problem.code, problem.column, problem.severity) for problem in check(row(**changed)).problems]


def test_the_templates_have_21_and_17_columns():
    assert (len(lists.COLUMNS["list-1"]), len(lists.COLUMNS["list-2"])) == (21, 17)


@pytest.mark.parametrize("kind", ["list-1", "list-2"])
def test_a_good_list_has_no_problem(kind: str) -> None:
    checked = check(row(kind), row(kind, upn="B123"), kind=kind)
    assert (checked.rows, checked.problems) == (2, [])


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"born_on": ""}, ("missing_dob", "D", "error")),
        ({"gender": None}, ("missing_gender", "E", "error")),
        ({"ethnicity": " "}, ("missing_ethnicity", "F", "error")),
        ({"primary_need": "n/a"}, ("missing_primary_need", "J", "error")),
        ({"disability": ""}, ("missing_disability", "U", "error")),
        ({"born_on": "soon"}, ("unreadable_date", "D", "error")),
        ({"born_on": 42000}, ("unreadable_date", "D", "error")),
        ({"reviewed_on": "31/02/2024"}, ("unreadable_date", "I", "error")),
        ({"born_on": date(2026, 3, 3)}, ("future_date", "D", "error")),
        ({"updated_on": "3 March 2026"}, ("future_date", "H", "error")),
        ({"born_on": date(2000, 3, 3)}, ("aged_25", "D", "query")),
        ({"born_on": date(2000, 3, 2)}, ("too_old", "D", "error")),
        ({"initial_on": date(2024, 1, 1)}, ("initial_after_later", "G", "error")),
        ({"initial_on": date(2024, 1, 1), "updated_on": "", "reviewed_on": date(2023, 1, 1)}, ("initial_after_later", "G", "error")),
        ({"upn": ""}, ("no_number", "B", "error")),
        ({"main_urn": "", "main_phase": ""}, ("no_establishment", "K", "error")),
        ({"main_urn": "", "main_phase": "", "home_educated": "Yes"}, ("no_establishment", "K", "query")),
        ({"main_urn": "", "main_phase": "", "subsidiary_phase": "AP"}, ("subsidiary_without_main", "K", "error")),
    ],
)  # fmt: skip
def test_each_rule(changed: dict[str, Any], problem: tuple[str, str, str]) -> None:
    assert found(**changed) == [problem]


@pytest.mark.parametrize(
    "changed",
    [
        {"upn": "", "uln": "1234567890"},
        {"upn": "", "born_on": date(2020, 3, 3)},  # 5 until tomorrow
        {"main_urn": "", "main_phase": "", "born_on": date(2021, 3, 3), "upn": ""},  # 4
        {"main_urn": "", "main_phase": "", "born_on": date(2009, 3, 2)},  # 17
        {"main_urn": "", "subsidiary_phase": "AP"},  # its main establishment has a phase
        {"born_on": datetime(2015, 3, 31, 0, 0)},  # noqa: DTZ001
        {"born_on": "31.3.2015"},
        {"born_on": "2015-03-31 00:00:00"},
        {"updated_on": "", "reviewed_on": ""},
    ],
)
def test_what_is_allowed(changed: dict[str, Any]) -> None:
    assert found(**changed) == []


def test_a_upn_met_twice_is_named_with_its_first_row():
    problems = check(row(), row(upn="B1"), row(upn=" a123 ")).problems
    assert [(p.row, p.code, p.message) for p in problems] == [(4, "duplicate_upn", "The same UPN is in row 2")]


def test_several_faults_of_a_row_are_all_named():
    assert {code for code, _, _ in found(gender="", ethnicity="", upn="")} == {
        "missing_gender",
        "missing_ethnicity",
        "no_number",
    }


def test_headings_are_found_below_guidance_and_in_any_order():
    shuffled = list(reversed(head()))
    checked = lists.check("list-1", [["Guidance"], [], shuffled, list(reversed(row(gender="")))], ON)
    assert checked.heading_row == 3
    assert [(p.row, p.column, p.heading) for p in checked.problems] == [(4, "Q", "Gender")]


def test_missing_and_unknown_columns_are_named_once():
    names = [*head()[1:], "Name of child"]
    problems = lists.check("list-1", [names, [*row()[1:], "x"], [*row(upn="B2")[1:], "y"]], ON).problems
    assert [(p.code, p.column, p.message) for p in problems] == [
        ("missing_column", "", "This column is missing: Unique ID"),
        ("unknown_column", "U", "The template has no such column. Delete it"),
    ]


def test_a_column_twice_is_said():
    problems = lists.check("list-1", [[*head(), "DOB"], [*row(), "x"]], ON).problems
    assert [(p.code, p.column, p.message) for p in problems] == [
        ("unknown_column", "V", "This column is in the list twice")
    ]


def test_without_headings_or_rows():
    assert [p.code for p in lists.check("list-1", [row()] * 30, ON).problems] == ["no_headings"]
    assert [p.code for p in lists.check("list-1", [], ON).problems] == ["no_headings"]
    assert [p.code for p in check([None] * 21, [""] * 21).problems] == ["no_rows"]


def test_no_problem_repeats_what_a_cell_holds():
    secret = "Zebedee"
    values = dict.fromkeys(GOOD, secret)
    words = str(check(row(**values), row(**values)).problems) + str(lists.check("list-1", [[secret]] * 30, ON))
    assert secret not in words


def test_letters_of_columns():
    assert [lists.letter(place) for place in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]
