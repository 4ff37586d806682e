"""The results in words and tables: what the page, the files and the evidence have in common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Sum

from core.words import joined
from surveys.choices import Dimension
from surveys.models import Answering, DayCount, Survey
from surveys.queries import suppression
from surveys.queries.results import Comparison, Result, Shown, Tallies, View, size_of

# The answers that agree with a statement, on every scale of the rulebook.
AGREEING = ("strongly_agree", "agree", "yes")
SMALLEST_BATCH = 10


@dataclass(frozen=True)
class Section:
    """The questions about one criterion, or those about who answered (`code` "")."""

    code: str
    title: str
    parts: tuple[Any, ...]


def sections(survey: Survey, found: Sequence[Result | Comparison]) -> list[Section]:
    """The statements under the criterion they speak of, in the framework's order; first the questions about who answered."""
    criteria = criteria_of(survey)
    made = [Section("", "Who answered", tuple(each for each in found if each.question.criterion not in criteria))]
    made += [
        Section(code, text, tuple(each for each in found if each.question.criterion == code))
        for code, text in criteria.items()
    ]
    return [section for section in made if section.parts]


def criteria_of(survey: Survey) -> dict[str, str]:
    """{code: text} of what the inspection evaluates."""
    return {area.code: area.text for area in survey.inspection.kind_spec.questions}


def view_words(tallies: Tallies, view: View) -> str:
    """Whose answers are looked at: "Everybody", "Type of setting: Special school", "By age band"."""
    if not view.dimension:
        return "Everybody"
    name = Dimension(view.dimension).label
    if view.compares:
        return f"By {name[0].lower()}{name[1:]}"
    return f"{name}: {tallies.groups(view.dimension).get(view.group or '', '')}"


def views(tallies: Tallies) -> list[tuple[str, str]]:
    """(address, words) of everything that can be looked at: everybody, then each dimension whole and by its groups that are shown."""
    offered = [("", "Everybody")]
    for dimension in tallies.dimensions():
        offered.append((str(View(dimension, None)), f"{dimension.label}: all groups side by side"))
        for group, size in tallies.sizes(dimension).items():
            if size:
                offered.append((str(View(dimension, group)), view_words(tallies, View(dimension, group))))
    return offered


def shown_words(survey: Survey, shown: int) -> str:
    """How many of the answers sent are in the results, and why not all."""
    waiting = Answering.objects.filter(survey=survey, sent_on__isnull=False).count()
    if not waiting:
        return "Results show the one answer that was sent." if shown == 1 else f"Results show all {shown:,} answers."
    begin = f"Results show {shown:,} of {shown + waiting:,} answers"
    if survey.state == "closed":
        rest = "the one that came late follows" if waiting == 1 else "those that came late follow"
        return f"{begin}; {rest} when there are {SMALLEST_BATCH}, or when somebody starts reading."
    return f"{begin}; {'the other one follows' if waiting == 1 else 'the rest follow'} in groups of at least {SMALLEST_BATCH}."


def quality_notes(tallies: Tallies) -> list[str]:
    """What a reader should know before resting anything on these figures."""
    survey, notes = tallies.survey, []
    repeated = DayCount.objects.filter(survey=survey).aggregate(n=Sum("repeated"))["n"] or 0
    if repeated:
        answers = "answer looks" if repeated == 1 else "answers look"
        notes.append(f"{repeated:,} {answers} as if one person had answered more than once. None was taken out.")
    waves = list(survey.waves.all())
    if len(waves) > 1:
        reasons = dict.fromkeys(wave.reason.rstrip(". ") for wave in waves if wave.reason)
        why = f" ({joined(reasons)})" if reasons else ""
        notes.append(
            f"The survey was open {len(waves)} times{why}. Somebody may have answered again. Look at the answers by wave."
        )
    helped = tallies.helped()
    if helped is None:
        notes.append("How many were helped to answer is hidden.")
    elif helped:
        notes.append(f"{helped:,} of {tallies.total:,} were helped by somebody to answer.")
    return notes


def agreement(comparison: Comparison) -> list[tuple[str, Shown]]:
    """(group, how many per cent of it agree with the statement); empty where the question is no statement."""
    options = [option.code for option in comparison.question.options]
    at = [place for place, code in enumerate(options) if code in AGREEING]
    found: list[tuple[str, Shown]] = []
    for column, (_, text, size) in enumerate(comparison.groups):
        counts = [comparison.rows[place][1][column] for place in at]
        known = None if None in counts or not size else round(100 * sum(count or 0 for count in counts) / size)
        found.append((text, known))
    return found if at else []


def sentence(result: Result) -> str:
    """One question in a sentence: "I am involved in decisions: 31% agree, …". Hidden answers are left out, and it says so."""
    known = [line for line in result.lines if line.share is not None and line.count and line.code]
    if not known:
        return f"{result.question.text}: hidden."
    most = sorted(known, key=lambda line: -(line.count or 0))[:4]
    told = ", ".join(f"{line.text} {line.share}%" for line in most)
    return f"{result.question.text}: {told}{' (some answers are hidden)' if result.hides else ''}."


def summary(tallies: Tallies, view: View, found: Sequence[Result]) -> str:
    """The main figures in words, to begin a piece of evidence with."""
    of = f"{tallies.total:,} answers"
    if view.dimension and not view.compares:
        size = size_of(tallies, view)
        of = f"{view_words(tallies, view)}, {'hidden' if size is None else f'{size:,}'} of {of}"
    lines = [f"{tallies.survey.get_audience_display()}: {of}."]
    for section in sections(tallies.survey, found):
        if section.code:
            lines += ["", section.title, *(f"- {sentence(each)}" for each in section.parts)]
    return "\n".join(lines)


def cell(value: Shown, unit: str = "") -> Any:
    """A number of a table, or the word for one that is hidden."""
    return suppression.WORDS if value is None else f"{value}{unit}" if unit else value
