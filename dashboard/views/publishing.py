"""How long letters and reports took to be published, beside the target where there is one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views import View
from django.views.generic import TemplateView

from dashboard.views import files
from inspections.queries import national
from inspections.queries.publishing import Taken, spread, taken
from inspections.services.calendar import working_calendar
from rulebook import frameworks

COLUMNS = (
    "Framework",
    "Kind",
    "Year",
    "Letters",
    "Within the target",
    "Least",
    "A quarter within",
    "Half within",
    "Three quarters within",
    "Most",
)
SLOWEST = 10


class Publishing(TemplateView):
    template_name = "dashboard/national_publishing.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        groups = groups_of_all()
        return super().get_context_data(
            groups=[
                {
                    "name": f"{one[0].inspection.kind_spec.name}, {framework_of(one).short_name}",
                    "caption": f"Working days by year, {one[0].inspection.kind_spec.name}, {framework_of(one).short_name}",
                    "target": target_words(one),
                    "left_out": left_out,
                    "every": len(one) + left_out,
                    "assumed": sum(publication.assumed for publication in one),
                    "count": len(one),
                    "head": COLUMNS[2:],
                    "rows": [row[2:] for row in rows_of(one)],
                    "longest": f"The longest, {one[0].inspection.kind_spec.name}, {framework_of(one).short_name}",
                    "slowest": [
                        [
                            publication.inspection.partnership.name,
                            publication.end_on,
                            publication.inspection.published_on,
                            publication.days,
                        ]
                        for publication in sorted(one, key=lambda publication: -publication.days)[:SLOWEST]
                    ],
                }
                for one, left_out in groups
            ],
            slowest_head=("Area", "Last day on site", "Published", "Working days"),
            files=files.links("/national/publishing.", ""),
            breadcrumbs=[{"text": "National figures", "href": "/national/"}],
            **kwargs,
        )


class PublishingFile(View):
    def get(self, request: HttpRequest, ending: str) -> HttpResponse:
        return files.table_file(
            ending, "time-to-publish", title="Working days from the last day on site to publication", columns=COLUMNS,
            rows=[row for group, _ in groups_of_all() for row in rows_of(group)], asked=[],
        )  # fmt: skip


def groups_of_all() -> list[tuple[list[Taken], int]]:
    """The publications of each set of the national figures that has any, and how many are left out since a day is not known; one
    statement for each set."""
    calendar = working_calendar()
    found = []
    for one in national.SETS:
        counted = list(one.inspections.select_related("partnership").order_by("published_on", "pk"))
        if group := taken(counted, calendar):
            found.append((group, len(counted) - len(group)))
    return found


def whole(days: float) -> float:
    """37 for 37.0, and 41.25 as it is."""
    return int(days) if days == int(days) else days


def framework_of(group: list[Taken]) -> Any:
    return frameworks.get(group[0].inspection.framework_code)


def target_words(group: list[Taken]) -> str:
    rule = group[-1].rule
    if rule is None or rule.offset is None:
        return "No source sets a day."
    if rule.approximate:
        return f"No target was found. Half of those published when the rule was written took {rule.offset} working days or less."
    return f"The target is {rule.offset} working days after the last day on site."


def rows_of(group: list[Taken]) -> list[list[Any]]:
    """What each of COLUMNS holds, for all years together and for each year of publication."""
    years: dict[str, list[Taken]] = {"All": group}
    for one in group:
        years.setdefault(str(one.inspection.published_on.year if one.inspection.published_on else ""), []).append(one)
    rows = []
    for year, held in years.items():
        found = spread(held)
        within = "No target" if found.within is None else found.within
        rows.append(
            [framework_of(group).short_name, group[0].inspection.kind_spec.name, year, found.count, within,
             *(whole(days) for days in (found.least, found.lower, found.median, found.upper, found.most))]
        )  # fmt: skip
    return rows
