"""Files hold what the page shows and no more; nothing in them runs; who took them is on record."""

from __future__ import annotations

import csv
import io
import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from openpyxl import load_workbook

from accounts.choices import Role
from audit.models import Entry
from surveys import verbs
from surveys.models import Comment, CommentTag, Concern
from surveys.queries import suppression, tables
from surveys.services import filing
from surveys.services.release import move
from surveys.tests import answers as given
from surveys.tests.results_world import answered
from surveys.tests.test_results import page
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> SimpleNamespace:
    return answered(120)


def book(response: Any) -> Any:
    assert response.status_code == 200
    return load_workbook(io.BytesIO(response.content))


def cells(sheet: Any) -> list[list[Any]]:
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def comments_of(world: SimpleNamespace, part: int = 1, who: Any = None) -> Any:
    from django.test import Client
    from django.urls import reverse

    client = Client()
    client.force_login(who or world.lead)
    return client.get(
        reverse("surveys:results-comments", args=[world.inspection.reference, world.survey.audience, part])
    )


def on_the_page(world: SimpleNamespace, by: str = "") -> list[str]:
    found = re.findall(
        r'<td class="govuk-table__cell govuk-table__cell--numeric">([^<]*)</td>', page(world, by).content.decode()
    )
    return [cell.replace(",", "").removesuffix("%") for cell in found]


def test_the_workbook_shows_what_the_page_shows(world):
    made = book(page(world, name="results-excel"))
    everybody = [str(value) for row in cells(made["Everybody"])[1:] for value in row[4:6]]
    assert everybody == on_the_page(world)
    assert "Hidden" in everybody
    for sheet, by in (("By type of setting", "setting"), ("By age band", "age_band"), ("By need", "need")):
        rows = cells(made[sheet])[1:]
        counts = [str(value) for row in rows[1:] for value in row[4:]]
        beside = on_the_page(world, by)
        groups = len(rows[0]) - 4
        sizes, questions = [str(value) for value in rows[0][4:]], 4
        # On the page each question's table begins with the sizes of the groups.
        assert beside[:groups] == sizes
        assert len(beside) == len(counts) + groups * questions
        without_sizes = []
        at = 0
        for question in dict.fromkeys(row[0] for row in rows[1:]):
            answers = sum(row[0] == question for row in rows[1:])
            without_sizes += beside[at + groups : at + groups * (answers + 1)]
            at += groups * (answers + 1)
        assert without_sizes == counts


def test_the_csv_shows_what_the_workbook_shows(world):
    text = page(world, name="results-csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    made = book(page(world, name="results-excel"))
    everybody = [
        (row["Question code"], row["Answer"], row["Answers"]) for row in rows if row["Breakdown"] == "Everybody"
    ]
    assert everybody == [(row[0], row[3], str(row[4])) for row in cells(made["Everybody"])[1:]]
    head, *by_setting = cells(made["By type of setting"])
    special = head.index("Special school")
    of_special = [
        row["Answers"] for row in rows if (row["Breakdown"], row["Group"]) == ("Type of setting", "Special school")
    ]
    assert of_special == [str(row[special]) for row in by_setting[1:]]


@pytest.mark.parametrize("name", ["results-excel", "results-csv"])
def test_no_file_holds_a_small_number(world, name):
    response = page(world, name=name)
    if name == "results-csv":
        numbers = [row["Answers"] for row in csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")))]
    else:
        numbers = [
            str(value)
            for sheet in book(response).worksheets[:-1]
            for row in cells(sheet)[1:]
            for value in (row[4:5] if sheet.title == "Everybody" else row[4:])
        ]
    assert len(numbers) > 100
    assert not [number for number in numbers if number.isdigit() and 0 < int(number) < 5]


def test_control_without_the_guard_the_files_hold_small_numbers(world, monkeypatch):
    monkeypatch.setattr(suppression, "one_way", dict)
    monkeypatch.setattr(suppression, "two_way", lambda table, **hidden: {row: dict(of) for row, of in table.items()})
    for name in ("results-excel", "results-csv"):
        with pytest.raises(AssertionError, match="assert not"):
            test_no_file_holds_a_small_number(world, name)


def test_comments_are_as_written_and_run_nothing(world):
    risky = '=HYPERLINK("https://example.org","x")'
    writers = [
        given.one(world.survey, f"c{at}", {"best": text}) for at, text in enumerate([risky, "<b>bold</b>", "ليس بعد"])
    ]
    given.Answering.objects.bulk_create([*writers, *[given.one(world.survey, f"d{at}", {}) for at in range(10)]])
    move(world.survey, last=True)
    tagged = Comment.objects.get(text="<b>bold</b>")
    CommentTag.objects.create(comment=tagged, criterion="I3", tagged_by=world.lead, tagged_at=world.survey.opens_at)
    sheet = book(comments_of(world))["Comments"]
    rows = {row[2]: row for row in cells(sheet)[1:]}
    assert len(rows) == 123
    assert rows["<b>bold</b>"][3] == "I3"
    assert "ليس بعد" in rows
    formula = next(cell for row in sheet.iter_rows() for cell in row if "HYPERLINK" in str(cell.value))
    assert formula.data_type == "s"
    assert formula.value == f"'{risky}"
    assert [row[0] for row in cells(sheet)[1:]] == list(range(1, 124))


def test_what_waits_for_the_duty_reader_is_left_out_and_counted(world):
    kept_back, worked = Comment.objects.order_by("order")[:2]
    day = world.survey.opens_at.date()
    Concern.objects.create(survey=world.survey, question="best", text=kept_back.text, raised_on=day)
    Concern.objects.create(
        survey=world.survey, question="best", text=worked.text, raised_on=day, outcome="no_concern", worked_by=world.lead,
        worked_at=world.survey.opens_at,
    )  # fmt: skip
    made = book(comments_of(world))
    texts = {row[2] for row in cells(made["Comments"])[1:]}
    assert kept_back.text not in texts
    assert worked.text in texts
    assert ["Left out", "1 kept back until a duty reader has read them"] in cells(made["About this file"])


def test_many_comments_come_in_parts(world, monkeypatch):
    monkeypatch.setattr(tables, "COMMENTS_A_FILE", 50)
    texts = []
    for part in (1, 2, 3):
        made = book(comments_of(world, part))
        assert ["Part", f"{part} of 3"] in cells(made["About this file"])
        texts += [row[2] for row in cells(made["Comments"])[1:]]
    assert texts == list(Comment.objects.order_by("order").values_list("text", flat=True))
    assert comments_of(world, 4).status_code == 404
    assert comments_of(world, 0).status_code == 404


def test_who_took_a_file_is_on_record_and_nothing_of_it(world):
    page(world, name="results-excel")
    page(world, name="results-csv")
    comments_of(world)
    entries = Entry.objects.filter(verb=verbs.RESULTS_DOWNLOADED)
    assert [entry.actor for entry in entries] == [world.lead] * 3
    assert "wrote this" not in str([entry.changes for entry in entries])
    comments_of(world, 9)
    assert entries.count() == 3


@pytest.mark.parametrize("role", [Role.LANO, Role.PCF])
def test_the_area_has_no_file_and_no_result(world, role):
    person = make.member(world.area, role)
    for name in ("results", "results-excel", "results-csv", "results-file"):
        assert page(world, name=name, who=person).status_code == 403
    assert comments_of(world, who=person).status_code == 403
    with pytest.raises(PermissionDenied):
        filing.downloaded(by=person, survey=world.survey, what="everything")
