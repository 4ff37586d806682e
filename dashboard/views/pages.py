"""Pages of text."""

from __future__ import annotations

from typing import Any

from django.views.generic import TemplateView

from dashboard.glossary import TERMS


class Accessibility(TemplateView):
    template_name = "dashboard/accessibility.html"


class Privacy(TemplateView):
    template_name = "dashboard/privacy.html"


class Glossary(TemplateView):
    template_name = "dashboard/glossary.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        letters: dict[str, list[Any]] = {}
        for term in TERMS:
            letters.setdefault(term.term[0].upper(), []).append(term)
        return super().get_context_data(letters=letters, **kwargs)
