"""The request issued once; files numbered for ever; "not held" as an answer; query, answer and acceptance; who opened what."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.choices import Role
from accounts.models import Notice
from audit.models import Entry
from core import clock
from core.errors import Refused
from information.models import AnswerFile, ItemQuery, RequestItem
from information.services import answers, issuing, loop, reminders
from information.tests.base import CALL, Cast, pdf
from tests import factories as make

pytestmark = pytest.mark.django_db


def told(person: Any) -> list[str]:
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("subject", flat=True))


def test_the_request_is_issued_once_with_stable_numbers(cast: Cast):
    items = list(RequestItem.objects.filter(inspection=cast.inspection))
    assert [item.number for item in items] == [f"A{place}" for place in range(1, 45)]
    assert issuing.issue_request(by=cast.lano, inspection=cast.inspection) == 0
    assert Entry.objects.filter(verb="request.issued").count() == 1
    assert any("issued" in subject for subject in told(cast.lano))


def test_it_is_issued_by_inspectors_and_the_lano_after_the_call():
    cast = Cast(issued=False)
    with pytest.raises(PermissionDenied):
        issuing.issue_request(by=cast.officer, inspection=cast.inspection)
    early = Cast(issued=False, notified_on=None, state="planned")
    with pytest.raises(Refused, match="notification calls"):
        issuing.issue_request(by=early.lead, inspection=early.inspection)
    thematic = Cast(issued=False, kind="thematic")
    with pytest.raises(Refused, match="Nothing is asked for"):
        issuing.issue_request(by=thematic.lead, inspection=thematic.inspection)


def test_the_2016_framework_has_a_data_request_of_its_own():
    cast = Cast(framework_code="local-area-send-2016", edition_code="2016-04")
    assert cast.inspection.request_items.count() == 30
    assert not cast.inspection.request_items.filter(confirmed=True).exists()


def test_an_item_is_due_on_the_day_of_its_deadline_and_moves_with_it(cast: Cast):
    cast.deadline("information-request", date(2024, 5, 7))
    assert RequestItem.objects.with_due().get(number="A9", inspection=cast.inspection).due == date(2024, 5, 7)
    cast.inspection.deadlines.update(due_on=date(2024, 5, 9))
    assert RequestItem.objects.with_due().get(number="A9", inspection=cast.inspection).due == date(2024, 5, 9)
    issuing.set_due(by=cast.lead, item=cast.item("A9"), due_on=date(2024, 5, 10), reason="Agreed at the set-up call")
    assert RequestItem.objects.with_due().get(number="A9", inspection=cast.inspection).due == date(2024, 5, 10)


def test_owners_answer_for_the_area(cast: Cast):
    issuing.give_item(by=cast.lano, item=cast.item("A9"), owner=cast.officer)
    item = cast.item("A9")
    assert (item.owner, item.state) == (cast.officer, "assigned")
    assert any("A9 is yours" in subject for subject in told(cast.officer))
    parent = make.member(cast.inspection.partnership, Role.PCF)
    for stranger in (cast.lead, parent, make.UserFactory.create()):
        with pytest.raises(Refused, match="of this area"):
            issuing.give_item(by=cast.lano, item=item, owner=stranger)
    with pytest.raises(PermissionDenied):
        issuing.give_item(by=cast.officer, item=item, owner=cast.health)


def test_numbers_are_never_given_twice(cast: Cast):
    item = cast.item("A12")
    given = answers.give_files(by=cast.officer, item=item, uploads=[pdf("a.pdf"), pdf("b.pdf")])
    assert [file.number for file in given] == ["A12.1", "A12.2"]
    answers.withdraw_file(by=cast.officer, file=given[1], reason="The wrong one")
    newer = answers.give_files(by=cast.officer, item=cast.item("A12"), uploads=[pdf("c.pdf")], replaces=given[0])
    assert [file.number for file in newer] == ["A12.3"]
    assert [file.number for file in item.files.standing()] == ["A12.3"]
    with pytest.raises(Refused, match="already"):
        answers.withdraw_file(by=cast.officer, file=given[1], reason="Again")
    with pytest.raises(Refused, match="not been replaced or withdrawn"):
        answers.give_files(by=cast.officer, item=cast.item("A12"), uploads=[pdf()], replaces=given[0])


def test_one_bad_file_refuses_all_and_leaves_nothing(cast: Cast, root: Path) -> None:
    with pytest.raises(Refused, match=r"b\.exe is of a kind we do not take"):
        answers.give_files(
            by=cast.officer, item=cast.item("A12"), uploads=[pdf(), SimpleUploadedFile("b.exe", b"MZ\x00")]
        )
    item = cast.item("A12")
    assert (item.state, item.last_part, AnswerFile.objects.count()) == ("requested", 0, 0)
    assert [path for path in root.rglob("*") if path.is_file()] == []


def test_not_held_is_an_answer_with_a_reason(cast: Cast):
    with pytest.raises(Refused, match="Say why"):
        answers.answer_without(by=cast.officer, item=cast.item("A12"), kind="not_held", reason=" ")
    answers.answer_without(by=cast.officer, item=cast.item("A12"), kind="not_held", reason="Never written")
    item = cast.item("A12")
    assert (item.state, item.why_not) == ("not_held", "Never written")
    loop.ask(by=cast.lead, item=item, reasons=["look_again", "unclear"], text="Is there no draft?")
    answers.give_files(by=cast.officer, item=cast.item("A12"), uploads=[pdf()])
    item = cast.item("A12")
    assert (item.state, item.why_not) == ("uploaded", "")


def test_what_has_files_is_not_said_not_to_be_held(cast: Cast):
    answers.give_files(by=cast.lano, item=cast.item("A12"), uploads=[pdf()], share=True)
    loop.ask(by=cast.lead, item=cast.item("A12"), reasons=["incomplete"], text="Part 2?")
    with pytest.raises(Refused, match="Withdraw the files"):
        answers.answer_without(by=cast.officer, item=cast.item("A12"), kind="not_held", reason="No part 2")


def test_the_last_file_taken_back_puts_the_item_in_progress(cast: Cast):
    (file,) = answers.give_files(by=cast.lano, item=cast.item("A12"), uploads=[pdf()], share=True)
    answers.withdraw_file(by=cast.officer, file=file, reason="The wrong one")
    assert cast.item("A12").state == "in_progress"


def test_the_ball_goes_to_and_fro(cast: Cast):
    issuing.give_item(by=cast.lano, item=cast.item("A12"), owner=cast.officer)
    answers.give_files(by=cast.officer, item=cast.item("A12"), uploads=[pdf()])
    loop.send_back(by=cast.lano, item=cast.item("A12"), reasons=["unreadable"], text="Page 3 is blank")
    assert any("Returned to you" in subject for subject in told(cast.officer))
    answers.give_files(by=cast.officer, item=cast.item("A12"), uploads=[pdf()])
    loop.share(by=cast.lano, item=cast.item("A12"))
    query = loop.ask(by=cast.lead, item=cast.item("A12"), reasons=["incomplete", "out_of_date"], text="Of 2024, please")
    assert query.reason_text == "Something is missing; it is out of date"
    assert cast.item("A12").state == "queried"
    assert not any("Of 2024" in subject for subject in told(cast.officer)), "what was asked stays on the page"
    answers.give_files(by=cast.officer, item=cast.item("A12"), uploads=[pdf()])
    loop.share(by=cast.lano, item=cast.item("A12"))
    query.refresh_from_db()
    assert query.answer == "Answered with A12.3"
    assert any("is answered" in subject for subject in told(cast.lead))
    loop.ask(by=cast.lead, item=cast.item("A12"), reasons=["unclear"], text="What is KPI 4?")
    loop.answer_in_words(by=cast.officer, item=cast.item("A12"), text="Waiting times")
    loop.accept(by=cast.lead, item=cast.item("A12"))
    assert cast.item("A12").state == "accepted"
    assert not ItemQuery.objects.filter(answered_at__isnull=True).exists()


@pytest.mark.parametrize("who", ["lead", "officer"])
def test_only_the_lano_shares(cast: Cast, who: str) -> None:
    answers.give_files(by=cast.officer, item=cast.item("A12"), uploads=[pdf()])
    with pytest.raises(PermissionDenied):
        loop.share(by=getattr(cast, who), item=cast.item("A12"))


@pytest.mark.parametrize("who", ["lano", "officer", "chief"])
def test_only_inspectors_query_accept_and_drop(cast: Cast, who: str) -> None:
    answers.give_files(by=cast.lano, item=cast.item("A12"), uploads=[pdf()], share=True)
    person = getattr(cast, who)
    with pytest.raises(PermissionDenied):
        loop.ask(by=person, item=cast.item("A12"), reasons=["unclear"], text="?")
    with pytest.raises(PermissionDenied):
        loop.accept(by=person, item=cast.item("A12"))
    with pytest.raises(PermissionDenied):
        loop.no_longer_ask(by=person, item=cast.item("A12"), reason="No")


def test_openings_are_kept_and_those_of_lists_audited(cast: Cast):
    (file,) = answers.give_files(by=cast.lano, item=cast.item("A12"), uploads=[pdf()], share=True)
    (listed,) = answers.give_files(by=cast.lano, item=cast.item("A3"), uploads=[pdf("secret name.pdf")], share=True)
    for opened in (file, listed):
        answers.open_answer(by=cast.lead, file=opened)
    assert file.openings.get().person == cast.lead
    entry = Entry.objects.get(verb="request_file.opened")
    assert entry.subject_label.startswith("A3.1 of")
    assert not Entry.objects.filter(subject_label__contains="secret").exists()


def test_owners_of_late_items_are_reminded_once_a_day(cast: Cast):
    cast.deadline("information-request", date(2024, 5, 7))
    for number, owner in (("A9", cast.officer), ("A10", cast.officer), ("A12", cast.health)):
        issuing.give_item(by=cast.lano, item=cast.item(number), owner=owner)
    with pytest.raises(Refused, match="is late"):
        reminders.remind_owners(by=cast.lano, inspection=cast.inspection)
    with clock.travelled_to(date(2024, 5, 8)):
        planned = reminders.reminders(cast.lano, cast.inspection)
        assert [(plan.person, plan.body.count("1 working day late")) for plan in planned] == [
            (cast.officer, 2),
            (cast.health, 1),
        ]
        assert reminders.remind_owners(by=cast.lano, inspection=cast.inspection) == 2
        assert reminders.remind_owners(by=cast.lano, inspection=cast.inspection) == 0
    assert date(2024, 5, 7) > CALL
