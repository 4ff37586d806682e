"""Areas: by region, by name, and across reorganisations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Prefetch, Q, QuerySet

from core import clock
from partnerships.models import Commissioning, LocalAuthority, Partnership, PartnershipSuccession, Region


def area_list(
    *, text: str = "", region: str = "", former: bool = False, on: date | None = None
) -> QuerySet[Partnership]:
    """The areas that exist on a day (or those that no longer do, with `successions`); region, council and `boards_now` are fetched.

    `text` is looked for in the name, the council's name and its codes. `partnership.authority.boards_now` are the commissioning rows in
    force, without slivers. Three statements, or four, however many areas.
    """
    on = on or clock.today()
    found = Partnership.objects.filter(valid_to__lt=on) if former else Partnership.objects.on(on)
    if former:
        found = found.prefetch_related(
            Prefetch("successions", PartnershipSuccession.objects.select_related("successor"))
        )
    if region:
        found = found.filter(region_id=region)
    for word in text.split():
        found = found.filter(
            Q(name__icontains=word)
            | Q(authority__official_name__icontains=word)
            | Q(authority__dfe_code__iexact=word)
            | Q(authority__gss_code__iexact=word)
        )
    boards = Commissioning.objects.in_force(on).partners().select_related("body")
    authorities = LocalAuthority.objects.prefetch_related(Prefetch("commissioning", boards, to_attr="boards_now"))
    return (
        found.select_related("region")
        .prefetch_related(Prefetch("authority", authorities))
        .order_by("region__name", "name", "slug")
    )


def by_region(areas: QuerySet[Partnership] | None = None) -> list[tuple[Region, list[Partnership]]]:
    """Areas (all current ones by default) grouped by region, both in alphabetical order."""
    ordered = (area_list() if areas is None else areas).order_by("region__name", "name", "slug")
    return [(region, list(group)) for region, group in groupby(ordered, key=lambda area: area.region)]


@dataclass(frozen=True)
class Successions:
    """`taken_over`: the areas this one took over, wholly or in part, with the day; `passed_to`: those that took it over."""

    taken_over: tuple[PartnershipSuccession, ...]
    passed_to: tuple[PartnershipSuccession, ...]


def successions(partnership: Partnership) -> Successions:
    """Oldest first. One statement."""
    found = PartnershipSuccession.objects.filter(Q(successor=partnership) | Q(predecessor=partnership))
    rows = list(found.select_related("predecessor", "successor"))
    return Successions(
        tuple(row for row in rows if row.successor_id == partnership.pk),
        tuple(row for row in rows if row.predecessor_id == partnership.pk),
    )


def lineage(partnership: Partnership, known: Successions | None = None) -> list[Partnership]:
    """This area between the areas it took over and those that took it over. One statement, none where the successions are known."""
    found = known or successions(partnership)
    return [
        *(row.predecessor for row in sorted(found.taken_over, key=lambda row: (row.on, row.predecessor.name))),
        partnership,
        *(row.successor for row in sorted(found.passed_to, key=lambda row: (row.on, row.successor.name))),
    ]
