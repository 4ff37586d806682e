"""Review and quality assurance: who is asked, comments on passages, suggestions taken or not, and what they hold up."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.models import Notice
from core import clock
from core.autosave import Mark
from core.errors import Conflict, Refused
from reports.letters.passages import key_of
from reports.models import ReviewComment
from reports.queries import review as queries
from reports.services import letters, review, wording
from reports.tests import reviewing
from reports.tests.reviewing import SENT, go

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    with clock.travelled_to(SENT):
        yield reviewing.desk()


def say(desk, quote="Children wait for 40 weeks.", by=None, **more):
    return review.comment(
        by=by or desk.cqc, letter=desk.letter, code="experience", quote=quote, **{"text": "Is it?"} | more
    )


def text(desk):
    return desk.letter.sections.get(code="experience").text


def test_reviewers_are_asked_told_and_give_a_verdict_on_the_words_as_they_stand(desk):
    asked = review.ask_reviewer(
        by=desk.lead, letter=desk.letter, person=desk.cqc, capacity="team", due_on=date(2024, 6, 19)
    )
    notice = Notice.objects.get(person=desk.cqc)
    assert "Wednesday 19 June 2024" in notice.body
    assert "wait" not in notice.subject + notice.body
    for person, capacity in ((desk.cqc, "team"), (desk.lano, "team"), (desk.lead, "quality"), (desk.quality, "team")):
        with pytest.raises(Refused):
            review.ask_reviewer(by=desk.lead, letter=desk.letter, person=person, capacity=capacity)
    with pytest.raises(Refused, match="not been asked"):
        review.give_verdict(by=desk.lead, letter=desk.letter, verdict="content")
    with pytest.raises(Refused, match="what must change"):
        review.give_verdict(by=desk.cqc, letter=desk.letter, verdict="changes")
    review.give_verdict(by=desk.cqc, letter=desk.letter, verdict="content")
    asked.refresh_from_db()
    assert asked.text_sha256 == wording.sha256_of(wording.sections(desk.letter))
    suggestion = say(desk, replacement="Children wait for a year.")
    review.accept(by=desk.lead, comment=suggestion, version=1)
    assert asked.text_sha256 != wording.sha256_of(wording.sections(desk.letter)), "the words have changed since"
    with pytest.raises(PermissionDenied):
        review.ask_reviewer(by=desk.lano, letter=desk.letter, person=desk.quality, capacity="quality")


@pytest.mark.parametrize(
    ("quote", "more", "why"),
    [
        ("Nobody said this", {}, "do not stand"),
        ("Leaders know this.", {}, "2 times"),
        ("", {}, "do not stand"),
        ("Families tell us so.", {"text": " "}, "Enter your comment"),
        ("Families tell us so.", {"replacement": "Families tell us so."}, "stands there already"),
    ],
)
def test_a_comment_quotes_words_that_stand_there_once(desk, quote, more, why):
    with pytest.raises(Refused, match=why):
        say(desk, quote, **more)
    assert not ReviewComment.objects.exists()


def test_a_passage_is_found_until_its_words_change_also_across_lines(desk):
    say(desk, "so. \n Leaders know this. Leaders")
    threads = queries.threads(desk.letter, wording.sections(desk.letter))
    assert [row.found for row in threads] == [True]
    desk.letter.sections.filter(code="experience").update(text="Something else.")
    assert [row.found for row in queries.threads(desk.letter, wording.sections(desk.letter))] == [False]


def test_a_finding_may_be_commented_on_but_its_words_are_not_changed_here(desk):
    about = {"by": desk.cqc, "letter": desk.letter, "code": "areas_for_priority_action", "quote": "waiting times"}
    review.comment(**about, text="Which?")
    with pytest.raises(Refused, match="come from the findings"):
        review.comment(**about, replacement="waits")


def test_a_suggestion_is_taken_through_the_writing_of_the_section(desk):
    first, second = say(desk, replacement="Children wait for a year."), say(desk, "for 40 weeks", replacement="")
    with pytest.raises(PermissionDenied):
        review.accept(by=desk.quality, comment=first, version=1)
    review.accept(by=desk.lead, comment=first, version=1)
    assert text(desk).startswith("Children wait for a year. Families")
    with pytest.raises(Refused, match="settled this already"):
        review.accept(by=desk.cqc, comment=first, version=2)
    with pytest.raises(Refused, match="has changed since"):
        review.accept(by=desk.lead, comment=second, version=2)
    third = say(desk, "Families tell us so.", replacement="Families say so.")
    with pytest.raises(Conflict):
        review.accept(by=desk.lead, comment=third, version=1)
    third.refresh_from_db()
    assert third.settled_at is None
    with pytest.raises(Refused, match="Say why not"):
        review.reject(by=desk.lead, comment=third, answer=" ")
    review.reject(by=desk.lead, comment=third, answer="Both are plain.")
    assert "Families tell us so." in text(desk)
    assert Notice.objects.filter(person=desk.cqc, kind="letter_review").count() == 2
    # Nothing else is written while the letter is reviewed.
    with pytest.raises(Refused, match="not being drafted"):
        letters.write_section(
            by=desk.lead, section=desk.letter.sections.get(code="experience"), text="Other", mark=Mark.at(2)
        )


def test_what_must_be_answered_keeps_the_draft_from_the_area(desk):
    comment = say(desk, must_answer=True)
    with pytest.raises(Refused, match="must be answered"):
        letters.make_move(by=desk.quality, letter=desk.letter, move="send_to_area")
    with pytest.raises(Refused, match="Enter your answer"):
        review.resolve(by=desk.lead, comment=comment)
    review.reply(by=desk.lead, comment=comment, text="It is in the data.")
    assert Notice.objects.filter(person=desk.cqc, body__contains="replied").exists()
    review.resolve(by=desk.lead, comment=comment, answer="Checked: 40 weeks.")
    with pytest.raises(Refused, match="settled"):
        review.reply(by=desk.cqc, comment=comment, text="Too late")
    go(desk, desk.letter, ("send_to_area", desk.quality))
    assert desk.letter.state == "draft_to_area"


def test_sign_off_waits_for_what_must_be_answered(desk):
    assert "must be answered" in " ".join(
        desk.letter.LIFECYCLE.missing("final_qa", "sign_off", {"must_answer_open": say(desk, must_answer=True).pk})
    )


def test_the_pages_from_a_comment_to_its_acceptance(desk, client, django_assert_max_num_queries):
    client.force_login(desk.cqc)
    reference = desk.inspection.reference

    def page(name, *args):
        return reverse(f"reports:{name}", args=[reference, *args])

    section = page("review-section", "experience")
    shown = client.get(section).content.decode()
    assert "Children wait for 40 weeks." in shown
    sent = {"passage": key_of("Families tell us so."), "suggest": "on", "replacement": "Families say so.", "text": ""}
    wrong = client.post(section, {**sent, "passage": "other", "quote": ""})
    assert "Quote the words" in wrong.content.decode()
    assert "Families say so." in wrong.content.decode(), "what they typed is still there"
    assert client.post(section, sent).status_code == 302
    comment = ReviewComment.objects.get()
    assert (comment.quote, comment.replacement) == ("Families tell us so.", "Families say so.")
    detail = client.get(page("review-detail")).content.decode()
    assert "Open comments (1)" in detail
    with django_assert_max_num_queries(45) as one:
        client.get(page("review-detail"))
    for _ in range(3):
        say(desk)
    with django_assert_max_num_queries(len(one.captured_queries)):
        client.get(page("review-detail"))
    client.force_login(desk.lead)
    thread = client.get(page("review-comment", comment.pk)).content.decode()
    assert "Deleted: " in thread
    assert "Added: " in thread
    desk.letter.sections.filter(code="experience").update(version=2)
    stale = client.post(page("review-accept", comment.pk), {"version": 1})
    assert "Someone else changed the section" in stale.content.decode()
    assert client.post(page("review-accept", comment.pk), {"version": 2}).status_code == 302
    assert "Families say so." in text(desk)
    client.force_login(desk.quality)
    assert "3 open comments" in client.get(page("letter-move", "return_to_drafting")).content.decode()
    asked = client.get(page("review-alike") + "?section=experience&sentence=1").content.decode()
    assert "No published letter has a passage like this" in asked
    assert client.get(page("review-alike") + "?section=x&sentence=-1").status_code == 200
    client.force_login(desk.lano)
    assert client.get(page("review-detail")).status_code in (403, 404)


@pytest.mark.parametrize("name", ["review-comment", "review-accept", "review-reject", "review-resolve"])
def test_a_comment_that_is_not_there_is_not_found_on_a_letter_without_any(desk, client, name):
    client.force_login(desk.lead)
    address = reverse(f"reports:{name}", args=[desk.inspection.reference, 1])
    assert [client.get(address).status_code, client.post(address, {}).status_code] == [404, 404]
