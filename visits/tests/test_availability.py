"""Mornings and afternoons away, ticked by link and known to the timetable."""

from __future__ import annotations

from datetime import date

import pytest

from core import clock
from core.errors import Refused
from timetable.models import Away
from visits.models import AvailabilityLink, AwayHalf
from visits.queries.availability import asked
from visits.services import availability, links
from visits.tests.conftest import at


@pytest.fixture
def path(world, settings):
    settings.SITE_URL = "https://inspections.example"
    whole = links.ask_availability(by=world.lano, inspection=world.inspection, contact=world.head)
    return whole.removeprefix("https://inspections.example")


def test_ticks_are_kept_and_become_away_times(world, path, client):
    assert "Monday 13 May 2024" in client.get(path).content.decode()
    client.post(path, {"away_20240513": ["am"], "away_20240517": ["am", "pm"]})
    assert asked(world.inspection)[0].away == (
        "Monday 13 May 2024, morning; Friday 17 May 2024, morning; Friday 17 May 2024, afternoon"
    )
    spans = [(away.starts_at, away.ends_at) for away in Away.objects.filter(contact=world.head)]
    assert spans[0] == (at(2024, 5, 13, 0), at(2024, 5, 13, 12))
    client.post(path, {})
    assert Away.objects.count() == AwayHalf.objects.count() == 0
    assert asked(world.inspection)[0].away == "There all week"


def test_what_somebody_typed_stays(world, path, client):
    typed = Away.objects.create(
        inspection=world.inspection, contact=world.head, starts_at=at(2024, 5, 14, 9), ends_at=at(2024, 5, 14, 10)
    )
    client.post(path, {"away_20240513": ["am"]})
    client.post(path, {})
    assert list(Away.objects.all()) == [typed]


def test_a_new_link_keeps_the_answer_and_ends_the_old_link(world, path, client):
    client.post(path, {"away_20240513": ["pm"]})
    links.ask_availability(by=world.lano, inspection=world.inspection, contact=world.head)
    assert client.get(path).status_code == 404
    assert asked(world.inspection)[0].away == "Monday 13 May 2024, afternoon"


def test_the_link_ends_with_the_on_site_week(world, path, client):
    with clock.travelled_to(date(2024, 5, 17)):
        assert client.get(path).status_code == 200
    with clock.travelled_to(date(2024, 5, 18)):
        assert client.get(path).status_code == 404


def test_other_days_are_refused(world, path):
    with pytest.raises(Refused):
        availability.answer(by=None, link=AvailabilityLink.objects.get(), away=[(date(2024, 5, 20), "am")])
