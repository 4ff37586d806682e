from datetime import date

import pytest

from core import clock
from tracking.tests import world

TODAY = date(2017, 12, 4)


@pytest.fixture
def at():
    """Set the day: at(date(2017, 3, 1))."""
    held = []

    def travel(day):
        while held:
            held.pop().__exit__(None, None, None)
        manager = clock.travelled_to(day)
        manager.__enter__()
        held.append(manager)

    yield travel
    while held:
        held.pop().__exit__(None, None, None)


@pytest.fixture(autouse=True)
def no_second_factor(settings):
    settings.REQUIRE_TWO_FACTOR = False


@pytest.fixture
def surrey(db, at):
    """Surrey's plan in delivery on 4 December 2017: five items, three actions each, nothing recorded."""
    at(TODAY)
    return world.in_delivery()


@pytest.fixture
def see(client, surrey):
    """A page as somebody sees it."""

    def get(who, name, *args, status=200, **query):
        client.force_login(surrey.people[who])
        answer = client.get(world.url(name, *args), query)
        assert answer.status_code == status, (who, name, answer.status_code)
        return answer

    return get


@pytest.fixture
def send(client, surrey):
    """Send a form as a person types it: the page is loaded for its hidden fields first."""

    def post(who, name, *args, **typed):
        client.force_login(surrey.people[who])
        page = client.get(world.url(name, *args)).content.decode()
        return client.post(world.url(name, *args), {**world.hidden(page), **typed})

    return post
