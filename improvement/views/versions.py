"""Every version that was submitted, the letter that answered it, and what changed between any two."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils.safestring import mark_safe
from django.views.generic import TemplateView

from core.words import short_date
from improvement import comparison
from improvement.forms.review import VersionsForm
from improvement.models import DecisionLetter, PlanSubmission
from improvement.services import submissions
from improvement.views.base import PlanView
from improvement.views.plans import SubmissionView

# The plan as it stands, beside what was sent.
DRAFT = "draft"


class VersionList(PlanView, TemplateView):
    template_name = "improvement/version_list.html"
    part = "versions"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        held = list(
            self.plan.submissions.defer("snapshot")
            .select_related("decision__letter", "submitted_by")
            .order_by("number")
        )
        choices = [(str(one.number), f"Version {one.number}, submitted {short_date(one.submitted_on)}") for one in held]
        choices.append((DRAFT, "The plan as it stands now"))
        asked = self.request.GET
        if "earlier" not in asked and "later" not in asked:
            newest = [value for value, _ in choices[-3:-1]] if len(held) > 1 else [value for value, _ in choices[-2:]]
            form = VersionsForm({"earlier": newest[0], "later": newest[-1]}, choices=choices)
        else:
            form = VersionsForm(asked, choices=choices)
        found = self.compared(form.cleaned_data) if held and form.is_valid() else {}
        return super().get_context_data(submissions=held[::-1], form=form, **found, **kwargs)

    def compared(self, chosen: dict[str, str]) -> dict[str, Any]:
        before, after = (self.content_of(chosen[name]) for name in ("earlier", "later"))
        items = comparison.compare(before, after)
        statement = comparison.statements(before, after)
        parts = [part for item in items for part in item.parts] + [statement]
        return {
            "compared_items": items,
            "differing": [item for item in items if item.differs],
            "statement": statement,
            "changed": comparison.words_changed(parts),
        }

    def content_of(self, value: str) -> dict[str, Any]:
        if value == DRAFT:
            return {
                "items": submissions.live_items(self.plan),
                "statement": submissions.newest_statement(self.plan),
            }
        return PlanSubmission.objects.get(plan=self.plan, number=int(value)).content


class DecisionLetterView(SubmissionView, TemplateView):
    """The letter as it was sent. There is none before that, for anybody."""

    template_name = "improvement/decision_letter.html"
    part = "versions"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        submission = self.submission()
        letter = DecisionLetter.objects.filter(decision__submission=submission).first()
        if letter is None:
            raise Http404
        fragment = mark_safe(letter.fragment)  # noqa: S308  (drawn by our template, which escapes every text)
        return super().get_context_data(submission=submission, letter=letter, fragment=fragment, **kwargs)
