from __future__ import annotations

import re
from datetime import date

import pytest

from rulebook import ask, frameworks
from rulebook.calendar import WorkingCalendar

OLD, NEW = "local-area-send-2016", "area-send-2023"


def day(text: str) -> date:
    return date.fromisoformat(text)


def test_the_answer_names_framework_and_edition(calendar: WorkingCalendar) -> None:
    found = ask.answer(OLD, "wsoa-due", day("2022-02-22"), calendar)
    assert (found["framework"], found["edition"], found["rule"]) == (OLD, "2021-03", "wsoa-due")
    assert (found["due"], found["from"], found["offset"], found["unit"]) == (
        "2022-06-07",
        "2022-02-22",
        70,
        "working_days",
    )
    assert found["weekend_days"] == 30
    assert found["bank_holidays"][0] == {"date": "2022-04-15", "name": "Good Friday"}
    assert found["confirmed"] is True
    assert found["edition_note"] == ""
    assert "occurrences" not in found


def test_a_rule_that_repeats_gives_every_date(calendar: WorkingCalendar) -> None:
    found = ask.answer(OLD, "app-milestone", day("2019-08-31"), calendar)
    assert found["due"] == "2019-11-30"
    assert [(row["occurrence"], row["offset"], row["due"]) for row in found["occurrences"]] == [
        (1, 3, "2019-11-30"),
        (2, 6, "2020-02-29"),
        (3, 12, "2020-08-31"),
    ]
    second = ask.answer(OLD, "app-milestone", day("2019-08-31"), calendar, occurrence=2)
    assert second["due"] == "2020-02-29"
    assert [row["occurrence"] for row in second["occurrences"]] == [2]


@pytest.mark.parametrize(("rule", "occurrence"), [("app-milestone", 4), ("app-milestone", 0), ("wsoa-due", 2)])
def test_an_occurrence_that_does_not_exist_is_refused(calendar: WorkingCalendar, rule: str, occurrence: int) -> None:
    with pytest.raises(ask.BadQuestion, match=f"{rule} has no occurrence {occurrence}"):
        ask.answer(OLD, rule, day("2019-08-31"), calendar, occurrence=occurrence)


def test_every_rule_of_every_framework_has_an_answer(calendar: WorkingCalendar) -> None:
    for framework in frameworks.ALL:
        for code in framework.rule_codes():
            found = ask.answer(framework.code, code, day("2024-04-29"), calendar)
            assert (found["due"] is None) == (found["offset"] is None)
            assert found["sentence"]


def test_a_rule_that_is_no_sum_answers_one_line(calendar: WorkingCalendar) -> None:
    found = ask.answer(NEW, "monitoring-cap", day("2026-01-05"), calendar)
    assert found["due"] is None
    assert found["sentence"].startswith("Cap on monitoring: no date can be worked out. Normally no more than 3")
    assert "\n" not in found["sentence"]


def test_a_rule_younger_than_the_day_says_which_edition_answers(calendar: WorkingCalendar) -> None:
    found = ask.answer(OLD, "revisit-due", day("2017-08-31"), calendar)
    assert (found["edition"], found["due"]) == ("2018-11", "2019-02-28")
    assert found["edition_note"] == (
        "Edition 2016-04 was in force on that day but has no such rule; this is edition 2018-11."
    )


def test_an_edition_may_be_chosen(calendar: WorkingCalendar) -> None:
    found = ask.answer(NEW, "factual-accuracy-comments", day("2026-01-05"), calendar, "2023-01")
    assert (found["edition"], found["offset"]) == ("2023-01", 10)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("", "The line is empty"),
        ("   ", "The line is empty"),
        ("local-area-send-2016,wsoa-due", "The line has 2 columns, not 3"),
        ("wsoa-due", "The line has 1 column, not 3"),
        (f"{OLD},wsoa-due,2022-02-22,x", "The line has 4 columns, not 3"),
        (f"{OLD},wsoa-due,2022-02-30", "2022-02-30 is not a day in the calendar"),
        (f"{OLD},wsoa-due,22/02/2022", "22/02/2022 is not a date. Write it as YYYY-MM-DD"),
        (f"{OLD},wsoa-due,20220222", "20220222 is not a date"),
        (f"{OLD},wsoa-due,2022-W08-2", "2022-W08-2 is not a date"),
        (f"{OLD},wsoa-due,٢٠٢٢-٠٢-٢٢", "is not a date"),
        (f"{OLD},wsoa-due,0000-01-01", "0000-01-01 is not a day"),
        (f"{OLD},wsoa-due,", "‘’ is not a date"),
        (f"{OLD},wsoa-due,1999-01-01", "1 January 1999 is outside the bank holidays known"),
        (f"{OLD},wsoa-due,2028-12-01", "70 working days after Friday 1 December 2028 is outside"),
        (f"{NEW},next-full-outcome-1,9999-01-01", "past the last date that can be written"),
        (f"{OLD},pap-due,2022-02-22", "There is no rule pap-due in local-area-send-2016"),
        (f"{OLD},,2022-02-22", "Name the rule"),
        (",wsoa-due,2022-02-22", "Name the framework"),
        ("2016,wsoa-due,2022-02-22", "There is no framework 2016. The frameworks are"),
        (f"{'x' * 500},wsoa-due,2022-02-22", f"There is no framework {'x' * 60}…"),
    ],
)
def test_a_bad_line_is_refused_in_one_plain_line(calendar: WorkingCalendar, line: str, message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)) as refused:
        ask.answer_line(line, calendar)
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 200


def test_spaces_around_columns_do_not_matter(calendar: WorkingCalendar) -> None:
    assert ask.answer_line(f" {OLD} , wsoa-due , 2022-02-22 ", calendar)["due"] == "2022-06-07"


def test_the_listing() -> None:
    rows = ask.listing()
    assert {row["framework"] for row in rows} == {OLD, NEW}
    assert [row["rule"] for row in ask.listing(OLD)] == list(frameworks.get(OLD).rule_codes())
    by_code = {row["rule"]: row for row in ask.listing(NEW)}
    assert by_code["fieldwork-start"]["editions"] == ["2023-01"]
    assert by_code["monitoring-inspection-due"]["trigger"] == "report_received_on"
    early = {row["rule"]: row for row in ask.listing(NEW, "2023-01")}
    assert early["monitoring-inspection-due"]["trigger"] == "published_on"
    assert "monitoring-cap" not in early
    with pytest.raises(ask.BadQuestion, match=r"Name the framework of the edition"):
        ask.listing(None, "2023-01")
    with pytest.raises(ValueError, match=r"no edition 1999"):
        ask.listing(NEW, "1999")
