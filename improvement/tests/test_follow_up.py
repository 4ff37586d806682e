"""After a revisit: what suffices is released, what is not finished goes on with its history, the old plan is over."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from accounts.models import Notice
from audit.models import Entry
from core import clock
from improvement.models import Action, Milestone, Plan, PlanItem
from improvement.services import follow_up, plans
from improvement.tests import world
from inspections.models import Deadline, Inspection

pytestmark = pytest.mark.django_db
PUBLISHED = date(2019, 5, 13)


@pytest.fixture
def surrey() -> world.Area:
    return world.surrey()


@pytest.fixture
def wsoa(surrey: world.Area) -> Plan:
    """The statement of action in delivery: on item 5 an action under way, one completed and one withdrawn; one on item 1."""
    with clock.travelled_to(date(2016, 12, 9)):
        plan = plans.request_plan(by=surrey.lead, inspection=surrey.inspection)
    assert plan is not None
    Plan.objects.filter(pk=plan.pk).update(
        state="in_delivery", accepted_on=date(2017, 3, 24), submitted_on=date(2017, 3, 10)
    )
    absence, first = plan.items.get(order=5), plan.items.get(order=1)
    PlanItem.objects.filter(pk=absence.pk).update(outcome="Children are in school")
    going = action(
        absence, 1, "Visit every absent pupil", state="underway_behind", impact="not_seen", owner=surrey.lano,
        state_on=date(2019, 1, 7), raised_at="Monitoring visit 2",
    )  # fmt: skip
    Milestone.objects.create(
        action=going, order=1, text="First round", due_on=date(2018, 7, 1), met_on=date(2018, 7, 2)
    )
    Milestone.objects.create(
        action=going, order=2, text="Second round", due_on=date(2019, 7, 1), deferred_from_on=date(2019, 1, 1),
        deferred_reason="Too few officers",
    )  # fmt: skip
    action(absence, 2, "Write to schools", state="completed")
    action(absence, 3, "Buy a system", state="withdrawn")
    action(first, 1, "Train case officers", state="underway_on_target")
    return Plan.objects.get(pk=plan.pk)


def action(item: PlanItem, number: int, text: str, **values: Any) -> Action:
    return Action.objects.create(item=item, number=number, text=text, owner_office="Head of SEND", **values)


def follow(area: world.Area, inspection: Inspection) -> Plan | None:
    with clock.travelled_to(PUBLISHED):
        return follow_up.after_publication(by=area.assurer, inspection=inspection)


def test_live_actions_go_on_with_state_impact_and_milestones(surrey: world.Area, wsoa: Plan) -> None:
    plan = follow(surrey, world.revisit(surrey))
    assert plan is not None and plan.kind == "accelerated-progress-plan"
    (item,) = plan.items.all()
    assert (item.text, item.outcome) == (world.WEAKNESSES[4], "Children are in school")
    (copy,) = item.actions.all()
    old = Action.objects.get(text="Visit every absent pupil", item__plan=wsoa)
    assert copy.carried_from == old
    assert (copy.reference, copy.state, copy.impact, copy.state_on) == (
        "1.1",
        "underway_behind",
        "not_seen",
        date(2019, 1, 7),
    )
    assert (copy.owner, copy.raised_at, copy.owner_office) == (surrey.lano, "Monitoring visit 2", "Head of SEND")
    met, deferred = copy.milestones.all()
    assert (met.text, met.met_on) == ("First round", date(2018, 7, 2))
    assert (deferred.deferred_from_on, deferred.deferred_reason) == (date(2019, 1, 1), "Too few officers")
    # What was reached stays in the old plan as it stood.
    old.refresh_from_db()
    assert (old.state, old.milestones.count()) == ("underway_behind", 2)
    assert Entry.objects.filter(verb="plan.action_carried").count() == 1
    assert follow_up.going_on(plan) == [(wsoa.items.get(order=5), item)]
    assert follow_up.going_on(wsoa) == []


def test_the_old_plan_is_replaced_and_what_sufficed_released(surrey: world.Area, wsoa: Plan) -> None:
    follow(surrey, world.revisit(surrey))
    wsoa.refresh_from_db()
    assert wsoa.state == "superseded"
    assert {item.order: item.released_on for item in wsoa.items.all()} == dict.fromkeys(range(1, 5), PUBLISHED) | {
        5: None
    }
    assert not Deadline.objects.open().filter(inspection=surrey.inspection, scope="plan").exists()
    assert Notice.objects.filter(person=surrey.dfe, key=f"plan:{wsoa.pk}:ended:supersede").count() == 1


def test_sufficient_everywhere_ends_monitoring(surrey: world.Area, wsoa: Plan) -> None:
    assert follow(surrey, world.revisit(surrey, insufficient=())) is None
    wsoa.refresh_from_db()
    assert wsoa.state == "released"
    assert not wsoa.items.filter(released_on=None).exists()
    assert not Action.objects.exclude(item__plan=wsoa).exists()


def test_twice_is_once(surrey: world.Area, wsoa: Plan) -> None:
    inspection = world.revisit(surrey)
    first = follow(surrey, inspection)
    entries, notices = Entry.objects.count(), Notice.objects.count()
    assert follow(surrey, inspection) == first
    assert first is not None and follow_up.carry_on(by=None, plan=first, earlier=wsoa) == []
    assert (Entry.objects.count(), Notice.objects.count()) == (entries, notices)


def test_a_plan_that_was_never_delivered_is_not_released_but_may_be_replaced(surrey: world.Area, wsoa: Plan) -> None:
    Plan.objects.filter(pk=wsoa.pk).update(state="accepted")
    inspection = world.revisit(surrey, insufficient=())
    follow(surrey, inspection)
    wsoa.refresh_from_db()
    assert wsoa.state == "accepted"


def test_without_an_earlier_plan_the_new_one_is_opened_all_the_same(surrey: world.Area) -> None:
    plan = follow(surrey, world.revisit(surrey, insufficient=(2, 5)))
    assert plan is not None
    assert [item.text for item in plan.items.all()] == [world.WEAKNESSES[1], world.WEAKNESSES[4]]
    assert not Action.objects.exists()


def test_a_monitoring_inspection_leaves_the_priority_action_plan_alone() -> None:
    bury = world.bury()
    with clock.travelled_to(date(2024, 4, 18)):
        plan = plans.request_plan(by=bury.lead, inspection=bury.inspection)
    assert plan is not None
    monitoring = Inspection.objects.create(
        reference="bury-monitoring-2025", partnership=bury.partnership, framework_code="area-send-2023",
        edition_code="2025-07-07", kind="monitoring", state="published", outcome="not-effective", follows=bury.inspection,
        published_on=date(2025, 12, 10),
    )  # fmt: skip
    with clock.travelled_to(date(2025, 12, 10)):
        assert follow_up.after_publication(by=bury.assurer, inspection=monitoring) is None
    before = plan.state
    plan.refresh_from_db()
    assert (plan.state, plan.items.filter(released_on=None).count()) == (before, 1)


def test_a_plan_that_is_over_already_is_left_as_it_is(surrey: world.Area, wsoa: Plan) -> None:
    Plan.objects.filter(pk=wsoa.pk).update(state="completed")
    plan = follow(surrey, world.revisit(surrey))
    assert plan is not None and not Action.objects.filter(item__plan=plan).exists()
    assert not wsoa.items.exclude(released_on=None).exists()
