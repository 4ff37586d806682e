"""The published inspections of an area, across frameworks and boundary changes, with what was published of each, in one statement."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce

from improvement.models import Plan
from improvement.queries import publication as plans
from inspections.queries.inspections import of_areas
from inspections.queries.next_inspection import expected_windows
from inspections.services.calendar import working_calendar
from partnerships.models import Partnership
from reports import queries as letters
from rulebook.next_inspection import Window


def area_history(areas: Iterable[Partnership], most: int | None = None) -> list[Any]:
    """The published inspections of some areas (one and those it came from or passed to), newest first; the first `most` of them.

    With `letter_held`, `plan_kind` (of the published plan, or None) and `plan_accepted_on` (of the plan it was followed for).
    """
    held = {area.pk: area for area in areas}
    letter = letters.published().filter(letter__inspection=OuterRef("pk")).order_by()
    public = plans.newest_published().filter(plan__inspection=OuterRef("pk")).order_by("published_on")
    accepted = Plan.objects.filter(inspection=OuterRef("brought_by")).exclude(accepted_on=None)
    found = (
        of_areas(list(held))
        .published()
        .annotate(
            letter_held=Exists(letter),
            plan_kind=Subquery(public.values("plan__kind")[:1]),
            brought_by=Coalesce("follows", "pk"),
        )
        .annotate(plan_accepted_on=Subquery(accepted.values("accepted_on")[:1]))
    )
    rows: list[Any] = list(found.reverse()[:most])
    for row in rows:
        row.partnership = held[row.partnership_id]
        if row.superseded_by and row.superseded_by.partnership_id in held:
            row.superseded_by.partnership = held[row.superseded_by.partnership_id]
    return rows


def next_windows(partnership: Partnership, history: Sequence[Any], *, today: date) -> tuple[Window, ...]:
    """When the next inspections of an area are expected, by its newest published inspection; nothing where that does not say."""
    if partnership.valid_to is not None:
        return ()
    # The newest may all be those of areas it came from or passed to, and `history` only the newest.
    newest = _newest_own(partnership, history) or _newest_own(partnership, area_history([partnership]))
    if newest is None:
        return ()
    return expected_windows(newest, working_calendar(), today=today, plan_accepted_on=newest.plan_accepted_on)


def _newest_own(partnership: Partnership, history: Iterable[Any]) -> Any:
    own = (one for one in history if one.partnership_id == partnership.pk and not one.superseded_by_id)
    return next(own, None)
