"""Answers leave the buffer in batches that tie none of them to anybody."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from django.db import DatabaseError, close_old_connections, connection
from django.test.utils import CaptureQueriesContext

from core import clock
from surveys.models import Answering, Batch, Comment, Receipt, Response, Survey, Tally
from surveys.services import release
from surveys.services.release import move, move_due, size_of_next
from surveys.tests import answers as given
from surveys.tests.world import survey as a_survey
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey(db: None) -> Survey:
    return a_survey(make.InspectionFactory.create())


def ended(survey: Survey) -> Survey:
    Survey.objects.filter(pk=survey.pk).update(state="closed")
    survey.refresh_from_db()
    return survey


@pytest.mark.parametrize(
    ("waiting", "last", "alone", "size"),
    [
        (19, False, True, 0),
        (20, False, True, 10),
        (33, False, False, 23),
        (9, False, True, 0),
        (9, True, True, 9),
        (0, True, True, 0),
        (10, True, False, 10),
        # After the end a few late ones wait for company.
        (3, True, False, 0),
        (release.MOST + 10 + 4, False, False, release.MOST - 6),
        (release.MOST + 4, True, False, release.MOST - 6),
        (release.MOST + 10, True, False, release.MOST),
    ],
)
def test_how_many_leave(waiting: int, last: bool, alone: bool, size: int) -> None:
    assert size_of_next(waiting, last=last, alone=alone) == size


def test_no_batch_and_no_rest_is_ever_small():
    for waiting in range(10, 1600):
        left, alone = waiting, True
        while size := size_of_next(left, last=True, alone=alone):
            assert size >= 10
            left, alone = left - size, False
        assert left == 0, waiting


def test_answers_are_moved_whole_and_once(survey):
    given.some(survey, 24)
    assert move(survey) == 14
    assert move(survey) == 0
    assert (Answering.objects.count(), Response.objects.count(), Receipt.objects.count()) == (10, 14, 14)
    assert move(ended(survey), last=True) == 10
    assert sorted(Comment.objects.values_list("text", flat=True)) == sorted(
        f"Person {at} wrote this" for at in range(24)
    )
    assert Batch.objects.filter(survey=survey).count() == 2
    assert [each.size for each in Batch.objects.all()] == [14, 10]
    assert set(Receipt.objects.values_list("reference", flat=True)) == {f"{survey.pk}-{at}" for at in range(24)}


def test_what_was_not_sent_stays(survey):
    given.some(survey, 30)
    writing = given.one(survey, "writing", {"best": "Not yet"}, sent_on=None, reference=None)
    writing.save()
    move(ended(survey), last=True)
    assert list(Answering.objects.values_list("pk", flat=True)) == [writing.pk]


def test_a_response_has_no_text_and_only_codes_its_set_knows(survey):
    odd = {
        "age-band": ["5-10"],
        "need": ["autism", "unheard of", 7],
        "involved": "=1+1",
        "best": "  ",
        "why-not": "None came",
        "x": 1,
    }
    Answering.objects.bulk_create([given.one(survey, "odd", odd)])  # fmt: skip
    move(ended(survey), last=True)
    assert Response.objects.get().answers == {"age-band": "5-10", "need": ["autism"]}
    assert list(Comment.objects.values_list("question", "text")) == [("why-not", "None came")]


def test_the_tallies_are_the_answers_counted(survey):
    given.some(survey, 57)
    move(survey)
    move(ended(survey), last=True)
    counted = Counter()
    for response in Response.objects.all():
        for setting in ("", response.answers.get("setting", "not said")):
            counted[setting, response.answers["involved"]] += 1
        for need in response.answers["need"]:
            counted["need", need] += 1
    cells = {
        (row.question, row.option, row.dimension, row.group): row.count for row in Tally.objects.filter(survey=survey)
    }
    assert cells["", "", "", ""] == 57
    for option in ("agree", "disagree", "dont_know"):
        assert cells.get(("involved", option, "", ""), 0) == counted["", option]
        for setting in ("mainstream", "special"):
            assert cells.get(("involved", option, "setting", setting), 0) == counted[setting, option]
        assert cells.get(("involved", option, "setting", ""), 0) == counted["not said", option]
    for need in ("autism", "speech", "other"):
        assert cells["need", need, "", ""] == cells["", "", "need", need] == counted["need", need]
    for dimension in ("setting", "age_band", "variant", "language", "mode", "wave"):
        sizes = [count for (question, _, of, _), count in cells.items() if question == "" and of == dimension]
        assert sum(sizes) == 57, dimension


def correlation(one: list[int], other: list[int]) -> float:
    """Of two orders of the same people."""
    mean = (len(one) - 1) / 2
    top = sum((a - mean) * (b - mean) for a, b in zip(one, other, strict=True))
    return top / sum((a - mean) ** 2 for a in one)


def in_the_order_of_the_table(model: type[Response | Comment | Receipt], *columns: str) -> list[tuple[str, ...]]:
    """The rows as the database itself laid them down, with the transaction that wrote each where it tells."""
    place, transaction = ("ctid", "xmin::text") if connection.vendor == "postgresql" else ("rowid", "''")
    named = ", ".join(columns)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {transaction}, {named} FROM {model._meta.db_table} ORDER BY {place}")
        return list(cursor.fetchall())


@pytest.mark.trust("P1", "300 people; xmin, ctid, names and reading order of answers, comments and receipts")
def test_of_three_hundred_people_no_order_tells_who_wrote_what(survey, figures: Any):
    """An intruder with the whole database, who saw the order in which people sent."""
    start = 0
    for more in (60, 90, 25, 125):
        sent = given.some(survey, more, start=start, seed=more)
        start += more
        assert len(sent) == more
        move(survey)
    move(ended(survey), last=True)
    assert Answering.objects.count() == 0

    texts = in_the_order_of_the_table(Comment, "text", "response_id")
    laid = [int(text.split()[1]) for _, text, _ in texts]
    read = [int(text.split()[1]) for text in Comment.objects.order_by("order").values_list("text", flat=True)]
    assert sorted(laid) == sorted(read) == list(range(300))
    # Batches follow each other, so the table as a whole has an order; within a batch it has none.
    wrote = {str(response).replace("-", ""): int(text.split()[1]) for _, text, response in texts}
    of_batches = {}
    responses = in_the_order_of_the_table(Response, "id", "batch_id")
    for _, response, batch in responses:
        of_batches.setdefault(batch, []).append(wrote[str(response).replace("-", "")])
    for people in of_batches.values():
        assert len(people) >= 10
        ranks = [sorted(people).index(person) for person in people]
        assert abs(correlation(ranks, list(range(len(ranks))))) < 4.5 / len(ranks) ** 0.5
    assert abs(correlation(read, list(range(300)))) < 4.5 / 300**0.5

    # Receipts tell the key, so laid beside the answers they would tell who wrote what: they lie in an order of their own.
    keys = [(row[0], row[1]) for row in in_the_order_of_the_table(Receipt, "reference", "key_hash")]
    person = [
        int(reference.split("-")[1]) for _, reference, _ in in_the_order_of_the_table(Receipt, "reference", "key_hash")
    ]
    answers = [wrote[str(response).replace("-", "")] for _, response, _ in responses]
    assert sum(a == b for a, b in zip(person, answers, strict=True)) < 15
    # One transaction is one batch: it says who was among ten or more, and that is all.
    among = Counter(transaction for transaction, _ in keys)
    assert all(count >= 10 for count in among.values())
    figures("people", 300)
    figures(
        "answers laid beside receipts in one place (chance is about 1)",
        sum(a == b for a, b in zip(person, answers, strict=True)),
    )


@pytest.mark.trust("P1", "")
def test_control_the_search_for_an_order_finds_one(survey, monkeypatch, figures: Any):
    monkeypatch.setattr(release._chance, "shuffle", lambda rows: rows.sort(key=_person))
    given.some(survey, 60)
    move(ended(survey), last=True)
    laid = [int(text.split()[1]) for _, text in in_the_order_of_the_table(Comment, "text")]
    assert correlation(laid, list(range(60))) > 0.99
    figures.control("the shuffle", caught=60, of=60)


def _person(row):
    return int((row.answers["best"] if isinstance(row, Answering) else row[2]).split()[1])


def test_no_place_in_the_reading_order_is_given_twice(survey, monkeypatch):
    monkeypatch.setattr(release, "PLACES", range(1, 200))
    for start in (0, 20):
        given.some(survey, 20, start=start)
        move(ended(survey), last=True)
    orders = list(Comment.objects.order_by("order").values_list("order", flat=True))
    assert len(orders) == 40
    assert all(a < b for a, b in pairwise(orders))
    first = set(Response.objects.filter(batch__number=1).values_list("pk", flat=True))
    read = [comment.response_id in first for comment in Comment.objects.order_by("order")]
    assert any(read[20:])
    assert not all(read[:20])


def test_nothing_finer_than_the_day_is_kept(survey):
    with clock.travelled_to(date(2026, 3, 2)):
        given.some(survey, 12)
    move(ended(survey), last=True)
    assert set(Response.objects.values_list("answered_on", flat=True)) == {date(2026, 3, 2)}
    kinds = {field.get_internal_type() for model in (Response, Receipt, Batch) for field in model._meta.fields}
    assert "DateTimeField" not in kinds


def test_what_is_due_is_moved_and_one_bad_survey_stops_no_other(survey, monkeypatch):
    other = a_survey(survey.inspection, audience="children")
    given.some(survey, 25)
    given.some(other, 12)
    ended(other)
    assert move_due() == 15 + 12
    assert move_due() == 0
    given.some(survey, 20, start=100)
    given.some(other, 20, start=100)
    real = release.move

    def failing(one, **more):
        if one.pk == min(survey.pk, other.pk):
            raise DatabaseError("Person 1 wrote this")
        return real(one, **more)

    monkeypatch.setattr(release, "move", failing)
    assert move_due() == 20


def test_a_few_late_ones_wait_until_somebody_starts_reading(survey):
    given.some(survey, 12)
    ended(survey)
    assert move_due() == 12
    given.some(survey, 3, start=50)
    assert move_due() == 0
    Survey.objects.filter(pk=survey.pk).update(state="reviewing")
    assert move_due() == 3


def test_a_batch_that_fails_leaves_everything_where_it_was(survey, monkeypatch):
    given.some(survey, 12)
    monkeypatch.setattr(release, "_count", lambda *given: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        move(ended(survey), last=True)
    assert (Answering.objects.count(), Response.objects.count(), Receipt.objects.count()) == (12, 0, 0)


def test_a_batch_takes_the_same_queries_whatever_its_size(survey):
    used = []
    for start, number in ((0, 12), (100, 120)):
        given.some(survey, number, start=start)
        with CaptureQueriesContext(connection) as captured:
            move(ended(survey), last=True)
        used.append(len(captured))
    # SQLite takes only so many values at once.
    assert used[1] <= used[0] + (4 if connection.vendor == "sqlite" else 0)


@pytest.mark.django_db(transaction=True)
def test_two_workers_move_nothing_twice(survey):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time and refuses the second")
    given.some(survey, 200)
    ended(survey)
    moved: list[int] = []

    def work() -> None:
        try:
            moved.append(move(survey, last=True))
        finally:
            close_old_connections()
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sum(moved) == 200
    assert Tally.objects.get(survey=survey, question="", dimension="").count == 200
    assert Response.objects.count() == Receipt.objects.count() == 200
