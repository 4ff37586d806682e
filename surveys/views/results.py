"""The results of one survey, by one breakdown at a time, and filing them as evidence."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.views.generic import TemplateView

from accounts.choices import Permission
from core.share_bars import share_bars
from core.views import ServiceFormView
from core.words import lower_first
from surveys.forms.results import FilingForm, ViewForm
from surveys.queries import reports, suppression
from surveys.queries.results import (
    Comparison,
    Result,
    Tallies,
    View,
    comparisons,
    earlier_survey,
    results,
    size_of,
    view_of,
)
from surveys.services import filing
from surveys.views.base import SurveyView


class ResultsView(SurveyView):
    """A page of the results of one survey: for inspectors only. `?by=` says whose answers."""

    permission = Permission.SURVEY_READ

    @cached_property
    def view(self) -> View:
        try:
            return view_of(self.request.GET.get("by", ""))
        except ValueError as error:
            raise Http404 from error

    @cached_property
    def tallies(self) -> Tallies:
        return Tallies(self.survey, [self.view.dimension] if self.view.dimension else [])

    def at(self, name: str, *, view: View | None = None, **query: Any) -> str:
        address = reverse(f"surveys:{name}", args=[self.inspection.reference, self.survey.audience])
        return f"{address}?by={view}" if view is not None and str(view) else address


class Results(ResultsView, TemplateView):
    template_name = "surveys/results.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tallies, view = self.tallies, self.view
        if not tallies.total:
            return super().get_context_data(total=0, **kwargs)
        earlier = earlier_survey(self.survey) if not view.dimension else None
        before = Tallies(earlier) if earlier else None
        found: list[Any] = (
            list(comparisons(tallies, view.dimension)) if view.compares else list(results(tallies, view, before))
        )
        size = size_of(tallies, view) if not view.compares else tallies.total
        when = str(earlier.inspection.when) if earlier else ""
        draw = comparison_part if view.compares else lambda each: result_part(each, when)
        return super().get_context_data(
            total=tallies.total,
            shown=reports.shown_words(self.survey, tallies.total),
            form=ViewForm(views=reports.views(tallies), initial={"by": str(view)}),
            view_words=reports.view_words(tallies, view),
            size=size,
            size_words=answers_words(size),
            is_hidden=size is None or tallies.total < suppression.LEAST,
            view_is_all=not view.dimension,
            sections=[
                (section, [draw(each) for each in section.parts]) for section in reports.sections(self.survey, found)
            ],
            hides=any(each.hides for each in found),
            explained=suppression.EXPLAINED,
            notes=reports.quality_notes(tallies),
            earlier=when if any(getattr(each, "compares", False) for each in found) else "",
            earlier_total=answers_words(before.total) if before else "",
            file_url=self.at("results-file", view=view),
            may_file=Permission.FINDINGS_EDIT in self.rights,
            **kwargs,
        )


def result_part(result: Result, when: str) -> dict[str, Any]:
    """A question: its picture, and the head and rows of its table."""
    compares = bool(when) and result.compares
    head = ["Answer", "Answers", "Share of all", *([f"In {when}"] if compares else [])]
    rows = [
        [
            line.text,
            number(line.count),
            number(line.share, "%"),
            *([number(line.earlier, "%", "–")] if compares else []),
        ]
        for line in result.lines
    ]
    picture = share_bars(
        items=[(line.text, line.share) for line in result.lines], title=result.question.text, description=reports.sentence(result),
        ident=f"q-{result.question.code}", marks=[line.earlier for line in result.lines] if compares else (),
        marks_label=f"In {when}",
    )  # fmt: skip
    return {"question": result.question, "head": head, "rows": rows, "picture": picture}


def comparison_part(comparison: Comparison) -> dict[str, Any]:
    """A question beside all groups. Its picture shows how many of each group agree, where it is a statement."""
    head = ["Answer", *(text for _, text, _ in comparison.groups)]
    rows: list[list[Any]] = [["In all", *(number(size) for _, _, size in comparison.groups)]]
    rows += [[text, *(number(count) for count in counts)] for text, counts in comparison.rows]
    picture, agree = "", reports.agreement(comparison)
    if agree:
        known = [(text, share) for text, share in agree if share is not None]
        told = ", ".join(f"{text} {share}%" for text, share in known) or "all hidden"
        picture = share_bars(
            items=agree, title=f"{comparison.question.text}: how many agree", description=f"Part that agrees: {told}.",
            ident=f"q-{comparison.question.code}",
        )  # fmt: skip
    return {
        "question": comparison.question,
        "head": head,
        "rows": rows,
        "picture": picture,
        "agreeing": bool(agree),
        "wide": True,
    }


def answers_words(count: int | None) -> str:
    return "" if count is None else "1 answer" if count == 1 else f"{count:,} answers"


def number(value: int | None, unit: str = "", none: str = suppression.WORDS) -> dict[str, str]:
    """A cell of a table, on the right like all numbers, also when it is hidden."""
    return {"text": none if value is None else f"{value:,}{unit}", "format": "numeric"}


class ResultsFile(ResultsView, ServiceFormView):
    """File what is looked at as evidence."""

    template_name = "surveys/results_file.html"
    form_class = FilingForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"criteria": list(reports.criteria_of(self.survey).items())}

    def get_initial(self) -> dict[str, Any]:
        found = results(self.tallies, self.view)
        about = f" ({lower_first(reports.view_words(self.tallies, self.view))})" if self.view.dimension else ""
        return {
            "title": f"{self.survey.get_audience_display()}{about}: what the survey says",
            "text": reports.summary(self.tallies, self.view, found),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.require(Permission.FINDINGS_EDIT)
        return super().get_context_data(
            total=answers_words(self.tallies.total), view_words=reports.view_words(self.tallies, self.view), **kwargs
        )

    def get_breadcrumbs(self) -> list[dict[str, str]]:
        return [*super().get_breadcrumbs(), {"text": "Results", "href": self.at("results", view=self.view)}]

    def perform(self, form: Any) -> str:
        held = form.cleaned_data
        made = filing.file(
            by=self.request.user, survey=self.survey, view=self.view, title=held["title"], text=held["text"],
            criteria=held.get("criteria", []),
        )  # fmt: skip
        return made.get_absolute_url()

    def get_success_message(self, form: Any) -> str:
        return "Filed as evidence"
