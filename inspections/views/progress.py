"""At a revisit: the result for each earlier weakness. What the results add up to is read before anything is recorded."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse

from accounts.choices import Permission
from core.views import ServiceFormView
from inspections.forms.findings import ProgressForm
from inspections.models import Finding, ProgressJudgement
from inspections.services import progress
from inspections.views.base import InspectionView, address

# Sent by the button of the page that says what follows; without it nothing is recorded yet.
READ = "read"


class Progress(InspectionView, ServiceFormView):
    """Only for a kind that judges each earlier weakness by itself."""

    template_name = "inspections/inspection_progress.html"
    form_class = ProgressForm
    permission = Permission.FINDINGS_VIEW
    tab = "progress"

    def weaknesses(self) -> list[Finding]:
        inspection = self.inspection
        if not inspection.kind_spec.judged_per_item:
            raise Http404
        return progress.items(inspection)

    def get_form_kwargs(self) -> dict[str, Any]:
        judged = frozenset(self.inspection.judgements.values_list("finding_id", flat=True))
        known = {"weaknesses": self.weaknesses(), "word": self.inspection.words["weakness"], "judged": judged}
        return super().get_form_kwargs() | known

    def get_initial(self) -> dict[str, Any]:
        initial: dict[str, Any] = {}
        for judgement in self.inspection.judgements.all():
            initial[f"sufficient_{judgement.finding_id}"] = "yes" if judgement.sufficient else "no"
            initial[f"narrative_{judgement.finding_id}"] = judgement.narrative
        return initial

    def judged(self) -> dict[int, ProgressJudgement]:
        """{key of the weakness: its result}. A layer above may know that this person was told others."""
        return {judgement.finding_id: judgement for judgement in self.inspection.judgements.all()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        judged = self.judged()
        return super().get_context_data(
            rows=[(weakness, judged.get(weakness.pk)) for weakness in self.weaknesses()],
            reckoned=progress.reckoned(
                self.inspection, {key: judgement.sufficient for key, judgement in judged.items()}
            ),
            may_edit=Permission.FINDINGS_EDIT in self.rights and not self.inspection.is_published,
            **kwargs,
        )

    def post(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        self.weaknesses()  # a kind without such a page has none to be refused
        self.require(Permission.FINDINGS_EDIT)
        if "change" in request.POST:
            # Back to the questions with what was typed still there.
            return self.render_to_response(self.get_context_data())
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        if READ in self.request.POST:
            return super().form_valid(form)
        results = {weakness.pk: sufficient for weakness, sufficient, _ in form.judged()}
        context = self.get_context_data(form=form) | {
            "results": form.judged(),
            "unjudged": len(form.weaknesses) - len(results),
            "reckoned": progress.reckoned(self.inspection, results),
        }
        return TemplateResponse(self.request, "inspections/inspection_progress_check.html", context)

    def perform(self, form: Any) -> str:
        for weakness, sufficient, narrative in form.judged():
            progress.record_judgement(
                by=self.request.user,
                inspection=self.inspection,
                finding=weakness,
                sufficient=sufficient,
                narrative=narrative,
            )
        messages.success(self.request, "Progress saved")
        return address("progress-judgements", self.inspection)
