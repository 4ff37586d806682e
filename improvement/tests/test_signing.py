"""Signing what was read, on a day on which it stood."""

from datetime import date

import pytest

from core.errors import Refused
from improvement.models import PlanApproval
from improvement.services import approvals, items, plans
from improvement.tests import world
from improvement.tests.pages import day, text_of, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def with_bodies(surrey, wsoa, at):
    at(date(2017, 3, 6))
    world.answer_all(surrey, wsoa)
    return plans.make_move(by=surrey.lano, plan=wsoa, move="seek_approval")


def change(surrey, plan, outcome):
    item = plan.items.get(order=1)
    items.write_item(by=surrey.lano, item=item, version=item.version, outcome=outcome)


def test_a_plan_changed_while_the_page_was_open_is_not_signed_unseen(client, surrey, with_bodies):
    client.force_login(surrey.dcs)
    page = client.get(url("plan-approve")).context["form"]
    typed = {"body_name": "Surrey County Council", "read": page["read"].value(), **day("approved_on", date(2017, 3, 6))}
    change(surrey, with_bodies, "Slipped in meanwhile")
    refused = client.post(url("plan-approve"), typed)
    assert "Somebody has changed the plan since you opened this page" in text_of(refused)
    assert not PlanApproval.objects.exists()
    typed["read"] = refused.context["form"]["read"].value()
    assert client.post(url("plan-approve"), typed).status_code == 302
    assert PlanApproval.objects.get().body_name == "Surrey County Council"


def test_a_body_signs_anew_on_no_day_before_its_signature_was_broken(surrey, with_bodies, at):
    council = {"by": surrey.dcs, "plan": with_bodies, "body_name": "Surrey County Council"}
    approvals.approve(**council, approved_on=date(2017, 3, 6))
    at(date(2017, 3, 8))
    change(surrey, with_bodies, "Something else")
    with pytest.raises(Refused, match="opened for change on Wednesday 8 March 2017"):
        approvals.approve(**council, approved_on=date(2017, 3, 7))
    assert approvals.approve(**council, approved_on=date(2017, 3, 8)).withdrawn_at is None
