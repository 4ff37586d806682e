"""Writing a plan and approving it: what each step needs, and every refusal changing nothing."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from audit.models import Entry
from improvement.services import actions, approvals, items, plans
from improvement.tests import world
from inspections.models import Deadline

pytestmark = pytest.mark.django_db


def deadline(plan, code, occurrence=1):
    return Deadline.objects.get(inspection=plan.inspection, rule_code=code, occurrence=occurrence)


def test_writing_an_item_starts_the_drafting_and_is_recorded(surrey, wsoa):
    item = wsoa.items.get(order=1)
    items.write_item(by=surrey.lano, item=item, version=1, outcome="Families are heard")
    wsoa.refresh_from_db()
    assert wsoa.state == "drafting"
    entry = Entry.objects.get(verb="plan.item_written")
    assert entry.changes == {"outcome": ["", "Families are heard"]}
    assert Entry.objects.filter(verb="plan.start").count() == 1


@pytest.mark.parametrize("who", ["officer", "dfe", "lead", "stranger"])
def test_only_those_who_may_edit_write_an_item(surrey, wsoa, who):
    item = wsoa.items.get(order=1)
    with pytest.raises(PermissionDenied):
        items.write_item(by=surrey.people[who], item=item, version=1, outcome="x")
    item.refresh_from_db()
    assert (item.outcome, item.plan.state) == ("", "required")


@pytest.mark.parametrize("who", ["dcs", "lead", "stranger"])
def test_only_those_who_review_release_an_item(surrey, wsoa, who):
    with pytest.raises(PermissionDenied):
        items.release_item(by=surrey.people[who], item=wsoa.items.get(order=1), released_on=world.PUBLISHED)


def test_the_bodies_are_asked_only_when_every_item_says_what_who_when_and_how(surrey, wsoa, nothing_changes):
    world.answer_all(surrey, wsoa)
    last = wsoa.items.get(order=5).actions.get()
    actions.change_action(by=surrey.lano, action=last, version=last.version, measure="  ")
    nothing_changes(lambda: plans.make_move(by=surrey.lano, plan=wsoa, move="seek_approval"), "Answer every item")


def test_an_item_is_not_changed_once_the_plan_is_sent(surrey, sent, nothing_changes):
    item = sent.items.get(order=1)
    nothing_changes(
        lambda: items.write_item(by=surrey.lano, item=item, version=item.version, outcome="x"), "not changed now"
    )


def test_going_back_to_drafting_takes_the_approvals_away(surrey, ready):
    assert approvals.missing_bodies(ready) == []
    plans.make_move(by=surrey.lano, plan=ready, move="return_to_drafting", reason="The board asked for a change")
    assert len(approvals.missing_bodies(ready)) == 2
    assert ready.approvals.filter(withdrawn_at__isnull=False).count() == 2
    assert Entry.objects.filter(verb="plan.approvals_withdrawn").count() == 1


def test_each_leader_approves_for_their_own_kind_of_body(surrey, ready, at, nothing_changes):
    ready.approvals.update(withdrawn_at="2017-03-08T09:00Z")
    nothing_changes(
        lambda: approvals.approve(
            by=surrey.dcs, plan=ready, body_name="Clinical commissioning groups", approved_on=date(2017, 3, 8)
        ),
        "Choose a body you may approve for",
    )
    with pytest.raises(PermissionDenied):
        approvals.approve(by=surrey.lano, plan=ready, body_name="Surrey County Council", approved_on=date(2017, 3, 8))


@pytest.mark.parametrize(
    ("on", "match"),
    [
        (date(2017, 3, 9), "today or in the past"),
        (date(2016, 12, 7), "before the plan was opened, Thursday 8 December 2016"),
    ],
)
def test_an_approval_has_a_day_between_opening_and_today(surrey, ready, on, match, nothing_changes):
    ready.approvals.update(withdrawn_at="2017-03-08T09:00Z")
    nothing_changes(
        lambda: approvals.approve(by=surrey.dcs, plan=ready, body_name="Surrey County Council", approved_on=on), match
    )


def test_a_body_approves_once_and_only_when_asked(surrey, wsoa, ready, nothing_changes):
    nothing_changes(
        lambda: approvals.approve(
            by=surrey.dcs, plan=ready, body_name="Surrey County Council", approved_on=date(2017, 3, 8)
        ),
        "has approved this plan already",
    )
    plans.make_move(by=surrey.lano, plan=ready, move="return_to_drafting", reason="A change")
    nothing_changes(
        lambda: approvals.approve(
            by=surrey.dcs, plan=ready, body_name="Surrey County Council", approved_on=date(2017, 3, 8)
        ),
        "not with the accountable bodies",
    )


def test_the_last_approval_meets_its_deadline(ready):
    assert deadline(ready, "committee-approval").met_on == date(2017, 3, 8)


def test_the_deadline_for_approval_is_open_again_when_the_signatures_do_not_stand(surrey, ready):
    def met_on():
        return deadline(ready, "committee-approval").met_on

    assert met_on() == date(2017, 3, 8)
    item = ready.items.get(order=1)
    items.write_item(by=surrey.lano, item=item, version=item.version, outcome="Something else")
    assert met_on() is None
    world.approve_all(surrey, ready)
    assert met_on() == date(2017, 3, 8)
    plans.make_move(by=surrey.lano, plan=ready, move="return_to_drafting", reason="More to write")
    assert met_on() is None
