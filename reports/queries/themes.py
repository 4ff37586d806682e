"""Themes of weakness: the findings that a plan answers, their tags, and how often each theme stands in published letters."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.db.models.functions import ExtractYear

from inspections.models import Finding, Inspection
from reports import queries
from reports.models import FindingTheme
from rulebook.findings import plan_required
from rulebook.themes import NAMES


def findings(inspection: Inspection) -> QuerySet[Finding]:
    """Those that a plan answers, with their tags; none where the outcome asks for no plan."""
    kind = plan_required(inspection.edition, inspection.kind_spec, inspection.outcome or None)
    rows = Finding.objects.filter(inspection=inspection, kind=kind.finding_kind) if kind else Finding.objects.none()
    return rows.prefetch_related("themes").order_by("order")


def standing() -> QuerySet[Any]:
    """The keys of the inspections whose letter is published and stands."""
    return queries.published().order_by().values("letter__inspection")


def tags(theme: str = "", region: str = "", year: str = "") -> QuerySet[FindingTheme] | None:
    """The tags behind one number, of published letters alone: of a theme (any for ""), narrowed to a region by name and to a year of
    publication. None for a number that is not there."""
    if (theme and theme not in NAMES) or "\x00" in region or (year and not (year.isascii() and year.isdecimal())):
        return None
    found = FindingTheme.objects.filter(finding__inspection__in=standing())
    wanted = Q()
    if theme:
        wanted &= Q(theme=theme)
    if region:
        wanted &= Q(finding__inspection__partnership__region__name=region)
    if year:
        # As text beyond what a date may hold is no year of any letter.
        wanted &= (
            Q(finding__inspection__published_on__year=int(year[:4])) if len(year) == 4 and int(year) else Q(pk=None)
        )
    return found.filter(wanted)


def counted() -> list[dict[str, Any]]:
    """{"theme", "region", "year", "letters", "findings"} for each that occurs. A letter has one region and one year, so letters add up over
    both; over themes they do not, since a letter may have several. One statement."""
    found = tags()
    assert found is not None
    inspection = "finding__inspection"
    rows: Any = (
        found.order_by()
        .annotate(region=F(f"{inspection}__partnership__region__name"), year=ExtractYear(f"{inspection}__published_on"))
        .values("theme", "region", "year")
        .annotate(letters=Count(inspection, distinct=True), findings=Count("finding"))
        .order_by("theme", "region", "year")
    )
    return list(rows)


def findings_behind(theme: str, region: str = "", year: str = "") -> QuerySet[Finding] | None:
    """The findings behind one number, newest letter first, with inspection, area and region. None for a number that is not there."""
    found = tags(theme, region, year)
    if found is None:
        return None
    return (
        Finding.objects.filter(pk__in=found.order_by().values("finding"))
        .select_related("inspection__partnership__region")
        .order_by("-inspection__published_on", "inspection__reference", "order")
    )


def letters_behind(theme: str, region: str = "", year: str = "") -> QuerySet[Inspection] | None:
    """The inspections whose letters are behind one number, newest first, with `told`: their findings of this theme."""
    found = tags(theme, region, year)
    if found is None:
        return None
    findings_of = Finding.objects.filter(pk__in=found.order_by().values("finding")).order_by("order")
    return (
        Inspection.objects.filter(pk__in=found.order_by().values("finding__inspection"))
        .select_related("partnership__region")
        .prefetch_related(Prefetch("findings", findings_of, to_attr="told"))
        .order_by("-published_on", "reference")
    )


def tagged_share() -> tuple[int, int]:
    """How many published letters have a tag, and how many published letters stand."""
    rows = Inspection.objects.filter(pk__in=standing()).order_by()
    found = rows.aggregate(
        all=Count("pk", distinct=True), tagged=Count("pk", filter=Q(findings__themes__isnull=False), distinct=True)
    )
    return found["tagged"], found["all"]
