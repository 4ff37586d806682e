"""Each warning just before it is due and when it is due."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from rulebook.honest_rag import KINDS, TRACKING, ActionFacts, doubts

TODAY = date(2026, 11, 30)
LONG = timedelta(weeks=TRACKING.weeks_without_update)
GOOD = ActionFacts("underway_on_target", updated_on=TODAY, evidence=1, has_measure=True)


def test_nothing_speaks_against_a_good_action() -> None:
    assert doubts(GOOD, TODAY) == ()


@pytest.mark.parametrize(
    ("code", "bad", "fine", "words"),
    [
        (
            "better_without_evidence",
            {"better_on": TODAY, "better_on_new_evidence": False},
            {"better_on": TODAY},
            "The rating became better on 30 November 2026 without new evidence.",
        ),
        (
            "no_update",
            {"updated_on": TODAY - LONG},
            {"updated_on": TODAY - LONG + timedelta(days=1)},
            "No update for 5 weeks, since 26 October 2026.",
        ),
        (
            "past_its_day",
            {"finish_by_on": TODAY - timedelta(days=1)},
            {"finish_by_on": TODAY},
            "It is on target although it was to be finished by 29 November 2026.",
        ),
        (
            "done_without_evidence",
            {"state": "completed", "evidence": 0},
            {"state": "completed"},
            "It is completed and has no evidence.",
        ),
        (
            "milestones_missed",
            {"milestones_due": 2},
            {"milestones_due": 2, "milestones_met": 1},
            "It is on target although all 2 milestones due so far were missed.",
        ),
        (
            "impact_unmeasured",
            {"impact_seen": True, "has_measure": False},
            {"impact_seen": True},
            "Its impact is seen, but nothing says how it is measured.",
        ),
        (
            "measure_falling",
            {"falling_measures": ("SEN support", "Exclusions")},
            {"state": "underway_behind", "falling_measures": ("SEN support",)},
            "Its rating is good while a measure is going the wrong way: SEN support and Exclusions.",
        ),
    ],
)
def test_each_warning(code: str, bad: dict, fine: dict, words: str) -> None:
    good = GOOD.__dict__
    assert [(found.code, found.text) for found in doubts(ActionFacts(**good | bad), TODAY)] == [(code, words)]
    assert doubts(ActionFacts(**good | fine), TODAY) == ()


def test_what_is_done_needs_no_monthly_update() -> None:
    done = ActionFacts("completed", updated_on=TODAY - 4 * LONG, evidence=1, has_measure=True)
    assert doubts(done, TODAY) == ()


def test_the_numbers_say_that_nobody_confirmed_them() -> None:
    assert not TRACKING.confirmed and TRACKING.source.key == ""
    assert len(KINDS) == 7
