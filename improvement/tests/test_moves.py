"""The life of a plan: what each step needs, what it leaves behind, and every refusal changing nothing."""

import hashlib
import json
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Notice
from audit.models import Entry
from core.errors import Refused
from improvement.models import Plan, PlanDecision, PlanSubmission
from improvement.services import approvals, dates, items, moves, plans
from improvement.tests import world
from inspections.models import Deadline

pytestmark = pytest.mark.django_db


def deadline(plan, code, occurrence=1):
    return Deadline.objects.get(inspection=plan.inspection, rule_code=code, occurrence=occurrence)


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


# --- writing and approving


def test_writing_an_item_starts_the_drafting_and_is_recorded(surrey, wsoa):
    item = wsoa.items.get(order=1)
    items.write_item(by=surrey.lano, item=item, version=1, action="Train every case officer")
    wsoa.refresh_from_db()
    assert wsoa.state == "drafting"
    entry = Entry.objects.get(verb="plan.item_written")
    assert entry.changes == {"action": ["", "Train every case officer"]}
    assert Entry.objects.filter(verb="plan.start").count() == 1


@pytest.mark.parametrize("who", ["officer", "dfe", "lead", "stranger"])
def test_only_those_who_may_edit_write_an_item(surrey, wsoa, who):
    item = wsoa.items.get(order=1)
    with pytest.raises(PermissionDenied):
        items.write_item(by=surrey.people[who], item=item, version=1, action="x")
    item.refresh_from_db()
    assert (item.action, item.plan.state) == ("", "required")


@pytest.mark.parametrize("who", ["dcs", "lead", "stranger"])
def test_only_those_who_review_release_an_item(surrey, wsoa, who):
    with pytest.raises(PermissionDenied):
        items.release_item(by=surrey.people[who], item=wsoa.items.get(order=1), released_on=world.PUBLISHED)


def test_the_bodies_are_asked_only_when_every_item_says_what_who_when_and_how(surrey, wsoa, nothing_changes):
    world.answer_all(surrey, wsoa)
    last = wsoa.items.get(order=5)
    items.write_item(by=surrey.lano, item=last, version=last.version, measure="  ")
    nothing_changes(lambda: plans.make_move(by=surrey.lano, plan=wsoa, move="seek_approval"), "Answer every item")


def test_an_item_is_not_changed_while_the_bodies_have_the_plan(surrey, ready, nothing_changes):
    item = ready.items.get(order=1)
    nothing_changes(
        lambda: items.write_item(by=surrey.lano, item=item, version=item.version, action="x"), "Return it to drafting"
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


# --- sending


def test_surrey_submits_on_working_day_66_of_70(surrey, sent):
    submission = sent.submissions.get()
    assert (sent.state, sent.submitted_on) == ("submitted", date(2017, 3, 8))
    assert submission.receipt_number == "WSOA-SURREY-2016-1"
    assert (submission.working_day, submission.working_days_allowed) == (66, 70)
    assert submission.counted == "Submitted on working day 66 of 70"
    assert submission.submitted_to == ["Ofsted"]
    due = dates.due_deadline(sent)
    assert (due.met_on, due.met_by) == (date(2017, 3, 8), surrey.dcs)


def test_a_submission_freezes_the_whole_plan(sent):
    submission = sent.submissions.get()
    content = json.loads(submission.snapshot)
    assert [item["text"] for item in content["items"]] == list(world.WEAKNESSES)
    assert {item["action"] for item in content["items"]} == {"Train every case officer"}
    assert [approval["body"] for approval in content["approvals"]] == [
        "Surrey County Council",
        "Clinical commissioning groups",
    ]
    assert content["received_on"] == "2016-12-01"
    assert submission.sha256 == hashlib.sha256(submission.snapshot.encode()).hexdigest()


def test_sending_tells_owners_advisers_and_reviewers_once(surrey, sent):
    told = Notice.objects.filter(key=f"plan:{sent.pk}:submitted:1")
    assert sorted(told.values_list("person__name", flat=True)) == sorted(
        surrey.people[name].name for name in ("lano", "dcs", "board", "dfe", "nhse", "assurer")
    )
    body = told.get(person=surrey.dcs).body
    assert "working day 66 of 70" in body and "WSOA-SURREY-2016-1" in body and "Ofsted and CQC to decide" in body


def test_a_late_plan_is_taken_and_says_how_late(surrey, wsoa, at):
    at(date(2017, 3, 17))
    plan = plans.submit(by=surrey.dcs, plan=world.ready_to_submit(surrey, wsoa))
    assert plan.submissions.get().counted == "Submitted on working day 73 of 70, 3 working days late"
    assert dates.due_deadline(plan).met_on == date(2017, 3, 17)


def test_the_decision_has_a_deadline_that_is_not_confirmed(sent):
    row = deadline(sent, "wsoa-decision")
    assert (row.due_on, row.confirmed, row.met_on) == (date(2017, 3, 22), False, None)


@pytest.mark.parametrize(
    ("on", "match"),
    [(date(2017, 3, 9), "today or in the past"), (date(2016, 12, 7), "before the plan was opened")],
    ids=["tomorrow", "before opening"],
)
def test_the_day_of_a_submission_lies_between_opening_and_today(surrey, ready, on, match, nothing_changes):
    nothing_changes(lambda: plans.submit(by=surrey.dcs, plan=ready, on=on), match)


def test_a_plan_is_not_sent_before_its_bodies_approve(surrey, ready, nothing_changes):
    ready.approvals.filter(body_kind="board").update(withdrawn_at="2017-03-08T09:00Z")
    nothing_changes(lambda: plans.submit(by=surrey.dcs, plan=ready), "Every accountable body must have signed")


def test_a_plan_is_not_sent_before_receipt_is_recorded(db, at, nothing_changes):
    at(world.PUBLISHED)
    area = world.surrey(received_on=None)
    plan = world.ready_to_submit(area, plans.request_plan(by=area.assurer, inspection=area.inspection))
    nothing_changes(lambda: plans.submit(by=area.dcs, plan=plan), "Record when the area received the final report")


def test_sending_twice_is_once(surrey, sent, nothing_changes):
    nothing_changes(lambda: plans.submit(by=surrey.dcs, plan=sent), "cannot be done now: this is at ‘Submitted’")
    assert sent.submissions.count() == 1


@pytest.mark.parametrize("who", ["lano", "officer", "dfe", "stranger"])
def test_only_the_leaders_send(surrey, ready, who):
    with pytest.raises(PermissionDenied):
        plans.submit(by=surrey.people[who], plan=ready)
    assert ready.submissions.count() == 0


def test_there_is_no_step_of_another_name(surrey, wsoa, nothing_changes):
    nothing_changes(lambda: plans.make_move(by=surrey.dcs, plan=wsoa, move="vanish"), "no step called vanish")


# --- deciding


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
    item = plan.items.get(order=5)
    items.write_item(by=surrey.lano, item=item, version=item.version, action="Visit every absent pupil")
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


# --- the other kinds of plan


def test_an_accelerated_plan_has_milestones_3_6_and_12_months_after_approval(surrey, wsoa, at):
    at(date(2019, 5, 13))
    plan = plans.request_plan(by=surrey.assurer, inspection=world.revisit(surrey))
    at(date(2019, 6, 28))
    plan = plans.submit(by=surrey.dcs, plan=world.ready_to_submit(surrey, plan))
    submission = plan.submissions.get()
    assert submission.receipt_number == "APP-SURREY-REVISIT-2019-1"
    assert submission.counted == "No due date stood when it was submitted"
    with pytest.raises(Refused, match="reviewed by DfE and NHS England"):
        plans.start_review(by=surrey.assurer, plan=plan)
    at(date(2019, 7, 31))
    plans.start_review(by=surrey.nhse, plan=plan)
    plans.accept(by=surrey.dfe, plan=plan)
    milestones = Deadline.objects.filter(inspection=plan.inspection, rule_code="app-milestone")
    assert list(milestones.values_list("due_on", flat=True)) == [
        date(2019, 10, 31),
        date(2020, 1, 31),
        date(2020, 7, 31),
    ]


def test_a_strategic_plan_is_published_not_submitted(db, at, nothing_changes):
    at(date(2024, 4, 17))
    area = world.bury()
    area.inspection.outcome = "outcome-2"
    area.inspection.save(update_fields=["outcome"])
    plan = plans.request_plan(by=area.assurer, inspection=area.inspection)
    plans.make_move(by=area.lano, plan=plan, move="start")
    plan = world.ready_to_submit(area, plan)
    assert "submit" not in [move.name for move in moves.available(plan, area.dcs)]
    nothing_changes(lambda: plans.submit(by=area.dcs, plan=plan), "published by the area and is not submitted")
    plan = plans.make_move(by=area.dcs, plan=plan, move="publish_unreviewed")
    assert (plan.state, plan.published_on) == ("published", date(2024, 4, 17))
    assert dates.due_deadline(plan).met_on == date(2024, 4, 17)


# --- what is offered


@pytest.mark.parametrize(
    ("who", "offered"),
    [
        ("lano", ["return_to_drafting"]),
        ("dcs", ["return_to_drafting", "submit"]),
        ("assurer", ["supersede"]),
        ("officer", []),
        ("forum", []),
    ],
)
def test_each_person_is_offered_their_own_steps(surrey, ready, who, offered):
    assert [move.name for move in moves.available(ready, surrey.people[who])] == offered


def test_review_is_offered_only_to_those_who_review_such_plans(surrey, sent):
    assert "start_review" in [move.name for move in moves.available(sent, surrey.assurer)]
    assert "start_review" not in [move.name for move in moves.available(sent, surrey.dfe)]
