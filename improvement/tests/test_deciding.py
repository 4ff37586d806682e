"""Accepting or returning a plan, its delivery and its end; every refusal changing nothing."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Notice
from audit.models import Entry
from improvement.models import Plan
from improvement.services import actions, approvals, items, plans
from improvement.tests import world
from inspections.models import Deadline

pytestmark = pytest.mark.django_db


def deadline(plan, code, occurrence=1):
    return Deadline.objects.get(inspection=plan.inspection, rule_code=code, occurrence=occurrence)


def test_acceptance_lays_the_visits_and_the_revisit(db, at):
    at(world.PUBLISHED)
    area = world.surrey(edition="2018-11")
    plan = plans.request_plan(by=area.assurer, inspection=area.inspection)
    at(date(2017, 3, 8))
    plans.submit(by=area.dcs, plan=world.ready_to_submit(area, plan))
    at(date(2017, 3, 20))
    plans.start_review(by=area.assurer, plan=plan)
    plan = plans.accept(by=area.assurer, plan=plan)
    assert (plan.state, plan.accepted_on, plan.decided_on) == ("accepted", date(2017, 3, 20), date(2017, 3, 20))
    visits = Deadline.objects.filter(inspection=plan.inspection, rule_code="monitoring-visit").values_list(
        "due_on", flat=True
    )
    assert list(visits)[:2] == [date(2017, 6, 20), date(2017, 9, 20)]
    assert len(visits) == 6
    assert deadline(plan, "revisit-due").due_on == date(2018, 9, 20)
    assert deadline(plan, "wsoa-decision").met_on == date(2017, 3, 20)
    assert plan.submissions.get().decision.decision == "accepted"
    notice = Notice.objects.get(person=area.lano, key=f"plan:{plan.pk}:decided:1")
    assert notice.subject == "WSoA for Surrey: fit for purpose"


def test_a_return_gives_reasons_for_the_plan_and_for_items(surrey, reviewed, at):
    at(date(2017, 3, 20))
    plan = plans.return_with_reasons(
        by=surrey.assurer, plan=reviewed, reason="No milestones", item_reasons={5: "Say by when", 2: "  "}
    )
    decision = plan.submissions.get().decision
    assert (plan.state, plan.returned_on) == ("not_fit", date(2017, 3, 20))
    assert (decision.reasons, decision.item_reasons) == ("No milestones", {"5": "Say by when"})
    again = deadline(plan, "wsoa-resubmission")
    assert (again.due_on, again.confirmed) == (date(2017, 4, 3), False)
    assert "No milestones" in Notice.objects.get(person=surrey.dcs, key=f"plan:{plan.pk}:decided:1").body
    assert Entry.objects.get(verb="plan.return_not_fit").reason == "No milestones"


def test_a_return_without_reasons_is_refused(surrey, reviewed, nothing_changes):
    nothing_changes(lambda: plans.return_with_reasons(by=surrey.assurer, plan=reviewed, reason=" "), "Enter the reason")


def test_a_decision_is_not_before_the_submission(surrey, reviewed, nothing_changes):
    nothing_changes(
        lambda: plans.accept(by=surrey.assurer, plan=reviewed, on=date(2017, 3, 7)),
        "cannot be before the plan was submitted",
    )


def test_a_plan_is_not_published_tomorrow(surrey, reviewed, nothing_changes):
    plan = plans.accept(by=surrey.assurer, plan=reviewed)
    nothing_changes(
        lambda: plans.make_move(by=surrey.dcs, plan=plan, move="publish", on=date(2017, 3, 9)), "today or in the past"
    )


def test_who_reviews_follows_the_edition(surrey, sent, nothing_changes):
    nothing_changes(lambda: plans.start_review(by=surrey.dfe, plan=sent), "reviewed by Ofsted and CQC")
    with pytest.raises(PermissionDenied):
        plans.start_review(by=surrey.dcs, plan=sent)
    assert plans.start_review(by=surrey.assurer, plan=sent).state == "under_review"


def test_a_plan_sent_again_has_a_new_receipt_and_keeps_the_first(surrey, reviewed, at):
    plan = plans.return_with_reasons(by=surrey.assurer, plan=reviewed, reason="No milestones")
    first = plan.submissions.get()
    at(date(2017, 3, 15))
    plans.make_move(by=surrey.lano, plan=plan, move="redraft")
    assert len(approvals.missing_bodies(plan)) == 2
    action = plan.items.get(order=5).actions.get()
    actions.change_action(by=surrey.lano, action=action, version=action.version, text="Visit every absent pupil")
    plans.make_move(by=surrey.lano, plan=plan, move="seek_approval")
    world.approve_all(surrey, plan)
    plan = plans.resubmit(by=surrey.dcs, plan=plan)
    second = plan.submissions.get(number=2)
    assert (plan.state, second.receipt_number) == ("resubmitted", "WSOA-SURREY-2016-2")
    assert (second.working_day, second.working_days_allowed) == (5, 10)
    assert deadline(plan, "wsoa-resubmission").met_on == date(2017, 3, 15)
    first.refresh_from_db()
    assert "Visit every absent pupil" not in first.snapshot
    assert "Visit every absent pupil" in second.snapshot


def test_delivery_ends_when_every_item_is_released(surrey, reviewed, at, nothing_changes):
    plan = plans.accept(by=surrey.assurer, plan=reviewed)
    plans.make_move(by=surrey.dcs, plan=plan, move="publish")
    plan = plans.make_move(by=surrey.lano, plan=plan, move="deliver")
    nothing_changes(lambda: plans.make_move(by=surrey.dfe, plan=plan, move="complete"), "Release every item first")
    at(date(2018, 9, 3))
    for item in plan.items.all():
        items.release_item(by=surrey.dfe, item=item, released_on=date(2018, 9, 3))
    plan = plans.make_move(by=surrey.dfe, plan=plan, move="complete")
    assert plan.state == "completed"
    assert not Deadline.objects.open().filter(inspection=plan.inspection, scope="plan").exists()
    assert Plan.objects.open().count() == 0


@pytest.mark.parametrize(
    ("on", "match"), [(date(2017, 3, 9), "in the past"), (date(2017, 3, 7), "before the plan was accepted")]
)
def test_an_item_is_released_once_in_delivery_on_a_day_that_can_be(surrey, reviewed, on, match, nothing_changes):
    item = reviewed.items.get(order=1)
    nothing_changes(lambda: items.release_item(by=surrey.dfe, item=item, released_on=date(2017, 3, 8)), "in delivery")
    plan = plans.accept(by=surrey.assurer, plan=reviewed)
    plans.make_move(by=surrey.dcs, plan=plan, move="publish")
    plans.make_move(by=surrey.lano, plan=plan, move="deliver")
    nothing_changes(lambda: items.release_item(by=surrey.dfe, item=item, released_on=on), match)
    items.release_item(by=surrey.dfe, item=item, released_on=date(2017, 3, 8))
    nothing_changes(lambda: items.release_item(by=surrey.dfe, item=item, released_on=date(2017, 3, 8)), "already")


def test_a_withdrawn_requirement_closes_its_deadlines(surrey, wsoa):
    plan = plans.make_move(by=surrey.assurer, plan=wsoa, move="withdraw_requirement", reason="Issued by mistake")
    assert plan.state == "not_required"
    assert not Deadline.objects.open().filter(scope="plan").exists()
    assert plans.request_plan(by=surrey.assurer, inspection=surrey.inspection).pk == plan.pk
    assert not Deadline.objects.open().filter(scope="plan").exists()
