"""Suggested themes, and how the search for them stands."""

from __future__ import annotations

from typing import Any

from core.models import OutboxRow
from surveys.choices import Theme as ThemeState
from surveys.models import Survey, Theme
from surveys.queries.comments import texts

KIND = "survey_themes"


def runs(survey: Survey) -> Any:
    return OutboxRow.objects.filter(kind=KIND, key__startswith=f"{KIND}:{survey.pk}:").order_by("-pk")


def is_running(survey: Survey) -> bool:
    return runs(survey).filter(done_at=None, failed_at=None).exists()


def has_failed(survey: Survey) -> bool:
    last = runs(survey).first()
    return last is not None and last.failed_at is not None


def shown(survey: Survey) -> list[dict[str, Any]]:
    """Kept themes first, then suggestions: theme, how many comments, three examples that may be read now."""
    found = []
    for theme in Theme.objects.filter(survey=survey).exclude(state=ThemeState.DISMISSED).order_by("state", "number"):
        some = list(theme.comments.order_by("order")[:3])
        found.append({
            "theme": theme, "count": theme.comments.count(), "examples": [text for _, text in texts(survey, some)],
            "kept": theme.state == ThemeState.KEPT,
        })  # fmt: skip
    return sorted(found, key=lambda row: (not row["kept"], -row["count"]))
