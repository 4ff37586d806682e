from datetime import date

import pytest

from core import clock
from improvement.services import plans
from improvement.tests import world


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


@pytest.fixture
def surrey(db, at):
    at(world.PUBLISHED)
    return world.surrey()


@pytest.fixture
def wsoa(surrey):
    """Surrey's plan on the day its letter is published."""
    return plans.request_plan(by=surrey.assurer, inspection=surrey.inspection)


@pytest.fixture
def sent(surrey, wsoa, at):
    """Surrey's plan sent on 8 March 2017, working day 66 of 70."""
    at(date(2017, 3, 8))
    return plans.submit(by=surrey.dcs, plan=world.ready_to_submit(surrey, wsoa))
