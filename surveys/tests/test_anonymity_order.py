"""What PostgreSQL itself remembers of a row (its place, its transaction) does not tell who gave an answer.

Somebody who holds the database and knows in which order 300 people sent their answers puts the rows in every order they can be put
in, and guesses that the n-th row is the n-th person's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from core import clock
from surveys.models import Answering, Comment, Receipt, Response, Survey
from surveys.services import release
from surveys.services.answering import submit_entry
from surveys.tests.world import survey as a_survey
from tests import factories as make

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL keeps the transaction of each row"),
]
PEOPLE = 300
# Of 300 in random order one stands in its own place on average; more than nine once in ten million times.
CHANCE = 9
ORDERS = {
    "transaction and place": "xmin::text::bigint, ctid",
    "place": "ctid",
    "place, backwards": "ctid DESC",
    "name": "id",
}
COMMENTS = ORDERS | {"reading order": '"order"'}
RECEIPTS = {
    "transaction and place": "xmin::text::bigint, ctid",
    "place": "ctid",
    "key": "key_hash",
    "reference": "reference",
}


def sent_one_by_one() -> Survey:
    """Each in a transaction of its own, in the order of their numbers, as people send."""
    survey = a_survey(make.InspectionFactory.create())
    for number in range(PEOPLE):
        submit_entry(survey=survey, answers={"age-band": "5-10", "best": f"{number}"}, mode="online")
    return survey


def released(survey: Survey) -> None:
    release.move(survey)
    release.move(survey, last=True)


def as_would_be_natural(survey: Survey) -> None:
    """Each row moved as it is found, in one transaction: what one would write without thinking of it."""
    batch = survey.batches.create(number=1, size=PEOPLE, made_on=clock.today())
    with transaction.atomic():
        for number, row in enumerate(Answering.objects.filter(survey=survey)):
            made = Response.objects.create(
                survey=survey, batch=batch, wave=1, variant=row.variant, language=row.language, mode=row.mode, answers={},
                answered_on=row.saved_on,
            )  # fmt: skip
            Comment.objects.create(
                survey=survey, response=made, question="best", text=row.answers["best"], order=number
            )
            Receipt.objects.create(key_hash=row.pk, survey=survey, reference=row.reference or "")
            row.delete()


def recognised(
    table: str, orders: dict[str, str], whose: Callable[[tuple[str, ...]], int], columns: str
) -> dict[str, int]:
    """{order: how many rows stand in the place of the person whose they are}."""
    found = {}
    with connection.cursor() as cursor:
        for name, order in orders.items():
            cursor.execute(f"SELECT {columns} FROM {table} ORDER BY {order}")
            found[name] = sum(whose(row) == place for place, row in enumerate(cursor.fetchall()))
    return found


def attacked(survey: Survey, move: Callable[[Survey], None]) -> dict[str, int]:
    """Every way of putting responses, comments and receipts in order, and how many of the 300 it recognises."""
    references = dict(Answering.objects.values_list("reference", "answers__best"))
    move(survey)
    assert Response.objects.count() == Comment.objects.count() == Receipt.objects.count() == PEOPLE
    by_response = {str(pk): int(text) for pk, text in Comment.objects.values_list("response_id", "text")}
    return {
        **{f"responses by {name}": n for name, n in recognised(
            "surveys_response", ORDERS, lambda row: by_response[str(row[0])], "id").items()},
        **{f"comments by {name}": n for name, n in recognised(
            "surveys_comment", COMMENTS, lambda row: int(row[0]), "text").items()},
        **{f"receipts by {name}": n for name, n in recognised(
            "surveys_receipt", RECEIPTS, lambda row: int(references[row[0]]), "reference").items()},
    }  # fmt: skip


@pytest.mark.trust("P1", "alike answers sent one by one, every order of every table")
def test_no_order_of_the_rows_tells_who_answered(figures: Any) -> None:
    survey = sent_one_by_one()
    found = attacked(survey, released)
    assert {name: n for name, n in found.items() if n > CHANCE} == {}
    responses = list(Response.objects.order_by("pk").values_list("answered_on", "answers"))
    assert len({hashlib.sha256(str(row).encode()).digest() for row in responses}) == 1, "alike but for their texts"
    figures("recognised by the best order", max(found.values()))


@pytest.mark.trust("P1", "")
def test_an_order_would_tell_if_they_were_moved_as_they_came(figures: Any) -> None:
    found = attacked(sent_one_by_one(), as_would_be_natural)
    assert (
        found["responses by transaction and place"]
        == found["comments by place"]
        == found["receipts by place"]
        == PEOPLE
    )
    assert found["responses by name"] <= CHANCE
    figures.control("moving in one shuffled batch", caught=found["comments by place"], of=PEOPLE)
