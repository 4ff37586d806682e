"""The page on which quality assurance says what the findings are about."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from accounts.choices import Permission
from core.views import ServiceFormView
from reports.forms.themes import ThemesForm
from reports.queries.themes import findings
from reports.services import themes
from reports.views.drafting import LetterView


class TagThemes(LetterView, ServiceFormView):
    template_name = "reports/themes.html"
    form_class = ThemesForm
    permission = Permission.LETTER_PUBLISH
    success_message = "Themes saved"

    def get_form_kwargs(self) -> dict[str, Any]:
        self.rows = list(findings(self.letter_or_404().inspection))
        return super().get_form_kwargs() | {"findings": self.rows}

    def get_initial(self) -> dict[str, Any]:
        rows = list(findings(self.letter_or_404().inspection))
        return {f"finding_{one.pk}": themes.codes_of(one) for one in rows} | {"seen": themes.state_of(rows)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        letter = self.letter_or_404()
        context = super().get_context_data(letter=letter, may_be_tagged=themes.may_be_tagged(letter), **kwargs)
        return context | {"findings": self.rows}

    def perform(self, form: Any) -> str:
        themes.tag(
            by=self.request.user, letter=self.letter_or_404(), chosen=form.chosen(), seen=form.cleaned_data["seen"]
        )
        return reverse("reports:letter-themes", args=[self.inspection.reference])
