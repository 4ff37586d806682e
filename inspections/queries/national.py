"""The national figures, counted in the database: the official ones, and how they spread over years, terms and regions.

Each number is a count of rows that can be listed: `rows` takes the same conditions as `figures` counts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import Coalesce

from inspections.choices import OFFICIAL_SOURCES
from inspections.models import Inspection, InspectionQuerySet, PublishedListing
from inspections.models.listing import FIRST_YEAR_SLIDES
from rulebook.terms import term, term_of

COMPLETED_SLIDE = 4
YEAR = re.compile("20[0-9]{2}")
FIRST_YEAR = "first_year"


@dataclass(frozen=True)
class Counted:
    """Inspections that are counted together, and the condition of each count."""

    code: str
    framework_code: str
    kind: str
    counts: Mapping[str, Q]
    by_region: bool = True

    @property
    def inspections(self) -> InspectionQuerySet:
        return official(self.framework_code, self.kind)

    def counted(self, outcomes: Mapping[str, int]) -> dict[str, int]:
        """{name: how many} from how many have which outcome."""
        wanted = {name: dict(condition.children).get("outcome") for name, condition in self.counts.items()}
        return {
            name: sum(outcomes.values()) if outcome is None else outcomes.get(outcome, 0)
            for name, outcome in wanted.items()
        }


EVERY = Q(pk__isnull=False)
SETS = (
    Counted(
        "local-area-send-2016",
        "local-area-send-2016",
        "full",
        {"inspections": EVERY, "wsoa_required": Q(outcome="wsoa-required")},
    ),
    Counted(
        "local-area-send-2016-revisits",
        "local-area-send-2016",
        "revisit",
        {
            "revisits": EVERY,
            "revisits_all_sufficient": Q(outcome="all-sufficient"),
            "revisits_some": Q(outcome="some-sufficient"),
            "revisits_none": Q(outcome="none-sufficient"),
        },
        by_region=False,
    ),
    Counted(
        "area-send-2023",
        "area-send-2023",
        "full",
        {"inspections": EVERY, **{f"outcome_{number}": Q(outcome=f"outcome-{number}") for number in (1, 2, 3)}},
    ),
)
FIRST_YEAR_COUNTS = {"areas": EVERY, "wsoa_required": Q(asterisk=True, inspection__outcome="wsoa-required")}


def official(framework_code: str, kind: str = "full") -> InspectionQuerySet:
    """The published inspections of a framework that the official figures count: one for each area, superseded ones left out.

    Inspections recorded in this service are not counted before an official list names them, nor are the two former areas that
    Ofsted leaves out.
    """
    return _official().filter(framework_code=framework_code, kind=kind)


def _official() -> InspectionQuerySet:
    return Inspection.objects.published().filter(source__in=OFFICIAL_SOURCES, superseded_by=None)


def figures() -> dict[str, Any]:
    """{framework code: counts}, "first_year", and "by_year", "by_term" and "by_region" with a list of rows for each set.

    Two statements, whatever the number of inspections. Years and terms are those of the first day on site, or of publication
    where that day is not known.
    """
    held = _held()
    found: dict[str, Any] = {}
    for one in SETS:
        every = _sums(one, held[one.code], lambda day, region: None)
        found[one.framework_code] = found.get(one.framework_code, {}) | every.get(None, one.counted({}))
    return found | {
        FIRST_YEAR: _listed().aggregate(
            areas=Count("inspection__partnership", distinct=True),
            wsoa_required=Count("pk", filter=FIRST_YEAR_COUNTS["wsoa_required"]),
        ),
        "by_year": {
            one.code: [
                {"year": year, **sums}
                for year, sums in _sorted(_sums(one, held[one.code], lambda day, region: day.year if day else None))
            ]
            for one in SETS
        },
        "by_term": {
            one.code: [
                {"term": found_term.code, "name": found_term.name, **sums}
                for found_term, sums in sorted(_sums(one, held[one.code], lambda day, region: term_of(day)).items())
            ]
            for one in SETS
        },
        "by_region": {
            one.code: [
                {"region": region, **sums}
                for region, sums in _sorted(_sums(one, held[one.code], lambda day, region: region))
            ]
            for one in SETS
            if one.by_region
        },
    }


def rows(of: str, count: str, *, year: str = "", region: str = "", in_term: str = "") -> InspectionQuerySet | None:
    """The inspections behind one number: of a set of SETS (or FIRST_YEAR) and one of its counts, narrowed as the tables are.

    None for a number that is not there.
    """
    if of == FIRST_YEAR:
        if count not in FIRST_YEAR_COUNTS:
            return None
        listed = _listed().filter(FIRST_YEAR_COUNTS[count])
        return Inspection.objects.filter(pk__in=listed.order_by().values("inspection"))
    one = next((one for one in SETS if one.code == of), None)
    if one is None or count not in one.counts or (year and not YEAR.fullmatch(year)) or "\x00" in region:
        return None
    found = one.inspections.filter(one.counts[count])
    if year:
        found = found.annotate(day=_DAY).filter(day__year=int(year))
    if region:
        found = found.filter(partnership__region__name=region)
    if in_term:
        wanted = term(in_term)
        if wanted is None:
            return None
        found = found.annotate(term_day=_DAY).filter(term_day__range=(wanted.first_on, wanted.last_on))
    return found


def set_of(framework_code: str, count: str) -> str:
    """The code of the set in which a framework's total is counted."""
    return next(one.code for one in SETS if one.framework_code == framework_code and count in one.counts)


_DAY = Coalesce("onsite_start_on", "published_on")


def _listed() -> Any:
    return PublishedListing.objects.filter(source=FIRST_YEAR_SLIDES, slide=COMPLETED_SLIDE)


# (day, region, outcome, how many) of the inspections that are alike in these.
Alike = tuple[Any, str, str, int]


def _held() -> dict[str, list[Alike]]:
    """{code of a set: what its numbers are added up from}. Which term a day is in is the rulebook's to say, so days stay apart."""
    wanted = reduce(or_, (Q(framework_code=one.framework_code, kind=one.kind) for one in SETS))
    rows = (
        _official()
        .filter(wanted)
        .order_by()
        .annotate(day=_DAY)
        .values_list("framework_code", "kind", "day", "partnership__region__name", "outcome")
        .annotate(number=Count("pk"))
    )
    found: dict[str, list[Alike]] = {one.code: [] for one in SETS}
    codes = {(one.framework_code, one.kind): one.code for one in SETS}
    for framework_code, kind, *alike in rows:
        found[codes[framework_code, kind]].append(tuple(alike))
    return found


def _sums(one: Counted, held: Iterable[Alike], of: Callable[[Any, str], Any]) -> dict[Any, dict[str, int]]:
    """{what `of` says of a day and a region: the counts of the set there}"""
    outcomes: dict[Any, Counter[str]] = {}
    for day, region, outcome, number in held:
        outcomes.setdefault(of(day, region), Counter())[outcome] += number
    return {place: one.counted(by_outcome) for place, by_outcome in outcomes.items()}


def _sorted(sums: dict[Any, dict[str, int]]) -> list[tuple[Any, dict[str, int]]]:
    """In order, those of an unknown day last."""
    return sorted(sums.items(), key=lambda item: (item[0] is None, item[0]))
