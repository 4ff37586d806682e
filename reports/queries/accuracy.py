"""Reads of the factual accuracy check and of formal complaints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from accounts.choices import Activity
from core import clock
from inspections.models import Inspection
from partnerships.models import Delegation
from reports.choices import Decision
from reports.models import AccuracyComment, AccuracyRound, Letter
from reports.models.accuracy import RULE
from rulebook.frameworks.base import UnknownRule

# While the letter is at one of these, the area may still submit.
OPEN_STATES = ("draft_to_area", "comments_in")
ANSWER_STATES = ("comments_in", "revised")


def draft_sent(letter: Letter) -> AccuracyRound | None:
    """The newest draft the area was sent, with its words."""
    return letter.accuracy_rounds.order_by("-number").first()


@dataclass(frozen=True)
class Drafted:
    """A comment with its evidence; `alike` says that another one is about the same words of the section."""

    comment: AccuracyComment
    alike: bool
    heading: str


def newest_round(letter: Letter) -> AccuracyRound | None:
    rounds = letter.accuracy_rounds.defer("context", "fragment", "snapshot")
    return rounds.select_related("sent_by", "received_by", "submitted_by", "closed_by").order_by("-number").first()


def drafted(round_: AccuracyRound) -> list[Drafted]:
    """The comments in the order of the draft, then as they were written. Three queries."""
    sections = {part.code: (place, part.heading or part.group) for place, part in enumerate(_sections(round_))}
    comments = list(
        round_.comments.select_related("by", "answered_by", "seconded_by").prefetch_related("evidence__file")
    )
    comments.sort(key=lambda one: (sections.get(one.section_code, (len(sections), ""))[0], one.pk))
    return [
        Drafted(
            one,
            bool(one.quote) and any(_overlap(one, other) for other in comments if other.pk != one.pk),
            sections.get(one.section_code, (0, one.section_code))[1] or "Opening paragraphs",
        )
        for one in comments
    ]


def _sections(round_: AccuracyRound) -> Iterable[Any]:
    return round_.frozen_context.sections


def _overlap(one: AccuracyComment, other: AccuracyComment) -> bool:
    return (
        one.section_code == other.section_code
        and bool(other.quote)
        and (one.quote in other.quote or other.quote in one.quote)
    )


def counted(comments: Iterable[AccuracyComment]) -> dict[str, int]:
    """How many are accepted, partly accepted, not accepted, and not answered yet: {accepted, partly, not_accepted, waiting}."""
    found = Counter(comment.decision for comment in comments)
    return {decision.value: found[decision] for decision in Decision} | {"waiting": found[""]}


def delegates(inspection: Inspection) -> QuerySet[Delegation]:
    """The people named to check the draft who hold no office that lets them, now or later."""
    today = clock.today()
    return (
        Delegation.objects.filter(
            membership__partnership_id=inspection.partnership_id, activity=Activity.FACTUAL_ACCURACY, ends_on__gte=today
        )
        .exclude(membership__ends_on__lt=today)
        .select_related("delegate", "membership__user")
        .order_by("starts_on", "pk")
    )


def has_period(inspection: Inspection) -> bool:
    """Whether its framework sets a number of days for the area's comments."""
    try:
        rule = inspection.edition.rule(RULE)
    except UnknownRule:
        return False
    return inspection.kind in rule.kinds


def settled(letter: Letter, *, on: date) -> bool:
    """Whether the lead may go on: the area has submitted, its time is over, the check was closed, or no period is set."""
    round_ = newest_round(letter)
    if round_ is None or round_.submitted_at or round_.closed_at or not has_period(letter.inspection):
        return True
    deadline = round_.deadline
    return deadline is not None and on > deadline.due_on


def answered(letter: Letter) -> bool:
    """Whether every submitted comment has its answer."""
    round_ = newest_round(letter)
    return round_ is None or round_.submitted_at is None or not round_.comments.unanswered().exists()


def answers_shown(round_: AccuracyRound, inspection: Inspection) -> bool:
    """Whether the area reads the answers: with the final letter, or when they were released before."""
    return round_.released_at is not None or inspection.letter_issued_on is not None
