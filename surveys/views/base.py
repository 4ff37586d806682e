"""What the pages of the surveys of an inspection share."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.choices import Permission
from core.words import lower_first
from inspections.models import Inspection
from inspections.views.base import InspectionView
from surveys.models import Survey


def here(name: str, inspection: Inspection, *args: Any) -> str:
    """The address of a page of the surveys of this inspection: here("survey-detail", inspection, "parents")."""
    return reverse(f"surveys:{name}", args=[inspection.reference, *args])


class SurveysView(InspectionView):
    """A page under the tab of the surveys."""

    tab = "surveys"
    permission = Permission.SURVEY_VIEW

    def get_breadcrumbs(self) -> list[dict[str, str]]:
        return [*super().get_breadcrumbs(), {"text": "Surveys", "href": here("survey-list", self.inspection)}]


class SurveyView(SurveysView):
    """A page of one survey, named in the address by its audience."""

    @cached_property
    def survey(self) -> Survey:
        found = get_object_or_404(Survey, inspection=self.inspection, audience=self.kwargs["audience"])
        found.inspection = self.inspection
        return found

    def forget_changes(self) -> None:
        super().forget_changes()
        self.__dict__.pop("survey", None)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"survey": self.survey, "whose": whose(self.survey)} | kwargs))

    def get_breadcrumbs(self) -> list[dict[str, str]]:
        detail = here("survey-detail", self.inspection, self.kwargs["audience"])
        return [*super().get_breadcrumbs(), {"text": self.survey.get_audience_display(), "href": detail}]


def whose(survey: Survey) -> str:
    """“parents and carers”."""
    return lower_first(survey.get_audience_display())
