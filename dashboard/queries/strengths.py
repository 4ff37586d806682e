"""The strengths of published letters that stand: the passages of the sections that the rulebook says hold what works."""

from __future__ import annotations

from functools import cache

from django.db.models import QuerySet

from dashboard.queries.search import matching, words_of
from reports import queries as letters
from reports.models import Passage
from rulebook import frameworks

STRENGTH = "strength"


@cache
def sections() -> frozenset[str]:
    """The codes of the sections of every letter whose findings are strengths."""
    return frozenset(
        section.code
        for framework in frameworks.ALL
        for edition in framework.editions
        for kind in edition.kinds.values()
        if kind.letter
        for section in kind.letter.sections
        if section.finding_kind
        in {one for sort in kind.emerging if sort.code == STRENGTH for one in sort.finding_kinds}
    )


def strengths(text: str = "", region: str = "") -> QuerySet[Passage]:
    """Newest letter first, with the letter and its area. `text`: words that must all stand in it; `region`: a code."""
    rows = (
        Passage.objects.filter(version__in=letters.published().order_by().values("pk"), section_code__in=sections())
        .select_related("version__letter__inspection__partnership__region")
        .defer("version__pdf", "version__context", "version__fragment")
        .order_by("-version__letter__inspection__published_on", "version", "order")
    )
    if region:
        rows = rows.filter(version__letter__inspection__partnership__region=region)
    words = words_of(text)
    if text and not words:
        return rows.none()
    return matching(rows, ("text",), words) if words else rows
