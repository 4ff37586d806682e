"""The clock makes, opens and closes surveys: once each, late when it was down, never against somebody's word."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Notice
from audit.models import Entry
from core import clock
from inspections.choices import Source
from inspections.services import timeline
from surveys.models import Survey, Wave
from surveys.services import surveys, windows
from surveys.tasks import tick
from surveys.tests.places import CALLED_ON, CLOSES, OPENS, at, called

pytestmark = pytest.mark.django_db


def states() -> dict[str, str]:
    return dict(Survey.objects.values_list("audience", "state"))


def all_three(state: str) -> dict[str, str]:
    return dict.fromkeys(("children", "parents", "practitioners"), state)


def test_the_three_surveys_are_made_once_the_area_was_called() -> None:
    with clock.travelled_to(at(16, 10)):
        world = called()
        assert windows.make_due() == 3
        assert windows.make_due() == 0
    assert states() == all_three("scheduled")
    made = Survey.objects.get(audience="parents")
    assert (made.opens_at, made.closes_at, made.window_set) == (OPENS, CLOSES, False)
    assert made.set_version == "parents-2023-1" and len(made.questions) == 23
    assert len(set(Survey.objects.values_list("token", flat=True))) == 3
    entry = Entry.objects.filter(verb="survey.made").first()
    assert entry is not None and entry.actor_id is None
    assert surveys.make(by=world.lead, inspection=world.inspection) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"notified_on": None, "state": "planned"},
        {"notified_on": date(2026, 2, 17)},
        {"state": "cancelled"},
        {"kind": "monitoring"},
        {"source": Source.REPORTS_2023_ON},
    ],
    ids=["not called", "called tomorrow", "called off", "without surveys", "from a list"],
)
def test_no_surveys_are_made(fields: dict[str, Any]) -> None:
    with clock.travelled_to(at(16, 10)):
        called(**fields)
        assert windows.make_due() == 0


def test_an_inspection_whose_days_for_it_are_over_waits_for_somebody() -> None:
    world = called()
    with clock.travelled_to(CLOSES):
        assert windows.make_due() == 0
        assert len(surveys.make(by=world.lead, inspection=world.inspection)) == 3
    assert states() == all_three("draft")


def test_they_open_and_close_at_their_hour_exactly_once() -> None:
    called()
    with clock.travelled_to(at(16, 10)):
        windows.make_due()
    with clock.travelled_to(OPENS - timedelta(seconds=1)):
        assert windows.open_and_close_due() == {"opened": 0, "closed": 0, "missed": 0}
    with clock.travelled_to(OPENS):
        assert windows.open_and_close_due()["opened"] == 3
        assert windows.open_and_close_due()["opened"] == 0
    assert states() == all_three("open")
    with clock.travelled_to(CLOSES - timedelta(seconds=1)):
        assert windows.open_and_close_due()["closed"] == 0
    with clock.travelled_to(CLOSES):
        assert windows.open_and_close_due()["closed"] == 3
        assert windows.open_and_close_due()["closed"] == 0
    assert states() == all_three("closed")
    assert Entry.objects.filter(verb="survey.open").count() == Entry.objects.filter(verb="survey.close").count() == 3
    wave = Wave.objects.get(survey__audience="parents")
    assert (wave.number, wave.opened_at, wave.ended_at) == (1, OPENS, CLOSES)


def test_a_scheduler_that_was_down_opens_late_and_closes_late() -> None:
    called()
    with clock.travelled_to(at(16, 10)):
        windows.make_due()
    with clock.travelled_to(at(19, 3)):
        assert windows.open_and_close_due() == {"opened": 3, "closed": 0, "missed": 0}
    with clock.travelled_to(at(25, 3)):
        assert windows.open_and_close_due() == {"opened": 0, "closed": 3, "missed": 0}


def test_one_that_was_down_all_the_time_opens_nothing_and_tells_the_lead_once() -> None:
    world = called()
    with clock.travelled_to(at(16, 10)):
        windows.make_due()
    with clock.travelled_to(CLOSES):
        assert windows.open_and_close_due() == {"opened": 0, "closed": 0, "missed": 3}
        windows.open_and_close_due()
    assert states() == all_three("scheduled")
    assert Notice.objects.filter(person=world.lead, subject__contains="was not opened in time").count() == 3


def test_a_paused_survey_closes_at_its_hour_too() -> None:
    world = called()
    with clock.travelled_to(at(16, 10)):
        windows.make_due()
    with clock.travelled_to(OPENS):
        windows.open_and_close_due()
        surveys.pause(by=world.lead, survey=Survey.objects.get(audience="parents"), reason="Broken", banner="Stopped")
    with clock.travelled_to(CLOSES):
        windows.open_and_close_due()
    assert states() == all_three("closed")


def test_a_window_follows_the_dates_of_the_inspection_until_it_opens() -> None:
    world = called()
    with clock.travelled_to(at(16, 10)):
        windows.make_due()
        world.inspection.notified_on = date(2026, 2, 17)
        world.inspection.save()
        assert windows.follow() == 3
        assert windows.follow() == 0
    made = Survey.objects.get(audience="parents")
    assert (made.opens_at, made.closes_at) == (OPENS + timedelta(days=1), CLOSES + timedelta(days=1))
    with clock.travelled_to(OPENS + timedelta(days=1)):
        windows.open_and_close_due()
        world.inspection.notified_on = CALLED_ON
        world.inspection.save()
        assert windows.follow() == 0, "it is open"


def test_a_window_somebody_chose_stays() -> None:
    world = called()
    with clock.travelled_to(at(16, 10)):
        windows.make_due()
        made = Survey.objects.get(audience="parents")
        surveys.change_window(by=world.lead, survey=made, opens_at=at(18, 9), closes_at=at(20, 9))
        world.inspection.notified_on = date(2026, 2, 17)
        world.inspection.save()
        assert windows.follow() == 2
    made.refresh_from_db()
    assert (made.opens_at, made.closes_at, made.window_set) == (at(18, 9), at(20, 9), True)


def test_a_revisit_waits_for_its_day_on_site() -> None:
    world = called(
        framework_code="local-area-send-2016",
        edition_code="2021-03",
        kind="revisit",
        onsite_start_on=None,
        onsite_end_on=None,
    )
    with clock.travelled_to(at(16, 10)):
        surveys.make(by=world.lead, inspection=world.inspection)
        assert states() == {"parents": "draft"}
        world.inspection.onsite_start_on = date(2026, 3, 2)
        world.inspection.save()
        tick()
    made = Survey.objects.get()
    assert (made.state, made.opens_at, made.closes_at) == ("scheduled", at(23, 12), at(27, 12))


def test_an_inspection_put_off_opens_nothing_and_one_called_off_closes_all() -> None:
    world = called()
    with clock.travelled_to(at(16, 10)):
        windows.make_due()
    world.inspection.notified_on = None
    world.inspection.save()
    with clock.travelled_to(CLOSES):
        assert windows.open_and_close_due()["missed"] == 0
    with clock.travelled_to(OPENS):
        assert windows.open_and_close_due()["opened"] == 0
        world.inspection.notified_on = CALLED_ON
        world.inspection.save()
        assert windows.open_and_close_due()["opened"] == 3
        world.inspection.state = "cancelled"
        world.inspection.save()
        assert windows.open_and_close_due()["closed"] == 3


def test_one_that_cannot_be_moved_stops_no_other() -> None:
    called()
    with clock.travelled_to(at(16, 10)):
        windows.make_due()
    Wave.objects.create(survey=Survey.objects.get(audience="children"), number=1, opened_at=OPENS)
    with clock.travelled_to(OPENS):
        assert windows.open_and_close_due()["opened"] == 2
    assert states() == {"children": "scheduled", "parents": "open", "practitioners": "open"}


def test_the_tick_asks_no_more_questions_for_more_areas() -> None:
    def queries_of_a_quiet_tick() -> int:
        with clock.travelled_to(at(18, 10)), CaptureQueriesContext(connection) as seen:
            windows.make_due()
            windows.open_and_close_due()
        return len(seen)

    with clock.travelled_to(at(16, 10)):
        called()
        windows.make_due()
    with clock.travelled_to(OPENS):
        windows.open_and_close_due()
    one = queries_of_a_quiet_tick()
    for name in ("Northfield", "Larkhill"):
        with clock.travelled_to(at(16, 10)):
            called(name)
            windows.make_due()
    with clock.travelled_to(OPENS):
        windows.open_and_close_due()
    assert queries_of_a_quiet_tick() == one


def test_the_deadline_of_the_surveys_is_met_when_the_last_one_closes() -> None:
    world = called()
    with clock.travelled_to(at(16, 10)):
        timeline.lay_out(inspection=world.inspection, by=None)
        windows.make_due()
    with clock.travelled_to(OPENS):
        windows.open_and_close_due()
        surveys.close(by=world.lead, survey=Survey.objects.get(audience="parents"), reason="Enough")
        assert world.inspection.deadlines.get(rule_code="survey-closes").met_on is None
    with clock.travelled_to(CLOSES):
        windows.open_and_close_due()
    deadline = world.inspection.deadlines.get(rule_code="survey-closes")
    assert deadline.met_on == deadline.due_on == CLOSES.date()
