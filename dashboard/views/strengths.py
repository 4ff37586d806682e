"""What works: the strengths that published letters name, to be searched by anybody, each with the letter it comes from."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.views.generic import ListView

from accounts.choices import REGIONS
from core.forms import GovukForm
from dashboard.queries import strengths as queries

CRUMBS = [{"text": "National figures", "href": "/national/"}]


class StrengthsForm(GovukForm):
    form_method = "get"
    q = forms.CharField(label="Words to look for", required=False, max_length=200)
    region = forms.ChoiceField(
        label="Region",
        required=False,
        choices=[("", "All regions"), *sorted(REGIONS, key=lambda region: region[1])],
    )

    def chosen(self) -> dict[str, str]:
        """What was asked for, without what is not a choice."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class Strengths(ListView):
    template_name = "dashboard/national_strengths.html"
    paginate_by = 25

    def get_queryset(self) -> Any:
        self.form = StrengthsForm(self.request.GET)
        chosen = self.form.chosen()
        return queries.strengths(chosen.get("q", ""), chosen.get("region", ""))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            form=self.form, filtered=bool(self.form.chosen()), address=urlencode(self.form.chosen()), breadcrumbs=CRUMBS,
            **kwargs,
        )  # fmt: skip
