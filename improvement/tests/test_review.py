"""The review of a plan: a draft several people write, unseen by the area, sent once and then frozen."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from accounts.models import NationalRole, Notice
from audit.models import Entry
from core.errors import Conflict, Refused
from core.frozen import Frozen
from improvement.models import DecisionLetter, Plan, PlanDecision, ReviewPart
from improvement.services import plans, reviews
from improvement.tests import world
from improvement.tests.pages import text_of, url

pytestmark = pytest.mark.django_db
DRAFTED = "Drafted words that nobody else may read"


@pytest.fixture
def submission(reviewed: Plan) -> Any:
    return reviewed.submissions.select_related("plan__inspection__partnership").get()


@pytest.fixture
def write(surrey: Any, submission: Any) -> Any:
    def act(place: str, version: int = 0, by: Any = None, **said: Any) -> ReviewPart:
        return reviews.write(by=by or surrey.assurer, submission=submission, place=place, version=version, **said)

    return act


@pytest.fixture
def whole(write: Any, submission: Any) -> Any:
    """A review with everything it needs; returns the submission."""
    for one in submission.plan.kind_spec.criteria:
        write(f"criterion:{one.code}", answer="partly", comment=DRAFTED)
    write("item:2", comment="Name the office", action_comments={"2.1": "Say how many families"})
    write("decision", answer="returned", comment="No milestones")
    return submission


def sent(surrey: Any, submission: Any) -> DecisionLetter:
    return reviews.send(by=surrey.assurer, submission=submission, read=reviews.fingerprint(reviews.letter(submission)))


def test_nothing_of_the_draft_is_seen_by_the_area_before_it_is_sent(client, surrey, whole, see):
    pages = [url("plan-detail"), url("submission-detail", 1), url("version-list"), url("plan-publication")]
    for who in ("lano", "dcs", "board", "officer", "lead", "dfe"):
        for page in pages:
            assert DRAFTED not in see(who, page) and "No milestones" not in see(who, page)
        client.force_login(surrey.people[who])
        assert client.get(url("decision-letter", 1)).status_code == 404
        for name, args in (
            ("review-detail", ()), ("review-criterion", ("outcome",)), ("review-item", (2,)), ("review-decision", ()), ("review-send", ()),
        ):  # fmt: skip
            for answer in (client.get(url(name, *args)), client.post(url(name, *args))):
                assert answer.status_code in (403, 405) and DRAFTED not in answer.content.decode()
    assert not Notice.objects.filter(key__contains=":decided:").exists()
    area, partnership = whole.plan.audit_scope()
    assert not Entry.objects.filter(verb="plan.review_written").exclude(inspection_ref="", partnership_ref="").exists()
    assert Entry.objects.filter(verb="plan.review_written").count() == 8 and area and partnership
    assert DRAFTED in see("assurer", url("review-detail"))


def test_sending_moves_freezes_and_tells_once(surrey, whole, see):
    letter = sent(surrey, whole)
    plan = Plan.objects.get()
    decision = plan.submissions.get().decision
    assert (plan.state, decision.reasons) == ("not_fit", "No milestones")
    assert decision.item_reasons == {"2": "Name the office\n\nAction 2.1: Say how many families"}
    assert letter.content["criteria"][0]["answer"] == "partly" and letter.content["criteria"][0]["comment"] == DRAFTED
    told = Notice.objects.filter(key=f"plan:{plan.pk}:decided:1")
    assert {notice.person for notice in told} >= {surrey.lano, surrey.dcs, surrey.board}
    words = see("lano", url("decision-letter", 1))
    assert DRAFTED in words and "Say how many families" in words and "is returned as not fit for purpose" in words
    before = (PlanDecision.objects.count(), Notice.objects.count(), DecisionLetter.objects.count())
    with pytest.raises(Refused, match="not open"):
        sent(surrey, whole)
    assert (PlanDecision.objects.count(), Notice.objects.count(), DecisionLetter.objects.count()) == before


def test_an_accepted_plan_is_fit_for_purpose_in_the_letter(surrey, whole, write):
    write("decision", version=1, answer="accepted")
    letter = sent(surrey, whole)
    assert "Surrey, submitted on Wednesday 8 March 2017, is fit for purpose." in letter.content["sentence"]
    assert Plan.objects.get().state == "accepted"
    assert "<h2" in letter.fragment and "Ofsted and CQC" in letter.fragment


@pytest.mark.parametrize(
    ("place", "said", "why"),
    [
        ("criterion:outcome", {"answer": "", "comment": "x"}, "will be different"),
        ("decision", {"answer": ""}, "Propose a decision"),
        ("decision", {"answer": "returned"}, "Say why"),
    ],
)
def test_a_review_that_lacks_something_is_not_sent(surrey, whole, write, nothing_changes, place, said, why):
    write(place, version=1, **said)
    nothing_changes(lambda: sent(surrey, whole), why)


def test_the_letter_that_was_read_is_the_letter_that_is_sent(surrey, whole, write, nothing_changes):
    read = reviews.fingerprint(reviews.letter(whole))
    write("item:1", comment="One thing more")
    nothing_changes(lambda: reviews.send(by=surrey.assurer, submission=whole, read=read), "changed the review")


def test_two_reviewers_on_one_place_are_told(surrey, write):
    write("item:1", comment="First")
    with pytest.raises(Conflict) as conflict:
        write("item:1", comment="Second")
    assert conflict.value.current.comment == "First"
    write("item:1", version=1, comment="Both")
    with pytest.raises(Conflict):
        write("item:1", version=1, comment="Late")
    assert ReviewPart.objects.get(place="item:1").comment == "Both"


def test_two_reviewers_on_two_places_both_save(surrey, write):
    cqc = world.person("Carla Surrey", "cqc")
    NationalRole.objects.create(user=cqc, role="quality_assurer", region_code="", starts_on=world.LONG_AGO)
    write("criterion:outcome", answer="met")
    write("criterion:measured", by=cqc, answer="not_met")
    assert ReviewPart.objects.count() == 2


def test_who_reviews_follows_the_edition(surrey, submission):
    with pytest.raises(Refused, match="reviewed by Ofsted and CQC"):
        reviews.write(by=surrey.dfe, submission=submission, place="item:1", version=0, comment="x")
    with pytest.raises(PermissionDenied):
        reviews.write(by=surrey.dcs, submission=submission, place="item:1", version=0, comment="x")


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("criterion:milestones", {"answer": "met"}),
        ("criterion:outcome", {"answer": "accepted"}),
        ("decision", {"answer": "met"}),
        ("item:9", {"comment": "x"}),
        ("item:1", {"action_comments": {"2.1": "x"}}),
        ("item:1", {"comment": "x" * 10_001}),
    ],
)
def test_what_a_review_has_no_place_for_is_refused(write, place, said):
    with pytest.raises(Refused):
        write(place, **said)
    assert not ReviewPart.objects.exists()


def test_a_review_is_not_written_before_it_begins_or_after_it_was_sent(surrey, sent):
    submission = sent.submissions.get()
    with pytest.raises(Refused, match="not open"):
        reviews.write(by=surrey.assurer, submission=submission, place="item:1", version=0, comment="x")
    plans.start_review(by=surrey.assurer, plan=sent)
    reviews.write(by=surrey.assurer, submission=submission, place="item:1", version=0, comment="x")
    plans.accept(by=surrey.assurer, plan=sent)
    with pytest.raises(Refused, match="not open"):
        reviews.write(by=surrey.assurer, submission=submission, place="item:1", version=1, comment="y")


def test_the_letter_is_never_changed(surrey, whole):
    letter = sent(surrey, whole)
    for act in (letter.save, letter.delete, lambda: DecisionLetter.objects.update(fragment="")):
        with pytest.raises(Frozen):
            act()
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE improvement_decisionletter SET fragment = ''")


def test_the_pages_of_the_review(send, see, client, surrey, submission):
    assert "Not answered yet" in see("assurer", url("review-detail"))
    answer = send("assurer", url("review-criterion", "outcome"), answer="partly", comment="<b>bold</b>")
    assert answer.status_code == 302
    assert "<b>bold</b>" in see("assurer", url("review-detail"))
    assert "Choose" in text_of(send("assurer", url("review-criterion", "measured")))
    send("assurer", url("review-item", 2), comment="", action_2_1="Say how many")
    assert ReviewPart.objects.get(place="item:2").action_comments == {"2.1": "Say how many"}
    assert "Propose a decision" in see("assurer", url("review-send"))
    client.force_login(surrey.assurer)
    assert client.get(url("review-item", 9)).status_code == 404
    assert client.get(url("review-criterion", "milestones")).status_code == 404


def test_a_conflict_on_a_page_shows_both_texts(client, surrey, submission, write):
    client.force_login(surrey.assurer)
    page = client.get(url("review-item", 2)).content.decode()
    hidden = dict(re.findall(r'type="hidden" name="([a-z_]+)" value="([^"]*)"', page))
    write("item:2", comment="Theirs", action_comments={"2.1": "Theirs too"})
    words = text_of(client.post(url("review-item", 2), {**hidden, "comment": "Mine", "action_2_1": "Mine too"}))
    for text in ("Their text Theirs", "Your text Mine", "Their text Theirs too", "Your text Mine too"):
        assert text in words
    assert ReviewPart.objects.get(place="item:2").comment == "Theirs"


def test_a_letter_that_changed_is_shown_again_and_the_next_press_sends_it(client, surrey, whole, write):
    client.force_login(surrey.assurer)
    fields = re.compile(r'type="hidden" name="([a-z_]+)" value="([^"]*)"')
    hidden = dict(fields.findall(client.get(url("review-send")).content.decode()))
    write("item:1", comment="One thing more")
    again = client.post(url("review-send"), hidden)
    assert again.status_code == 200 and "One thing more" in text_of(again)
    assert "changed the review since you read" in text_of(again)
    answer = client.post(url("review-send"), dict(fields.findall(again.content.decode())))
    assert answer["Location"] == url("decision-letter", 1)
    assert "One thing more" in json.loads(DecisionLetter.objects.get().context)["items"][0]["comment"]


def test_the_old_pages_of_deciding_lead_to_the_review(client, surrey, reviewed):
    client.force_login(surrey.assurer)
    for move in ("accept", "return_not_fit"):
        for answer in (client.get(url("plan-move", move)), client.post(url("plan-move", move))):
            assert answer["Location"] == url("review-detail")
    assert Plan.objects.get().state == "under_review"


def test_the_link_to_the_review_is_for_its_reviewers(see, surrey, reviewed):
    assert "Review the plan" in see("assurer", url("plan-detail"))
    for who in ("dfe", "lano", "lead"):
        assert "Review" not in see(who, url("plan-detail")).split("Pages of")[0].replace("Reviewed", "").replace(
            "Under review", ""
        )
