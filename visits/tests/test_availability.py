"""Mornings and afternoons away, ticked by link and known to the timetable."""

from __future__ import annotations

from datetime import date

import pytest

from core import clock
from core.errors import Refused
from timetable.models import Away
from timetable.queries.spans import weekdays
from timetable.services import week
from visits.models import AvailabilityLink, AwayHalf
from visits.queries.availability import asked
from visits.services import availability, links
from visits.tests.conftest import at


@pytest.fixture
def path(world, settings):
    settings.SITE_URL = "https://inspections.example"
    whole = links.ask_availability(by=world.lano, inspection=world.inspection, contact=world.head)
    return whole.removeprefix("https://inspections.example")


def as_shown(client, path):
    """What a browser sends when nobody touches anything."""
    form = client.get(path).context["form"]
    return {name: form.shows(name) for name in form.boxes()} | {"shown": form["shown"].value()}


def answer(client, path, **ticks):
    """Tick exactly these on the page as it is now."""
    sent = as_shown(client, path)
    return client.post(path, dict.fromkeys(sent, []) | {"shown": sent["shown"]} | ticks)


def test_ticks_are_kept_and_become_away_times(world, path, client):
    assert "Monday 13 May 2024" in client.get(path).content.decode()
    answer(client, path, away_20240513=["am"], away_20240517=["am", "pm"])
    assert asked(world.inspection)[0].away == (
        "Monday 13 May 2024, morning; Friday 17 May 2024, morning; Friday 17 May 2024, afternoon"
    )
    spans = [(away.starts_at, away.ends_at) for away in Away.objects.filter(contact=world.head)]
    assert spans[0] == (at(2024, 5, 13, 0), at(2024, 5, 13, 12))
    answer(client, path)
    assert Away.objects.count() == AwayHalf.objects.count() == 0
    assert asked(world.inspection)[0].away == "There all week"


def test_what_somebody_typed_stays(world, path, client):
    typed = Away.objects.create(
        inspection=world.inspection, contact=world.head, starts_at=at(2024, 5, 14, 9), ends_at=at(2024, 5, 14, 10)
    )
    answer(client, path, away_20240513=["am"])
    answer(client, path)
    assert list(Away.objects.all()) == [typed]


def test_a_new_link_keeps_the_answer_and_ends_the_old_link(world, path, client):
    answer(client, path, away_20240513=["pm"])
    links.ask_availability(by=world.lano, inspection=world.inspection, contact=world.head)
    assert client.get(path).status_code == 404
    assert asked(world.inspection)[0].away == "Monday 13 May 2024, afternoon"


def test_what_the_area_ticks_in_the_timetable_is_shown_too(world, path, client):
    """Before an answer, after one, and for somebody who was not asked."""
    days = weekdays(world.inspection)
    every = {(day, half) for day in days for half in ("am", "pm")}
    ticked = {(date(2024, 5, 14), "am")}
    week.set_halves(by=world.lano, inspection=world.inspection, available=every - ticked, days=days, contact=world.head)
    assert asked(world.inspection)[0].away == "No answer yet. Ticked in the timetable: Tuesday 14 May 2024, morning"
    answer(client, path, away_20240513=["pm"])
    assert asked(world.inspection)[0].away == "Monday 13 May 2024, afternoon"
    week.set_halves(by=world.lano, inspection=world.inspection, available=every - ticked, days=days, contact=world.head)
    assert asked(world.inspection)[0].away == "Tuesday 14 May 2024, morning"
    AvailabilityLink.objects.all().delete()
    assert asked(world.inspection)[0].away == "Not asked. Ticked in the timetable: Tuesday 14 May 2024, morning"


def test_the_link_ends_with_the_on_site_week(world, path, client):
    with clock.travelled_to(date(2024, 5, 17)):
        assert client.get(path).status_code == 200
    with clock.travelled_to(date(2024, 5, 18)):
        assert client.get(path).status_code == 404


def test_other_days_are_refused(world, path):
    with pytest.raises(Refused):
        availability.answer(by=None, link=AvailabilityLink.objects.get(), away=[(date(2024, 5, 20), "am")])


def test_two_with_the_same_link_and_the_area_take_nothing_back_from_each_other(world, path, client):
    mine, theirs = as_shown(client, path), as_shown(client, path)
    days = weekdays(world.inspection)
    every = {(day, half) for day in days for half in ("am", "pm")}
    away = {(date(2024, 5, 1), "am"), (date(2024, 5, 14), "am")}
    week.set_halves(by=world.lano, inspection=world.inspection, available=every - away, days=days, contact=world.head)
    client.post(path, theirs | {"away_20240513": ["am"]})
    client.post(path, mine | {"away_20240517": ["pm"]})
    spans = [away.starts_at for away in Away.objects.filter(contact=world.head)]
    assert spans == [at(2024, 5, 1, 0), at(2024, 5, 13, 0), at(2024, 5, 14, 0), at(2024, 5, 17, 12)]
    assert asked(world.inspection)[0].away == (
        "Monday 13 May 2024, morning; Tuesday 14 May 2024, morning; Friday 17 May 2024, afternoon"
    )
    # The page shows what the area ticked, so that who holds the link can take it back.
    assert as_shown(client, path)["away_20240514"] == ["am"]
    answer(client, path)
    assert [away.starts_at for away in Away.objects.all()] == [at(2024, 5, 1, 0)]
