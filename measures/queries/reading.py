"""What a measure's values say, in words: the latest, the distance to the target, the trend, and whether progress is sustained."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from measures.models import Measure, MeasureTarget, MeasureValue
from rulebook import run_rules
from rulebook.run_rules import Flag

# {trend: (word, colour of the tag)}
TRENDS = {1: ("Better", "green"), 0: ("No change", "grey"), -1: ("Worse", "red")}


@dataclass(frozen=True)
class Reading:
    """One measure with what stands of it; made without a query."""

    measure: Measure
    values: tuple[MeasureValue, ...]
    targets: tuple[MeasureTarget, ...]

    @property
    def latest(self) -> MeasureValue | None:
        return self.values[-1] if self.values else None

    @property
    def target(self) -> MeasureTarget | None:
        """The target of the newest value's period, else the next one, else the last."""
        if not self.targets or self.latest is None:
            return self.targets[0] if self.targets else None
        ahead = [row for row in self.targets if row.period >= self.latest.period]
        return ahead[0] if ahead else self.targets[-1]

    @property
    def target_words(self) -> str:
        if self.target is None:
            return ""
        return f"{self.measure.shown(self.target.value)} ({self.measure.period(self.target.period).words})"

    @property
    def is_reached(self) -> bool | None:
        """Whether the newest value is as good as the target; None without either."""
        if self.latest is None or self.target is None or self.latest.value is None:
            return None
        ahead = self.latest.value - self.target.value
        return ahead >= 0 if self.measure.higher_is_better else ahead <= 0

    @property
    def distance(self) -> str:
        """“0.80 percentage points to go”, “Reached”."""
        if self.is_reached is None:
            return "No target" if self.target is None else "No value yet"
        assert self.latest is not None and self.latest.value is not None and self.target is not None
        apart = self.measure.unit_spec.difference(abs(self.latest.value - self.target.value), self.measure.places)
        if self.is_reached:
            return "Reached" if self.latest.value == self.target.value else f"Reached, with {apart} to spare"
        return f"{apart} to go"

    @property
    def trend(self) -> int:
        return run_rules.trend(self.amounts, higher_is_better=self.measure.higher_is_better)

    @property
    def trend_word(self) -> str:
        return TRENDS[self.trend][0] if len(self.values) > 1 else "Too early to say"

    @property
    def trend_words(self) -> str:
        """“Worse than 2024”."""
        if len(self.values) < 2:
            return self.trend_word
        joint = "since" if self.trend == 0 else "than"
        return f"{self.trend_word} {joint} {self.values[-2].period_words}"

    @property
    def trend_colour(self) -> str:
        return TRENDS[self.trend][1] if len(self.values) > 1 else "grey"

    @property
    def amounts(self) -> list[Decimal]:
        return [row.value for row in self.values if row.value is not None]

    @property
    def flag(self) -> Flag:
        """The run rule, on the values after the baseline's period."""
        measure = self.measure
        before = [row.value for row in self.values if row.value is not None and row.period < measure.baseline_period]
        baseline = [*before, measure.baseline_value] if measure.baseline_value is not None else []
        after = [row.value for row in self.values if row.value is not None and row.period > measure.baseline_period]
        return run_rules.judge(baseline, after, higher_is_better=measure.higher_is_better)

    @property
    def step(self) -> str:
        return run_rules.step(self.amounts)


def reading(measure: Measure, values: Sequence[MeasureValue], targets: Sequence[MeasureTarget]) -> Reading:
    return Reading(measure, tuple(values), tuple(targets))
