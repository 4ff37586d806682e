"""The page of progress: counts that open their rows, pictures with their tables, warnings, and the list of actions."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.views.generic import TemplateView

from core import clock
from rulebook.honest_rag import KINDS, TRACKING
from tracking.forms.updates import FilterForm
from tracking.queries import pictures
from tracking.queries.actions import choices, filtered
from tracking.queries.board import summary
from tracking.queries.standings import counts
from tracking.views.base import ProgressView

A_PAGE = 25


class Progress(ProgressView, TemplateView):
    template_name = "tracking/progress.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = FilterForm(self.request.GET or None, offered=choices(self.found))
        chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
        rows = filtered(self.found, chosen)
        page = Paginator(rows, A_PAGE).get_page(self.request.GET.get("page"))
        told = counts(self.found)
        return super().get_context_data(
            form=form,
            page_obj=page,
            rows=[self.row(one) for one in page],
            filtered=any(chosen.get(name) for name in form.fields),
            counts=told,
            numbers=[self.number(told[state], pictures.RATINGS[state].word, state=state) for state in pictures.SHOWN],
            more_numbers=self.more_numbers(told),
            sentence=pictures.sentence(told),
            exceptions=summary(self.found),
            doubts=self.doubts(),
            doubt_head=["Warning", "Actions"],
            weeks=TRACKING.weeks_without_update,
            **self.drawings(),
            **kwargs,
        )

    def number(self, figure: int, text: str, **chosen: str) -> dict[str, Any]:
        return {"figure": figure, "text": text, "href": f"?{urlencode(chosen)}#actions"}

    def more_numbers(self, told: dict[str, Any]) -> list[dict[str, Any]]:
        """The other counts, those of nothing left out."""
        found = self.found
        numbers = [
            self.number(told["late"], "Late", show="late"),
            self.number(sum(bool(one.doubts) for one in found), "With a warning", show="doubts"),
            self.number(sum(one.awaits_agreement for one in found), "Put forward as completed", show="agree"),
            self.number(told["evidenced"], "Of the completed: evidenced in practice", state="evidenced"),
            self.number(told["impact"]["seen"], "Impact seen", impact="seen"),
            self.number(told["impact"]["not_seen"], "Impact not seen", impact="not_seen"),
            self.number(told["ended"], "Withdrawn or replaced", show="ended"),
        ]
        return [number for number in numbers if number["figure"]]

    def doubts(self) -> list[tuple[str, int]]:
        codes = [doubt.code for one in self.found for doubt in one.doubts]
        return [(text, codes.count(code)) for code, text in KINDS.items() if code in codes]

    def drawings(self) -> dict[str, Any]:
        if not any(one.counts for one in self.found):
            return {}
        matrix = pictures.matrix_rows(self.found)
        drawn = {
            "head": ["Item", *pictures.HEAD],
            "matrix": pictures.matrix(matrix),
            "matrix_rows": pictures.table(matrix),
        }
        if self.plan.published_on is not None:
            ends = pictures.month_ends(self.plan.published_on, clock.today())
            months = pictures.month_rows(self.found, ends)
            drawn |= {
                "month_head": ["Month", *pictures.HEAD],
                "months": pictures.months(months),
                "month_rows": pictures.table(months),
            }
        return drawn

    def row(self, one: Any) -> dict[str, Any]:
        action = one.action
        return {
            "one": one,
            "action": action,
            "href": self.to("action-detail", action.item.order, action.number),
            "state": pictures.label(one.state),
        }
