"""The national figures, for everybody: counted from the rows of this service, the same as the command prints, each opening its rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views import View
from django.views.generic import ListView, TemplateView

from core import clock
from core.charts import bar_chart
from core.tile_map import tile_map
from core.views import AnyPage
from dashboard.queries import tiles
from dashboard.views import files
from inspections.models import NEWEST_FIRST
from inspections.queries import inspections as lists
from inspections.queries import national
from inspections.queries.publishing import Taken, taken
from inspections.services.calendar import working_calendar
from rulebook import frameworks
from rulebook.frameworks.base import Framework
from rulebook.terms import term

# The words of each count.
COUNTS = {
    "inspections": "Inspections",
    "wsoa_required": "Written statement of action required",
    "revisits": "Revisits",
    "revisits_all_sufficient": "Sufficient progress in all areas",
    "revisits_some": "Sufficient progress in some areas",
    "revisits_none": "Not sufficient progress in any area",
    "outcome_1": "Typically positive experiences and outcomes",
    "outcome_2": "Inconsistent experiences and outcomes",
    "outcome_3": "Widespread or systemic failings",
    "areas": "Areas inspected",
}
# What a spread counts, by the part of its key after the framework's code.
SPREADS = {"": "Inspections", "revisits": "Revisits"}
SPREAD_OVER = (("by_year", "year"), ("by_term", "term"), ("by_region", "region"))
ROW_COLUMNS = (
    "Area",
    "Region",
    "Kind",
    "First day on site",
    "Last day on site",
    "Published",
    "Working days",
    "Outcome",
)
CRUMBS = ({"text": "National figures", "href": "/national/"},)


@dataclass(frozen=True)
class Table:
    caption: str
    head: list[str]
    rows: list[list[Any]]
    picture: SafeString | None = None


@dataclass(frozen=True)
class Regime:
    name: str
    totals: list[tuple[str, int]]
    numbers: list[dict[str, Any]]
    tables: list[Table]


class National(TemplateView):
    template_name = "dashboard/national.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        counted = national.figures()
        first = counted[national.FIRST_YEAR]
        return super().get_context_data(
            regimes=[regime(framework, counted) for framework in reversed(frameworks.ALL)],
            first_year=first,
            first_year_links={name: rows_address(national.FIRST_YEAR, name) for name in first},
            **kwargs,
        )


class NationalFile(View):
    """Every number of the page, one a line."""

    def get(self, request: HttpRequest, ending: str) -> HttpResponse:
        found = national.figures()
        lines: list[list[Any]] = []
        for framework in frameworks.ALL:
            lines += [[framework.short_name, "All", "", COUNTS[name], n] for name, n in found[framework.code].items()]
            for over, title in SPREAD_OVER:
                for key, rows in found[over].items():
                    if belongs(key, framework):
                        lines += [
                            [
                                framework.short_name,
                                title.capitalize(),
                                str(row.get("name") or row[title]),
                                COUNTS[name],
                                row[name],
                            ]
                            for row in rows
                            for name in counts_in(row, title)
                        ]
        lines += [["The first year", "All", "", COUNTS[name], n] for name, n in found[national.FIRST_YEAR].items()]
        return files.table_file(
            ending, "national-figures", title="National figures", columns=("Framework", "By", "Which", "What", "Number"),
            rows=lines, asked=[],
        )  # fmt: skip


def belongs(key: str, framework: Framework) -> bool:
    return any(one.code == key and one.framework_code == framework.code for one in national.SETS)


def counts_in(row: dict[str, Any], over: str) -> list[str]:
    return [name for name in row if name not in (over, "name")]


def rows_address(of: str, count: str, **narrowed: Any) -> str:
    return f"{reverse('dashboard:national-rows')}?{urlencode({'of': of, 'count': count} | narrowed)}"


def regime(framework: Framework, counted: dict[str, Any]) -> Regime:
    tables = [
        spread(framework, key, title, rows)
        for over, title in SPREAD_OVER
        for key, rows in counted[over].items()
        if belongs(key, framework) and rows
    ]
    totals = counted[framework.code]
    numbers = [
        {"figure": number, "text": COUNTS[name], "href": rows_address(national.set_of(framework.code, name), name)}
        for name, number in totals.items()
    ]
    return Regime(framework.name, [(COUNTS[name], number) for name, number in totals.items()], numbers, tables)


def spread(framework: Framework, key: str, over: str, rows: list[dict[str, Any]]) -> Table:
    """A table of counts over years, terms or regions, each opening its rows, with bars of the first count."""
    names = counts_in(rows[0], over)
    what = SPREADS[key.removeprefix(framework.code).removeprefix("-")]
    labels = [str(row.get("name") or row[over]) for row in rows]
    bars = [(label, row[names[0]]) for label, row in zip(labels, rows, strict=True)]
    most = max(bars, key=lambda bar: bar[1])

    def cell(row: dict[str, Any], label: str, name: str) -> dict[str, Any]:
        if not row[name]:
            return {"text": "0", "format": "numeric"}
        link = format_html(
            '<a class="govuk-link" href="{}">{}<span class="govuk-visually-hidden"> {}, {}</span></a>',
            rows_address(key, name, **{over: row[over]}), row[name], COUNTS[name], label,
        )  # fmt: skip
        return {"html": link, "format": "numeric"}

    return Table(
        caption=f"{what} by {over}, {framework.short_name}",
        head=[over.capitalize(), *(COUNTS[name] for name in names)],
        rows=[[label, *(cell(row, label, name) for name in names)] for label, row in zip(labels, rows, strict=True)],
        picture=bar_chart(
            items=bars,
            title=f"{what} by {over}",
            description=f"{what}: {sum(number for _, number in bars)}. Most in {most[0]}: {most[1]}.",
            ident=f"{key}-{over}",
        ),
    )


class NationalRows(AnyPage, ListView):
    """The inspections behind one number of the figures. An address that belongs to no number is not there."""

    template_name = "dashboard/national_rows.html"
    paginate_by = 50

    def get_queryset(self) -> Any:
        self.asked = {name: self.request.GET.get(name, "") for name in ("of", "count", "year", "region", "term")}
        return rows_behind(self.asked)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        query = urlencode({name: value for name, value in self.asked.items() if value})
        return context | {
            "rows": [row_of(one) for one in timed(context["object_list"])],
            "columns": ROW_COLUMNS,
            "said": said(self.asked),
            "files": files.links("/national/inspections.", query),
            "breadcrumbs": CRUMBS,
        }


class NationalRowsFile(View):
    def get(self, request: HttpRequest, ending: str) -> HttpResponse:
        asked = {name: request.GET.get(name, "") for name in ("of", "count", "year", "region", "term")}
        found = timed(rows_behind(asked))
        return files.table_file(
            ending, "inspections", title="; ".join(value for _, value in said(asked)), columns=ROW_COLUMNS,
            rows=[row_of(one, linked=False) for one in found], asked=said(asked),
        )  # fmt: skip


def rows_behind(asked: dict[str, str]) -> Any:
    found = national.rows(
        asked["of"], asked["count"], year=asked["year"], region=asked["region"], in_term=asked["term"]
    )
    if found is None:
        raise Http404("No number of the national figures has this address.")
    return found.select_related("partnership__region").order_by(*NEWEST_FIRST)


def timed(found: Any) -> list[tuple[Any, Taken | None]]:
    held = list(found)
    times = {one.inspection.pk: one for one in taken(held, working_calendar())}
    return [(inspection, times.get(inspection.pk)) for inspection in held]


def row_of(timed_one: tuple[Any, Taken | None], *, linked: bool = True) -> list[Any]:
    """What each of ROW_COLUMNS holds."""
    inspection, took = timed_one
    row = lists.row(inspection)
    link = format_html('<a class="govuk-link" href="{}">{}</a>', inspection.partnership.get_absolute_url(), row.area)
    return [
        link if linked else row.area,
        row.region,
        row.kind,
        inspection.onsite_start_on,
        inspection.onsite_end_on,
        row.published_on,
        took.days if took else None,
        row.outcome,
    ]


def said(asked: dict[str, str]) -> list[tuple[str, str]]:
    """What was asked for, in words."""
    one = next((one for one in national.SETS if one.code == asked["of"]), None)
    of = frameworks.get(one.framework_code).name if one else "The first year"
    wanted = term(asked["term"])
    parts = [
        ("Of", of),
        ("Counted", COUNTS[asked["count"]]),
        ("Year", asked["year"]),
        ("Term", str(wanted) if wanted else ""),
        ("Region", asked["region"]),
    ]
    return [(name, value) for name, value in parts if value]


class NationalMap(TemplateView):
    template_name = "dashboard/national_map.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = tiles.placed(clock.today())
        key = tiles.key_of(shown)
        most = max(key, key=lambda line: line.count, default=None)
        page = reverse("dashboard:national-areas")
        return super().get_context_data(
            picture=tile_map(
                tiles.blocks(shown), tops=tiles.TOPS, title="Areas by their newest published outcome", ident="tiles",
                description=f"{len(shown)} areas. Most often: {most.label}, {most.count}." if most else "No area is loaded.",
            ) if shown else "",
            key=[
                [
                    line.sign,
                    format_html('<a class="govuk-link" href="{}?outcome={}">{}</a>', page, line.code, line.label)
                    if line.code
                    else line.label,
                    line.count,
                ]
                for line in key
            ],
            rows=[
                [
                    format_html('<a class="govuk-link" href="{}">{}</a>', tile.area.get_absolute_url(), tile.area.name),
                    tile.letters, tile.area.region.name, tile.sign, tile.outcome, tile.published_on,
                ]
                for tile in shown
            ],
            key_head=("Letter", "Outcome", "Areas"),
            row_head=("Area", "Tile", "Region", "Letter", "Newest published outcome", "Published"),
            breadcrumbs=CRUMBS,
            **kwargs,
        )  # fmt: skip
