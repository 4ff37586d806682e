"""The factual accuracy check: one frozen draft, a clock that starts at receipt, comments drafted by several and submitted once."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.urls import reverse

from accounts.models import Notice
from audit.models import Entry
from core import clock
from core.errors import Conflict, Refused
from inspections.models import Deadline, Sight
from partnerships.models import Delegation
from reports.models import AccuracyComment, AccuracyRound, Complaint
from reports.queries import accuracy as queries
from reports.services import accuracy, accuracy_answers, complaints, letters
from reports.tests import reviewing
from reports.tests.reviewing import SENT, go

pytestmark = pytest.mark.django_db
RECEIVED, DUE, AFTER = date(2024, 6, 17), date(2024, 6, 24), date(2024, 6, 25)


@pytest.fixture
def desk():
    """The draft has been sent to the area."""
    with clock.travelled_to(SENT):
        made = reviewing.desk()
        go(made, made.letter, ("send_to_area", made.quality))
        made.round = AccuracyRound.objects.get(letter=made.letter)
    return made


def received(desk, on=RECEIVED):
    with clock.travelled_to(on):
        accuracy.record_receipt(by=desk.lano, round_=desk.round, received_on=on)
    desk.round.refresh_from_db()


def write(desk, by=None, **more):
    given = {
        "code": "experience",
        "kind": "figure",
        "quote": "40 weeks",
        "text": "It was 30.",
        "correction": "30 weeks",
    }
    return accuracy.draft_comment(by=by or desk.icb, round_=desk.round, **given | more)


def due(desk):
    return Deadline.objects.filter(inspection=desk.inspection, rule_code="factual-accuracy-comments").first()


def test_the_draft_is_frozen_and_marked_and_the_area_is_told(desk):
    assert "Draft: not for publication" in desk.round.context
    desk.letter.sections.filter(code="experience").update(text="Other words.")
    desk.round.refresh_from_db()
    assert "Children wait for 40 weeks." in desk.round.fragment
    desk.letter.sections.filter(code="experience").update(text="Children wait. [N12]")
    with clock.travelled_to(SENT):
        assert "N12" not in accuracy.open_round(by=desk.quality, letter=desk.letter, sent_on=SENT).context
    told = Notice.objects.filter(kind="factual_accuracy")
    assert {notice.person for notice in told} == {desk.lano, desk.dcs, desk.icb}
    assert not any("wait" in notice.subject + notice.body for notice in told)


def test_the_clock_starts_at_recorded_receipt_and_not_at_the_date_of_the_draft(desk):
    assert due(desk) is None
    with clock.travelled_to(RECEIVED):
        for on, why in ((date(2024, 6, 13), "before it was sent"), (date(2024, 6, 18), "today or in the past")):
            with pytest.raises(Refused, match=why):
                accuracy.record_receipt(by=desk.lano, round_=desk.round, received_on=on)
        for nobody in (desk.lead, desk.pcf):
            with pytest.raises(PermissionDenied):
                accuracy.record_receipt(by=nobody, round_=desk.round, received_on=RECEIVED)
    received(desk)
    assert (due(desk).due_on, due(desk).anchor_on, due(desk).confirmed) == (DUE, RECEIVED, False)
    with clock.travelled_to(date(2024, 6, 18)):
        with pytest.raises(Refused, match="Say why"):
            accuracy.record_receipt(by=desk.dcs, round_=desk.round, received_on=date(2024, 6, 18))
        accuracy.record_receipt(by=desk.dcs, round_=desk.round, received_on=date(2024, 6, 18), reason="It came at 6pm")
    assert due(desk).due_on == date(2024, 6, 25)
    assert Deadline.objects.filter(inspection=desk.inspection, rule_code="factual-accuracy-comments").count() == 1


def test_the_lead_waits_for_the_comments_or_the_end_of_their_time_or_closes_the_check(desk):
    def refused(on):
        with clock.travelled_to(on), pytest.raises(Refused, match="has not submitted"):
            letters.make_move(by=desk.lead, letter=desk.letter, move="record_comments")

    refused(date(2024, 9, 2))  # nobody recorded receipt: the time has not begun
    received(desk)
    refused(DUE)
    with clock.travelled_to(DUE):
        with pytest.raises(Refused, match="Give a reason"):
            accuracy_answers.close(by=desk.lead, round_=desk.round, reason=" ")
        with pytest.raises(PermissionDenied):
            accuracy_answers.close(by=desk.lano, round_=desk.round, reason="No")
        accuracy_answers.close(by=desk.lead, round_=desk.round, reason="The director wrote that there are none.")
        assert due(desk).closed_on == DUE
        go(desk, desk.letter, ("record_comments", desk.lead), ("revise", desk.lead))
    assert desk.letter.state == "revised"


def test_when_the_time_is_over_the_lead_goes_on_and_a_late_set_is_marked(desk):
    received(desk)
    with clock.travelled_to(AFTER):
        go(desk, desk.letter, ("record_comments", desk.lead))
        write(desk)
        done = accuracy.submit(by=desk.dcs, round_=desk.round)
        assert done.late
        with pytest.raises(Refused, match="Answer every comment"):
            letters.make_move(by=desk.lead, letter=desk.letter, move="revise")


def test_several_draft_each_their_own_and_one_submits_the_whole_set_once(desk):
    with clock.travelled_to(SENT):
        with pytest.raises(PermissionDenied):
            write(desk, by=desk.lead)
        mine, theirs = (
            write(desk, by=desk.icb),
            write(desk, by=desk.lano, quote="", kind="missing", text="Nothing on SENDIASS."),
        )
        with pytest.raises(Refused, match="do not stand"):
            write(desk, quote="41 weeks")
        with pytest.raises(Refused, match="what is wrong"):
            write(desk, text=" ")
        changed = {"kind": "figure", "text": "It was 31.", "quote": "40 weeks"}
        with pytest.raises(PermissionDenied):
            accuracy.change_comment(by=desk.icb, comment=theirs, version=1, **changed)
        accuracy.change_comment(by=desk.icb, comment=AccuracyComment.objects.get(pk=mine.pk), version=1, **changed)
        with pytest.raises(Conflict):  # the director, who answers for the set, had the page open
            accuracy.change_comment(by=desk.dcs, comment=mine, version=1, **changed | {"text": "It was 32."})
        with pytest.raises(Refused, match="Record the day"):
            accuracy.submit(by=desk.dcs, round_=desk.round)
    received(desk)
    with clock.travelled_to(DUE):
        for nobody in (desk.icb, desk.lead):
            with pytest.raises(PermissionDenied):
                accuracy.submit(by=nobody, round_=desk.round)
        done = accuracy.submit(by=desk.dcs, round_=desk.round)
        kept = json.loads(done.snapshot)
        assert [row["text"] for row in kept["comments"]] == ["It was 31.", "Nothing on SENDIASS."]
        assert (done.late, kept["receipt_number"]) == (False, f"FA-{desk.inspection.reference}-1".upper())
        assert due(desk).met_on == DUE
        for act in (
            lambda: write(desk),
            lambda: accuracy.remove_comment(by=desk.dcs, comment=mine),
            lambda: accuracy.change_comment(by=desk.icb, comment=mine, version=2, **changed),
            lambda: accuracy.submit(by=desk.lano, round_=desk.round),
            lambda: accuracy.record_receipt(by=desk.lano, round_=desk.round, received_on=DUE, reason="x"),
        ):
            with pytest.raises(Refused, match="have been submitted"):
                act()
    assert AccuracyComment.objects.count() == 2
    assert Notice.objects.filter(person=desk.lead, body__contains="2 comments submitted").exists()


def test_evidence_is_checked_by_what_it_holds(desk):
    with clock.travelled_to(SENT):
        with pytest.raises(Refused, match="kind we do not take"):
            write(desk, uploads=[ContentFile(b"MZ\x90\x00" * 40, name="figures.exe")])
        assert not AccuracyComment.objects.exists()
        comment = write(desk, uploads=[ContentFile(b"week,count\n1,30\n", name="figures.csv")])
        assert [piece.file.name for piece in comment.evidence.all()] == ["figures.csv"]
        accuracy.remove_comment(by=desk.icb, comment=comment)
        assert not AccuracyComment.objects.exists()


def test_each_comment_is_answered_with_a_reason_and_quality_assurance_may_agree(desk):
    received(desk)
    with clock.travelled_to(DUE):
        for _ in range(3):
            write(desk)
        accuracy.submit(by=desk.lano, round_=desk.round)
        go(desk, desk.letter, ("record_comments", desk.lead))
        rows = list(AccuracyComment.objects.select_related("round__letter__inspection"))
        with pytest.raises(PermissionDenied):
            accuracy_answers.answer(by=desk.lano, comment=rows[0], version=1, decision="accepted")
        with pytest.raises(Refused, match="Give the reason"):
            accuracy_answers.answer(by=desk.lead, comment=rows[0], version=1, decision="partly", answer=" ")
        for row, decision in zip(rows, ("accepted", "partly", "not_accepted"), strict=True):
            with pytest.raises(Refused, match="Answer every comment"):
                letters.make_move(by=desk.lead, letter=desk.letter, move="revise")
            accuracy_answers.answer(
                by=desk.lead, comment=row, version=1, decision=decision, answer="As the data shows."
            )
        with pytest.raises(Conflict):
            accuracy_answers.answer(by=desk.cqc, comment=rows[0], version=1, decision="accepted")
        assert queries.counted(AccuracyComment.objects.all()) == {
            "accepted": 1, "partly": 1, "not_accepted": 1, "waiting": 0,
        }  # fmt: skip
        kept = AccuracyComment.objects.select_related("round__letter__inspection").get(pk=rows[0].pk)
        accuracy_answers.second(by=desk.quality, comment=kept)
        with pytest.raises(Refused, match="agreed already"):
            accuracy_answers.second(by=desk.quality, comment=kept)
        kept.refresh_from_db()
        accuracy_answers.answer(by=desk.cqc, comment=kept, version=2, decision="partly", answer="On reflection.")
        kept.refresh_from_db()
        assert kept.seconded_by is None, "quality assurance agreed with another answer"
        assert not queries.answers_shown(desk.round, desk.inspection)
        accuracy_answers.release(by=desk.lead, round_=AccuracyRound.objects.get())
        assert queries.answers_shown(AccuracyRound.objects.get(), desk.inspection)
        go(desk, desk.letter, ("revise", desk.lead))
    assert Entry.objects.filter(verb="letter.accuracy_answered").count() == 4


def test_the_pages_of_the_area_and_of_the_lead(desk, client):
    reference = desk.inspection.reference

    def page(name, *args):
        return reverse(f"reports:{name}", args=[reference, *args])

    def shown(who, name="accuracy-detail", *args):
        client.force_login(who)
        return client.get(page(name, *args)).content.decode()

    with clock.travelled_to(RECEIVED):
        assert "the clock has not started" in shown(desk.lano)
        draft = shown(desk.lano, "accuracy-draft")
        assert "Draft: not for publication" in draft
        assert f"Copy for {desk.lano}" in draft
        assert Sight.objects.filter(person=desk.lano, what="draft").exists()
        day = {"received_on_0": "17", "received_on_1": "6", "received_on_2": "2024"}
        assert client.post(page("accuracy-receipt"), day).status_code == 302
        after = shown(desk.lano)
        assert "Monday 24 June 2024" in after
        assert "Unconfirmed" in after
        assert reverse("inspections:deadline-detail", args=[reference, due(desk).pk]) in after
        name = {
            "membership": desk.icb.memberships.get().pk, "name": "Robin Vale", "email": "robin@example.org", "employer": "icb",
            "ends_on_0": "28", "ends_on_1": "6", "ends_on_2": "2024",
        }  # fmt: skip
        assert client.post(page("accuracy-name"), name).status_code == 302
        handed = Delegation.objects.get()
        assert "Robin Vale" in shown(desk.lano)
        robin = handed.delegate
        type(robin).objects.filter(pk=robin.pk).update(is_active=True)
        given = {"kind": "figure", "quote": "41 weeks", "text": "It was 30.", "correction": ""}
        client.force_login(robin)
        wrong = client.post(page("accuracy-comment-add", "experience"), given).content.decode()
        assert "do not stand in this section" in wrong
        assert "It was 30." in wrong
        assert client.post(page("accuracy-comment-add", "experience"), given | {"quote": "40 weeks"}).status_code == 302
        comment = AccuracyComment.objects.get()
        assert client.get(page("accuracy-submit")).status_code == 403
        assert client.get(page("accuracy-name")).status_code == 403
        assert "It was 30." in shown(desk.dcs), "everybody of the area sees every draft"
        assert "It was 30." not in shown(desk.lead), "the inspectorates do not"
        client.force_login(desk.dcs)
        assert client.post(page("accuracy-submit"), {}).status_code == 200
        assert client.post(page("accuracy-submit"), {"confirmed": "on"}).status_code == 302
        assert "It was 30." in shown(desk.lead)
        answered = {"version": 1, "decision": "not_accepted", "answer": "The data say 40."}
        assert client.post(page("accuracy-answer", comment.pk), answered).status_code == 302
        assert "The data say 40." not in shown(desk.dcs), "not before the final report"
        desk.letter.sections.filter(code="experience").update(text="Children wait for 30 weeks.")
        assert "40 weeks" in shown(desk.dcs, "letter-preview"), "nor how the draft is revised"
        assert "30 weeks" in shown(desk.lead, "letter-preview")
        client.force_login(desk.lead)
        client.force_login(desk.lead)
        assert client.post(page("accuracy-release")).status_code == 302
        assert "The data say 40." in shown(desk.dcs)
        assert client.post(page("accuracy-end", handed.pk)).status_code == 302
        client.force_login(robin)
        assert client.get(page("accuracy-detail")).status_code == 404
        client.force_login(desk.pcf)
        assert client.get(page("accuracy-detail")).status_code == 403


def test_a_complaint_holds_publication_until_it_is_answered(desk):
    received(desk)
    with clock.travelled_to(AFTER):
        go(
            desk, desk.letter, ("record_comments", desk.lead), ("revise", desk.lead), ("send_to_final_qa", desk.lead),
            ("sign_off", desk.quality),
        )  # fmt: skip
        record = {"by": desk.quality, "letter": desk.letter, "about": "The conduct of the inspection."}
        with pytest.raises(PermissionDenied):
            complaints.record_complaint(**record | {"by": desk.lead}, received_on=AFTER)
        with pytest.raises(Refused, match="The last day was Friday 21 June 2024"):
            complaints.record_complaint(**record, received_on=date(2024, 6, 24))
        early = complaints.record_complaint(**record, received_on=date(2024, 6, 21))
        go(desk, desk.letter, ("issue", desk.quality))
        assert desk.letter.state == "complaint_hold", "it came before the letter was issued"
        with pytest.raises(Refused):
            letters.make_move(by=desk.quality, letter=desk.letter, move="publish")
        late = complaints.record_complaint(**record, received_on=AFTER, late_reason="The draft went astray.")
        complaints.answer_complaint(by=desk.quality, complaint=early, answered_on=AFTER, answer="Not upheld.")
        assert type(desk.letter).objects.get(pk=desk.letter.pk).state == "complaint_hold"
        complaints.answer_complaint(
            by=desk.quality, complaint=Complaint.objects.get(pk=late.pk), answered_on=AFTER, answer="Not upheld."
        )
    desk.letter.refresh_from_db()
    desk.inspection.refresh_from_db()
    assert (desk.letter.state, desk.inspection.letter_issued_on) == ("issued", AFTER)
