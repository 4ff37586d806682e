"""Everything the public page of one area shows, except its inspections (a layer above)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from partnerships.models import Partnership, PartnershipSuccession, StatisticalNeighbour
from partnerships.queries.areas import inherited_from, passed_to
from partnerships.queries.boards import Commissioner, Period, commissioning_over_time, period_on
from partnerships.queries.figures import IndicatorTable, indicator_tables, neighbours


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


def page(partnership: Partnership, on: date) -> PartnershipPage:
    """The facts of an area as they stand on a day."""
    periods = commissioning_over_time(partnership)
    near = tuple(neighbours(partnership))
    today = period_on(periods, on)
    return PartnershipPage(
        partnership=partnership,
        on=on,
        exists=partnership.existed_on(on),
        commissioners=today.commissioners if today else (),
        periods=periods,
        predecessors=tuple(inherited_from(partnership)),
        successors=tuple(passed_to(partnership)),
        neighbours=near,
        neighbour_model=near[0].model if near else "",
        indicators=tuple(indicator_tables(partnership, near=near)),
    )
