"""Comments, read one by one: those of a filter, the one before and the one after, and how far the reading has come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from inspections.models import Inspection
from surveys import questions
from surveys.choices import Quotable
from surveys.choices import Theme as ThemeState
from surveys.models import Comment, Survey, Theme
from surveys.queries.concerns import kept_back

KEPT_BACK = "Kept back for safeguarding until the duty reader has worked it."


@dataclass(frozen=True)
class Filter:
    """What of the comments is looked at; empty values leave out nothing."""

    question: str = ""
    read: str = ""
    tag: str = ""
    theme: str = ""
    quotable: str = ""

    def of(self, survey: Survey) -> QuerySet[Comment]:
        found = Comment.objects.filter(survey=survey)
        if self.question:
            found = found.filter(question=self.question)
        if self.read:
            found = found.filter(read_at__isnull=self.read == "no")
        if self.tag:
            found = found.filter(tags__criterion=self.tag)
        if self.theme.isdecimal():
            found = found.filter(themes__number=int(self.theme))
        if self.quotable:
            found = found.filter(quotable="" if self.quotable == "undecided" else self.quotable)
        return found.order_by("order")


@dataclass(frozen=True)
class Progress:
    total: int
    read: int

    @property
    def words(self) -> str:
        return f"{self.read:,} of {self.total:,} read"


def progress(survey: Survey) -> Progress:
    found = Comment.objects.filter(survey=survey).aggregate(
        total=Count("pk"), read=Count("pk", filter=Q(read_at__isnull=False))
    )
    return Progress(found["total"], found["read"])


def before(found: QuerySet[Comment], order: int) -> int | None:
    return found.filter(order__lt=order).order_by("-order").values_list("order", flat=True).first()


def after(found: QuerySet[Comment], order: int) -> int | None:
    return found.filter(order__gt=order).order_by("order").values_list("order", flat=True).first()


def place(comment: Comment) -> int:
    """Where it stands among all comments of its survey, from 1."""
    return Comment.objects.filter(survey=comment.survey_id, order__lte=comment.order).count()


def texts(survey: Survey, comments: list[Comment]) -> list[tuple[Comment, str]]:
    """Each with the text that may be shown now."""
    waiting = kept_back(survey)
    return [(each, KEPT_BACK if (each.question, each.text) in waiting else each.text) for each in comments]


def is_kept_back(comment: Comment) -> bool:
    return (comment.question, comment.text) in kept_back(comment.survey)


def asked(survey: Survey) -> list[tuple[str, str]]:
    """(code, words) of the open questions."""
    return [(each.code, each.text) for each in questions.of(survey) if each.kind == "text"]


def criteria(inspection: Inspection) -> list[tuple[str, str]]:
    """(code, words) of the evaluation questions a comment can be tagged to."""
    return [(each.code, each.text) for each in inspection.kind_spec.questions]


def themes(survey: Survey) -> QuerySet[Theme]:
    return Theme.objects.filter(survey=survey).exclude(state=ThemeState.DISMISSED)


def quotable_choices() -> list[tuple[str, str]]:
    return [("undecided" if code == "" else code, text) for code, text in Quotable.choices]


def of_survey(survey: Survey, order: int) -> Any:
    return Comment.objects.filter(survey=survey, order=order).select_related("read_by", "survey")
