"""Writing actions and milestones: what is kept, and every refusal beside its field, changing nothing."""

import json
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from accounts.choices import Role
from audit.models import Entry
from core.errors import Conflict, Refused
from improvement.models import Action, Milestone, PlanApproval, PlanSubmission
from improvement.services import actions, milestones, plans
from improvement.tests import world
from improvement.tests.pages import url
from partnerships.models import Membership

pytestmark = pytest.mark.django_db

COUNCIL, BOARD = "Surrey County Council", "Clinical commissioning groups"
DONE = date(2017, 7, 21)


@pytest.fixture
def action(surrey, wsoa):
    """Action 1.1, from 9 January to 21 July 2017, with a milestone on 1 April."""
    made = actions.add_action(
        by=surrey.lano, item=wsoa.items.get(order=1), body=COUNCIL, starts_on=date(2017, 1, 9), finish_by_on=DONE, **world.ACTION
    )  # fmt: skip
    milestones.add_milestone(by=surrey.lano, action=made, text="Half are trained", due_on=date(2017, 4, 1))
    return made


def refused_at(act):
    before = list(Action.objects.values()), list(Milestone.objects.values()), Entry.objects.count()
    with pytest.raises(Refused) as refused:
        act()
    assert (list(Action.objects.values()), list(Milestone.objects.values()), Entry.objects.count()) == before
    return [(reason.field, reason.text) for reason in refused.value.reasons]


def test_an_action_is_numbered_recorded_and_starts_the_drafting(surrey, wsoa, action):
    second = actions.add_action(by=surrey.dcs, item=action.item, text="Hire case officers")
    wsoa.refresh_from_db()
    assert (action.reference, second.reference, wsoa.state) == ("1.1", "1.2", "drafting")
    added = Entry.objects.filter(verb="plan.action_added").last()
    assert added.changes["text"] == ["", "Train every case officer"]
    assert second.missing == ("owner_office", "body", "finish_by_on", "measure")


@pytest.mark.parametrize(
    ("fields", "field", "match"),
    [
        ({"text": "  "}, "text", "Enter what will be done"),
        ({"text": "x" * 10_001}, "text", "at most 10,000"),
        ({"owner_office": "x" * 301}, "owner_office", "at most 300"),
        ({"body": "NHS Elsewhere"}, "body", "accountable bodies"),
        ({"co_body": COUNCIL}, "co_body", "a body with itself"),
        ({"body": "", "co_body": BOARD}, "body", "before one that shares it"),
        ({"finish_by_on": date(2016, 12, 7)}, "finish_by_on", "before the plan was opened, Thursday 8 December 2016"),
        ({"finish_by_on": date(2017, 1, 8)}, "finish_by_on", "before it starts, Monday 9 January 2017"),
        ({"starts_on": date(2017, 4, 2)}, "starts_on", "A milestone is due before that, Saturday 1 April 2017"),
        ({"finish_by_on": date(2017, 3, 31)}, "finish_by_on", "A milestone is due after that"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(surrey, action, fields, field, match):
    told = refused_at(lambda: actions.change_action(by=surrey.lano, action=action, version=1, **fields))
    assert any(place == field and match in text for place, text in told)


def test_an_owner_is_a_person_of_this_partnership_in_force(surrey, action, at):
    for who in ("stranger", "dfe"):
        told = refused_at(
            lambda who=who: actions.change_action(by=surrey.lano, action=action, version=1, owner=surrey.people[who])
        )
        assert told == [("owner", "Choose a person who holds an office in this partnership")]
    actions.change_action(by=surrey.lano, action=action, version=1, owner=surrey.officer)
    assert Action.objects.get().owner == surrey.officer
    Membership.objects.filter(user=surrey.officer, role=Role.PARTNERSHIP_OFFICER).update(ends_on=date(2016, 12, 31))
    at(date(2017, 1, 2))
    assert surrey.officer not in actions.people_of(action.item.plan)


@pytest.mark.parametrize(
    ("due_on", "match"),
    [
        (date(2017, 1, 8), "before its action starts, Monday 9 January 2017"),
        (DONE + timedelta(days=1), "after the day its action is to be done by, Friday 21 July 2017"),
    ],
)
def test_a_milestone_lies_within_its_action(surrey, action, due_on, match):
    held = action.milestones.get()
    for act in (
        lambda: milestones.add_milestone(by=surrey.lano, action=action, text="All are trained", due_on=due_on),
        lambda: milestones.change_milestone(by=surrey.lano, milestone=held, version=1, text="All", due_on=due_on),
    ):
        [(field, text)] = refused_at(act)
        assert field == "due_on" and match in text


def test_the_second_of_two_writers_is_told(surrey, action):
    held = action.milestones.get()
    actions.change_action(by=surrey.dcs, action=Action.objects.get(), version=1, text="Hire case officers")
    milestones.change_milestone(
        by=surrey.dcs, milestone=Milestone.objects.get(), version=1, text="A third", due_on=date(2017, 3, 1)
    )
    with pytest.raises(Conflict):
        actions.change_action(by=surrey.lano, action=action, version=1, text="Train more")
    with pytest.raises(Conflict):
        milestones.change_milestone(by=surrey.lano, milestone=held, version=1, text="Most", due_on=date(2017, 5, 1))
    assert (Action.objects.get().text, Milestone.objects.get().text) == ("Hire case officers", "A third")


@pytest.mark.parametrize("who", ["officer", "forum", "dfe", "lead", "stranger"])
def test_only_those_who_may_edit_write(surrey, action, who):
    by, held = surrey.people[who], action.milestones.get()
    for act in (
        lambda: actions.add_action(by=by, item=action.item, text="x"),
        lambda: actions.change_action(by=by, action=action, version=1, text="x"),
        lambda: actions.remove_action(by=by, action=action),
        lambda: milestones.add_milestone(by=by, action=action, text="x", due_on=DONE),
        lambda: milestones.change_milestone(by=by, milestone=held, version=1, text="x", due_on=DONE),
        lambda: milestones.remove_milestone(by=by, milestone=held),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_an_action_is_removed_only_while_nothing_was_sent(surrey, wsoa, action, at):
    actions.remove_action(by=surrey.lano, action=action)
    assert not Action.objects.exists() and Entry.objects.filter(verb="plan.action_removed").exists()
    at(date(2017, 3, 8))
    plans.submit(by=surrey.dcs, plan=world.ready_to_submit(surrey, wsoa))
    plans.start_review(by=surrey.assurer, plan=wsoa)
    plans.return_with_reasons(by=surrey.assurer, plan=wsoa, reason="No milestones")
    plans.make_move(by=surrey.lano, plan=wsoa, move="redraft")
    first = wsoa.items.get(order=1).actions.get()
    [(_, text)] = refused_at(lambda: actions.remove_action(by=surrey.lano, action=first))
    assert "Withdraw it instead" in text


def test_a_plan_in_delivery_takes_only_an_action_that_was_raised_somewhere(surrey, delivered, see):
    item = delivered.items.get(order=1)
    refused_at(lambda: actions.add_action(by=surrey.lano, item=item, text="Meet monthly"))
    made = actions.add_action(by=surrey.lano, item=item, text="Meet monthly", raised_at="Monitoring visit 2")
    assert (made.reference, made.raised_at) == ("1.2", "Monitoring visit 2")
    for page in ("action-list", "plan-detail"):
        assert "1.2 Meet monthly Not complete Raised at monitoring visit 2" in see("lano", url(page))


@pytest.fixture
def delivered(surrey, reviewed):
    plan = plans.accept(by=surrey.assurer, plan=reviewed)
    plans.make_move(by=surrey.dcs, plan=plan, move="publish")
    return plans.make_move(by=surrey.lano, plan=plan, move="deliver")


def test_an_action_raised_at_a_visit_gets_its_owner_and_what_is_missing_and_nothing_else(surrey, delivered, send, see):
    item = delivered.items.get(order=1)
    actions.add_action(by=surrey.lano, item=item, text="Meet monthly", raised_at="Monitoring visit 2", body=COUNCIL)
    assert "Say what is missing" in see("lano", url("action-detail", 1, 2))
    assert "Say what is missing" not in see("dfe", url("action-detail", 1, 2))
    answer = send(
        "lano", url("action-edit", 1, 2), owner=surrey.officer.pk, measure="Minutes", text="Meet never", body=BOARD
    )
    assert answer["Location"] == url("action-detail", 1, 2)
    made = item.actions.get(number=2)
    assert (made.owner, made.measure, made.text, made.body) == (surrey.officer, "Minutes", "Meet monthly", COUNCIL)
    # What was said once stays, and so does what came with the plan; only the person changes.
    [(_, said)] = refused_at(
        lambda: actions.change_action(by=surrey.lano, action=made, version=made.version, measure="")
    )
    assert "not changed now" in said
    first = item.actions.get(number=1)
    refused_at(lambda: actions.change_action(by=surrey.lano, action=first, version=first.version, evidence="Minutes"))
    actions.change_action(by=surrey.lano, action=first, version=first.version, owner=surrey.officer)
    Action.objects.filter(pk=first.pk).update(state="withdrawn")
    refused_at(lambda: actions.change_action(by=surrey.lano, action=first, version=first.version, owner=surrey.lano))


def test_any_change_breaks_the_signatures_and_tells_those_who_signed(surrey, ready, wsoa):
    held = ready.items.get(order=2).actions.get()
    held = actions.change_action(by=surrey.lano, action=held, version=held.version, text="Train half")
    assert PlanApproval.objects.filter(withdrawn_at=None).count() == 0
    assert set(PlanApproval.objects.values_list("broken_by", flat=True)) == {"a change to action 2.1"}
    for who in ("dcs", "board"):
        notice = surrey.people[who].notices.get(key__contains="signature-broken")
        assert "a change to action 2.1" in notice.body
    with pytest.raises(Refused, match="Every accountable body must have signed"):
        plans.submit(by=surrey.dcs, plan=ready)
    # Saved again as it was: nothing changed, so the new signature stands.
    world.approve_all(surrey, ready)
    actions.change_action(by=surrey.lano, action=held, version=held.version, text="Train half")
    assert PlanApproval.objects.filter(withdrawn_at=None).count() == 2


def test_an_incomplete_plan_is_not_signed(surrey, ready):
    held = ready.items.get(order=2).actions.get()
    actions.change_action(by=surrey.lano, action=held, version=held.version, measure="")
    with pytest.raises(Refused, match="not complete any more"):
        world.approve_all(surrey, ready)


def test_a_submission_of_the_first_shape_is_read_as_one_action(sent, see):
    old = {
        "plan": "Written statement of action", "approvals": [], "items": [
            {"order": 1, "text": "Long waits", "points": [], "closing": "", "responsible_bodies": [], "outcome": "Short waits",
             "action": "Hire three", "responsible": "Head of SEND", "finish_by_on": "2017-07-21", "measure": "Weeks waited"},
            {"order": 2, "text": "Few plans", "points": [], "closing": "", "responsible_bodies": [], "outcome": "",
             "action": "", "responsible": "", "finish_by_on": None, "measure": ""},
        ],
    }  # fmt: skip
    first = sent.submissions.get()
    PlanSubmission.objects.create(
        plan=sent, number=2, receipt_number="OLD", submitted_on=first.submitted_on, submitted_by=first.submitted_by,
        recorded_at=first.recorded_at, snapshot=json.dumps(old), sha256="0" * 64,
    )  # fmt: skip
    words = see("dfe", url("submission-detail", 2))
    for said in (
        "Action 1.1 Hire three",
        "Owner Head of SEND",
        "By 21 July 2017",
        "Weeks waited",
        "No action is written yet",
    ):
        assert said in words
