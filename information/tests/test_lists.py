"""A person-level list is refused or accepted whole, and a refused one does not stay."""

from __future__ import annotations

import io
import zipfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from openpyxl import load_workbook

from accounts.models import Notice
from audit.models import Entry
from core import clock, outbox
from core.errors import Refused
from core.models import OutboxRow, StoredFile
from information.models import AnswerFile, CheckResult, ListCheck
from information.services import issuing, lists, reading
from information.tests.base import CALL, Cast, list_rows, xlsx

pytestmark = pytest.mark.django_db
SECRET = "Zebedee"


def csv_of(rows: list[list[Any]]) -> SimpleUploadedFile:
    lines = [",".join("" if cell is None else str(cell) for cell in row) for row in rows]
    return SimpleUploadedFile("list.csv", "\n".join(lines).encode())


def ods_of(rows: list[list[Any]], ending: str = "") -> SimpleUploadedFile:
    def cell(value: Any) -> str:
        if isinstance(value, date):
            return f'<table:table-cell office:value-type="date" office:date-value="{value.isoformat()}"/>'
        text = "" if value is None else str(value)
        return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'

    body = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = f"<office:document-content {names}><table:table>{body}{ending}</table:table></office:document-content>"
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    return SimpleUploadedFile("list.ods", made.getvalue())


def kept(root: Path) -> int:
    return sum(path.is_file() for path in root.rglob("*"))


@pytest.mark.parametrize("make_file", [xlsx, csv_of, ods_of], ids=["xlsx", "csv", "ods"])
def test_a_good_list_is_accepted_whole(cast: Cast, make_file: Any) -> None:
    check = lists.upload_list(by=cast.lano, item=cast.item("A1"), upload=make_file(list_rows({}, {})))
    check.refresh_from_db()
    assert (check.result, check.rows, check.problems) == (CheckResult.ACCEPTED, 2, [])
    assert check.answer is not None and check.answer.number == "A1.1"
    assert cast.item("A1").state == "uploaded"
    assert check.quarantined is None


@pytest.mark.parametrize("make_file", [xlsx, csv_of, ods_of], ids=["xlsx", "csv", "ods"])
def test_a_bad_list_is_refused_whole_by_row_and_column(cast: Cast, make_file: Any) -> None:
    rows = list_rows({}, {"gender": None, "ethnicity": SECRET}, {"born_on": SECRET})
    check = lists.upload_list(by=cast.lano, item=cast.item("A1"), upload=make_file(rows))
    check.refresh_from_db()
    assert (check.result, check.n_errors) == (CheckResult.REFUSED, 2)
    assert [problem[:2] for problem in check.problems] == [[3, "E"], [4, "D"]]
    assert not AnswerFile.objects.exists()
    assert cast.item("A1").state == "requested"
    assert SECRET not in str(check.problems)
    assert not [
        entry for entry in Entry.objects.all() if SECRET in f"{entry.changes}{entry.subject_label}{entry.reason}"
    ]


def test_queries_do_not_keep_a_list_out(cast: Cast):
    rows = list_rows({"born_on": date(1998, 6, 1)}, {"main_urn": None, "main_phase": None, "home_educated": "Yes"})
    check = lists.upload_list(by=cast.lano, item=cast.item("A1"), upload=xlsx(rows), share=True)
    check.refresh_from_db()
    assert (check.result, check.n_errors, check.n_queries) == (CheckResult.ACCEPTED, 0, 2)
    assert cast.item("A1").state == "shared"


def test_a_newer_list_replaces_the_one_that_stood(cast: Cast):
    for _ in range(2):
        lists.upload_list(by=cast.lano, item=cast.item("A2"), upload=xlsx(list_rows({}, kind="list-2")))
    assert [file.number for file in cast.item("A2").files.standing()] == ["A2.2"]


def test_the_marked_copy_shows_the_bad_cells_and_runs_nothing(cast: Cast):
    rows = [["Guidance"], [], *list_rows({}, {"gender": None, "ethnicity": "@SUM(1)"})]
    check = lists.upload_list(by=cast.lano, item=cast.item("A1"), upload=xlsx(rows))
    check.refresh_from_db()
    page = load_workbook(io.BytesIO(lists.marked_copy(check)))["Marked list"]
    # A cell stands in the column that the page of errors names.
    assert [cell.value for cell in page[1]][:2] == ["Unique ID", "UPN"]
    assert {problem[1] for problem in check.problems} == {"E"}
    assert page["E3"].comment.text == "Gender is missing"
    assert page["E2"].comment is None
    assert (page["F3"].value, page["F3"].data_type) == ("'@SUM(1)", "s")
    assert (page["V3"].value, page["W3"].value) == ("Gender is missing", 5)
    assert (page["V1"].value, page["W1"].value) == ("What to mend", "Row in your list")


def test_the_refused_copy_is_deleted_after_a_day(
    cast: Cast, root: Path, django_capture_on_commit_callbacks: Any
) -> None:
    check = lists.upload_list(by=cast.lano, item=cast.item("A1"), upload=xlsx(list_rows({"gender": None})))
    assert kept(root) == 1
    with clock.travelled_to(CALL + timedelta(days=3)), django_capture_on_commit_callbacks(execute=True):
        outbox.run(OutboxRow.objects.get(kind=lists.FORGET).pk)
    assert (kept(root), StoredFile.objects.count()) == (0, 0)
    check.refresh_from_db()
    assert check.n_errors == 1
    with pytest.raises(Refused, match="was deleted"):
        lists.marked_copy(check)


def test_an_accepted_list_takes_earlier_refused_copies_away_but_stays_itself(cast: Cast):
    lists.upload_list(by=cast.lano, item=cast.item("A1"), upload=xlsx(list_rows({"gender": None})))
    lists.upload_list(by=cast.lano, item=cast.item("A1"), upload=xlsx(list_rows({})))
    assert StoredFile.objects.count() == 1
    for row in OutboxRow.objects.filter(kind=lists.FORGET):
        with clock.travelled_to(CALL + timedelta(days=3)):
            outbox.run(row.pk)
    assert AnswerFile.objects.get().file.name == "list.xlsx"


def test_a_large_list_is_left_to_a_worker_and_its_uploader_is_told(cast: Cast, monkeypatch: Any) -> None:
    monkeypatch.setitem(lists.CHECKED_AT_ONCE, "xlsx", 10)
    check = lists.upload_list(by=cast.lano, item=cast.item("A1"), upload=xlsx(list_rows({})))
    assert check.result == CheckResult.WAITING
    row = OutboxRow.objects.get(kind=lists.CHECK)
    for _ in range(2):  # safe to run twice
        lists._check_later(row)
    check.refresh_from_db()
    assert check.result == CheckResult.ACCEPTED
    assert AnswerFile.objects.count() == 1
    assert Notice.objects.filter(person=cast.lano, kind="list_checked").count() == 1


@pytest.mark.django_db(transaction=True)
def test_while_a_worker_reads_a_large_list_everybody_else_can_save(cast: Cast, monkeypatch: Any) -> None:
    monkeypatch.setitem(lists.CHECKED_AT_ONCE, "xlsx", 10)
    reads, held = lists._rows, []

    def watched(check: ListCheck) -> list[reading.Row]:
        held.append(transaction.get_connection().in_atomic_block)
        return reads(check)

    monkeypatch.setattr(lists, "_rows", watched)
    lists.upload_list(by=cast.lano, item=cast.item("A1"), upload=xlsx(list_rows({})))
    assert outbox.run(OutboxRow.objects.get(kind=lists.CHECK).pk)
    assert held == [False]
    assert ListCheck.objects.get().result == CheckResult.ACCEPTED
    assert Notice.objects.filter(person=cast.lano, kind="list_checked").count() == 1


def test_a_list_that_cannot_be_read_is_said_to_be_so_and_not_kept(cast: Cast):
    for ending in ("<", '<!DOCTYPE x [<!ENTITY a "b">]>'):
        with pytest.raises(Refused, match="is damaged and cannot be opened"):
            lists.upload_list(by=cast.lano, item=cast.item("A1"), upload=ods_of([], ending=ending))
    upload = ods_of(list_rows({}), ending='<table:table-row table:number-rows-repeated="x"/>')
    check = lists.upload_list(by=cast.lano, item=cast.item("A1"), upload=upload)
    check.refresh_from_db()
    assert (check.result, check.quarantined) == (CheckResult.FAILED, None)
    assert "cannot be read" in check.failure
    assert StoredFile.objects.count() == 0


def test_a_list_with_more_rows_than_a_sheet_has_is_refused_before_it_is_read(cast: Cast, monkeypatch: Any) -> None:
    monkeypatch.setitem(lists.CHECKED_AT_ONCE, "ods", 10**6)
    check = lists.upload_list(
        by=cast.lano, item=cast.item("A1"), upload=ods_of([], ending="<table:table-row/>" * 1_050_000)
    )
    check.refresh_from_db()
    assert (check.result, check.failure) == (CheckResult.FAILED, "The list holds more than we can read safely.")
    assert StoredFile.objects.count() == 0


def test_repeated_cells_and_rows_stay_within_limits(cast: Cast, monkeypatch: Any) -> None:
    cell = '<table:table-cell table:number-columns-repeated="16384"/>'
    blank = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
    check = lists.upload_list(by=cast.lano, item=cast.item("A1"), upload=ods_of(list_rows({}), ending=blank))
    check.refresh_from_db()
    assert (check.result, check.rows) == (CheckResult.ACCEPTED, 1)
    monkeypatch.setattr(reading, "MOST_ROWS", 5)
    check = lists.upload_list(by=cast.lano, item=cast.item("A1"), upload=xlsx(list_rows(*[{}] * 9)))
    check.refresh_from_db()
    assert "more than 5 rows" in check.failure


def test_only_who_may_open_a_list_uploads_it(cast: Cast):
    for person in (cast.officer, cast.chief, cast.lead):
        with pytest.raises(PermissionDenied):
            lists.upload_list(by=person, item=cast.item("A1"), upload=xlsx(list_rows({})))
    issuing.give_item(by=cast.lano, item=cast.item("A1"), owner=cast.officer)
    check = lists.upload_list(by=cast.officer, item=cast.item("A1"), upload=xlsx(list_rows({})))
    assert ListCheck.objects.of(cast.lano, cast.item("A1")).count() == 0
    assert ListCheck.objects.of(cast.officer, cast.item("A1")).get() == check
    with pytest.raises(PermissionDenied):
        lists.upload_list(by=cast.officer, item=cast.item("A2"), upload=xlsx(list_rows({})))


def test_a_list_is_not_taken_by_the_ordinary_upload(cast: Cast):
    from information.services import answers

    with pytest.raises(Refused, match="checked first"):
        answers.give_files(by=cast.lano, item=cast.item("A1"), uploads=[xlsx(list_rows({}))])


def test_a_document_is_not_a_list(cast: Cast):
    with pytest.raises(Refused) as refused:
        lists.upload_list(by=cast.lano, item=cast.item("A1"), upload=SimpleUploadedFile("a.pdf", b"%PDF-1.7"))
    assert refused.value.reasons[0].field == "list_file"


def test_the_template_is_accepted_once_filled(cast: Cast):
    book = load_workbook(io.BytesIO(lists.template("list-1")))
    page = book["List 1"]
    assert [cell.value for cell in page[1]] == list_rows()[0]
    page.append(list_rows({})[1])
    made = io.BytesIO()
    book.save(made)
    check = lists.upload_list(
        by=cast.lano, item=cast.item("A1"), upload=SimpleUploadedFile("list.xlsx", made.getvalue())
    )
    check.refresh_from_db()
    assert check.result == CheckResult.ACCEPTED


def test_an_item_that_is_no_list_has_no_page_to_upload_one(cast: Cast, client: Any) -> None:
    client.force_login(cast.lano)
    with clock.travelled_to(CALL):
        assert client.get(f"{cast.item('A1').get_absolute_url()}list/").status_code == 200
        assert client.get(f"{cast.item('A3').get_absolute_url()}list/").status_code == 404
