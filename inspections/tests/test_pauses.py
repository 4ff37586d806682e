"""Pausing, resuming, putting off, calling off."""

from __future__ import annotations

from datetime import date

import pytest

from audit.models import Entry
from core import clock
from core.errors import Refused
from inspections.models import Deadline, Inspection
from inspections.queries.calendar import working_calendar
from inspections.queries.timeline import days_left_when_paused
from inspections.services import inspections as services
from inspections.services import timeline
from inspections.tests import walk
from inspections.tests.test_moves import due, reasons
from tests import factories as make

pytestmark = pytest.mark.django_db
WEDNESDAY = date(2024, 5, 15)


@pytest.fixture
def on_site() -> Inspection:
    return walk.to("start_on_site")


def pause(inspection: Inspection, day: date = WEDNESDAY) -> None:
    with walk.at(day):
        services.make_move(by=None, inspection=inspection, move="pause", reason="A death in the area")


def resume(inspection: Inspection, day: date) -> None:
    with walk.at(day):
        services.make_move(by=None, inspection=inspection, move="resume")


def test_a_pause_lays_out_its_last_day_and_the_days_left_stand_still(on_site: Inspection) -> None:
    pause(on_site)
    limit = due(on_site, "pause-limit")
    # Fifteen working days, with 27 May a bank holiday.
    assert (on_site.state, on_site.paused_on, limit.due_on) == ("paused", WEDNESDAY, date(2024, 6, 6))
    publication = due(on_site, "publication")
    assert days_left_when_paused(publication, working_calendar()) == 45
    assert days_left_when_paused(limit, working_calendar()) is None, "the clock of the pause itself runs"


@pytest.mark.trust("D4", "a pause of the inspection")
def test_resuming_moves_the_open_clocks_by_the_working_days_paused(on_site: Inspection) -> None:
    before = {row.rule_code: row.due_on for row in Deadline.objects.filter(inspection=on_site)}
    pause(on_site)
    resume(on_site, date(2024, 5, 20))
    on_site.refresh_from_db()
    assert (on_site.state, on_site.paused_on, on_site.onsite_end_on) == ("on_site", None, date(2024, 5, 22))
    assert due(on_site, "final-feedback").due_on == date(2024, 5, 22)
    assert due(on_site, "publication").due_on == date(2024, 7, 23)
    assert (
        "paused from Wednesday 15 May 2024 to Monday 20 May 2024: 3 working days"
        in due(on_site, "publication").moved_reason
    )
    assert due(on_site, "publication").original_due_on == before["publication"]
    assert due(on_site, "timetable-agreed").due_on == before["timetable-agreed"], "fell due before the pause"
    assert due(on_site, "pause-limit").met_on == date(2024, 5, 20)
    assert on_site.days_paused_left == 12


def test_a_later_recomputation_keeps_the_days_of_the_pause(on_site: Inspection) -> None:
    late = due(on_site, "information-request")
    Deadline.objects.filter(pk=late.pk).update(due_on=date(2024, 5, 16), offset=12)
    pause(on_site)
    resume(on_site, date(2024, 5, 17))
    shifted = due(on_site, "information-request")
    assert (shifted.due_on, shifted.shifted_days) == (date(2024, 5, 20), 2)
    timeline.lay_out(inspection=on_site, by=None)
    # The rule again gives 7 May (five working days); the two days of the pause stay on top.
    assert due(on_site, "information-request").due_on == date(2024, 5, 9)


def test_a_deadline_moved_by_hand_stands_still_too(on_site: Inspection) -> None:
    with walk.at(date(2024, 5, 14)):
        timeline.change_date(by=None, deadline=due(on_site, "publication"), due_on=date(2024, 7, 1), reason="Agreed")
    pause(on_site)
    resume(on_site, date(2024, 5, 20))
    assert due(on_site, "publication").due_on == date(2024, 7, 4)


def test_a_second_pause_has_only_what_the_first_left(on_site: Inspection) -> None:
    pause(on_site)
    resume(on_site, date(2024, 5, 20))
    pause(on_site, date(2024, 5, 21))
    limits = Deadline.objects.filter(inspection=on_site, rule_code="pause-limit").order_by("occurrence")
    assert [(row.occurrence, row.offset) for row in limits] == [(1, 15), (2, 12)]
    assert limits[1].due_on == date(2024, 6, 7)


def test_a_pause_that_cannot_be_is_refused(on_site: Inspection) -> None:
    for day, text in ((date(2024, 5, 10), "before the first day on site"), (date(2024, 5, 17), "today or in the past")):
        with walk.at(WEDNESDAY), pytest.raises(Refused, match=text):
            services.pause(by=None, inspection=on_site, reason="x", paused_on=day)
    pause(on_site)
    with walk.at(WEDNESDAY), pytest.raises(Refused, match="cannot resume before"):
        services.resume(by=None, inspection=on_site, resumed_on=date(2024, 5, 14))
    on_site.refresh_from_db()
    assert on_site.state == "paused"


def test_an_incomplete_inspection_ends_its_pause_and_may_return(on_site: Inspection) -> None:
    pause(on_site)
    with walk.at(date(2024, 6, 7)):
        services.make_move(by=None, inspection=on_site, move="mark_incomplete", reason="The limit has passed")
        assert (on_site.paused_on, due(on_site, "pause-limit").closed_on) == (None, date(2024, 6, 7))
        services.make_move(
            by=None,
            inspection=on_site,
            move="return_for_evidence",
            reason="Two days more",
            onsite_end_on=date(2024, 6, 11),
        )
    assert (on_site.state, on_site.onsite_end_on) == ("on_site", date(2024, 6, 11))
    assert due(on_site, "publication").anchor_on == date(2024, 6, 11)


@pytest.mark.trust("D4", "an inspection put off")
def test_a_deferral_in_writing_clears_the_deadlines_and_the_audit_keeps_them() -> None:
    inspection = walk.to("notify")
    codes = set(Deadline.objects.filter(inspection=inspection).values_list("name", flat=True))
    with walk.at(date(2024, 4, 30)):
        with pytest.raises(Refused) as caught:
            services.make_move(by=None, inspection=inspection, move="defer", reason="A flood")
        assert list(reasons(caught)) == ["requested_in_writing_by"]
        services.make_move(
            by=None, inspection=inspection, move="defer", reason="A flood.", requested_in_writing_by="Ada Thorn, DCS"
        )
    assert (inspection.state, Deadline.objects.filter(inspection=inspection).count()) == ("deferred", 0)
    entry = Entry.objects.get(verb="deadline.removed")
    assert set(entry.changes) == codes
    assert entry.changes["Local area nominated officer named"][0] == "due 2024-04-30, met 2024-04-29"
    assert entry.reason == "A flood. Asked for in writing by Ada Thorn, DCS."


def test_a_deferred_inspection_is_planned_and_notified_afresh() -> None:
    inspection = walk.to("notify")
    with walk.at(date(2024, 4, 30)):
        services.record_call(
            by=make.UserFactory.create(), inspection=inspection, body_kind="authority", body_name="The council",
            person_told="Ada Thorn", office="Director", told_at=clock.now(),
        )  # fmt: skip
        services.defer(by=None, inspection=inspection, reason="A flood.", requested_in_writing_by="Ada Thorn")
        services.make_move(by=None, inspection=inspection, move="replan", planned_for_on=date(2024, 9, 9))
    inspection.refresh_from_db()
    assert (inspection.state, inspection.notified_on, inspection.onsite_start_on) == ("planned", None, None)
    assert inspection.calls.count() == 0
    with walk.at(date(2024, 9, 9)):
        services.record_notification(by=None, inspection=inspection, notified_on=date(2024, 9, 9))
    assert due(inspection, "onsite-start").due_on == date(2024, 9, 23)


def test_cancelling_closes_the_deadlines() -> None:
    inspection = walk.to("prepare")
    with walk.at(date(2024, 5, 7)):
        with pytest.raises(Refused, match="Give a reason"):
            services.make_move(by=None, inspection=inspection, move="cancel")
        services.make_move(by=None, inspection=inspection, move="cancel", reason="Another inspection of the area")
    assert inspection.state == "cancelled"
    rows = Deadline.objects.filter(inspection=inspection, met_on=None)
    assert rows.exists()
    assert set(rows.values_list("closed_on", flat=True)) == {date(2024, 5, 7)}
    assert not Deadline.objects.open().filter(inspection=inspection).exists()
