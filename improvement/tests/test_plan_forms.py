"""The forms of a plan: what is typed, sent twice, sent badly, and the whole way through."""

import json
import re
from datetime import date

import pytest

from accounts.models import Notice
from improvement.models import Plan, PlanSubmission
from improvement.tests import world
from improvement.tests.pages import day, text_of, url

pytestmark = pytest.mark.django_db


def write(send, order):
    """One item and its action, through the two pages."""
    send("lano", url("item-edit", order), outcome=world.OUTCOME)
    typed = world.ACTION | {"body": "Surrey County Council"} | day("finish_by_on", date(2017, 7, 21))
    answer = send("lano", url("action-add", order), **typed)
    assert answer["Location"] == url("action-detail", order, 1)


def test_an_item_and_its_action_are_written(send, see, surrey, wsoa):
    write(send, 1)
    item = wsoa.items.get(order=1)
    assert (item.outcome, item.actions.get().finish_by_on, item.is_answered) == (world.OUTCOME, date(2017, 7, 21), True)
    words = see("dfe", url("plan-detail"))
    assert "Train every case officer" in words and "21 July 2017" in words and "Being drafted" in words


def test_a_milestone_is_added_changed_and_refused_through_the_pages(send, surrey, wsoa):
    write(send, 1)
    page = url("action-detail", 1, 1)
    assert (
        send("lano", page, text="Half are trained", **day("due_on", date(2017, 4, 1)))["Location"]
        == f"{page}#milestones"
    )
    send("lano", url("milestone-edit", 1, 1, 1), text="A third are trained", **day("due_on", date(2017, 5, 1)))
    milestone = wsoa.items.get(order=1).actions.get().milestones.get()
    assert (milestone.text, milestone.due_on) == ("A third are trained", date(2017, 5, 1))
    words = text_of(send("lano", page, text="All are trained", **day("due_on", date(2018, 1, 1))))
    assert "A milestone cannot be due after the day its action is to be done by, Friday 21 July 2017" in words


def test_the_letters_words_cannot_be_sent_along(send, wsoa):
    send("lano", url("item-edit", 1), outcome=world.OUTCOME, text="kinder words", closing="kind regards")
    item = wsoa.items.get(order=1)
    assert (item.text, item.closing, item.outcome) == (world.WEAKNESSES[0], "", world.OUTCOME)


def test_a_change_by_somebody_else_meanwhile_shows_both_texts(client, surrey, wsoa):
    client.force_login(surrey.lano)
    page = client.get(url("item-edit", 1)).content.decode()
    hidden = dict(re.findall(r'type="hidden" name="([a-z_]+)" value="([^"]*)"', page))
    from improvement.services import items

    items.write_item(by=surrey.dcs, item=wsoa.items.get(order=1), version=1, outcome="Families wait less")
    answer = client.post(url("item-edit", 1), {**hidden, "outcome": "Families are heard"})
    words = text_of(answer)
    assert answer.status_code == 200
    assert "Someone else changed this while you were writing" in words
    assert "Their text Families wait less" in words and "Your text Families are heard" in words
    assert wsoa.items.get(order=1).outcome == "Families wait less"


def test_the_whole_way_through_the_pages(send, see, surrey, wsoa, at):
    for order in range(1, 6):
        write(send, order)
    assert send("lano", url("plan-move", "seek_approval")).status_code == 302
    at(date(2017, 3, 8))
    assert "Every accountable body must have signed the plan." in see("dcs", url("plan-move", "submit"))
    for who, body in (("dcs", "Surrey County Council"), ("board", "Clinical commissioning groups")):
        answer = send(who, url("plan-approve"), body_name=body, **day("approved_on", date(2017, 3, 7)))
        assert answer.status_code == 302
    answer = send("dcs", url("plan-move", "submit"), **day("on", date(2017, 3, 8)))
    assert answer["Location"] == url("submission-detail", 1)
    words = see("dfe", url("submission-detail", 1))
    assert "WSOA-SURREY-2016-1" in words and "Submitted on working day 66 of 70." in words
    assert "Ofsted and CQC decide next" in words
    assert send("assurer", url("plan-move", "start_review"))["Location"] == url("review-detail")
    for criterion in Plan.objects.get().kind_spec.criteria:
        send("assurer", url("review-criterion", criterion.code), answer="met")
    send("assurer", url("review-item", 5), comment="Say by when")
    send("assurer", url("review-decision"), answer="returned", comment="No milestones")
    assert "No milestones" not in see("lano", url("plan-detail"))
    answer = send("assurer", url("review-send"))
    assert answer["Location"] == url("decision-letter", 1)
    words = see("lano", url("plan-detail"))
    assert "Returned on 8 March 2017 No milestones" in words
    assert "Written statement of action due again Due Wednesday 22 March 2017" in words
    assert "What must be better Say by when" in see("lano", url("submission-detail", 1))


def test_a_submission_sent_twice_has_one_effect(client, surrey, wsoa, at):
    at(date(2017, 3, 8))
    world.ready_to_submit(surrey, wsoa)
    client.force_login(surrey.dcs)
    page = client.get(url("plan-move", "submit")).content.decode()
    hidden = dict(re.findall(r'type="hidden" name="([a-z_]+)" value="([^"]*)"', page))
    sent = [client.post(url("plan-move", "submit"), {**hidden, **day("on", date(2017, 3, 8))}) for _ in range(2)]
    assert [answer.status_code for answer in sent] == [302, 302]
    assert {answer["Location"] for answer in sent} == {url("submission-detail", 1)}
    assert PlanSubmission.objects.count() == 1
    assert Notice.objects.filter(key__contains=":submitted:").count() == 6


def test_a_refused_step_shows_why_and_changes_nothing(send, surrey, wsoa, at):
    at(date(2017, 3, 8))
    world.ready_to_submit(surrey, wsoa)
    answer = send("dcs", url("plan-move", "submit"), **day("on", date(2017, 3, 9)))
    assert answer.status_code == 200 and "The date must be today or in the past" in text_of(answer)
    answer = send("dcs", url("plan-move", "submit"), on_0="", on_1="", on_2="")
    assert "Enter the date" in text_of(answer)
    assert Plan.objects.get().state == "partner_approval"


def test_the_frozen_copy_can_be_downloaded_and_checked(client, surrey, sent):
    import hashlib

    client.force_login(surrey.nhse)
    answer = client.get(url("submission-json", 1))
    assert answer["Content-Type"] == "application/json"
    assert hashlib.sha256(answer.content).hexdigest() == sent.submissions.get().sha256
    assert json.loads(answer.content)["receipt_number"] == "WSOA-SURREY-2016-1"


def test_what_people_type_is_shown_as_text(send, see, wsoa):
    send("lano", url("item-edit", 1), outcome="<script>alert(1)</script>")
    assert "<script>alert(1)</script>" in see("dfe", url("plan-detail"))
