"""One search for everything a person may open."""

from __future__ import annotations

from typing import Any

from django import forms
from django.views.generic import TemplateView

from core import clock
from core.forms import GovukForm
from dashboard.queries import search as queries
from inspections.models import Inspection
from inspections.queries.inspections import visible_to


class SearchForm(GovukForm):
    form_method = "get"
    q = forms.CharField(label="Words to look for", required=False, max_length=200)
    kind = forms.ChoiceField(
        label="In",
        required=False,
        choices=[("", "Everything"), *((code, kind[0]) for code, kind in queries.KINDS.items())],
    )
    inspection = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)


class Search(TemplateView):
    template_name = "dashboard/search.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = SearchForm(self.request.GET)
        form.is_valid()
        text, kind = form.cleaned_data.get("q", ""), form.cleaned_data.get("kind", "")
        only = looked_in(self.request.user, form.cleaned_data.get("inspection", ""))
        found = queries.search(self.request.user, text, today=clock.today(), kind=kind, inspection=only)
        return super().get_context_data(
            form=form,
            asked=text,
            only=only,
            searched=bool(queries.words_of(text)),
            found=[one for one in found if one.hits],
            empty=[one.label for one in found if not one.hits],
            **kwargs,
        )


def looked_in(person: Any, reference: str) -> Inspection | None:
    """The inspection with this reference, where the person may see its page; None to look everywhere."""
    return visible_to(person).filter(reference=reference).select_related("partnership").first() if reference else None
