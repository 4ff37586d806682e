"""Results as plain tables, for files and for the figures of a piece of evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from surveys.models import Comment, Concern, Survey
from surveys.queries import suppression
from surveys.queries.reports import cell, criteria_of, view_words
from surveys.queries.results import EVERYBODY, Comparison, Result, Tallies, View, comparisons, results

COLUMNS = ("Question code", "Question", "Criterion", "Answer", "Answers", "Share of all, %")
LONG_COLUMNS = ("Breakdown", "Group", "Answers in the group", *COLUMNS)
# So that a file is made within the time of a page.
COMMENTS_A_FILE = 2000


def everybody_rows(tallies: Tallies) -> list[list[Any]]:
    """One row for each answer to each question, of everybody: COLUMNS."""
    return [
        [*_named(result), line.text, cell(line.count), cell(line.share)]
        for result in results(tallies, EVERYBODY)
        for line in result.lines
    ]


def compared_rows(found: Sequence[Comparison]) -> tuple[list[str], list[list[Any]]]:
    """(head, rows) of one dimension: a row for each answer, a column for each group; the first row holds the groups' sizes."""
    if not found:
        return [], []
    groups = found[0].groups
    head = [*COLUMNS[:4], *(text for _, text, _ in groups)]
    rows = [["", "Answers in all", "", "", *(cell(size) for _, _, size in groups)]]
    rows += [[*_named(each), text, *(cell(count) for count in counts)] for each in found for text, counts in each.rows]
    return head, rows


def long_rows(tallies: Tallies) -> Iterable[list[Any]]:
    """Everything in one table, for programs: LONG_COLUMNS."""
    for row in everybody_rows(tallies):
        yield ["Everybody", "", tallies.total, *row]
    for dimension in tallies.dimensions():
        for each in comparisons(tallies, dimension):
            for text, counts in each.rows:
                for (_, group, size), count in zip(each.groups, counts, strict=True):
                    part = None if count is None or not size else round(100 * count / size)
                    yield [dimension.label, group, cell(size), *_named(each), text, cell(count), cell(part)]


def figures(tallies: Tallies, view: View, criteria: Sequence[str]) -> dict[str, Any]:
    """The numbers a piece of evidence keeps, of the statements about these criteria or of all questions."""
    survey = tallies.survey
    about = [
        ["Survey", f"{survey.get_audience_display()}, questions of version {survey.set_version}"],
        ["Answers", f"{tallies.total:,} in the results"],
        ["Whose answers", view_words(tallies, view)],
    ]
    tables = []
    if view.compares:
        for each in comparisons(tallies, view.dimension):
            if not criteria or each.question.criterion in criteria:
                head = ["Answer", *(text for _, text, _ in each.groups)]
                sizes = ["In all", *(cell(size) for _, _, size in each.groups)]
                rows = [[text, *(cell(count) for count in counts)] for text, counts in each.rows]
                tables.append({"caption": each.question.text, "head": head, "rows": [sizes, *rows]})
    for result in results(tallies, view):
        if not criteria or result.question.criterion in criteria:
            rows = [[line.text, cell(line.count), cell(line.share)] for line in result.lines]
            tables.append(
                {"caption": result.question.text, "head": ["Answer", "Answers", "Share of all, %"], "rows": rows}
            )
    return {"about": about, "tables": tables, "note": suppression.EXPLAINED}


def comment_files(total: int) -> int:
    """In how many files so many comments are taken away."""
    return max(1, -(-total // COMMENTS_A_FILE))


def comments(survey: Survey, part: int) -> tuple[list[list[Any]], int, int]:
    """(rows of one file, how many files there are, how many texts are left out) of what people wrote, in the reading order.

    A text that waits for the duty reader is left out of every file.
    """
    kept_back = set(Concern.objects.filter(survey=survey, outcome="").values_list("question", "text"))
    asked = {row["code"]: row["text"] for row in survey.questions}
    every = Comment.objects.filter(survey=survey).order_by("order")
    total = every.count()
    files = comment_files(total)
    rows: list[list[Any]] = []
    if not 1 <= part <= files:
        return rows, files, len(kept_back)
    first = (part - 1) * COMMENTS_A_FILE
    for place, comment in enumerate(every.prefetch_related("tags")[first : first + COMMENTS_A_FILE], first + 1):
        if (comment.question, comment.text) not in kept_back:
            tags = ", ".join(sorted(tag.criterion for tag in comment.tags.all()))
            rows.append([
                place, asked.get(comment.question, comment.question), comment.text, tags, comment.get_quotable_display(),
                comment.quotation,
            ])  # fmt: skip
    return rows, files, len(kept_back)


def _named(found: Result | Comparison) -> list[str]:
    return [found.question.code, found.question.text, found.question.criterion]


def about_rows(survey: Survey, tallies: Tallies) -> list[tuple[str, str]]:
    """The "About this file" sheet."""
    return [
        ("Inspection", str(survey.inspection)),
        ("Survey", f"{survey.get_audience_display()}, questions of version {survey.set_version}"),
        ("Answers in the results", f"{tallies.total:,}"),
        (suppression.WORDS, suppression.EXPLAINED.removeprefix("Hidden: ").capitalize()),
        ("One breakdown at a time", "Two together could show what one person said."),
        *((f"Criterion {code}", text) for code, text in criteria_of(survey).items()),
    ]
