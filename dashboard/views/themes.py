"""Themes of weakness in published letters, for everybody: each number opens its letters or its findings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.views import View
from django.views.generic import ListView, TemplateView

from core.charts import bar_chart
from dashboard.views import files
from reports.queries import themes as queries
from rulebook.themes import NAMES, THEMES

CRUMBS = [{"text": "National figures", "href": "/national/"}]
WORDS = {"letters": "Letters", "findings": "Findings"}
NARROWED = ("region", "year")
COLUMNS = ("Theme", "By", "Which", *WORDS.values())
ROW_COLUMNS = ("Area", "Region", "Kind", "Published", "Finding")


@dataclass(frozen=True)
class Sum:
    """How often a theme occurs, all together or in one region or year; `asked` narrows the rows behind it."""

    theme: str
    by: str
    which: str
    letters: int
    findings: int

    def address(self, count: str) -> str:
        narrowed = f"?{urlencode({self.by: self.which})}" if self.by else ""
        return f"{reverse('dashboard:national-theme-rows', args=[self.theme, count])}{narrowed}"

    def linked(self, count: str) -> Any:
        return format_html(
            '<a class="govuk-link" href="{}">{}<span class="govuk-visually-hidden"> {}, {}{}</span></a>',
            self.address(count), getattr(self, count), count, NAMES[self.theme], f", {self.which}" if self.which else "",
        )  # fmt: skip


def sums(counted: Iterable[dict[str, Any]]) -> list[Sum]:
    """Every sum that occurs: of each theme all together, by region and by year, in the order of the themes."""
    added: dict[tuple[str, str, str], list[int]] = defaultdict(lambda: [0, 0])
    for row in counted:
        for by, which in (("", ""), ("region", row["region"]), ("year", str(row["year"]))):
            held = added[row["theme"], by, which]
            held[0] += row["letters"]
            held[1] += row["findings"]
    place = {code: number for number, code in enumerate(NAMES)}
    keys = sorted(added, key=lambda key: (place[key[0]], key[1], key[2]))
    return [Sum(*key, *added[key]) for key in keys]


class Themes(TemplateView):
    template_name = "dashboard/national_themes.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = sums(queries.counted())
        tagged, published = queries.tagged_share()
        whole = [one for one in found if not one.by]
        most = max(whole, key=lambda one: one.letters, default=None)
        means = {theme.code: theme for theme in THEMES}
        return super().get_context_data(
            picture=bar_chart(
                items=[(NAMES[one.theme], one.letters) for one in whole], title="Letters by theme", ident="themes",
                description=f"{len(whole)} themes. Most often: {NAMES[most.theme]}, in {most.letters} of {tagged} letters.",
            ) if most else "",
            head=("Theme", *WORDS.values(), "What it means"),
            rows=[[NAMES[one.theme], one.linked("letters"), one.linked("findings"), means[one.theme].means] for one in whole],
            tables=[crossed(found, by) for by in ("region", "year")] if found else [],
            tagged=tagged,
            published=published,
            reasons=[theme.name for theme in THEMES if theme.reason],
            others=[theme.name for theme in THEMES if not theme.reason],
            source=THEMES[0].source.text,
            files=files.links("/national/themes.", ""),
            breadcrumbs=CRUMBS,
            **kwargs,
        )  # fmt: skip


def crossed(found: list[Sum], by: str) -> dict[str, Any]:
    """Themes down, regions or years across, letters in the cells."""
    cells = {(one.theme, one.which): one for one in found if one.by == by}
    across = sorted({which for _, which in cells})
    return {
        "caption": f"Letters by theme and {by}",
        "head": ["Theme", *across],
        "rows": [
            [
                NAMES[code],
                *(
                    {"html": cells[code, which].linked("letters"), "format": "numeric"}
                    if (code, which) in cells
                    else {"text": "0", "format": "numeric"}
                    for which in across
                ),
            ]
            for code in NAMES
            if any((code, which) in cells for which in across)
        ],
    }


class ThemesFile(View):
    def get(self, request: HttpRequest, ending: str) -> HttpResponse:
        return files.table_file(
            ending, "themes", title="Themes of weakness in published letters", columns=COLUMNS,
            rows=[
                [NAMES[one.theme], one.by.capitalize() or "All", one.which, one.letters, one.findings]
                for one in sums(queries.counted())
            ],
            asked=[],
        )  # fmt: skip


class ThemeRows(ListView):
    """The letters, or the findings, behind one number. An address that belongs to no number is not there."""

    template_name = "dashboard/national_theme_rows.html"
    paginate_by = 25

    def get_queryset(self) -> Any:
        self.asked = asked_of(self.request, **self.kwargs)
        return rows_behind(self.asked)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        query = urlencode({name: self.asked[name] for name in NARROWED if self.asked[name]})
        page = reverse("dashboard:national-theme-rows", kwargs=self.kwargs)
        return context | {
            "rows": [row_of(one, linked=True) for one in context["object_list"]],
            "columns": ROW_COLUMNS,
            "said": said(self.asked),
            "what": WORDS[self.asked["count"]].lower(),
            "files": files.links(f"{page.rstrip('/')}.", query),
            "breadcrumbs": [*CRUMBS, {"text": "Themes", "href": reverse("dashboard:national-themes")}],
        }


class ThemeRowsFile(View):
    def get(self, request: HttpRequest, theme: str, count: str, ending: str) -> HttpResponse:
        asked = asked_of(request, theme, count)
        return files.table_file(
            ending, "theme", title="; ".join(value for _, value in said(asked)), columns=ROW_COLUMNS,
            rows=[row_of(one, linked=False) for one in rows_behind(asked)], asked=said(asked),
        )  # fmt: skip


def asked_of(request: HttpRequest, theme: str, count: str) -> dict[str, str]:
    return {"theme": theme, "count": count} | {name: request.GET.get(name, "") for name in NARROWED}


def rows_behind(asked: dict[str, str]) -> Any:
    look = {"letters": queries.letters_behind, "findings": queries.findings_behind}.get(asked["count"])
    found = look(asked["theme"], asked["region"], asked["year"]) if look else None
    if found is None:
        raise Http404("No number of the themes has this address.")
    return found


def row_of(one: Any, *, linked: bool) -> list[Any]:
    """What each of ROW_COLUMNS holds, of an inspection with its findings or of one finding."""
    inspection = getattr(one, "inspection", one)
    texts = [f"{finding.text} {'; '.join(finding.points)}".strip() for finding in getattr(one, "told", [one])]
    area = inspection.partnership
    name = format_html(
        '<a class="govuk-link" href="{}">{}<span class="govuk-visually-hidden">, the published letter</span></a>',
        reverse("reports:published-letter", args=[inspection.reference]), area.name,
    ) if linked else area.name  # fmt: skip
    return [name, area.region.name, inspection.kind_spec.name, inspection.published_on, " / ".join(texts)]


def said(asked: dict[str, str]) -> list[tuple[str, str]]:
    """What was asked for, in words."""
    parts = (
        ("Theme", NAMES.get(asked["theme"], "")),
        ("Counted", WORDS.get(asked["count"], "")),
        ("Region", asked["region"]),
        ("Year", asked["year"]),
    )
    return [(name, value) for name, value in parts if value]
