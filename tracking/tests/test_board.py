"""Board packs: PDF and workbook of the same day and the same numbers, made by a worker and never changed."""

import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.db import DatabaseError, connection, transaction

from core import clock, outbox
from core.errors import Refused
from core.frozen import Frozen
from tracking.models import BoardPack
from tracking.services.board import ask_for_pack, document
from tracking.tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def reported(surrey, at):
    at(date(2017, 11, 20))
    world.update(surrey, move="start")
    world.update(surrey, (2, 1), move="fall_behind")
    at(date(2017, 12, 4))
    return surrey


def made(area, **given):
    pack = ask_for_pack(
        by=area.lano, plan=area.plan, **{"as_at_on": clock.today(), "decisions": "Pay for a second trainer\n"} | given
    )
    outbox.relay()
    pack.refresh_from_db()
    assert pack.made_at is not None
    return pack


def test_both_files_are_of_the_same_numbers(reported):
    pack = made(reported)
    assert bytes(pack.pdf).startswith(b"%PDF-") and pack.pages >= 2
    told = pack.told
    assert [
        told["counts"][state] for state in ("not_started", "underway_behind", "underway_on_target", "completed")
    ] == [13, 1, 1, 0]
    assert told["before"]["not_started"] == 15
    book = openpyxl.load_workbook(io.BytesIO(bytes(pack.workbook)))
    assert [row[1].value for row in book["Summary"].iter_rows(min_row=2)] == [13, 1, 1, 0, 15]
    assert [cell.value for cell in book["RAG matrix"][2]][1:] == [2, 0, 1, 0, 3]
    assert book["Exceptions"]["H2"].value == "The trainer left."
    assert book["Decisions"]["A2"].value == "Pay for a second trainer"
    assert book["Milestones"].max_row == 16
    page = document(told)
    for words in (
        "13",
        "The trainer left.",
        "A new one starts in May.",
        "1. Pay for a second trainer",
        "20 December 2017",
    ):
        assert words in page


def test_what_came_later_changes_no_pack(reported, at):
    pack = made(reported)
    before = bytes(pack.pdf), bytes(pack.workbook), pack.content
    world.update(reported, (3, 1), move="start")
    outbox.relay()
    pack.refresh_from_db()
    assert (bytes(pack.pdf), bytes(pack.workbook), pack.content) == before
    assert made(reported).told["counts"]["not_started"] == 12
    earlier = made(reported, as_at_on=date(2017, 11, 19))
    assert earlier.told["counts"]["not_started"] == 15 and earlier.told["exceptions"] == []


def test_the_database_refuses_to_change_a_pack(reported):
    pack = made(reported)
    with pytest.raises(Frozen):
        BoardPack.objects.update(content="{}")
    for change in ("content = 'x'", "pdf = NULL", "as_at_on = '2017-01-01'"):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE tracking_boardpack SET {change} WHERE id = {pack.pk}")


def test_days_that_have_no_pack(reported):
    for day, words in (
        (clock.today() + timedelta(days=1), "today or in the past"),
        (date(2017, 5, 1), "before the plan was published"),
    ):
        with pytest.raises(Refused, match=words):
            ask_for_pack(by=reported.lano, plan=reported.plan, as_at_on=day)


def test_through_the_pages(reported, send, see, client):
    answer = send("lano", "pack-add", **world.day("as_at_on", clock.today()), decisions="")
    assert answer.url == world.url("pack-detail", 1)
    assert "are being made" in world.text_of(see("dfe", "pack-detail", 1))
    see("dfe", "pack-pdf", 1, status=404)
    outbox.relay()
    assert "Ready since" in world.text_of(see("dfe", "pack-detail", 1))
    assert see("dfe", "pack-pdf", 1).content.startswith(b"%PDF-")
    assert see("dfe", "pack-workbook", 1)["Content-Disposition"].endswith(
        'board-pack-surrey-2016-4-december-2017-1.xlsx"'
    )
    see("dfe", "pack-add", status=403)
