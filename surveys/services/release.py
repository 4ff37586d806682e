"""Moving sent answers out of the buffer, in batches, so that nothing ties an answer to the one who gave it.

A batch is a random part of those that wait, written in random order in one transaction: what the database itself remembers of a
row (its place, its transaction) says no more than which batch it came in. See docs/adr/0009.
"""

from __future__ import annotations

import logging
import secrets
from collections import Counter
from collections.abc import Iterable

from django.db import DatabaseError, connection, transaction
from django.db.models import Max

from core import clock
from surveys import questions
from surveys.models import Answering, Batch, Comment, Receipt, Response, Survey, Tally
from surveys.queries.answering import alike
from surveys.queries.cells import Cell, cells_of, closed_answers, free_texts
from surveys.services.answering import count

log = logging.getLogger(__name__)

SMALLEST = 10
# A batch leaves when this many wait; the last SMALLEST stay, so that those who come at the end have company too.
ENOUGH = 2 * SMALLEST
# So that a batch is one short transaction.
MOST = 500
COLLECTING = ("open", "extended", "paused", "scheduled", "draft")
PLACES = range(100_000, 1_000_000)
_chance = secrets.SystemRandom()


def move_due() -> int:
    """Move what may be moved, of every survey. Gives how many answers were moved. Safe in several workers at once."""
    moved = 0
    waiting = Answering.objects.filter(sent_on__isnull=False).order_by().values("survey")
    for survey in Survey.objects.filter(pk__in=waiting).only("state").order_by("pk"):
        try:
            ended = survey.state not in COLLECTING
            moved += move(survey, last=ended, late=ended and survey.state != "closed")
        except Exception as error:  # noqa: BLE001  (one survey must not stop the others)
            # What an error says could hold an answer, so only its kind is logged.
            log.error("the answers of survey %s could not be moved: %s", survey.pk, type(error).__name__)  # noqa: TRY400
    return moved


def move(survey: Survey, *, last: bool = False, late: bool = False, most: int = MOST) -> int:
    """Move batches until too few wait, or with `last` until none does; gives how many answers. Each batch is its own transaction.

    A few that come after the last batch wait for company, until with `late` they go as they are, lest nobody reads them. A batch has
    `most` answers at most: where nobody waits for the lock, one large batch is sooner done.
    """
    moved = 0
    while size := _move_batch(survey.pk, last=last, late=late, most=most):
        moved += size
    if moved:
        _forget_the_buffer()
    return moved


def size_of_next(waiting: int, *, last: bool, alone: bool, most: int = MOST) -> int:
    """How many of those that wait leave now: no batch and no rest is smaller than SMALLEST, unless there are fewer in all.

    `alone` lets fewer than that leave at the end: where no batch has left before, or nothing more is waited for.
    """
    leaving = waiting if last else waiting - SMALLEST if waiting >= ENOUGH else 0
    if leaving < SMALLEST and not (last and alone):
        return 0
    if leaving <= most:
        return leaving
    return most if leaving - most >= SMALLEST else leaving - SMALLEST


@transaction.atomic
def _move_batch(pk: int, *, last: bool, late: bool, most: int) -> int:
    # No key of the survey changes: those who answer meanwhile need not wait for this lock.
    survey = Survey.objects.select_for_update(no_key=True).get(pk=pk)
    keys = list(Answering.objects.filter(survey=survey, sent_on__isnull=False).order_by().values_list("pk", flat=True))
    earlier = Batch.objects.filter(survey=survey).aggregate(last=Max("number"))["last"] or 0
    size = size_of_next(len(keys), last=last, alone=late or not earlier, most=most)
    if not size:
        return 0
    chosen = list(Answering.objects.select_for_update(of=("self",)).filter(pk__in=_chance.sample(keys, size)))
    _chance.shuffle(chosen)
    batch = Batch.objects.create(survey=survey, number=earlier + 1, size=len(chosen), made_on=clock.today())
    asked = questions.of(survey)
    responses = [
        Response(
            survey=survey, batch=batch, wave=each.wave, variant=each.variant, language=each.language, mode=each.mode,
            helped=each.helped, answers=closed_answers(asked, each.answers), answered_on=each.sent_on or batch.made_on,
        )
        for each in chosen
    ]  # fmt: skip
    Response.objects.bulk_create(responses)
    written = [
        (response, code, text)
        for response, each in zip(responses, chosen, strict=True)
        for code, text in free_texts(asked, each.answers)
    ]
    _chance.shuffle(written)
    places = _places(survey, len(written))
    Comment.objects.bulk_create(
        Comment(survey=survey, response=response, question=code, text=text, order=place)
        for (response, code, text), place in zip(written, places, strict=True)
    )
    _count(survey, (cell for response in responses for cell in cells_of(asked, response)))
    if repeated := alike(each.answers for each in chosen):
        count(survey, repeated=repeated)
    # By their key, which says nothing of the order of the answers.
    chosen.sort(key=lambda each: each.pk)
    Receipt.objects.bulk_create(
        Receipt(key_hash=each.pk, survey=survey, reference=each.reference or "") for each in chosen
    )
    Answering.objects.filter(pk__in=[each.pk for each in chosen]).delete()
    return len(chosen)


def _places(survey: Survey, wanted: int) -> list[int]:
    """Places in the reading order that nobody has: random among all, so that the batches are read mixed."""
    taken = set(Comment.objects.filter(survey=survey).order_by().values_list("order", flat=True)) if wanted else set()
    among = PLACES if len(taken) + wanted < len(PLACES) // 4 else range(2**31)
    places: list[int] = []
    while len(places) < wanted:
        if (place := _chance.choice(among)) not in taken:
            taken.add(place)
            places.append(place)
    return places


def _count(survey: Survey, cells: Iterable[Cell]) -> None:
    """Add to the tallies. The survey is locked, so nobody else adds at the same time."""
    new = Counter(cells)
    columns = ("question", "option", "dimension", "group", "count")
    old = {Cell(*cell): count for *cell, count in Tally.objects.filter(survey=survey).values_list(*columns)}
    rows = [
        Tally(
            survey=survey, question=cell.question, option=cell.option, dimension=cell.dimension, group=cell.group,
            count=old.get(cell, 0) + more,
        )
        for cell, more in sorted(new.items())
    ]  # fmt: skip
    Tally.objects.bulk_create(
        rows, batch_size=1000, update_conflicts=True, update_fields=["count"],
        unique_fields=["survey", "question", "option", "dimension", "group"],
    )  # fmt: skip


def _forget_the_buffer() -> None:
    """PostgreSQL keeps the deleted rows, with who wrote them when, until they are vacuumed. As far as it goes now."""
    if connection.vendor != "postgresql" or connection.in_atomic_block:
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"VACUUM (SKIP_LOCKED) {connection.ops.quote_name(Answering._meta.db_table)}")
    except DatabaseError:
        log.warning("the buffer of answers could not be vacuumed", exc_info=False)
