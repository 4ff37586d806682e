"""Reads of the team review and quality assurance of a letter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from accounts.choices import TEAM_ROLES, Role
from accounts.models import NationalRole, User
from core import clock
from inspections.models import TeamPlace
from reports.choices import Capacity
from reports.letters.passages import find
from reports.models import Letter, ReviewComment, Reviewer


@dataclass(frozen=True)
class Thread:
    """A comment with its replies. `found`: the quoted words still stand in their section, once."""

    comment: ReviewComment
    found: bool
    heading: str


def threads(letter: Letter, standing: list[Any]) -> list[Thread]:
    """Every comment in the order of the letter, then of time. `standing` are the sections as `services.wording` gives them."""
    texts = {one.code: one.text for one in standing}
    headings = {one.code: one.heading for one in standing}
    places = {one.code: place for place, one in enumerate(standing)}
    comments = letter.review_comments.select_related("by", "settled_by").prefetch_related("replies__by")
    rows = [
        Thread(
            comment,
            len(find(texts.get(comment.section_code, ""), comment.quote)) == 1,
            headings.get(comment.section_code, "A section that is not in the letter any more"),
        )
        for comment in comments
    ]
    return sorted(rows, key=lambda row: (places.get(row.comment.section_code, len(places)), row.comment.at))


def reviewers(letter: Letter) -> QuerySet[Reviewer]:
    return letter.reviewers.standing().select_related("person", "asked_by")


def candidates(letter: Letter, capacity: str) -> QuerySet[User]:
    """Who may be asked: the team of the inspection, or quality assurance; not those asked already and not yet done."""
    today = clock.today()
    keys: Any
    if capacity == Capacity.TEAM:
        keys = (
            TeamPlace.objects.in_force(today)
            .filter(inspection=letter.inspection_id, role__in=TEAM_ROLES)
            .values("user_id")
        )
    else:
        keys = NationalRole.objects.in_force(today).filter(role=Role.QUALITY_ASSURER).values("user_id")
    waiting = letter.reviewers.standing().filter(verdict="").values("person_id")
    return User.objects.filter(pk__in=keys, is_active=True).exclude(pk__in=waiting).order_by("name")


def must_answer_open(letter: Letter) -> int:
    """How many comments marked “must be answered” are open."""
    return letter.review_comments.open().filter(must_answer=True).count()


def summary(letter: Letter) -> dict[str, int]:
    """What a person who moves the letter on should know: {open, must_answer, waiting}."""
    return {
        "open": letter.review_comments.open().count(),
        "must_answer": must_answer_open(letter),
        "waiting": letter.reviewers.standing().filter(verdict="").count(),
    }
