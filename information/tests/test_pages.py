"""The pages: the task list and its filters, uploads without JavaScript, the index in three forms, and reminders seen before they go."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from accounts.choices import Role
from accounts.models import Notice
from core import clock
from information.demonstration import furnish
from information.models import AnswerFile, ListCheck, RequestItem
from information.services import answers, issuing, loop
from information.tests.base import CALL, Cast, list_rows, pdf, xlsx
from inspections.tests.pages import errors_of, signed_in, statements, text_of
from tests import factories as make

pytestmark = pytest.mark.django_db


def at(cast: Cast, *parts: str) -> str:
    return "/".join([f"/inspections/{cast.inspection.reference}/request", *parts])


def page(person: Any, cast: Cast, *parts: str) -> str:
    answer = signed_in(person).get(at(cast, *parts))
    assert answer.status_code == 200
    return text_of(answer)


def test_the_request_is_issued_from_its_empty_page():
    cast = Cast(issued=False)
    assert "has not been issued yet" in page(cast.officer, cast, "")
    assert "Issue the request" not in page(cast.officer, cast, "")
    assert "Issue the request" in page(cast.lead, cast, "")
    answer = signed_in(cast.lead).post(at(cast, "issue", ""), {}, follow=True)
    assert "Request issued: 44 items" in text_of(answer)


def test_the_list_is_grouped_counted_and_filtered(cast: Cast):
    cast.deadline("information-request", date(2024, 5, 7))
    issuing.give_item(by=cast.lano, item=cast.item("A24"), owner=cast.health)
    answers.give_files(by=cast.lano, item=cast.item("A9"), uploads=[pdf()], share=True)
    loop.accept(by=cast.lead, item=cast.item("A9"))
    shown = page(cast.lano, cast, "")
    assert "1 of 44 accepted" in shown
    assert "4 working days left" in shown
    assert shown.index("Local authority") < shown.index("Authority and health together")
    with clock.travelled_to(date(2024, 5, 8)):
        assert "Remind owners (1)" in page(cast.lano, cast, "")
        late = page(cast.health, cast, "?body=board&show=late")
        assert "1 working day late" in late
        assert "4 items found" in late
        assert "1 item found" in page(cast.health, cast, "?show=mine")
    assert "No item matches" in page(cast.health, cast, "?state=queried")


def test_the_cost_of_the_list_and_the_index_does_not_grow(cast: Cast):
    lano = signed_in(cast.lano)
    pages = (at(cast, ""), at(cast, "index", ""))
    before = [statements(lano, address) for address in pages]
    for number in ("A9", "A10", "A11"):
        issuing.give_item(by=cast.lano, item=cast.item(number), owner=cast.officer)
        answers.give_files(by=cast.lano, item=cast.item(number), uploads=[pdf(), pdf("b.pdf")], share=True)
    assert [statements(lano, address) for address in pages] == before


def test_the_cost_of_an_item_does_not_grow_with_files_and_openings(cast: Cast):
    lano = signed_in(cast.lano)
    answers.give_files(by=cast.lano, item=cast.item("A9"), uploads=[pdf()], share=True)
    answers.open_answer(by=cast.lead, file=AnswerFile.objects.get())
    before = statements(lano, at(cast, "A9", ""))
    answers.give_files(by=cast.lano, item=cast.item("A9"), uploads=[pdf(), pdf()], share=True)
    for file in AnswerFile.objects.all():
        answers.open_answer(by=cast.lead, file=file)
        answers.open_answer(by=make.team(cast.inspection, Role.CQC_LEAD), file=file)
    assert statements(lano, at(cast, "A9", "")) == before


def test_several_files_at_once_answer_one_item(cast: Cast):
    item = cast.item("A9")
    sent = {"item": item.pk, "files": [pdf("a.pdf"), pdf("b.pdf")], "share": "on"}
    answer = signed_in(cast.lano).post(at(cast, "upload", ""), sent, follow=True)
    assert "Uploaded as A9.1 and A9.2" in text_of(answer)
    assert cast.item("A9").state == "shared"
    again = signed_in(cast.officer).post(at(cast, "A9", "upload", ""), {"files": [pdf()], "share": "on"}, follow=True)
    assert "Uploaded as A9.3" in text_of(again)
    assert cast.item("A9").state == "uploaded", "only the LANO shares"


def test_a_refusal_stands_beside_the_field_and_names_each_file(cast: Cast):
    sent = {"files": [SimpleUploadedFile("a.pdf", b""), SimpleUploadedFile("b.exe", b"MZ\x00"), pdf()]}
    answer = signed_in(cast.officer).post(at(cast, "A9", "upload", ""), sent)
    errors = errors_of(answer)["files"]
    assert errors[0] == "a.pdf is empty"
    assert errors[1].startswith("b.exe is of a kind we do not take")
    assert not AnswerFile.objects.exists()
    assert errors_of(signed_in(cast.officer).post(at(cast, "A9", "upload", ""), {})) == {
        "files": ["Choose at least one file"]
    }


def test_a_form_sent_twice_uploads_once(cast: Cast):
    client = signed_in(cast.officer)
    for _ in range(2):
        client.post(at(cast, "A9", "upload", ""), {"files": [pdf()], "submission_key": "one key"})
    assert AnswerFile.objects.count() == 1


def test_not_held_is_offered_first_class(cast: Cast):
    shown = page(cast.officer, cast, "A9", "")
    assert "We do not hold this" in shown
    sent = {"kind": "not_held", "reason": "There is none"}
    signed_in(cast.officer).post(at(cast, "A9", "without", ""), sent)
    shown = page(cast.lead, cast, "A9", "")
    assert "Not held, because There is none" in shown


def test_inspectors_see_what_was_shared_and_the_area_sees_who_opened_it(cast: Cast):
    answers.give_files(by=cast.officer, item=cast.item("A9"), uploads=[pdf("drafted.pdf")])
    assert "drafted.pdf" not in page(cast.lead, cast, "A9", "")
    assert "drafted.pdf" not in page(cast.lead, cast, "index", "")
    assert signed_in(cast.lead).get(at(cast, "A9", "files", "1", "")).status_code == 404
    loop.share(by=cast.lano, item=cast.item("A9"))
    answer = signed_in(cast.lead).get(at(cast, "A9", "files", "1", ""))
    assert answer["Content-Disposition"] == 'attachment; filename="A9.1 drafted.pdf"'
    assert answer.getvalue().startswith(
        b"%PDF"
    )  # read to its end: closed half-way it would take the database connection along
    assert f"Opened by {cast.lead}" in page(cast.lano, cast, "A9", "")


def test_what_the_area_says_to_itself_before_sharing_stays_with_the_area(cast: Cast):
    issuing.give_item(by=cast.lano, item=cast.item("A9"), owner=cast.officer)
    answers.give_files(by=cast.officer, item=cast.item("A9"), uploads=[pdf("first.pdf")])
    loop.send_back(by=cast.lano, item=cast.item("A9"), reasons=["unclear"], text="Page 3 is for us alone")
    quality = make.national(Role.QUALITY_ASSURER)
    inspectors = (cast.lead, make.team(cast.inspection, Role.CQC_LEAD), quality)
    for person in (cast.lano, cast.officer, cast.chief):
        assert "Returned before sharing" in page(person, cast, "A9", "")
    for person in inspectors:
        history = signed_in(person).get(f"/inspections/{cast.inspection.reference}/history/")
        shown = page(person, cast, "A9", "") + text_of(history)
        assert "for us alone" not in shown
        assert "Returned before sharing" not in shown
    first = AnswerFile.objects.get()
    answers.give_files(by=cast.officer, item=cast.item("A9"), uploads=[pdf("second.pdf")], replaces=first)
    loop.share(by=cast.lano, item=cast.item("A9"))
    loop.ask(by=cast.lead, item=cast.item("A9"), reasons=["unclear"], text="What is KPI 4?")
    for person in inspectors:
        shown = page(person, cast, "A9", "")
        assert "What is KPI 4?" in shown
        assert "for us alone" not in shown
        assert "second.pdf" in shown
        assert "first.pdf" not in shown + page(person, cast, "index", ""), (
            "what was replaced before sharing is the area's"
        )
        assert signed_in(person).get(at(cast, "A9", "files", "1", "")).status_code == 404


def test_inspectors_are_told_the_number_of_shared_files_only(cast: Cast):
    def number(person: Any) -> Any:
        book = load_workbook(io.BytesIO(signed_in(person).get(at(cast, "index.xlsx")).content))
        return book["Items"].cell(10, 8).value

    answers.give_files(by=cast.officer, item=cast.item("A9"), uploads=[pdf("first.pdf")])
    assert "1 file" in page(cast.lano, cast, "")
    assert "1 file" not in page(cast.lead, cast, "")
    assert [number(person) for person in (cast.lano, cast.lead)] == [1, 0]
    loop.share(by=cast.lano, item=cast.item("A9"))
    answers.give_files(by=cast.officer, item=cast.item("A9"), uploads=[pdf("more.pdf")])
    assert "2 files" in page(cast.lano, cast, "")
    assert "1 file" in page(cast.lead, cast, "")
    assert [number(person) for person in (cast.lano, cast.lead)] == [2, 1]


def test_a_person_level_list_shows_its_status_and_nothing_else_to_others(cast: Cast):
    answers.give_files(by=cast.lano, item=cast.item("A3"), uploads=[pdf("register.pdf")], share=True)
    for person in (cast.officer, cast.chief, cast.health):
        for parts in (("A3", ""), ("index", ""), ("",)):
            shown = page(person, cast, *parts)
            assert "register.pdf" not in shown
        assert "not its files" in page(person, cast, "A3", "")
        assert signed_in(person).get(at(cast, "A3", "files", "1", "")).status_code == 404
        book = load_workbook(io.BytesIO(signed_in(person).get(at(cast, "index.xlsx")).content))
        assert book["Files"].max_row == 1
    issuing.give_item(by=cast.lano, item=cast.item("A3"), owner=cast.health)
    assert "register.pdf" in page(cast.health, cast, "A3", "")
    cast.inspection.partnership.memberships.filter(user=cast.health).update(ends_on=CALL)
    assert signed_in(cast.health).get(at(cast, "A3", "")).status_code == 404


def test_the_index_opens_in_a_spreadsheet_with_real_dates(cast: Cast):
    cast.deadline("information-request", date(2024, 5, 7))
    answers.give_files(by=cast.lano, item=cast.item("A9"), uploads=[pdf("=1+1.pdf")], share=True)
    answers.answer_without(by=cast.officer, item=cast.item("A10"), kind="not_held", reason="=cmd()")
    book = load_workbook(io.BytesIO(signed_in(cast.lano).get(at(cast, "index.xlsx")).content))
    assert book.sheetnames == ["Items", "Files", "About this file"]
    items = book["Items"]
    assert [items.cell(row, 1).value for row in (2, 45)] == ["A1", "A44"]
    assert items["F10"].is_date
    assert items["I11"].value == "'=cmd()"
    assert book["Files"]["A2"].value == "A9.1"
    assert book["Files"]["C2"].data_type == "s"
    assert book["Files"]["F2"].is_date


def test_the_index_is_a_pdf_too(cast: Cast):
    answers.give_files(by=cast.lano, item=cast.item("A9"), uploads=[pdf()], share=True)
    answer = signed_in(cast.lead).get(at(cast, "index.pdf"))
    assert answer.content.startswith(b"%PDF-")


def test_reminders_are_seen_before_they_are_sent(cast: Cast):
    cast.deadline("information-request", date(2024, 5, 7))
    issuing.give_item(by=cast.lano, item=cast.item("A9"), owner=cast.officer)
    with clock.travelled_to(date(2024, 5, 8)):
        shown = page(cast.lano, cast, "remind", "")
        assert "Send 1 reminder" in shown
        assert cast.officer.email in shown
        assert not Notice.objects.filter(kind="request_late").exists()
        answer = signed_in(cast.lano).post(at(cast, "remind", ""), {}, follow=True)
        assert "1 person reminded" in text_of(answer)
        assert Notice.objects.filter(kind="request_late", person=cast.officer).count() == 1


def test_a_refused_list_leads_to_its_errors_and_its_marked_copy(cast: Cast):
    client = signed_in(cast.lano)
    answer = client.post(at(cast, "A1", "list", ""), {"list_file": xlsx(list_rows({}, {"gender": None}))}, follow=True)
    shown = text_of(answer)
    assert "Your list was not accepted" in shown
    assert "3 E, Gender Gender is missing Error" in shown
    check = ListCheck.objects.get()
    marked = client.get(f"{check.get_absolute_url()}marked.xlsx")
    assert load_workbook(io.BytesIO(marked.content))["Marked list"]["E3"].comment is not None
    for other in (cast.lead, cast.officer):
        assert Client().get(check.get_absolute_url()).status_code == 302
        assert signed_in(other).get(check.get_absolute_url()).status_code == 403
    answer = client.post(at(cast, "A1", "list", ""), {"list_file": xlsx(list_rows({}))}, follow=True)
    assert "List accepted as A1.1" in text_of(answer)


def test_a_move_overtaken_by_another_is_refused_in_words(cast: Cast):
    answers.give_files(by=cast.lano, item=cast.item("A9"), uploads=[pdf()], share=True)
    loop.accept(by=cast.lead, item=cast.item("A9"))
    answer = signed_in(cast.lead).post(at(cast, "A9", "accept", ""), {})
    assert "cannot be done now" in text_of(answer)


def test_the_demonstration_shows_every_status(db: None):
    cast = Cast(issued=False)
    people = {
        Role.LEAD_INSPECTOR: cast.lead, Role.LANO: cast.lano, Role.PARTNERSHIP_OFFICER: cast.officer, Role.HEALTH_LEAD: cast.health,
    }  # fmt: skip
    furnish(cast=people, inspection=cast.inspection)
    states = set(RequestItem.objects.values_list("state", flat=True))
    assert states >= {"requested", "assigned", "in_progress", "uploaded", "shared", "queried", "accepted", "not_held"}
    assert set(ListCheck.objects.values_list("result", flat=True)) == {"refused", "accepted"}
    assert ListCheck.objects.get(result="refused").n_errors == 5
