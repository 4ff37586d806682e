"""Who commissions health services for an area on a day.

Three sources, each marked: the look-up of 2022 (as published), the rows from April 2026 (derived from the mergers), and for April 2021
to June 2022 the clinical commissioning groups whose work passed to the area's boards (a group served part of a board's area, so a
board with several groups only narrows it down). Groups before April 2021 are not held.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby

from partnerships.models import Commissioning, NhsBody, NhsBodyKind, NhsSuccession, Partnership, PartnershipSuccession

# The register of groups is that of April 2021; there were more of them before.
GROUPS_KNOWN_FROM = date(2021, 4, 1)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Commissioner:
    """One NHS body that commissions for an area. `share` is in per cent of the area's small areas, None when not known.

    `derived`: worked out, not read from an official look-up. `exact`: False for a group that is one of several in the board's area.
    """

    body: NhsBody
    share: Decimal | None
    is_main: bool
    derived: bool
    exact: bool

    @property
    def name(self) -> str:
        return self.body.name

    def __str__(self) -> str:
        return self.body.name


@dataclass(frozen=True)
class Period:
    """The bodies of an area from one day to another; `valid_from` or `valid_to` is None for "not known" and "still"."""

    valid_from: date | None
    valid_to: date | None
    commissioners: tuple[Commissioner, ...]

    @property
    def derived(self) -> bool:
        return any(found.derived for found in self.commissioners)

    @property
    def exact(self) -> bool:
        return all(found.exact for found in self.commissioners)

    def holds_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


def bodies_on(partnership: Partnership, day: date) -> tuple[Commissioner, ...]:
    """The boards or groups known to have commissioned for an area on a day, the main one first; none outside the area's own life.

    Leaves out bodies with under 5% of the area, and groups of which it is only known that they served part of the board's area.
    """
    period = period_on(commissioning_over_time(partnership), day)
    return tuple(found for found in period.commissioners if found.exact) if period else ()


def period_on(periods: Iterable[Period], day: date) -> Period | None:
    return next((period for period in periods if period.holds_on(day)), None)


def commissioning_over_time(partnership: Partnership, *, has_heirs: bool = True) -> tuple[Period, ...]:
    """The same for every day, oldest first. Three statements at most; `has_heirs`: whether areas may have taken this one over."""
    rows, inherited = _rows(partnership, has_heirs)
    periods = [
        Period(start, end, _merged(list(group), inherited))
        for (start, end), group in groupby(rows, key=lambda row: (row.valid_from, row.valid_to))
    ]
    if periods and periods[0].valid_from and (groups := _groups_before(periods[0])):
        periods.insert(0, groups)
    return tuple(clipped for period in periods if (clipped := _clipped(period, partnership)))


def _rows(partnership: Partnership, has_heirs: bool) -> tuple[list[Commissioning], bool]:
    """The published rows, oldest first; for an abolished area those of the areas that replaced it, as nobody published its own."""
    held = (
        Commissioning.objects.partners()
        .select_related("body")
        .order_by("valid_from", "valid_to", "-is_main", "-pct_lsoas")
    )
    if own := list(held.filter(authority_id=partnership.authority_id)):
        return own, False
    if not has_heirs:
        return [], True
    heirs = PartnershipSuccession.objects.filter(predecessor=partnership).values("successor__authority_id")
    return list(held.filter(authority_id__in=heirs)), True


def _merged(rows: list[Commissioning], inherited: bool) -> tuple[Commissioner, ...]:
    """One commissioner per body. Shares of different councils cannot be added up, so an abolished area has none."""
    found: dict[int, Commissioner] = {}
    for row in rows:
        if row.body_id not in found:
            found[row.body_id] = Commissioner(
                row.body, None if inherited else row.pct_lsoas, row.is_main, row.derived or inherited, exact=True
            )
    return tuple(found.values())


def _groups_before(first: Period) -> Period | None:
    assert first.valid_from is not None
    boards = [found.body.pk for found in first.commissioners]
    successions = (
        NhsSuccession.objects.filter(successor_id__in=boards, on=first.valid_from, predecessor__kind=NhsBodyKind.CCG)
        .select_related("predecessor")
        .order_by("predecessor__name")
    )
    of_board: dict[int, list[NhsBody]] = {}
    for row in successions:
        of_board.setdefault(row.successor_id, []).append(row.predecessor)
    groups = tuple(
        Commissioner(
            group, None, found.is_main and len(of_board[found.body.pk]) == 1, True, len(of_board[found.body.pk]) == 1
        )
        for found in first.commissioners
        for group in of_board.get(found.body.pk, ())
    )
    return Period(GROUPS_KNOWN_FROM, first.valid_from - ONE_DAY, groups) if groups else None


def _clipped(period: Period, partnership: Partnership) -> Period | None:
    """The part of a period in which the area existed."""
    starts = max((day for day in (period.valid_from, partnership.valid_from) if day), default=None)
    ends = min((day for day in (period.valid_to, partnership.valid_to) if day), default=None)
    if starts and ends and ends < starts:
        return None
    return Period(starts, ends, period.commissioners)
