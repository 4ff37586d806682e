from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from rulebook import frameworks
from rulebook.calendar import NotCovered, WorkingCalendar
from rulebook.frameworks.base import Unit
from rulebook.timeline import NotADateSum, due_on, explain, resolve, warnings_for_notification

OLD, NEW = frameworks.get("local-area-send-2016"), frameworks.get("area-send-2023")


def day(text: str) -> date:
    return date.fromisoformat(text)


# --- explaining one date


def test_a_working_day_sum_is_explained_in_full(calendar: WorkingCalendar) -> None:
    found = explain(OLD.latest.rule("wsoa-due"), day("2022-02-22"), calendar)
    assert found.due == day("2022-06-07")
    assert (found.offset, found.working_days_counted, found.weekend_days, len(found.bank_holidays)) == (70, 70, 30, 5)
    assert found.sentence == (
        "Tuesday 7 June 2022 is 70 working days after Tuesday 22 February 2022, counting from Wednesday 23 February "
        "2022. Not counted: 30 weekend days and 5 bank holidays: Good Friday (Friday 15 April 2022), Easter Monday "
        "(Monday 18 April 2022), Early May bank holiday (Monday 2 May 2022), Spring bank holiday (Thursday 2 June "
        "2022) and Platinum Jubilee bank holiday (Friday 3 June 2022)."
    )
    assert found.calendar_edition == calendar.edition


def test_the_explanation_as_json(calendar: WorkingCalendar) -> None:
    found = explain(NEW.latest.rule("pap-due"), day("2024-12-20"), calendar).as_dict()
    assert json.loads(json.dumps(found)) == found
    assert found["due"] == "2025-02-12"
    assert found["from"] == "2024-12-20"
    assert (found["offset"], found["unit"], found["working_days"], found["weekend_days"]) == (
        35,
        "working_days",
        35,
        16,
    )
    assert found["bank_holidays"] == [
        {"date": "2024-12-25", "name": "Christmas Day"},
        {"date": "2024-12-26", "name": "Boxing Day"},
        {"date": "2025-01-01", "name": "New Year's Day"},
    ]
    assert found["confirmed"] is False
    assert "P37" in found["source"]


def test_a_sum_that_skips_nothing_says_so(calendar: WorkingCalendar) -> None:
    sentence = explain(NEW.latest.rule("lano-named"), day("2024-04-29"), calendar).sentence
    assert sentence.endswith("No weekend day or bank holiday falls in between.")
    assert "is 1 working day after" in sentence


def test_a_backward_sum(calendar: WorkingCalendar) -> None:
    found = explain(OLD.latest.rule("committee-approval"), day("2022-06-07"), calendar)
    assert found.due == day("2022-05-20")
    assert (found.weekend_days, len(found.bank_holidays), found.working_days_counted) == (6, 2, 10)
    assert (
        "is about 10 working days before Tuesday 7 June 2022, counting back from Monday 6 June 2022." in found.sentence
    )


def test_the_day_itself(calendar: WorkingCalendar) -> None:
    found = explain(NEW.latest.rule("final-feedback"), day("2024-05-17"), calendar)
    assert found.due == day("2024-05-17")
    assert found.sentence == "Friday 17 May 2024 is the day itself: nothing is added."


@pytest.mark.parametrize(
    ("start", "months", "due"),
    [
        ("2021-08-31", 6, "2022-02-28"),
        ("2019-08-31", 6, "2020-02-29"),
        ("2019-08-31", 3, "2019-11-30"),
        ("2019-12-31", 2, "2020-02-29"),
        ("2020-02-29", 12, "2021-02-28"),
        ("2024-11-10", 18, "2026-05-10"),
        ("2020-03-31", -1, "2020-02-29"),
        ("2020-01-15", -1, "2019-12-15"),
    ],
)
def test_months_clip_to_the_end_of_a_short_month(calendar: WorkingCalendar, start: str, months: int, due: str) -> None:
    assert due_on(day(start), months, Unit.CALENDAR_MONTHS, calendar) == day(due)


def test_years_and_calendar_days(calendar: WorkingCalendar) -> None:
    assert due_on(day("2024-02-29"), 3, Unit.YEARS, calendar) == day("2027-02-28")
    assert due_on(day("2024-02-28"), 2, Unit.CALENDAR_DAYS, calendar) == day("2024-03-01")


def test_a_month_sum_skips_nothing_and_says_where_it_lands(calendar: WorkingCalendar) -> None:
    milestone = OLD.latest.rule("app-milestone")
    clipped = explain(milestone, day("2019-08-31"), calendar, 6)
    assert (clipped.due, clipped.weekend_days, clipped.bank_holidays) == (day("2020-02-29"), 0, ())
    assert clipped.working_days_counted is None
    assert "February 2020 has no 31st, so it is the last day of the month." in clipped.sentence
    assert clipped.sentence.endswith("That day is at the weekend.")
    assert explain(milestone, day("2019-08-31"), calendar, 12).sentence.endswith(
        "That day is a bank holiday (Summer bank holiday)."
    )
    calendar_days = replace(milestone, unit=Unit.CALENDAR_DAYS, offset=4, repeats=())
    assert "Every day counts" in explain(calendar_days, day("2024-05-02"), calendar).sentence


def test_months_and_years_reach_past_the_bank_holidays_known(calendar: WorkingCalendar) -> None:
    found = explain(NEW.latest.rule("next-full-outcome-1"), day("2026-11-20"), calendar)
    assert found.due == day("2031-11-20")
    assert found.sentence == (
        "Thursday 20 November 2031 is about 5 years after Friday 20 November 2026, counted by the calendar: weekends "
        "and bank holidays are not left out."
    )
    assert due_on(day("2010-01-31"), 1, Unit.CALENDAR_MONTHS, calendar) == day("2010-02-28")


def test_working_days_past_the_bank_holidays_known_are_refused(calendar: WorkingCalendar) -> None:
    with pytest.raises(NotCovered, match=r"70 working days after Friday 1 December 2028"):
        explain(OLD.latest.rule("wsoa-due"), day("2028-12-01"), calendar)


@pytest.mark.parametrize("unit", [Unit.CALENDAR_DAYS, Unit.CALENDAR_MONTHS, Unit.YEARS])
def test_the_end_of_time_is_refused(calendar: WorkingCalendar, unit: Unit) -> None:
    with pytest.raises(NotCovered, match=r"past the last date that can be written"):
        due_on(date.max, 1, unit, calendar)


def test_a_rule_that_is_no_date_sum_says_why(calendar: WorkingCalendar) -> None:
    with pytest.raises(NotADateSum, match=r"Cap on monitoring is not a date sum. Normally no more than 3"):
        explain(NEW.latest.rule("monitoring-cap"), day("2026-01-05"), calendar)


# --- laying out


@pytest.mark.trust("D3", "a whole inspection by hand")
def test_the_southampton_inspection(calendar: WorkingCalendar) -> None:
    edition = NEW.edition_on(day("2024-04-29"))
    anchors = {
        "notified_on": day("2024-04-29"),
        "setup_on": day("2024-05-01"),
        "onsite_start_on": day("2024-05-13"),
        "onsite_end_on": day("2024-05-17"),
        "report_received_on": day("2024-07-10"),
        "published_on": day("2024-07-16"),
        "draft_sent_on": None,
    }
    found = {m.rule.code: m.due_on for m in resolve(edition, "full", anchors, calendar, outcome="outcome-2")}
    assert found == {
        "lano-named": day("2024-04-30"),
        "set-up-discussion": day("2024-05-01"),
        "person-level-lists": day("2024-05-01"),
        "surveys-distributed": day("2024-05-02"),
        "survey-closes": day("2024-05-07"),
        "information-request": day("2024-05-07"),
        "timetable-agreed": day("2024-05-09"),
        "onsite-start": day("2024-05-14"),
        "final-feedback": day("2024-05-17"),
        "draft-report": day("2024-06-17"),
        "publication": day("2024-07-18"),
        "next-full-outcome-2-or-3": day("2027-07-16"),
    }
    plan = resolve(edition, "full", anchors, calendar, outcome="outcome-2", scope="plan")
    assert {m.rule.code: m.due_on for m in plan} == {"strategic-plan-due": day("2024-08-28")}


@pytest.mark.trust("D3", "an inspection and its revisit by hand")
def test_the_surrey_inspection_and_revisit(calendar: WorkingCalendar) -> None:
    first = OLD.edition_on(day("2016-10-10"))
    found = {
        m.rule.code: m.due_on
        for m in resolve(
            first, "full", {"notified_on": day("2016-10-10"), "onsite_end_on": day("2016-10-21")}, calendar
        )
    }
    assert found["onsite-start"] == day("2016-10-17")
    assert found["publication"] == day("2016-12-07")
    plan = resolve(
        first, "full", {"report_received_on": day("2016-12-01")}, calendar, outcome="wsoa-required", scope="plan"
    )
    assert [(m.rule.code, m.due_on) for m in plan] == [("wsoa-due", day("2017-03-14"))]
    later = OLD.edition_on(day("2019-03-18"))
    app = resolve(
        later, "revisit", {"plan_accepted_on": day("2019-08-31")}, calendar, outcome="some-sufficient", scope="plan"
    )
    assert [(m.rule.code, m.occurrence, m.due_on) for m in app] == [
        ("app-milestone", 1, day("2019-11-30")),
        ("app-milestone", 2, day("2020-02-29")),
        ("app-milestone", 3, day("2020-08-31")),
    ]


def test_the_soonest_comes_first_and_each_explains_itself(calendar: WorkingCalendar) -> None:
    found = resolve(NEW.latest, NEW.kind("full"), {"notified_on": day("2026-01-05")}, calendar)
    assert [m.due_on for m in found] == sorted(m.due_on for m in found)
    assert all(m.explanation.due == m.due_on and m.explanation.start == m.anchor_on for m in found)
    assert found[-1].rule.code == "onsite-start"
    assert found[-1].due_on == day("2026-01-19")


def test_outcomes_decide_which_rules_apply(calendar: WorkingCalendar) -> None:
    anchors = {"report_received_on": day("2026-01-05"), "published_on": day("2026-01-12")}

    def codes(outcome: str | None) -> set[str]:
        both = [*resolve(NEW.latest, "full", anchors, calendar, outcome)]
        both += resolve(NEW.latest, "full", anchors, calendar, outcome, scope="plan")
        return {m.rule.code for m in both}

    assert codes("outcome-1") == {"next-full-outcome-1", "strategic-plan-due"}
    assert codes("outcome-2") == {"next-full-outcome-2-or-3", "strategic-plan-due"}
    assert codes("outcome-3") == {"next-full-outcome-2-or-3", "monitoring-inspection-due", "pap-due", "first-stocktake"}
    assert codes(None) == set()


def test_the_monitoring_clock_by_edition(calendar: WorkingCalendar) -> None:
    anchors = {"report_received_on": day("2025-01-10"), "published_on": day("2025-01-20")}
    for edition, due in (("2024-04-05", "2026-07-20"), ("2025-06-06", "2026-07-10")):
        found = resolve(NEW.edition(edition), "full", anchors, calendar, "outcome-3")
        assert [m.due_on for m in found if m.rule.code == "monitoring-inspection-due"] == [day(due)]


def test_a_plan_with_a_hole_in_it_is_refused(calendar: WorkingCalendar) -> None:
    with pytest.raises(NotCovered):
        resolve(NEW.latest, "full", {"notified_on": day("2028-12-27")}, calendar)


# --- what if


def test_nothing_is_unusual_about_a_plain_monday(calendar: WorkingCalendar) -> None:
    assert warnings_for_notification(NEW.latest, "full", day("2026-01-05"), day("2026-01-19"), calendar) == ()
    assert warnings_for_notification(OLD.latest, "full", day("2018-03-05"), day("2018-03-12"), calendar) == ()
    assert warnings_for_notification(NEW.latest, "thematic", day("2026-01-05"), day("2026-01-07"), calendar) == ()


def test_southampton_is_nine_working_days_because_of_may_day(calendar: WorkingCalendar) -> None:
    kind = NEW.kind("full")
    assert warnings_for_notification(
        NEW.edition("2024-04-05"), kind, day("2024-04-29"), day("2024-05-13"), calendar
    ) == (
        "The on-site start, Monday 13 May 2024, is 9 working days after the call on Monday 29 April 2024, not 10. "
        "Not counted: Early May bank holiday (Monday 6 May 2024).",
    )


@pytest.mark.parametrize(
    ("notified", "warning"),
    [
        ("2024-05-06", "Monday 6 May 2024 is a bank holiday (Early May bank holiday). The call is not made on a"),
        ("2024-05-07", "Tuesday 7 May 2024 is not a Monday. The Monday of that week, 6 May 2024, is a bank holiday"),
        ("2024-04-30", "Tuesday 30 April 2024 is not a Monday. The call is usually made on a Monday."),
        ("2024-05-04", "Saturday 4 May 2024 is not a Monday. The call is usually made on a Monday."),
        # The Monday before it is not covered.
        ("2015-01-02", "Friday 2 January 2015 is not a Monday. The call is usually made on a Monday."),
    ],
)
def test_an_unusual_day_for_the_call(calendar: WorkingCalendar, notified: str, warning: str) -> None:
    (found,) = warnings_for_notification(NEW.latest, "full", day(notified), None, calendar)
    assert found.startswith(warning)


def test_an_unusual_day_to_start_on_site(calendar: WorkingCalendar) -> None:
    def found(notified: str, start: str) -> str:
        return " ".join(warnings_for_notification(NEW.latest, "full", day(notified), day(start), calendar))

    assert "Monday 6 May 2024, is a bank holiday (Early May bank holiday)." in found("2024-04-22", "2024-05-06")
    assert "Saturday 11 May 2024, is at the weekend." in found("2024-04-29", "2024-05-11")
    assert found("2026-01-05", "2026-01-05") == (
        "The on-site start, Monday 5 January 2026, is not after the call on Monday 5 January 2026."
    )
    assert "is 11 working days after the call on Monday 5 January 2026, not 10." in found("2026-01-05", "2026-01-20")


def test_a_what_if_outside_the_coverage_is_refused(calendar: WorkingCalendar) -> None:
    with pytest.raises(NotCovered):
        warnings_for_notification(NEW.latest, "full", day("2029-01-08"), None, calendar)
