import re
from datetime import date

import pytest

from core import clock
from improvement.services import plans
from improvement.tests import world
from improvement.tests.pages import text_of
from improvement.tests.world import ready_to_submit
from monitoring.tests import walk


@pytest.fixture
def at():
    """Set the day: at(date(2019, 6, 17))."""
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
    at(world.PUBLISHED)
    return world.surrey()


@pytest.fixture
def plan(surrey, at):
    """Surrey's accelerated progress plan of 2019, of one weakness, in delivery from 3 June 2019."""
    at(date(2019, 5, 13))
    area = walk.after_revisit(surrey)
    made = plans.request_plan(by=surrey.assurer, inspection=area.inspection)
    at(date(2019, 5, 28))
    return walk.delivered(area, ready_to_submit(area, made))


@pytest.fixture
def visit(surrey, plan, at):
    """Monitoring visit 1, planned for 17 June 2019, its evidence asked for."""
    return walk.asked(surrey, plan, date(2019, 6, 17))


@pytest.fixture
def held(surrey, visit, at):
    at(date(2019, 6, 17))
    return walk.held(surrey, visit)


@pytest.fixture
def written_up(surrey, held):
    return walk.written_up(surrey, held)


@pytest.fixture
def see(client, surrey):
    """The words of a page as somebody sees it."""

    def get(who, address, status=200):
        client.force_login(surrey.people[who])
        answer = client.get(address)
        assert answer.status_code == status, address
        return text_of(answer)

    return get


@pytest.fixture
def send(client, surrey):
    """Send a form as a person types it: the page is loaded for its hidden fields first."""

    def post(who, address, **typed):
        client.force_login(surrey.people[who])
        page = client.get(address).content.decode()
        hidden = dict(re.findall(r'type="hidden" name="([a-z_]+)" value="([^"]*)"', page))
        return client.post(address, {**hidden, **typed})

    return post


@pytest.fixture
def press(client, surrey):
    """Press a button of a page."""

    def post(who, address, **hidden):
        client.force_login(surrey.people[who])
        return client.post(address, hidden, follow=True)

    return post
