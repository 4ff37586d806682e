"""The rules of a timetable, through the database: what is found, how strict, and which times are free."""

from __future__ import annotations

import pytest

from core import clock
from partnerships.models import Journey
from timetable.models import Meeting
from timetable.queries.conflicts import confirmable, found_in, free_times
from timetable.queries.week import Place, minutes_between
from timetable.services import week as services
from timetable.services.meetings import cancel, confirm
from timetable.tests.conftest import moment


def rules(week):
    return {one.rule for one in found_in(week.inspection)}


def test_nothing_is_wrong_with_one_meeting(week):
    week.meeting("One", moment(0, 10))
    assert found_in(week.inspection) == []


def test_somebody_of_the_area_twice(week):
    robin = week.contact("Robin")
    week.meeting("One", moment(0, 10), people=[robin])
    two = week.meeting("Two", moment(0, 10, 59), people=[robin], inspectors=[week.cqc])
    assert rules(week) == {"person-twice"}
    cancel(by=week.lano, meeting=two, reason="Clash")
    assert rules(week) == set()


def test_meetings_that_touch_do_not_clash(week):
    week.meeting("One", moment(0, 10))
    week.meeting("Two", moment(0, 11))
    assert rules(week) == set()


def test_a_room_twice_but_not_rooms_of_two_places(week):
    week.meeting("One", moment(0, 10), site=week.centre, room="Room 2")
    week.meeting("Two", moment(0, 10), site=week.north, room="Room 2", inspectors=[week.cqc])
    assert rules(week) == set()
    week.meeting("Three", moment(0, 10), site=week.centre, room="room 2", inspectors=[week.cqc], inspectors_needed=1)
    assert "room-twice" in rules(week)


def test_the_journey_in_words(week):
    week.meeting("One", moment(0, 9), site=week.north)
    week.meeting("Two", moment(0, 10, 15), site=week.centre)
    Journey.objects.create(one=week.north, other=week.centre, minutes=30)
    (found,) = found_in(week.inspection)
    assert found.sentence == (
        "Sarah has 15 minutes between Northfield School and Civic Centre; the journey is about 30 (Monday, 10:15am)"
    )
    assert found.level == "warn"


def test_a_journey_is_recorded_or_estimated_or_guessed():
    one, other = Place(1, "One", 51.36, 0.54), Place(2, "Other", 51.44, 0.44)
    assert minutes_between(one, other, {(1, 2): 12}) == (12, False)
    assert minutes_between(one, other, {}) == (28, False)  # 11.3km at 30km an hour, and 5 minutes
    assert minutes_between(one, Place(3, "Unknown"), {}) == (20, True)


def test_away_pairing_and_too_few_inspectors(week):
    robin = week.contact("Robin")
    services.add_away(
        by=week.lano, inspection=week.inspection, contact=robin, starts_at=moment(0, 9), ends_at=moment(0, 10, 30)
    )
    week.meeting("One", moment(0, 10), people=[robin], needs_cqc=True, inspectors_needed=2)
    assert rules(week) == {"away", "pairing", "inspectors"}


def test_lunch_and_a_long_day(week):
    week.meeting("Noon", moment(0, 11, 15), minutes=180)
    assert rules(week) == {"lunch"}
    week.meeting("Early", moment(0, 8), minutes=30)
    week.meeting("Late", moment(0, 18), minutes=30)
    assert rules(week) == {"lunch", "long-day"}


@pytest.mark.parametrize(("level", "count"), [("ignore", 0), ("warn", 1), ("block", 1)])
def test_a_rule_is_as_strict_as_the_inspection_says(week, level, count):
    week.meeting("Noon", moment(0, 11, 15), minutes=180)
    services.set_rules(by=week.lano, inspection=week.inspection, levels={"lunch": level})
    assert [one.level for one in found_in(week.inspection)] == [level] * count


def test_free_times_clash_with_nothing(week):
    week.meeting("One", moment(0, 10))
    two = week.meeting("Two", moment(0, 14))
    free = dict(free_times(Meeting.objects.get(pk=two.pk)))
    monday = free[moment(0, 10).date()]
    assert moment(0, 10) not in monday
    assert moment(0, 9, 30) not in monday
    assert {moment(0, 9), moment(0, 11)} <= set(monday)


def test_free_times_are_still_to_come(week):
    one = Meeting.objects.get(pk=week.meeting("One", moment(2, 10)).pk)
    with clock.travelled_to(moment(1, 12)):
        free = dict(free_times(one))
    assert min(free) == moment(1, 0).date()
    assert free[moment(1, 0).date()][0] == moment(1, 12, 30)


def sentences(week):
    return [one.sentence for one in found_in(week.inspection)]


def test_a_weekend_and_unusual_hours_are_warned_of(week):
    week.meeting("Saturday", moment(-2, 10))
    assert sentences(week) == ["M1 Saturday is on a Saturday"]
    week.meeting("Early", moment(0, 7, 59))
    week.meeting("Late", moment(1, 18), minutes=31)
    week.meeting("In good time", moment(2, 8), minutes=60)
    assert sentences(week)[1:] == [
        "M2 Early is outside 8am to 6:30pm: Monday, 7:59am to 8:59am",
        "M3 Late is outside 8am to 6:30pm: Tuesday, 6pm to 6:31pm",
    ]


def test_a_proposed_time_that_has_passed_is_warned_of_until_it_is_confirmed(week):
    one = week.meeting("One", moment(0, 10))
    assert sentences(week) == []
    with clock.travelled_to(moment(0, 10, 1)):
        assert sentences(week) == ["The time proposed for M1 One has passed"]
        confirm(by=week.lano, meeting=one)
        assert sentences(week) == []


def test_odd_times_are_not_confirmed_with_all_the_others_unless_kept(week):
    week.meeting("Plain", moment(0, 10))
    week.meeting("Evening", moment(0, 19), inspectors=[week.cqc])
    (late,) = found_in(week.inspection)
    assert [one.number for one in confirmable(week.inspection, [late])] == [1]
    services.keep_conflict(by=week.lano, inspection=week.inspection, fingerprint=late.fingerprint, reason="For parents")
    assert [one.number for one in confirmable(week.inspection, found_in(week.inspection))] == [1, 2]
