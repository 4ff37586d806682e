"""Random samples: drawing one, and showing both sides how to repeat it."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView

from accounts.choices import Permission
from partnerships.models import Site
from partnerships.models.directory import SiteKind
from rulebook.sampling import digest, fingerprint
from rulebook.sampling import draw as repeat
from visits.forms.samples import SampleForm
from visits.models import RandomSample
from visits.services import samples
from visits.views.base import FormOf, WeeksView, here


class SampleView(WeeksView):
    over = ("sample-list", "Random samples")


class SampleList(SampleView, TemplateView):
    template_name = "visits/sample_list.html"

    def get_breadcrumbs(self) -> list[dict[str, str]]:
        return super().get_breadcrumbs()[:-1]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            samples=RandomSample.objects.filter(inspection=self.inspection).select_related("drawn_by"),
            may_draw=Permission.MEETING_NOTE in self.rights,
            **kwargs,
        )


class SampleDraw(SampleView, FormOf):
    """For inspectors: the area does not choose what is looked at."""

    form_class = SampleForm
    permission = Permission.MEETING_NOTE

    def get_success_url(self) -> str:
        return here("sample-list", self.inspection)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading="Draw a random sample",
            lead="The list, the seed and the result are kept together and cannot be changed. Both sides see them and can repeat the draw.",
            **kwargs,
        )

    def perform(self, form: Any) -> str:
        held = form.cleaned_data
        described, population = self.population(held)
        return samples.draw(
            by=self.request.user, inspection=self.inspection, purpose=held["purpose"], described=described,
            population=population, size=held["size"], seed=held["seed"], reason=held["reason"],
        ).get_absolute_url()  # fmt: skip

    def population(self, held: dict[str, Any]) -> tuple[str, list[str]]:
        if held["source"] == "references":
            return "A pasted list of local references", samples.references(held["references"])
        sites = Site.objects.filter(partnership=self.inspection.partnership_id, is_active=True)
        if held["source"] == "kind":
            kind = SiteKind(held["kind"])
            return f"Settings of the area: {kind.label.lower()}", list(
                sites.filter(kind=kind).values_list("name", flat=True)
            )
        return "All settings of the area", list(sites.exclude(kind=SiteKind.OFFICE).values_list("name", flat=True))

    def get_success_message(self, form: Any) -> str:
        return "Sample drawn"


class SampleDetail(SampleView, TemplateView):
    template_name = "visits/sample_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sample = get_object_or_404(
            RandomSample.objects.select_related("drawn_by"), inspection=self.inspection, number=self.kwargs["number"]
        )
        again = list(repeat(sample.population, size=sample.size, seed=sample.seed))
        return super().get_context_data(
            sample=sample,
            drawn=[(place, item, digest(sample.seed, item)) for place, item in enumerate(sample.result, 1)],
            holds=again == sample.result and fingerprint(sample.population) == sample.population_sha256,
            first=sample.result[0],
            **kwargs,
        )
