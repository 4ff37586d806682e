"""Who we have not heard from: what families said of themselves beside what is known of the area’s children and young people with SEND.

What is known: how many stand on the lists the area shared (List 1 with a plan, List 2 with SEN support), and the published shares of
pupils with a plan and with SEN support. Nothing published tells how many there are by age, need or setting, and nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from information.models import AnswerFile
from information.models.loop import CheckResult
from inspections.models import Inspection
from partnerships.models import IndicatorValue
from rulebook import words
from surveys.choices import Audience, Dimension
from surveys.models import Survey
from surveys.queries.counts import Groups
from surveys.queries.suppression import LEAST

PLAN, SUPPORT = "ehc_plan_or_statement_pct", "sen_support_pct"
# Below this part of what would be expected somebody is said to be heard too little: a working rule of ours.
TOO_LITTLE = Decimal("0.8")
# How a sentence names one group: “Fewer than 5 answers about under 5s.”
PHRASES = {
    "age_band:0-4": "children under 5",
    "age_band:5-10": "children aged 5 to 10",
    "age_band:11-15": "children aged 11 to 15",
    "age_band:16-18": "young people aged 16 to 18",
    "age_band:19-25": "young people aged 19 to 25",
    "support:ehc": "those with an education, health and care plan",
    "support:support": "those with SEN support",
    "support:waiting": "those who wait for an assessment or a plan",
}
ASKED = (Dimension.AGE_BAND, Dimension.SUPPORT, Dimension.SETTING, Dimension.NEED, Dimension.SECTOR)
# Answers that name no group.
NO_GROUP = frozenset({"not-sure", "none", "other", "none-named"})


@dataclass(frozen=True)
class Population:
    """`listed` is {"list-1": children, "list-2": …} of the lists shared with inspectors; `plan` and `support` are published per cents of
    pupils, of `year`."""

    listed: dict[str, int]
    plan: Decimal | None = None
    support: Decimal | None = None
    year: int | None = None

    @property
    def all_listed(self) -> int | None:
        """Children on both lists; None while one of them is missing."""
        return sum(self.listed.values()) if {"list-1", "list-2"} <= self.listed.keys() else None

    @property
    def plan_share(self) -> tuple[Decimal, str] | None:
        """Of all children and young people with SEND, the part with a plan, and where that is from."""
        if self.all_listed:
            return Decimal(self.listed["list-1"]) / self.all_listed, "on the area’s own lists"
        if self.plan is not None and self.support is not None and self.plan + self.support:
            return self.plan / (
                self.plan + self.support
            ), f"among pupils with SEND, in the school census published in {self.year}"
        return None


@dataclass(frozen=True)
class Heard:
    """Sentences about one survey: how much of the population it reached, whom it reached too little, and what cannot be said."""

    reach: str
    gaps: tuple[str, ...]
    limits: str


def population(inspection: Inspection) -> Population:
    """What is known of the children and young people with SEND of the area. Two queries."""
    shared = AnswerFile.objects.standing().filter(
        item__inspection=inspection,
        item__person_list__in=("list-1", "list-2"),
        shared_at__isnull=False,
        checks__result=CheckResult.ACCEPTED,
    )
    listed = dict(shared.order_by().values_list("item__person_list").annotate(n=Sum("checks__rows")))
    found: dict[int, dict[str, Decimal]] = {}
    published = IndicatorValue.objects.filter(
        area_code=inspection.partnership.authority.dfe_code, indicator_id__in=(PLAN, SUPPORT)
    )
    for year, code, value in published.values_list("year", "indicator_id", "value"):
        if value is not None:
            found.setdefault(year, {})[code] = value
    both = [year for year, values in found.items() if len(values) == 2]
    if not both:
        return Population(listed)
    year = max(both)
    return Population(listed, found[year][PLAN], found[year][SUPPORT], year)


def heard(survey: Survey, sent: int, groups: Sequence[Groups], known: Population) -> Heard:
    """The sentences of one survey, from counts that small numbers have been taken out of."""
    if not any(group.rows for group in groups):
        return Heard(_reach(survey, sent, known), (), "Groups are counted once enough answers have come.")
    gaps = [*_too_few(groups), *_too_little(groups, known)]
    return Heard(_reach(survey, sent, known), tuple(gaps), _limits(survey, known))


def _reach(survey: Survey, sent: int, known: Population) -> str:
    if survey.audience == Audience.PRACTITIONERS:
        return f"{words.count(sent, 'practitioner has', 'practitioners have')} answered. Nobody knows how many there are in the area."
    who = "children and young people" if survey.audience == Audience.CHILDREN else "parents and carers"
    if not known.all_listed:
        return f"{sent:,} {who} have answered. How many that is in 100 can be said once the area has shared both of its lists."
    part = Decimal(sent) * 100 / known.all_listed
    share = f"about {round(part)}" if part >= 1 else "fewer than 1"
    whole = f"{known.all_listed:,} children and young people on the area’s lists"
    if survey.audience == Audience.CHILDREN:
        return f"We have heard from {share} in 100 of the {whole}."
    return f"If each answer is about another child, we have heard from the families of {share} in 100 of the {whole}."


def _too_few(groups: Sequence[Groups]) -> list[str]:
    """“Age band: no answers yet about children under 5.” A number may be hidden only to protect another: it is not said to be small."""
    sentences = []
    for group in groups:
        if group.dimension not in ASKED:
            continue
        named = [
            (_phrase(group.dimension, code, text), count) for code, text, count in group.rows if code not in NO_GROUP
        ]
        if none := [name for name, count in named if count == 0]:
            sentences.append(f"{group.title}: no answers yet about {words.listed(none)}.")
        if few := [name for name, count in named if count is None]:
            sentences.append(
                f"{group.title}: the numbers about {words.listed(few)} are hidden, because they would show a group of fewer than {LEAST}."
            )
    return sentences


def _phrase(dimension: str, code: str, text: str) -> str:
    return PHRASES.get(f"{dimension}:{code}", text[:1].lower() + text[1:])


def _too_little(groups: Sequence[Groups], known: Population) -> list[str]:
    """The one comparison the figures allow: families with a plan beside those with SEN support."""
    counts = {code: count for group in groups if group.dimension == Dimension.SUPPORT for code, _, count in group.rows}
    plan, support = counts.get("ehc"), counts.get("support")
    expected = known.plan_share
    if plan is None or support is None or not plan + support or expected is None:
        return []
    share, whence = expected
    found = Decimal(plan) / (plan + support)
    told = f"{_in_100(found)} of the answers; {whence} it is {_in_100(share)}"
    if found < share * TOO_LITTLE:
        return [f"We have heard too little from families with an education, health and care plan: {told}."]
    if 1 - found < (1 - share) * TOO_LITTLE:
        told = f"{_in_100(1 - found)} of the answers; {whence} it is {_in_100(1 - share)}"
        return [f"We have heard too little from families with SEN support: {told}."]
    return []


def _in_100(part: Decimal) -> str:
    return f"{round(part * 100)} in 100"


def _limits(survey: Survey, known: Population) -> str:
    if survey.audience == Audience.PRACTITIONERS:
        return "No figure tells how many people work in each sector, so none is compared."
    said = (
        "No published figure tells how many children and young people with SEND there are by age, need or type of setting, "
        "so these are not compared."
    )
    if known.plan_share is None:
        said += " Nothing is known either of how many have a plan and how many SEN support."
    return said
