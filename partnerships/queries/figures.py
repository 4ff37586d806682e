"""Statistical neighbours and the SEN indicators of an area beside its region, England and its neighbours."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median

from django.db.models import Q, QuerySet

from partnerships.choices import INDICATORS
from partnerships.models import Indicator, IndicatorValue, Level, Partnership, StatisticalNeighbour
from rulebook.words import MONTHS

HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True)
class Series:
    """One line of a chart, one column of a table: a value in per cent for each year of the table, None where there is none."""

    code: str
    name: str
    values: tuple[Decimal | None, ...]


@dataclass(frozen=True)
class IndicatorTable:
    """`years` in order; `series` are the area, the median of its neighbours, its region and England (those that have a value)."""

    indicator: Indicator
    title: str
    year_means: str
    years: tuple[int, ...]
    series: tuple[Series, ...]

    @property
    def rows(self) -> list[tuple[int, tuple[Decimal | None, ...]]]:
        return [(year, tuple(line.values[index] for line in self.series)) for index, year in enumerate(self.years)]

    @property
    def latest(self) -> tuple[int, Decimal] | None:
        """The newest year with a figure for the area itself, and the figure."""
        own = next((line for line in self.series if line.code == "area"), None)
        known = (
            [(year, value) for year, value in zip(self.years, own.values, strict=True) if value is not None]
            if own
            else []
        )
        return known[-1] if known else None


def latest_model(partnership: Partnership) -> str:
    """The newest of DfE's lists that has this area ("LAIT May 2025 list"); "" when none has."""
    models = (
        StatisticalNeighbour.objects.filter(authority_id=partnership.authority_id)
        .values_list("model", flat=True)
        .distinct()
    )
    return max(models.order_by("model"), key=_published, default="")


def _published(model: str) -> date:
    """The month in a list's name."""
    found = re.search(rf"({'|'.join(MONTHS)}) (\d{{4}})", model)
    return date(int(found[2]), MONTHS.index(found[1]) + 1, 1) if found else date.min


def neighbours(partnership: Partnership, model: str | None = None) -> QuerySet[StatisticalNeighbour]:
    """The area's statistical neighbours, closest first, from one list (the newest by default)."""
    return _neighbours(partnership).filter(model=latest_model(partnership) if model is None else model)


def newest_neighbours(partnership: Partnership) -> list[StatisticalNeighbour]:
    """Those of the newest list, in one statement: all lists of an area are short."""
    rows = list(_neighbours(partnership))
    newest = max(sorted({row.model for row in rows}), key=_published, default="")
    return [row for row in rows if row.model == newest]


def _neighbours(partnership: Partnership) -> QuerySet[StatisticalNeighbour]:
    held = StatisticalNeighbour.objects.filter(authority_id=partnership.authority_id)
    return held.select_related("neighbour__partnership").order_by("rank")


def indicator_table(partnership: Partnership, indicator_code: str) -> IndicatorTable | None:
    """One measure; None when the measure is unknown or nobody has a figure."""
    return next(iter(indicator_tables(partnership, [indicator_code])), None)


def indicator_tables(
    partnership: Partnership,
    codes: Sequence[str] = tuple(INDICATORS),
    near: Sequence[StatisticalNeighbour] | None = None,
) -> list[IndicatorTable]:
    """Several measures in the order asked for; two statements whatever their number (one when the neighbours are given)."""
    near = newest_neighbours(partnership) if near is None else near
    near_codes = {row.neighbour.dfe_code for row in near}
    own_code = partnership.authority.dfe_code
    wanted = Q(area_code__in=near_codes | {own_code}) | Q(level=Level.ENGLAND)
    # The source's own codes for regions differ from the ONS's, and so do its capitals.
    wanted |= Q(level=Level.REGION, area_name__iexact=partnership.region.name)
    figures: dict[str, dict[str, dict[int, list[Decimal | None]]]] = {}
    known: dict[str, Indicator] = {}
    values = IndicatorValue.objects.filter(wanted, indicator_id__in=codes).select_related("indicator")
    for row in values.order_by("year", "area_code"):
        known.setdefault(row.indicator_id, row.indicator)
        group = {Level.ENGLAND: "england", Level.REGION: "region"}.get(Level(row.level))
        for code in [group] if group else _groups(row.area_code, own_code, near_codes):
            figures.setdefault(row.indicator_id, {}).setdefault(code, {}).setdefault(row.year, []).append(row.value)
    names = {
        "area": partnership.name,
        "neighbours": "Neighbours, median",
        "region": partnership.region.name,
        "england": "England",
    }
    return [_table(known[code], figures[code], names) for code in codes if code in known]


def _groups(area_code: str, own_code: str, near_codes: set[str]) -> list[str]:
    return ["area"] * (area_code == own_code) + ["neighbours"] * (area_code in near_codes)


def _table(
    indicator: Indicator, figures: dict[str, dict[int, list[Decimal | None]]], names: dict[str, str]
) -> IndicatorTable:
    years = tuple(sorted({year for by_year in figures.values() for year in by_year}))
    series = [
        Series(code, name, tuple(_middle(figures.get(code, {}).get(year, [])) for year in years))
        for code, name in names.items()
    ]
    title, year_means = INDICATORS.get(indicator.code, (indicator.name, "year of publication"))
    shown = tuple(line for line in series if any(value is not None for value in line.values))
    return IndicatorTable(indicator, title, year_means, years, shown)


def _middle(values: list[Decimal | None]) -> Decimal | None:
    """The median of the figures there are; of one figure, itself."""
    known = [value for value in values if value is not None]
    return median(known).quantize(HUNDREDTH) if known else None
