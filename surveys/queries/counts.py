"""How many have answered: live, and for the area’s people too. Groups come only from answers that were moved, with small ones hidden."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count

from surveys import questions
from surveys.choices import Dimension, Language, Variant
from surveys.models import Answering, DayCount, Response, Survey, Tally
from surveys.queries import suppression

# What the counts are shown by. Waves and ways of answering belong to the results, which the area does not see.
SHOWN = (
    Dimension.SETTING, Dimension.AGE_BAND, Dimension.NEED, Dimension.SUPPORT, Dimension.SECTOR, Dimension.VARIANT, Dimension.LANGUAGE,
)  # fmt: skip
# A survey that is open for long is shown day by day for this many days; a longer gap without answers is left out.
MOST_DAYS = 60


@dataclass(frozen=True)
class Day:
    on: date
    started: int
    sent: int
    repeated: int


@dataclass(frozen=True)
class Groups:
    """The counts of one dimension: (code, words, count), in the order of the question. None stands for a number that is hidden."""

    dimension: str
    title: str
    rows: tuple[tuple[str, str, int | None], ...]

    @property
    def hides(self) -> bool:
        return any(count is None for _, _, count in self.rows)


def per_day(survey: Survey) -> list[Day]:
    """Each day from the first to the last on which somebody started or sent, empty ones between them too. Three queries."""
    started: dict[date, int] = defaultdict(int)
    sent: dict[date, int] = defaultdict(int)
    repeated: dict[date, int] = defaultdict(int)
    for row in DayCount.objects.filter(survey=survey):
        started[row.on] += row.started
        sent[row.on] += row.sent
        repeated[row.on] += row.repeated
    waiting = Answering.objects.filter(survey=survey, sent_on__isnull=False).values_list("sent_on")
    moved = Response.objects.filter(survey=survey).order_by().values_list("answered_on")
    for on, number in [*waiting.annotate(n=Count("pk")), *moved.annotate(n=Count("pk"))]:
        sent[on] += number
    known = sorted({*started, *sent})
    if not known:
        return []
    days = [known[0] + timedelta(days=n) for n in range((known[-1] - known[0]).days + 1)]
    if len(days) > MOST_DAYS:
        days = known
    return [Day(on, started[on], sent[on], repeated[on]) for on in days]


def groups(survey: Survey) -> list[Groups]:
    """The groups people said they belong to, where the set asks, with small numbers hidden. One query."""
    counted: dict[str, dict[str, int]] = defaultdict(dict)
    cells = Tally.objects.filter(survey=survey, question="", option="", dimension__in=["", *SHOWN])
    for dimension, group, count in cells.values_list("dimension", "group", "count"):
        counted[dimension][group] = count
    total = counted.pop("", {}).get("", 0)
    several = {question.dimension for question in questions.of(survey) if question.kind == "several"}
    found = []
    for dimension in SHOWN:
        options = labels(survey, dimension)
        if not options or not counted[dimension]:
            continue
        # With those who did not say, as in the results: the same numbers must be hidden in both places.
        whole = {code: counted[dimension].get(code, 0) for code in [*(code for code, _ in options), ""]}
        shown = suppression.one_way(whole, overlap_of=total if dimension in several else None)
        found.append(Groups(dimension, dimension.label, tuple((code, text, shown[code]) for code, text in options)))
    return found


def labels(survey: Survey, dimension: Dimension) -> Sequence[tuple[str, str]]:
    """(code, words) of the groups of a dimension; none where the set does not ask."""
    if dimension == Dimension.VARIANT:
        return Variant.choices
    if dimension == Dimension.LANGUAGE:
        return Language.choices
    for question in questions.of(survey):
        if question.dimension == dimension:
            return [(option.code, option.text) for option in question.options]
    return []
