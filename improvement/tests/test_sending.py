"""Sending a plan: what is frozen, who is told, and every refusal changing nothing."""

import hashlib
import json
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Notice
from improvement.services import dates, plans
from improvement.tests import world
from inspections.models import Deadline

pytestmark = pytest.mark.django_db


def deadline(plan, code, occurrence=1):
    return Deadline.objects.get(inspection=plan.inspection, rule_code=code, occurrence=occurrence)


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
    assert {action["text"] for item in content["items"] for action in item["actions"]} == {"Train every case officer"}
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


def test_a_plan_is_not_sent_on_a_day_before_its_last_signature(surrey, ready, nothing_changes):
    before = date(2017, 3, 7)
    nothing_changes(
        lambda: plans.submit(by=surrey.dcs, plan=ready, on=before), "before the day the last body approved it"
    )
    assert plans.submit(by=surrey.dcs, plan=ready, on=date(2017, 3, 8)).state == "submitted"
