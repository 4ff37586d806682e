"""The national figures, for everybody: counted from the rows of this service, the same as the command prints."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.views.generic import TemplateView

from core.charts import bar_chart
from inspections.queries import national
from rulebook import frameworks
from rulebook.frameworks.base import Framework

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
}
# What a spread counts, by the part of its key after the framework's code.
SPREADS = {"": "Inspections", "revisits": "Revisits"}


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
    tables: list[Table]


class National(TemplateView):
    template_name = "dashboard/national.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        counted = national.figures()
        return super().get_context_data(
            regimes=[regime(framework, counted) for framework in reversed(frameworks.ALL)],
            first_year=counted["first_year"],
            **kwargs,
        )


def regime(framework: Framework, counted: dict[str, Any]) -> Regime:
    tables = []
    for over, title in (("by_year", "year"), ("by_region", "region")):
        for key, rows in counted[over].items():
            if key.startswith(framework.code) and rows:
                tables.append(spread(framework, key, over.removeprefix("by_"), title, rows))
    totals = [(COUNTS[name], number) for name, number in counted[framework.code].items()]
    return Regime(framework.name, totals, tables)


def spread(framework: Framework, key: str, over: str, title: str, rows: list[dict[str, Any]]) -> Table:
    """A table of counts over years or regions, with bars of the first count."""
    names = [name for name in rows[0] if name != over]
    what = SPREADS[key.removeprefix(framework.code).removeprefix("-")]
    bars = [(str(row[over]), row[names[0]]) for row in rows]
    most = max(bars, key=lambda bar: bar[1])
    return Table(
        caption=f"{what} by {title}, {framework.short_name}",
        head=[title.capitalize(), *(COUNTS[name] for name in names)],
        rows=[[str(row[over]), *(row[name] for name in names)] for row in rows],
        picture=bar_chart(
            items=bars,
            title=f"{what} by {title}",
            description=f"{what}: {sum(number for _, number in bars)}. Most in {most[0]}: {most[1]}.",
            ident=f"{key}-{over}",
        ),
    )
