"""The results of a survey, from its tallies alone: what a page, a file and a piece of evidence show, with small numbers hidden.

Everything shown goes through surveys.queries.suppression here and nowhere else. Results can be seen for one breakdown at a time: two
at once would leave groups so small that one person's answers show. See docs/adr/0009.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from django.db.models import Q

from rulebook.frameworks.surveys import Question
from surveys import questions
from surveys.choices import Dimension, Language, Mode, Variant
from surveys.models import Survey, Tally
from surveys.queries import suppression
from surveys.queries.cells import HELPED, KNOWN

NOT_SAID = "Did not say"
NO_ANSWER = "No answer, or not asked"
Shown = int | None
T = TypeVar("T")


@dataclass(frozen=True)
class View:
    """What is looked at: everybody, all groups of one dimension side by side (`group` None), or one group of it."""

    dimension: str = ""
    group: str | None = ""

    @property
    def compares(self) -> bool:
        return self.group is None

    def __str__(self) -> str:
        """As it stands in an address: "", "setting" or "setting:special"."""
        return self.dimension if self.group is None else f"{self.dimension}:{self.group}".removeprefix(":")


EVERYBODY = View()


def view_of(text: str) -> View:
    """The opposite of str(view). Raises ValueError for what names no dimension."""
    if not text:
        return EVERYBODY
    dimension, colon, group = text.partition(":")
    return View(Dimension(dimension), group if colon else None)


@dataclass(frozen=True)
class Line:
    """One answer: how many gave it and which part of all in the group they are, in per cent. None is hidden."""

    code: str
    text: str
    count: Shown
    share: Shown
    # The same answer in the earlier survey of the area, in per cent; None where there is none or it is hidden.
    earlier: Shown = None


@dataclass(frozen=True)
class Result:
    """One question answered by one group."""

    question: Question
    lines: tuple[Line, ...]

    @property
    def hides(self) -> bool:
        return any(line.count is None for line in self.lines)

    @property
    def compares(self) -> bool:
        return any(line.earlier is not None for line in self.lines)


@dataclass(frozen=True)
class Comparison:
    """One question answered by every group: `rows` are (text of the answer, its count in each group)."""

    question: Question
    groups: tuple[tuple[str, str, Shown], ...]
    rows: tuple[tuple[str, tuple[Shown, ...]], ...]

    @property
    def hides(self) -> bool:
        return any(size is None for _, _, size in self.groups) or any(None in counts for _, counts in self.rows)


class Tallies:
    """The tallies of a survey, read in one query: of everybody, the sizes of all groups, and what is told by `dimensions`."""

    def __init__(self, survey: Survey, dimensions: Collection[str] = ()) -> None:
        self.survey = survey
        self.questions = [question for question in questions.of(survey) if question.kind != "text"]
        self._cells: dict[tuple[str, str, str], dict[str, int]] = defaultdict(dict)
        wanted = Tally.objects.filter(survey=survey).filter(Q(question="") | Q(dimension__in=["", *dimensions]))
        for code, option, dimension, group, count in wanted.values_list(
            "question", "option", "dimension", "group", "count"
        ):
            self._cells[code, dimension, group][option] = count

    @cached_property
    def total(self) -> int:
        return self._cells["", "", ""].get("", 0)

    @cached_property
    def asked(self) -> dict[str, Question]:
        """{dimension: the question that asks for it}."""
        return {question.dimension: question for question in self.questions if question.dimension}

    def dimensions(self) -> list[Dimension]:
        """Those in which the answers differ, so that there is something to break down."""
        return [each for each in Dimension if sum(size != 0 for size in self.sizes(each).values()) > 1]

    def groups(self, dimension: str) -> dict[str, str]:
        """{code: words} of a dimension's groups, in order; "" for those who did not say."""
        if dimension in self.asked:
            return {option.code: option.text for option in self.asked[dimension].options} | {"": NOT_SAID}
        if dimension == Dimension.WAVE:
            waves = sorted({group for code, of, group in self._cells if of == dimension and not code}, key=int)
            return {wave: f"Wave {wave}" for wave in waves}
        choices = {Dimension.VARIANT: Variant, Dimension.LANGUAGE: Language, Dimension.MODE: Mode}
        known = choices.get(Dimension(dimension))
        return {code: str(text) for code, text in known.choices} if known and dimension in KNOWN else {}

    def sizes(self, dimension: str) -> dict[str, Shown]:
        """{group: how many are in it}. A group that is hidden here is hidden whole, in every question."""
        return suppression.one_way(self._sizes(dimension), overlap_of=self.total if self._overlaps(dimension) else None)

    def everybody(self, question: Question) -> dict[str, Shown]:
        """{option, "" for none: how many gave it}."""
        several = question.kind == "several"
        return suppression.one_way(self._counts(question, "", ""), overlap_of=self.total if several else None)

    def by_group(self, question: Question, dimension: str) -> dict[str, dict[str, Shown]]:
        """{option: {group: how many}}. The same numbers are hidden whichever of two dimensions is asked by the other."""
        hidden_rows = [option for option, count in self.everybody(question).items() if count is None]
        hidden_columns = [group for group, size in self.sizes(dimension).items() if size is None]
        by_column = {group: self._counts(question, dimension, group) for group in self.groups(dimension)}
        options, sizes = self._counts(question, "", ""), self._sizes(dimension)
        several, overlap = question.kind == "several", self._overlaps(dimension)
        if question.dimension and question.dimension > dimension:
            return _turned(
                suppression.overlapping(
                    by_column, rows=sizes, columns=options, of=self.total, rows_overlap=overlap, columns_overlap=several,
                    hidden_rows=hidden_columns, hidden_columns=hidden_rows,
                )
            )  # fmt: skip
        return suppression.overlapping(
            _turned(by_column), rows=options, columns=sizes, of=self.total, rows_overlap=several, columns_overlap=overlap,
            hidden_rows=hidden_rows, hidden_columns=hidden_columns,
        )  # fmt: skip

    def helped(self) -> Shown:
        """How many were helped to answer."""
        helped = self._cells[HELPED, "", ""].get("yes", 0)
        return suppression.one_way({"yes": helped, "no": self.total - helped})["yes"]

    def _sizes(self, dimension: str) -> dict[str, int]:
        return {group: self._cells["", dimension, group].get("", 0) for group in self.groups(dimension)}

    def _overlaps(self, dimension: str) -> bool:
        """Whether somebody may be in several of its groups."""
        return dimension in self.asked and self.asked[dimension].kind == "several"

    def _counts(self, question: Question, dimension: str, group: str) -> dict[str, int]:
        found = self._cells[question.code, dimension, group]
        return {code: found.get(code, 0) for code in [*(option.code for option in question.options), ""]}


def results(tallies: Tallies, view: View = EVERYBODY, earlier: Tallies | None = None) -> list[Result]:
    """Every question as one group, or everybody, answered it. Nothing for a comparison."""
    if view.compares:
        return []
    size = size_of(tallies, view)
    before = {question.code: question for question in earlier.questions} if earlier else {}
    found = []
    for question in _asked_of(tallies, view):
        if view.dimension:
            by_group = tallies.by_group(question, view.dimension)
            counts = {option: groups.get(view.group or "") for option, groups in by_group.items()}
        else:
            counts = tallies.everybody(question)
        then: Mapping[str, Shown] = {}
        if earlier is not None and (same := before.get(question.code)) and same.kind == question.kind:
            then = {code: share(count, earlier.total) for code, count in earlier.everybody(same).items()}
        found.append(
            Result(
                question,
                tuple(
                    Line(code, text, counts[code], share(counts[code], size), then.get(code))
                    for code, text in texts_of(question)
                ),
            )
        )
    return found


def comparisons(tallies: Tallies, dimension: str) -> list[Comparison]:
    """Every question beside every group of a dimension. Groups nobody is in are left out."""
    sizes = tallies.sizes(dimension)
    names = {group: text for group, text in tallies.groups(dimension).items() if sizes[group] != 0}
    groups = tuple((group, text, sizes[group]) for group, text in names.items())
    found = []
    for question in _asked_of(tallies, View(dimension, None)):
        table = tallies.by_group(question, dimension)
        rows = tuple((text, tuple(table[code][group] for group in names)) for code, text in texts_of(question))
        found.append(Comparison(question, groups, rows))
    return found


def size_of(tallies: Tallies, view: View) -> Shown:
    """How many are in what is looked at; None where that is hidden."""
    if view.dimension:
        return tallies.sizes(view.dimension).get(view.group or "", 0)
    return tallies.total


def texts_of(question: Question) -> list[tuple[str, str]]:
    return [*((option.code, option.text) for option in question.options), ("", NO_ANSWER)]


def share(count: Shown, of: Shown) -> Shown:
    """A part in per cent, from shown numbers only."""
    return None if count is None or not of else round(100 * count / of)


def earlier_survey(survey: Survey) -> Survey | None:
    """The last survey of the same audience in an earlier inspection of the area whose answers were counted. One query."""
    inspection = survey.inspection
    if inspection.notified_on is None:
        return None
    return (
        Survey.objects.filter(
            audience=survey.audience, inspection__partnership=inspection.partnership_id,
            inspection__notified_on__lt=inspection.notified_on, tallies__question="", tallies__dimension="",
        )
        .select_related("inspection__partnership")
        .order_by("-inspection__notified_on")
        .first()
    )  # fmt: skip


def _asked_of(tallies: Tallies, view: View) -> Iterable[Question]:
    """All questions but the one that makes the groups."""
    return (question for question in tallies.questions if not view.dimension or question.dimension != view.dimension)


def _turned(table: Mapping[str, Mapping[str, T]]) -> dict[str, dict[str, T]]:
    rows = dict.fromkeys(row for cells in table.values() for row in cells)
    return {row: {column: cells[row] for column, cells in table.items()} for row in rows}
