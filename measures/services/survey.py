"""What keeping a workbook's rows would do to a register, line by line, and what stands in the way, with its place. Nothing is saved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core import clock
from core.sheet_import import Read
from improvement.models import Plan
from measures.models import Measure, MeasureValue
from measures.services.sheets import MEASURES, VALUES
from measures.services.survey_measures import MeasureRows
from measures.services.wanted import ADD, CORRECT, SAME, Line, Survey, Wanted, WantedValue


def survey(plan: Plan, reads: Mapping[str, Read], by: Any) -> Survey:
    """A fixed number of queries however many rows."""
    return _Surveying(plan, reads, by).survey()


class _Surveying(MeasureRows):
    def survey(self) -> Survey:
        for row in self._rows(MEASURES):
            self._measure(row)
        named = {wanted.held.pk for wanted in self.found.measures if wanted.held is not None}
        for reference, measure in self.held.items():
            if measure.pk not in named and measure.removed_on is None:
                self._know(reference, Wanted(0, measure.number, measure.item, measure, {}))
        paths = self._paths()
        self._say_measures(paths)
        self._values()
        return self.found

    def _values(self) -> None:
        standing: dict[tuple[int, str], MeasureValue] = {}
        for held in MeasureValue.objects.filter(measure__item__plan=self.plan, superseded_by=None):
            standing[held.measure_id, held.period] = held
        seen: set[tuple[int, str]] = set()
        for row in self._rows(VALUES):
            wanted = self._of(VALUES, row)
            if wanted is None or not (read := self._counted_at(VALUES, row, wanted)):
                continue
            period, value = read
            if (id(wanted), period.key) in seen:
                self._fault(VALUES, row.number, "period", f"{period.words} has a value twice")
                continue
            seen.add((id(wanted), period.key))
            if period.starts_on > clock.today():
                self._fault(VALUES, row.number, "period", f"{period.words} has not begun yet")
            note, reason = row.values.get("note", ""), row.values.get("reason", "")
            now = standing.get((wanted.held.pk, period.key)) if wanted.held else None
            self._say_value(WantedValue(row.number, wanted, period, value, note, reason, now))

    def _say_value(self, wanted: WantedValue) -> None:
        now = wanted.standing
        measure, label = self._shown_by(wanted.of)
        shown = f"{wanted.period.words}: {measure.shown(wanted.value)}"
        if now is None or now.value is None:
            what, words = ADD, shown
        elif now.value == wanted.value and now.note == wanted.note:
            what, words = SAME, shown
        else:
            what, words = CORRECT, f"{shown}, in place of {measure.shown(now.value)}. {wanted.reason}"
            if not wanted.reason:
                self._fault(
                    VALUES, wanted.row, "reason",
                    f"{wanted.period.words} is recorded as {measure.shown(now.value)}: say why it changes",
                )  # fmt: skip
        self.found.lines.append(Line(VALUES, wanted.row, what, label, words))
        if what != SAME:
            self.found.values.append(wanted)

    def _shown_by(self, wanted: Wanted) -> tuple[Measure, str]:
        if not wanted.details:
            assert wanted.held is not None
            return wanted.held, wanted.held.name
        made = Measure(unit=wanted.details["unit"], places=wanted.details["places"])
        return made, wanted.details["name"]
