"""What the public reads: published plans, at addresses that stay. Nothing is there before publication."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views import View
from django.views.generic import ListView

from core.views import AnyPage
from improvement import publication
from improvement.models import PlanPublication
from improvement.queries import publication as queries


class PublishedPlans(AnyPage, ListView):
    template_name = "improvement/published_list.html"
    context_object_name = "plans"
    paginate_by = 25

    def get_queryset(self) -> Any:
        return queries.newest_published()


class PublishedView(View):
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, reference: str, number: int | None = None) -> HttpResponse:
        made = queries.published(reference, number)
        if made is None:
            raise Http404
        return self.answer(made, number)

    def answer(self, made: PlanPublication, number: int | None) -> HttpResponse:
        raise NotImplementedError


class PublishedPlan(PublishedView):
    """HTML first: the frozen fragment, inside the site's page."""

    def answer(self, made: PlanPublication, number: int | None) -> HttpResponse:
        content, inspection = made.shown, made.plan.inspection
        versions = queries.versions(inspection.reference)
        context: dict[str, Any] = {
            "published": made,
            "title": f"{content['plan']}, {content['area']}",
            "inspection": inspection,
            "fragment": mark_safe(made.fragment),  # noqa: S308  (drawn by our template, which escapes every text)
            "contents": publication.contents(content),
            "versions": versions,
            "newest": versions[0],
            "progress": queries.progress_words(made),
        }
        return render(self.request, "improvement/published_plan.html", context)


class PublishedPdf(PublishedView):
    """The kept bytes; 404 while a worker still draws them."""

    def answer(self, made: PlanPublication, number: int | None) -> HttpResponse:
        pdf = PlanPublication.objects.values_list("pdf", flat=True).get(pk=made.pk)
        if pdf is None:
            raise Http404
        answer = HttpResponse(bytes(pdf), content_type="application/pdf")
        name = f"plan-{made.plan.inspection.reference}-version-{made.number}.pdf"
        answer["Content-Disposition"] = f'inline; filename="{name}"'
        return answer


class PublishedJson(PublishedView):
    """Open data: the frozen content, byte for byte."""

    def answer(self, made: PlanPublication, number: int | None) -> HttpResponse:
        return HttpResponse(made.content, content_type="application/json")
