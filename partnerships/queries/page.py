"""Everything the public page of one area shows, except its inspections (a layer above)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from partnerships.models import Partnership, PartnershipSuccession, StatisticalNeighbour
from partnerships.queries.areas import Successions, successions
from partnerships.queries.boards import Commissioner, Period, commissioning_over_time, period_on
from partnerships.queries.figures import IndicatorTable, indicator_tables, newest_neighbours


@dataclass(frozen=True)
class PartnershipPage:
    partnership: Partnership
    on: date
    exists: bool
    commissioners: tuple[Commissioner, ...]
    periods: tuple[Period, ...]
    predecessors: tuple[PartnershipSuccession, ...]
    successors: tuple[PartnershipSuccession, ...]
    neighbours: tuple[StatisticalNeighbour, ...]
    neighbour_model: str
    indicators: tuple[IndicatorTable, ...]


def page(partnership: Partnership, on: date, known: Successions | None = None) -> PartnershipPage:
    """The facts of an area as they stand on a day. Five statements at most, one less where its successions are known."""
    passed = known or successions(partnership)
    periods = commissioning_over_time(partnership, has_heirs=bool(passed.passed_to))
    near = tuple(newest_neighbours(partnership))
    today = period_on(periods, on)
    return PartnershipPage(
        partnership=partnership,
        on=on,
        exists=partnership.existed_on(on),
        commissioners=today.commissioners if today else (),
        periods=periods,
        predecessors=passed.taken_over,
        successors=passed.passed_to,
        neighbours=near,
        neighbour_model=near[0].model if near else "",
        indicators=tuple(indicator_tables(partnership, near=near)),
    )
