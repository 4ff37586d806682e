"""The values that stand: not corrected, not withdrawn."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from measures.models import Measure, MeasureValue


def current(rows: QuerySet[MeasureValue]) -> QuerySet[MeasureValue]:
    """Of these rows those that stand, in order of time."""
    return rows.filter(superseded_by=None, value__isnull=False).order_by("measure", "period_end_on")


def of_measures(measures: Iterable[Measure]) -> dict[int, list[MeasureValue]]:
    """{measure's pk: its values in order of time}; one query however many measures."""
    held = {measure.pk: measure for measure in measures}
    found: dict[int, list[MeasureValue]] = {pk: [] for pk in held}
    for row in current(MeasureValue.objects.filter(measure__in=held).select_related("recorded_by")):
        row.measure = held[row.measure_id]
        found[row.measure_id].append(row)
    return found


def as_recorded(measure: Measure) -> list[MeasureValue]:
    """Every row ever written for a measure, the newest first."""
    rows: Any = measure.values.select_related("recorded_by", "supersedes", "superseded_by", "loaded_by")
    found = list(rows.order_by("-recorded_at", "-pk"))
    for row in found:
        row.measure = measure
    return found
