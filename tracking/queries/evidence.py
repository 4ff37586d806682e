"""The evidence bank of a plan: its pieces and what uses them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Q

from improvement.models import Action, Plan
from tracking.models import Evidence


def bank(plan: Plan, words: str = "") -> Any:
    """The pieces of a plan, newest first, each with `uses` (updates) and `told` (narratives). `words` narrows by title and words."""
    found = Evidence.objects.filter(plan=plan).select_related("file", "added_by")
    if words:
        found = found.filter(Q(title__icontains=words) | Q(words__icontains=words))
    return found.annotate(
        uses=Count("update_links__update_of", distinct=True),
        told=Count("narrative_links__version__narrative", distinct=True),
    ).order_by("-number")


def choices_for(plan: Plan, action: Action | None = None) -> list[tuple[str, str]]:
    """(number, title) of the pieces to choose from, those used for the action first."""
    pieces = list(Evidence.objects.filter(plan=plan).order_by("-number").values_list("pk", "number", "title"))
    used: set[int] = set()
    if action is not None:
        used = set(Evidence.objects.filter(update_links__update_of__action=action).values_list("pk", flat=True))
    pieces.sort(key=lambda piece: piece[0] not in used)
    return [(str(number), f"E{number} {title}") for _, number, title in pieces]


def used_by(pieces: Sequence[Evidence]) -> dict[int, list[str]]:
    """{piece: the references of the actions it was used for}."""
    found: dict[int, list[str]] = {}
    rows = (
        Action.objects.filter(updates__evidence_links__evidence__in=pieces)
        .order_by("item__order", "number")
        .values_list("updates__evidence_links__evidence_id", "item__order", "number")
        .distinct()
    )
    for piece, order, number in rows:
        found.setdefault(piece, []).append(f"{order}.{number}")
    return found
