"""What a plan still needs before it is signed, told place by place; its committee meetings against its stages."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from core.errors import Conflict, Refused
from improvement.models import CommitteeMeeting, PlanItem
from improvement.services import actions, committees, items, plans
from improvement.tests import world
from improvement.tests.pages import day, text_of, url

pytestmark = pytest.mark.django_db

COUNCIL, BOARD = "Surrey County Council", "Clinical commissioning groups"


def test_what_is_missing_is_said_with_a_link_to_its_place(client, surrey, wsoa):
    actions.add_action(by=surrey.lano, item=wsoa.items.get(order=1), text="Train", owner_office="Head of SEND")
    client.force_login(surrey.lano)
    answer = client.get(url("plan-detail"))
    gaps = {gap["text"]: gap["href"] for gap in answer.context["gaps"]}
    assert gaps["Item 1 does not say what will be different."] == url("item-edit", 1)
    assert gaps["Action 1.1 has no accountable body, no day to be done by and no measure."] == url("action-edit", 1, 1)
    assert gaps["Item 2 has no action."] == url("action-add", 2)
    assert len(gaps) == 10
    assert [gap["text"] for gap in answer.context["advice"]] == [
        "Action 1.1 has no milestone and no evidence to show for it."
    ]
    words = text_of(client.get(url("plan-move", "seek_approval")))
    assert "This cannot be done yet" in words and "Item 2 has no action. Add an action to item 2" in words


def test_a_complete_plan_says_so_and_a_withdrawn_action_asks_for_nothing(see, surrey, wsoa):
    world.answer_all(surrey, wsoa)
    loose = actions.add_action(by=surrey.lano, item=wsoa.items.get(order=1), text="Never mind")
    assert "1 thing missing" in see("lano", url("plan-detail"))
    type(loose).objects.filter(pk=loose.pk).update(state="withdrawn")
    assert "Nothing is missing" in see("lano", url("plan-detail"))


def test_a_body_the_letter_names_owns_an_action_of_its_item(surrey, at):
    at(world.PUBLISHED)
    surrey.inspection.findings.filter(order=1).update(responsible_bodies=[COUNCIL, BOARD])
    plan = plans.request_plan(by=surrey.assurer, inspection=surrey.inspection)
    world.answer_all(surrey, plan)
    with pytest.raises(Refused, match="Answer every item"):
        plans.make_move(by=surrey.lano, plan=plan, move="seek_approval")
    assert PlanItem.objects.get(order=1).unowned_bodies == [BOARD]
    held = plan.items.get(order=1).actions.get()
    actions.change_action(by=surrey.lano, action=held, version=held.version, co_body=BOARD)
    assert plans.make_move(by=surrey.lano, plan=plan, move="seek_approval").state == "partner_approval"


def test_a_plan_without_items_has_nothing_to_answer(client, at):
    at(date(2024, 4, 17))
    bury = world.bury()
    bury.inspection.findings.all().delete()
    type(bury.inspection).objects.filter(pk=bury.inspection.pk).update(outcome="outcome-1")
    plan = plans.request_plan(by=bury.assurer, inspection=bury.inspection)
    client.force_login(bury.lano)
    for name in ("plan-detail", "action-list", "co-production"):
        assert client.get(url(name, reference="bury-2024")).status_code == 200
    plans.make_move(by=bury.lano, plan=plan, move="start")
    assert plans.make_move(by=bury.lano, plan=plan, move="seek_approval").state == "partner_approval"


def test_the_words_lead_to_their_place_in_the_letter(client, surrey, wsoa):
    item = wsoa.items.get(order=5)
    assert item.letter_place == (
        "#letter-significant-concerns:~:text=the%20rates%20of%20absence%20of%20pupils%20who%20have"
    )
    client.force_login(surrey.lano)
    link = f'href="/letters/surrey-2016/{item.letter_place}"'
    assert link in client.get(url("plan-detail")).content.decode()
    type(surrey.inspection).objects.filter(pk=surrey.inspection.pk).update(published_on=None)
    assert "/letters/surrey-2016/#" not in client.get(url("plan-detail")).content.decode()


def test_signatures_say_who_signed_when_and_what_broke_them(see, surrey, ready):
    said = "Signed by Clinical commissioning groups on 8 March 2017 at 9am, by Imran Surrey"
    assert said in see("dcs", url("plan-detail"))
    warned = "Surrey County Council and Clinical commissioning groups have signed this plan. A change breaks their signatures"
    held = ready.items.get(order=2)
    for address in (url("item-edit", 2), url("action-edit", 2, 1), url("action-add", 2), url("action-remove", 2, 1)):
        assert warned in see("lano", address)
    items.write_item(by=surrey.lano, item=held, version=held.version, outcome="Less waiting")
    words = see("dcs", url("plan-detail"))
    assert said not in words
    assert "Signature of 8 March 2017 at 9am broken by a change to item 2, 8 March 2017 at 9am" in words


# --- committees. The stages of Surrey: partners 14 February, approval 28 February, due 14 March 2017.


def meet(surrey, plan, body, on, **more):
    return committees.add_meeting(by=surrey.lano, plan=plan, body=body, meets_on=on, **more)


def test_meetings_are_held_against_the_stages(see, surrey, wsoa):
    window = "no meeting is recorded between Tuesday 14 February 2017"
    assert f"Cabinet and Board of {BOARD}: {window}" in see("lano", url("plan-detail"))
    meet(surrey, wsoa, "Cabinet", date(2017, 2, 28), exempt=True, decision="Approve the plan")
    meet(surrey, wsoa, "Health and wellbeing board", date(2017, 3, 3))
    meet(surrey, wsoa, f"Board of {BOARD}", date(2017, 2, 25))
    words = see("lano", url("plan-detail"))
    assert window not in words
    assert (
        "Health and wellbeing board meets on Friday 3 March 2017, 3 working days after the last day for approval"
        in words
    )
    assert f"Board of {BOARD}: Saturday 25 February 2017 is not a working day." in words
    assert "Tuesday 28 February 2017 Approve the plan Exempt" in words
    meet(surrey, wsoa, "Cabinet", date(2017, 3, 15))
    assert "Cabinet meets on Wednesday 15 March 2017, after the plan is due on Tuesday 14 March 2017." in see(
        "lano", url("plan-detail")
    )


@pytest.mark.parametrize(
    ("body", "on", "field"),
    [
        ("Parish council", date(2017, 2, 20), "body"),
        ("Cabinet", date(2016, 12, 7), "meets_on"),
        ("Cabinet", date(2017, 2, 21), "meets_on"),
    ],
)
def test_a_meeting_that_cannot_be_is_refused_beside_its_field(surrey, wsoa, body, on, field):
    meet(surrey, wsoa, "Cabinet", date(2017, 2, 21))
    with pytest.raises(Refused) as refused:
        meet(surrey, wsoa, body, on)
    assert [reason.field for reason in refused.value.reasons] == [field]
    assert CommitteeMeeting.objects.count() == 1


def test_a_meeting_is_changed_by_one_at_a_time_and_removed(send, surrey, wsoa):
    answer = send("lano", url("committee-add"), body="Cabinet", access="exempt", **day("meets_on", date(2017, 2, 21)))
    assert answer["Location"] == f"{url('plan-detail')}#committees"
    made = CommitteeMeeting.objects.get()
    assert made.exempt
    typed = {"body": "Cabinet", "access": "open", "decision": "Approved"} | day("meets_on", date(2017, 2, 21))
    send("dcs", url("committee-edit", made.pk), **typed)
    given = {"body": "Cabinet", "meets_on": date(2017, 2, 22), "decision": "", "exempt": True}
    with pytest.raises(Conflict):
        committees.change_meeting(by=surrey.lano, meeting=made, version=1, **given)
    made.refresh_from_db()
    assert (made.decision, made.exempt, made.version) == ("Approved", False, 2)
    for who in ("officer", "forum", "dfe"):
        with pytest.raises(PermissionDenied):
            committees.remove_meeting(by=surrey.people[who], meeting=made)
    send("lano", url("committee-remove", made.pk))
    assert not CommitteeMeeting.objects.exists()
