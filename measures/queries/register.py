"""The register of a plan's measures, and how each stands, for those above."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import QuerySet

from improvement.models import Plan
from measures.models import Measure
from measures.queries import values
from measures.queries.reading import Reading


def of_plan(plan: Plan) -> QuerySet[Measure]:
    """The measures on the register, by item."""
    return (
        Measure.objects.standing()
        .filter(item__plan=plan)
        .select_related("item", "action__item", "indicator")
        .order_by("item__order", "number")
    )


def readings(measures: Sequence[Measure]) -> list[Reading]:
    """Each measure with its values and targets; two queries however many."""
    from django.db.models import prefetch_related_objects

    held = list(measures)
    prefetch_related_objects(held, "targets")
    found = values.of_measures(held)
    return [Reading(measure, tuple(found[measure.pk]), tuple(measure.targets.all())) for measure in held]


@dataclass
class Standing:
    """Measures whose newest value is better, or worse, than the one before, judged by the wished direction of each."""

    better: list[Reading] = field(default_factory=list)
    worse: list[Reading] = field(default_factory=list)
    same: list[Reading] = field(default_factory=list)
    too_early: list[Reading] = field(default_factory=list)

    @property
    def is_falling(self) -> bool:
        """Some measure goes the wrong way: what "green with a falling measure" asks."""
        return bool(self.worse)

    @property
    def is_rising(self) -> bool:
        return bool(self.better) and not self.worse

    @property
    def words(self) -> str:
        """“1 measure is worse than before: M1.2 Pupils with SEN support”; "" without a measure."""
        if self.worse:
            names = ", ".join(str(reading.measure) for reading in self.worse)
            count = "1 measure is" if len(self.worse) == 1 else f"{len(self.worse)} measures are"
            return f"{count} worse than before: {names}"
        if self.better:
            return (
                "1 measure is better than before"
                if len(self.better) == 1
                else f"{len(self.better)} measures are better"
            )
        return "No change" if self.same else "Too early to say" if self.too_early else ""


@dataclass(frozen=True)
class PlanStanding:
    """{item's pk: Standing} of all the measures of an item (those of its actions too), {action's pk: Standing} of an action's own."""

    items: dict[int, Standing]
    actions: dict[int, Standing]


def standing_of(plan: Plan, *, on: date | None = None) -> PlanStanding:
    """Whether the measures of each item and action rise or fall against the wished direction; three queries however many.

    `on` is an earlier day: only values of periods that were over by then count.
    """
    made = PlanStanding({}, {})
    for found in readings(list(of_plan(plan))):
        until = tuple(value for value in found.values if on is None or value.period_end_on <= on)
        one = replace(found, values=until)
        places = [made.items.setdefault(one.measure.item_id, Standing())]
        if one.measure.action_id is not None:
            places.append(made.actions.setdefault(one.measure.action_id, Standing()))
        for place in places:
            kind = (
                {1: place.better, 0: place.same, -1: place.worse}[one.trend] if len(one.values) > 1 else place.too_early
            )
            kind.append(one)
    return made
