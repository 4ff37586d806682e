"""Amounts and periods as people type them, in the unit and the rhythm of a measure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from core.errors import Reason, Refused
from measures.models import Measure, MeasureTarget
from rulebook import periods, units
from rulebook.periods import NotAPeriod, Period
from rulebook.units import WrongUnit

MOST_TARGETS = 60


@dataclass(frozen=True)
class Path:
    """A baseline and the targets after it: `baseline` is (period key, amount) or None; `targets` is {period key: amount}."""

    baseline: tuple[str, Decimal] | None
    targets: Mapping[str, Decimal]

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Path:
        baseline = stored["baseline"]
        return cls(
            (baseline[0], Decimal(baseline[1])) if baseline else None,
            {key: Decimal(value) for key, value in stored["targets"].items()},
        )

    def as_json(self) -> dict[str, object]:
        return {
            "baseline": [self.baseline[0], str(self.baseline[1])] if self.baseline else None,
            "targets": {key: str(value) for key, value in sorted(self.targets.items())},
        }


def amount(unit: str, places: int, text: str | Decimal, field: str = "value") -> Decimal:
    """Raises Refused beside `field`, in words."""
    try:
        return units.read(unit, places, str(text))
    except WrongUnit as wrong:
        raise Refused(Reason(str(wrong), field)) from None


def period(every: str, text: str, field: str = "period") -> Period:
    """Raises Refused beside `field`, in words."""
    try:
        return periods.read(every, text)
    except NotAPeriod as wrong:
        raise Refused(Reason(str(wrong), field)) from None


def baseline(every: str, unit: str, places: int, period_text: str, value_text: str) -> tuple[str, Decimal] | None:
    """A baseline as typed in two fields; None when both are empty. Raises Refused beside the one that is wrong."""
    if not period_text.strip() and not value_text.strip():
        return None
    if not value_text.strip():
        raise Refused(Reason("Enter the baseline’s value too, or leave both empty", "baseline_value"))
    if not period_text.strip():
        raise Refused(Reason("Enter the baseline’s period too, or leave both empty", "baseline_period"))
    return (
        period(every, period_text, "baseline_period").key,
        amount(unit, places, value_text, "baseline_value"),
    )


def targets(every: str, unit: str, places: int, text: str) -> dict[str, Decimal]:
    """{period key: amount} of lines like “2027: 12.5”. Raises Refused naming each line that is wrong, beside `targets`."""
    found: dict[str, Decimal] = {}
    wrong: list[Reason] = []
    for number, line in enumerate((line.strip() for line in text.splitlines() if line.strip()), 1):
        try:
            _take_target(found, every, unit, places, line)
        except Refused as refusal:
            wrong += [
                Reason(f"Target {number} (‘{line[:60]}’): {reason.text}", "targets") for reason in refusal.reasons
            ]
    if len(found) > MOST_TARGETS:
        wrong.append(Reason(f"There may be {MOST_TARGETS} targets at most", "targets"))
    if wrong:
        raise Refused(*wrong)
    return found


def _take_target(found: dict[str, Decimal], every: str, unit: str, places: int, line: str) -> None:
    when, colon, value = line.rpartition(":")
    if not colon:
        raise Refused("Write the period, a colon and the value, like 2027: 12.5")
    key = period(every, when).key
    if key in found:
        raise Refused(f"{when.strip()} has a target already")
    found[key] = amount(unit, places, value)


def as_lines(measure: Measure, path: Mapping[str, Decimal]) -> str:
    """Targets as `targets` reads them."""
    return "\n".join(
        f"{measure.period(key).words}: {units.plain(value, measure.places)}" for key, value in sorted(path.items())
    )


def check_path(every: str, unit: str, places: int, path: Path) -> None:
    """Raises Refused where an amount does not fit the unit, a period not the rhythm, or a target is not after the baseline."""
    try:
        for key in [*([path.baseline[0]] if path.baseline else []), *path.targets]:
            periods.from_key(every, key)
    except NotAPeriod:
        raise Refused(Reason("The baseline and targets must be in the periods it is counted in", "every")) from None
    for value in [*([path.baseline[1]] if path.baseline else []), *path.targets.values()]:
        amount(unit, places, format(value.normalize(), "f"), "targets")
    if path.baseline and any(key <= path.baseline[0] for key in path.targets):
        raise Refused(Reason("A target must be for a period after the baseline’s", "targets"))


def path_of(measure: Measure) -> Path:
    """The baseline and targets as they stand; one query."""
    standing = None if measure.baseline_value is None else (measure.baseline_period, measure.baseline_value)
    return Path(standing, {row.period: row.value for row in measure.targets.all()})


def set_targets(measure: Measure, path: Mapping[str, Decimal]) -> None:
    """Make the measure's targets these."""
    measure.targets.exclude(period__in=path).delete()
    for key, value in path.items():
        MeasureTarget.objects.update_or_create(
            measure=measure, period=key, defaults={"value": value, "period_end_on": ends_on(measure, key)}
        )


def ends_on(measure: Measure, key: str) -> date:
    return measure.period(key).ends_on
