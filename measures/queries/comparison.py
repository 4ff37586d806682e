"""A measure beside its region, its statistical neighbours and England: only from the loaded statistics, each figure with its year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.db.models import Q

from core.words import short_date
from measures.models import Measure
from measures.queries import printed
from measures.queries.reading import Reading
from partnerships.models import IndicatorValue, Level, Partnership
from partnerships.queries import figures
from rulebook import words
from rulebook.periods import Every, Period

LICENCE = "Open Government Licence v3.0"
NEIGHBOURS = "Statistical neighbours"
HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True)
class Line:
    """One row of the table, one line of the chart. `kind` is area, target, region, neighbours, mean or england; `code` DfE's code."""

    kind: str
    name: str
    code: str
    values: tuple[Decimal | None, ...]


@dataclass(frozen=True)
class Comparison:
    """`periods` in order, a line for each series, and sentences to stand below: where figures come from, and where they differ."""

    measure: Measure
    periods: tuple[Period, ...]
    lines: tuple[Line, ...]
    notes: tuple[str, ...]
    source: str

    @property
    def newest(self) -> int | None:
        """Which period is the newest with a value of the area."""
        own = self.line("area")
        known = [at for at, value in enumerate(own.values if own else ()) if value is not None]
        return known[-1] if known else None

    def change(self, line: Line) -> Decimal | None:
        """The newest period's value minus the one of the period just before; None where either is missing."""
        at = self.newest
        if not at or not self._follows(at):
            return None
        now, before = line.values[at], line.values[at - 1]
        return None if now is None or before is None else now - before

    def _follows(self, at: int) -> bool:
        before, now = self.periods[at - 1], self.periods[at]
        return now.every == Every.DAY or before.ends_on + timedelta(days=1) == now.starts_on

    def line(self, kind: str) -> Line | None:
        return next((line for line in self.lines if line.kind == kind), None)


def comparison(reading: Reading, partnership: Partnership) -> Comparison:
    """At most four queries, and none of the statistics where the measure is linked to no published indicator."""
    measure = reading.measure
    own = {row.period: row.value for row in reading.values}
    path = {row.period: row.value for row in reading.targets}
    if measure.baseline_value is not None:
        own.setdefault(measure.baseline_period, measure.baseline_value)
    keys = sorted({*own, *path})
    at = tuple(measure.period(key) for key in keys)
    lines = [Line("area", partnership.name, partnership.authority.dfe_code, tuple(own.get(key) for key in keys))]
    notes: list[str] = []
    source = ""
    if measure.indicator is not None and at:
        published = _Published(measure, partnership, [period.year for period in at])
        lines += published.lines
        notes = [*published.differing(lines[0]), *published.notes]
        source = published.source
    if path:
        lines.insert(1, Line("target", "Target", "", tuple(path.get(key) for key in keys)))
    return Comparison(measure, at, tuple(lines), tuple(notes), source)


class _Published:
    """The figures of one indicator for some years, by group."""

    def __init__(self, measure: Measure, partnership: Partnership, years: Sequence[int]) -> None:
        assert measure.indicator is not None
        self.measure, self.indicator, self.partnership, self.years = measure, measure.indicator, partnership, years
        self.model = figures.latest_model(partnership)
        self.near = {row.neighbour.dfe_code for row in figures.neighbours(partnership, self.model)}
        self.own_code = partnership.authority.dfe_code
        self.by_group: dict[str, dict[int, list[Decimal]]] = {}
        self.codes: dict[str, str] = {}
        self._read()

    def _read(self) -> None:
        wanted = Q(area_code__in=self.near | {self.own_code}) | Q(level=Level.ENGLAND)
        wanted |= Q(level=Level.REGION, area_name__iexact=self.partnership.region.name)
        found = IndicatorValue.objects.filter(
            wanted, indicator_id=self.indicator.pk, year__in=self.years, value__isnull=False
        )
        for row in found:
            assert row.value is not None
            for group in self._groups(row):
                self.by_group.setdefault(group, {}).setdefault(row.year, []).append(row.value)
                self.codes[group] = row.area_code

    def _groups(self, row: IndicatorValue) -> Iterable[str]:
        if row.level in (Level.ENGLAND, Level.REGION):
            return ["england" if row.level == Level.ENGLAND else "region"]
        return ["own"] * (row.area_code == self.own_code) + ["mean"] * (row.area_code in self.near)

    @property
    def lines(self) -> list[Line]:
        printed_figures = self._printed()
        mean = {
            year: (sum(values, Decimal()) / len(values)).quantize(HUNDREDTH)
            for year, values in self.by_group.get("mean", {}).items()
            if year not in printed_figures
        }
        groups: list[tuple[str, str, Mapping[int, Decimal]]] = [
            ("region", self.partnership.region.name, self._single("region")),
            ("neighbours", NEIGHBOURS, printed_figures),
            ("mean", f"{NEIGHBOURS}, mean" if printed_figures else NEIGHBOURS, mean),
            ("england", "England", self._single("england")),
        ]
        return [
            Line(kind, name, self.codes.get(kind, "") if kind in ("region", "england") else "", self._of_years(values))
            for kind, name, values in groups
            if values
        ]

    def _single(self, group: str) -> dict[int, Decimal]:
        return {year: values[0] for year, values in self.by_group.get(group, {}).items()}

    def _printed(self) -> dict[int, Decimal]:
        known = printed.neighbours().get((self.own_code, self.indicator.pk), {})
        return {year: value for year, value in known.items() if year in self.years}

    def _of_years(self, values: Mapping[int, Decimal]) -> tuple[Decimal | None, ...]:
        return tuple(values.get(year) for year in self.years)

    def differing(self, own: Line) -> list[str]:
        """Where the value recorded here is not the one published for the area."""
        published = self._single("own")
        return [
            f"For {year} the published figure for {self.partnership.name} is {self.measure.shown(published[year])}; "
            f"the value recorded here is {self.measure.shown(value)}."
            for year, value in zip(self.years, own.values, strict=True)
            if value is not None and year in published and published[year] != value
        ]

    @property
    def notes(self) -> list[str]:
        printed_years = [str(year) for year in sorted(self._printed())]
        mean_years = [str(year) for year in sorted(self.by_group.get("mean", {})) if str(year) not in printed_years]
        made = []
        if printed_years:
            made.append(
                f"Statistical neighbours for {words.listed(printed_years)} are as printed in {printed.SOURCE}. The list of "
                "neighbours it used is not among the lists we hold, so these figures cannot be worked out again."
            )
        if mean_years:
            made.append(
                f"Statistical neighbours for {words.listed(mean_years)} are the mean of the published figures of the "
                f"{words.count(len(self.near), 'council')} in the {self.model}, worked out by this service."
            )
        return made

    @property
    def source(self) -> str:
        updated = f", updated {short_date(self.indicator.last_update)}" if self.indicator.last_update else ""
        return f"Department for Education statistics: {self.indicator.name}{updated}. {LICENCE}."
