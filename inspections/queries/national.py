"""The national figures, counted in the database: the official ones, and how they spread over years, terms and regions.

Each number is a count of rows that can be listed: `rows` takes the same conditions as `figures` counts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce, ExtractYear

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

    @property
    def aggregates(self) -> dict[str, Count]:
        return {name: Count("pk", filter=condition) for name, condition in self.counts.items()}


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
    return Inspection.objects.published().filter(
        framework_code=framework_code, kind=kind, source__in=OFFICIAL_SOURCES, superseded_by=None
    )


def figures() -> dict[str, Any]:
    """{framework code: counts}, "first_year", and "by_year", "by_term" and "by_region" with a list of rows for each set.

    Twelve statements, whatever the number of inspections. Years and terms are those of the first day on site, or of publication
    where that day is not known.
    """
    found: dict[str, Any] = {}
    for one in SETS:
        found[one.framework_code] = found.get(one.framework_code, {}) | one.inspections.aggregate(**one.aggregates)
    listed = _listed()
    return found | {
        FIRST_YEAR: listed.aggregate(
            areas=Count("inspection__partnership", distinct=True),
            wsoa_required=Count("pk", filter=FIRST_YEAR_COUNTS["wsoa_required"]),
        ),
        "by_year": {one.code: _spread(one, year=ExtractYear(_DAY)) for one in SETS},
        "by_term": {one.code: _by_term(one) for one in SETS},
        "by_region": {one.code: _spread(one, region=F("partnership__region__name")) for one in SETS if one.by_region},
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


def _spread(one: Counted, **over: Any) -> list[dict[str, Any]]:
    (name,) = over
    return list(one.inspections.order_by().annotate(**over).values(name).annotate(**one.aggregates).order_by(name))


def _by_term(one: Counted) -> list[dict[str, Any]]:
    """Added up from the counts of each day: which term a day is in is the rulebook's to say. "term" is its code, "name" its name."""
    added: dict[Any, dict[str, Any]] = {}
    for row in _spread(one, day=_DAY):
        day: date = row.pop("day")
        found = term_of(day)
        sums = added.setdefault(found, dict.fromkeys(row, 0))
        for name, number in row.items():
            sums[name] += number
    return [{"term": found.code, "name": found.name, **sums} for found, sums in sorted(added.items())]
