"""The public pages: all areas, and one area."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.safestring import SafeString
from django.views.generic import TemplateView

from accounts.access import held_on
from accounts.choices import Permission
from core import clock
from core.charts import Line, line_chart
from partnerships import queries
from partnerships.forms import FORMER, AreaFilterForm
from partnerships.models import Partnership
from partnerships.views.base import breadcrumbs

MAY_SEE = (Permission.MEMBERS_VIEW, Permission.ENGAGEMENT_VIEW, Permission.CONTACTS_VIEW)


class PartnershipList(TemplateView):
    template_name = "partnerships/partnership_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = AreaFilterForm(self.request.GET)
        form.is_valid()
        chosen = form.cleaned_data
        former = chosen.get("which") == FORMER
        areas = queries.area_list(text=chosen.get("text", ""), region=chosen.get("region", ""), former=former)
        regions = queries.by_region(areas)
        return super().get_context_data(
            form=form,
            former=former,
            regions=regions,
            found=sum(len(areas) for _, areas in regions),
            filtered=any(chosen.get(name) for name in ("text", "region")),
            **kwargs,
        )


class PartnershipDetail(TemplateView):
    """One area, for everybody. The layer that knows inspections gives the address a subclass whose `history` is not empty."""

    template_name = "partnerships/partnership_detail.html"
    partnership: Partnership

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        held = Partnership.objects.select_related("authority", "region")
        self.partnership = get_object_or_404(held, slug=kwargs["slug"])
        return super().get(request, *args, **kwargs)

    @cached_property
    def successions(self) -> queries.Successions:
        return queries.successions(self.partnership)

    def history(self) -> Sequence[Mapping[str, Any]]:
        """The area's inspections, newest first: {title, url, dates, framework, outcome, note}, every value a text ("" for none)."""
        return ()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = queries.page(self.partnership, clock.today(), self.successions)
        held = held_on(self.request.user, MAY_SEE, self.partnership)
        return super().get_context_data(
            partnership=self.partnership,
            page=page,
            facts=facts(page),
            measures=[(table, chart(table)) for table in page.indicators],
            history=self.history(),
            may_see_members=Permission.MEMBERS_VIEW in held,
            may_see_engagement=Permission.ENGAGEMENT_VIEW in held,
            may_see_contacts=Permission.CONTACTS_VIEW in held,
            breadcrumbs=breadcrumbs(),
            **kwargs,
        )


def facts(page: queries.PartnershipPage) -> list[tuple[str, Any]]:
    """Rows of the summary list."""
    partnership, authority = page.partnership, page.partnership.authority
    rows: list[tuple[str, Any]] = [
        ("Council", str(authority)),
        ("Kind of council", authority.la_type),
        ("Region", partnership.region.name),
        ("Health commissioners today", [_board(found) for found in page.commissioners]),
        ("DfE code", authority.dfe_code),
        ("ONS code", authority.gss_code),
        ("Ofsted number", authority.ofsted_provider_urn),
    ]
    if partnership.valid_from:
        rows.append(("Began", partnership.valid_from))
    if partnership.valid_to:
        rows.append(("Ended", partnership.valid_to))
    return [row for row in rows if row[1]]


def _board(found: queries.Commissioner) -> str:
    code = f" (ONS code {found.body.ons_code}" if found.body.ons_code else ""
    unconfirmed = ", unconfirmed: seen in one source only" if code and not found.body.ons_code_confirmed else ""
    return f"{found.name}{code}{unconfirmed}{')' if code else ''}"


def chart(table: queries.IndicatorTable) -> SafeString:
    """The lines of one measure; the same numbers stand in the table below it."""
    lines = [
        Line(
            line.name,
            [None if value is None else float(value) for value in line.values],
            muted=line.code == "neighbours",
        )
        for line in table.series
    ]
    return line_chart(
        labels=[str(year) for year in table.years],
        lines=lines,
        title=table.title,
        description=". ".join(_course(table.years, line) for line in table.series) + ".",
        unit="%",
        ident=f"chart-{table.indicator.code}",
    )


def _course(years: Sequence[int], line: queries.Series) -> str:
    """Southampton: 16.7% in 2016, 15.9% in 2025"""
    known = [(year, value) for year, value in zip(years, line.values, strict=True) if value is not None]
    ends = known if len(known) < 2 else [known[0], known[-1]]
    return f"{line.name}: " + ", ".join(f"{value:.1f}% in {year}" for year, value in ends)
