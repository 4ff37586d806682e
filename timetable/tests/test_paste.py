"""Rows pasted from a spreadsheet, as spreadsheets really copy them."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from core.errors import Refused
from timetable.services import paste


def rows(text: str) -> list[dict[str, str]]:
    return paste.read_text(text)


def test_a_cell_with_a_line_break_or_quotation_marks_is_one_cell():
    read = rows('title\tkind\tpurpose\n"Headteachers\nof the area"\tFocus group\t"The ""new"" offer"\n')
    assert read == [
        {"title": "Headteachers of the area", "kind": "Focus group", "purpose": 'The "new" offer'},
    ]
    assert rows(paste.as_text(read))[0]["purpose"] == 'The "new" offer'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("title\tkind\ttitle\nA\tOther\tB", "Two columns are called title"),
        ("title\tkind\nA\tOther\tlost", "Row 2 has more cells"),
    ],
)
def test_nothing_is_dropped_without_a_word(text: str, words: str):
    with pytest.raises(Refused, match=words):
        rows(text)


def test_text_that_is_too_long_and_no_addresses_are_faults(week):
    sheet = [
        {"title": "x" * 201, "kind": "Focus group", "room": "r" * 101, "people": "Bad <x@y>"},
    ]
    (row,) = paste.check(week.inspection, sheet, add_unknown=True)
    faults = dict(row.faults)
    assert faults["title"] == "The title must be 200 characters or fewer"
    assert faults["room"] == "The room must be 100 characters or fewer"
    assert faults["people"] == "x@y is not an e-mail address"


@pytest.mark.parametrize("text", ["title\tkind\nA\rB\tOther", "title\tkind\n" + "x" * 140_000 + "\tOther"])
def test_text_no_spreadsheet_copies_is_refused_in_words(text: str):
    with pytest.raises(Refused, match="could not be read as rows"):
        rows(text)


def post(week, **given: str):
    client = Client()
    client.force_login(week.lead)
    address = reverse("timetable:paste", args=[week.inspection.reference])
    return client.post(address, {"unknown": "refuse", **given})


def test_the_rows_are_shown_with_everything_that_will_be_saved(week):
    name = week.lead.name
    sheet = f"title\tkind\troom\tinspectors\tpurpose\nHeads\tFocus group\tRoom 9\t{name}\tThe local offer"
    page = post(week, rows=sheet).content.decode()
    table = page[page.index("<table") : page.index("</table>")]
    for shown in ("Room 9", name, "The local offer"):
        assert shown in table
    assert "Purpose" in post(week, rows="").content.decode()


def test_more_than_can_be_taken_at_once_is_refused_with_the_limit(week):
    answer = post(week, rows="x" * 3_000_000)
    assert answer.status_code == 413
    said = answer.content.decode()
    assert "The limit is 2.5MB" in said
    assert "Nothing was saved" in said
