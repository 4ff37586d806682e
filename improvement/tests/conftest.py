import re
from datetime import date

import pytest

from accounts.models import Notice
from audit.models import Entry
from core import clock
from core.errors import Refused
from improvement.models import Plan, PlanDecision, PlanSubmission
from improvement.services import plans
from improvement.tests import world
from improvement.tests.pages import text_of
from inspections.models import Deadline


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


@pytest.fixture(autouse=True)
def no_second_factor(settings):
    settings.REQUIRE_TWO_FACTOR = False


@pytest.fixture
def see(client, surrey):
    """The words of a page as somebody sees it."""

    def get(who, address):
        client.force_login(surrey.people[who])
        answer = client.get(address)
        assert answer.status_code == 200, address
        return text_of(answer)

    return get


@pytest.fixture
def send(client, surrey):
    """Send a form as a person types it: the page is loaded for its hidden fields first."""

    def post(who, address, /, **typed):
        client.force_login(surrey.people[who])
        page = client.get(address).content.decode()
        hidden = dict(re.findall(r'type="hidden" name="([a-z_]+)" value="([^"]*)"', page))
        return client.post(address, {**hidden, **typed})

    return post


@pytest.fixture
def ready(surrey, wsoa, at):
    at(date(2017, 3, 8))
    return world.ready_to_submit(surrey, wsoa)


@pytest.fixture
def reviewed(surrey, sent):
    return plans.start_review(by=surrey.assurer, plan=sent)


def state_of_everything():
    return (
        list(Plan.objects.values()), list(Deadline.objects.values()), PlanSubmission.objects.count(), PlanDecision.objects.count(),
        Entry.objects.count(), Notice.objects.count(),
    )  # fmt: skip


@pytest.fixture
def nothing_changes():
    """Run something that is refused, and see that it left no trace."""

    def run(act, match):
        before = state_of_everything()
        with pytest.raises(Refused, match=match):
            act()
        assert state_of_everything() == before

    return run
