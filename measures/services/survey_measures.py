"""The measures and targets of a workbook against a register: which are new, which change, and what cannot be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from accounts.access import can
from accounts.choices import Permission
from core.errors import Refused
from core.sheet_import import Read, SheetRow
from improvement.models import Action, Plan
from measures.models import Measure, MeasureValue
from measures.services import amounts
from measures.services.amounts import Path
from measures.services.measures import baseline_is_fixed
from measures.services.sheets import MEASURES, TARGETS
from measures.services.wanted import ADD, CHANGE, DETAILS, NAMES, SAME, Line, Survey, Wanted
from partnerships.models import Indicator
from rulebook import periods
from rulebook.units import UNITS


class MeasureRows:
    """The rows of the sheets Measures and Targets against the register."""

    def __init__(self, plan: Plan, reads: Mapping[str, Read], by: Any) -> None:
        self.plan, self.reads, self.found = plan, reads, Survey()
        self.items = {item.order: item for item in plan.items.all()}
        every = Measure.objects.filter(item__plan=plan).select_related("item", "action__item", "indicator")
        self.held = {measure.reference: measure for measure in every.prefetch_related("targets")}
        self.known: dict[str, Wanted] = {}
        self.by_name: dict[str, list[Wanted]] = {}
        self.may_define = can(by, Permission.PLAN_EDIT, plan.inspection)
        self.fixed = baseline_is_fixed(plan)
        self.indicators = {row.pk: row for row in Indicator.objects.all()}
        self.actions = {
            action.reference: action for action in Action.objects.filter(item__plan=plan).select_related("item")
        }

    def _rows(self, sheet: str) -> Iterable[SheetRow]:
        return self.reads[sheet].rows if sheet in self.reads else ()

    def _fault(self, sheet: str, row: int, name: str, text: str) -> None:
        self.found.faults.append(self.reads[sheet].fault(row, name, text))

    def _know(self, reference: str, wanted: Wanted) -> None:
        if reference:
            self.known[reference] = wanted
        name = wanted.details.get("name") or (wanted.held.name if wanted.held else "")
        self.by_name.setdefault(name.casefold(), []).append(wanted)

    # Measures

    def _measure(self, row: SheetRow) -> None:
        values = row.values
        if not {"item", "name", "unit", "better", "every"} <= set(values):
            return  # said when it was read
        item = self.items.get(int(values["item"]))
        if item is None:
            self._fault(MEASURES, row.number, "item", f"the plan has no item {int(values['item'])}")
            return
        reference = values.get("measure", "")
        number = self._number(row, item.order, reference)
        if number is False or (reference and reference in self.known):
            if number is not False:
                self._fault(MEASURES, row.number, "measure", f"{reference} is in the file twice")
            return
        details = {name: values.get(name, "") for name in DETAILS}
        details["places"] = int(values.get("places", 0))
        details |= {"action": self._action(row, item), "indicator": self._indicator(row)}
        held = self.held.get(reference)
        wanted = Wanted(row.number, number or None, item, held, details)
        if UNITS[details["unit"]].whole and details["places"]:
            self._fault(MEASURES, row.number, "places", "a count has no decimal places")
        counted = ("unit", "every")
        if held and any(getattr(held, name) != details[name] for name in counted) and self._is_counted(held):
            name = next(name for name in counted if getattr(held, name) != details[name])
            self._fault(MEASURES, row.number, name, "values are recorded already: it cannot be counted otherwise now")
            return
        self.found.measures.append(wanted)
        self._know(reference, wanted)

    def _number(self, row: SheetRow, order: int, reference: str) -> int | bool | None:
        """The number in “M2.3”; None for a new measure; False where it is said to be wrong."""
        if not reference:
            return None
        head, _, tail = reference.partition(".")
        if head != f"M{order}" or not tail.isascii() or not tail.isdigit() or not 0 < int(tail) < 1000:
            self._fault(
                MEASURES,
                row.number,
                "measure",
                f"‘{reference}’ is no measure of item {order}: leave it empty for a new one",
            )
            return False
        return int(tail)

    def _action(self, row: SheetRow, item: Any) -> Any:
        reference = row.values.get("action", "")
        if not reference:
            return None
        action = self.actions.get(reference)
        if action is None or action.item_id != item.pk:
            self._fault(MEASURES, row.number, "action", f"item {item.order} has no action {reference}")
        return action

    def _indicator(self, row: SheetRow) -> Indicator | None:
        code = row.values.get("indicator", "")
        if code and code not in self.indicators:
            self._fault(MEASURES, row.number, "indicator", f"‘{code}’ is no indicator of the loaded statistics")
        if code and (row.values["unit"], row.values["every"]) != ("percent", periods.Every.YEAR):
            self._fault(MEASURES, row.number, "indicator", "published statistics are yearly and in per cent")
        return self.indicators.get(code)

    def _is_counted(self, measure: Measure) -> bool:
        if not hasattr(self, "_counted"):
            rows = MeasureValue.objects.filter(measure__item__plan=self.plan)
            self._counted = set(rows.values_list("measure_id", flat=True))
        return measure.pk in self._counted

    # Baselines and targets

    def _paths(self) -> dict[int, dict[str, Decimal]]:
        """{id of a Wanted: its targets in the file}, of those the sheet Targets names."""
        found: dict[int, dict[str, Decimal]] = {}
        self.target_rows: dict[int, int] = {}
        for row in self._rows(TARGETS):
            wanted = self._of(TARGETS, row)
            if wanted is None or not (read := self._counted_at(TARGETS, row, wanted)):
                continue
            period, value = read
            path = found.setdefault(id(wanted), {})
            self.target_rows.setdefault(id(wanted), row.number)
            if period.key in path:
                self._fault(TARGETS, row.number, "period", f"{period.words} has a target twice")
            path[period.key] = value
            if wanted not in self.found.measures:
                self.found.measures.append(wanted)
        return found

    def _say_measures(self, paths: Mapping[int, Mapping[str, Decimal]]) -> None:
        for wanted in self.found.measures:
            held = amounts.path_of(wanted.held) if wanted.held else Path(None, {})
            baseline = self._baseline(wanted) if wanted.details else held.baseline
            wanted.path = Path(baseline, dict(paths.get(id(wanted), held.targets)))
            sheet, row = (MEASURES, wanted.row) if wanted.row else (TARGETS, self.target_rows[id(wanted)])
            at = ("baseline_value", sheet) if sheet == MEASURES else ("value", sheet)
            if wanted.path.baseline and any(key <= wanted.path.baseline[0] for key in wanted.path.targets):
                self._fault(at[1], row, at[0], "a target must be for a period after the baseline’s")
            if wanted.held and wanted.held.removed_on is None and wanted.path != held and self.fixed:
                self._fault(
                    at[1],
                    row,
                    at[0],
                    "the baseline and targets are fixed: ask for a re-baseline on the page of the measure",
                )
            self._say_measure(sheet, row, wanted, held)

    def _baseline(self, wanted: Wanted) -> tuple[str, Decimal] | None:
        row = next(row for row in self._rows(MEASURES) if row.number == wanted.row)
        typed, value = row.values.get("baseline_period", ""), row.values.get("baseline_value", "")
        if not typed and not value:
            return None
        every, unit, places = (wanted.details[name] for name in ("every", "unit", "places"))
        if isinstance(typed, date):
            typed = periods.containing(every, typed).words
        try:
            return amounts.baseline(every, unit, places, typed, value)
        except Refused as refusal:
            for reason in refusal.reasons:
                self._fault(MEASURES, row.number, reason.field or "baseline_value", reason.text)
            return None

    def _say_measure(self, sheet: str, row: int, wanted: Wanted, held_path: Path) -> None:
        held = wanted.held
        label = wanted.details.get("name") or (held.name if held else "")
        if held is None or held.removed_on is not None:
            what, words = ADD, f"A measure of item {wanted.item.order}"
        else:
            changed = [name for name, value in wanted.details.items() if getattr(held, name) != value]
            changed += ["baseline"] * (wanted.path is not None and wanted.path.baseline != held_path.baseline)
            changed += ["targets"] * (wanted.path is not None and wanted.path.targets != held_path.targets)
            what = CHANGE if changed else SAME
            words = f"Changes: {', '.join(NAMES[name] for name in changed)}" if changed else "Nothing changes"
        if what != SAME and not self.may_define:
            self._fault(sheet, row, "name", "you may record values, but not define or change measures")
        self.found.lines.append(Line(sheet, row, what, label, words))

    # Rows that name a measure

    def _of(self, sheet: str, row: SheetRow) -> Wanted | None:
        """The measure a row names, by its number or its name."""
        name = row.values.get("measure")
        if name is None:
            return None
        found = self.known.get(name)
        called = self.by_name.get(name.casefold(), [])
        if found is None and len(called) != 1:
            many = (
                f"there are {len(called)} measures called ‘{name}’: write its number"
                if called
                else f"‘{name}’ is no measure of this plan"
            )
            self._fault(sheet, row.number, "measure", many)
        return found or (called[0] if len(called) == 1 else None)

    def _counted_at(self, sheet: str, row: SheetRow, wanted: Wanted) -> tuple[periods.Period, Decimal] | None:
        """The period and the amount of a row, in the rhythm and unit of its measure."""
        held = wanted.held
        every, unit, places = (
            wanted.details[name] if wanted.details else getattr(held, name) for name in ("every", "unit", "places")
        )
        typed, ends = row.values.get("period", ""), row.values.get("ends")
        if "value" not in row.values:
            return None
        period = value = None
        try:
            if typed or ends:
                day = typed if isinstance(typed, date) else None if typed else ends
                period = periods.containing(every, day) if day else amounts.period(every, typed)
                if typed and ends and not period.starts_on <= ends <= period.ends_on:
                    self._fault(sheet, row.number, "ends", f"{ends.isoformat()} does not lie in {period.words}")
            else:
                self._fault(sheet, row.number, "period", "must not be empty")
            value = amounts.amount(unit, places, row.values["value"])
        except Refused as refusal:
            for reason in refusal.reasons:
                self._fault(sheet, row.number, reason.field or "value", reason.text)
        return (period, value) if period is not None and value is not None else None
