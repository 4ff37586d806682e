"""Windows worked out from what was published, and what happens where the sources contradict each other (C1)."""

from __future__ import annotations

from datetime import date

import pytest

from rulebook import frameworks
from rulebook.calendar import WorkingCalendar
from rulebook.next_inspection import Window, windows_after

NEW = frameworks.get("area-send-2023")
OLD = frameworks.get("local-area-send-2016")
TODAY = date(2026, 11, 29)
# Invented, in the order of a real one: on site, received, published.
DAYS = {
    "onsite_start_on": date(2025, 9, 8),
    "report_received_on": date(2025, 11, 20),
    "published_on": date(2025, 11, 27),
}


def after(outcome: str, edition: str, calendar: WorkingCalendar, **days: date | None) -> tuple[Window, ...]:
    anchors = DAYS | days
    return windows_after(NEW, NEW.edition(edition), "full", outcome, anchors, calendar, today=TODAY)


def test_outcome_3_brings_a_monitoring_inspection_and_then_a_full_one(calendar: WorkingCalendar) -> None:
    monitoring, full = after("outcome-3", "2025-07-07", calendar)
    assert (monitoring.kind, monitoring.name) == ("monitoring", "Monitoring inspection")
    assert (monitoring.earliest, monitoring.latest) == (date(2027, 3, 8), date(2027, 5, 27))
    assert monitoring.words == "about March to May 2027"
    assert (full.kind, full.earliest, full.latest) == ("full", date(2028, 9, 8), date(2028, 11, 27))


def test_the_monitoring_clock_starts_on_the_day_the_edition_names_and_the_other_reading_stands_beside_it(
    calendar: WorkingCalendar,
) -> None:
    for edition, own, other in (
        ("2024-04-05", "publication on Thursday 27 November 2025", "receipt of the final report"),
        ("2025-06-06", "receipt of the final report on Thursday 20 November 2025", "publication"),
    ):
        first, second, site = after("outcome-3", edition, calendar)[0].reckonings
        assert first.own and first.counted == f"about 18 calendar months after {own}"
        assert not second.own and f"after {other} on" in second.counted
        assert not site.confirmed and "third-party list" in site.note


def test_receipt_that_nobody_recorded_leaves_a_window_that_is_not_confirmed(calendar: WorkingCalendar) -> None:
    monitoring, _ = after("outcome-3", "2025-07-07", calendar, report_received_on=None)
    assert not monitoring.confirmed
    assert (monitoring.earliest, monitoring.latest) == (date(2027, 3, 8), date(2027, 5, 27))
    assert after("outcome-1", "2025-07-07", calendar, onsite_start_on=None)[0].words == "about November 2030"


def test_nothing_known_gives_no_window(calendar: WorkingCalendar) -> None:
    nothing = dict.fromkeys(DAYS)
    assert windows_after(NEW, NEW.latest, "full", "outcome-1", nothing, calendar, today=TODAY) == ()
    assert windows_after(NEW, NEW.latest, "full", None, DAYS, calendar, today=TODAY) == ()
    assert windows_after(NEW, NEW.latest, "monitoring", "effective", DAYS, calendar, today=TODAY) == ()


def test_a_revisit_came_eighteen_months_after_acceptance_also_for_a_plan_older_than_revisits(
    calendar: WorkingCalendar,
) -> None:
    first = OLD.edition("2016-04")
    anchors = {"plan_accepted_on": date(2017, 3, 24)}
    (revisit,) = windows_after(OLD, first, "full", "wsoa-required", anchors, calendar, today=date(2018, 1, 1))
    assert (revisit.name, revisit.latest, revisit.words) == ("Revisit", date(2018, 9, 24), "about September 2018")
    assert revisit.is_past(date(2019, 1, 1)) and not revisit.is_past(date(2018, 9, 24))


def test_under_a_framework_that_ended_only_the_cycle_of_the_next_is_left(calendar: WorkingCalendar) -> None:
    anchors = {"plan_accepted_on": date(2017, 3, 24), "published_on": date(2016, 12, 8)}
    (full,) = windows_after(OLD, OLD.editions[0], "full", "wsoa-required", anchors, calendar, today=TODAY)
    assert (full.name, full.earliest, full.latest) == ("Full inspection", None, date(2027, 12, 31))
    assert full.words == "by December 2027"


@pytest.mark.parametrize("framework", frameworks.ALL)
def test_every_rule_that_brings_an_inspection_is_a_sum_to_a_kind_that_exists(framework: frameworks.Framework) -> None:
    brought = [rule for edition in framework.editions for rule in edition.rules if rule.brings]
    assert brought
    for rule in brought:
        assert rule.offset and framework.kind(rule.brings)
