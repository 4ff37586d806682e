"""The queue of answers kept back for safeguarding, and who is on duty."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.views.generic import TemplateView, View

from accounts.choices import Permission
from accounts.models import User
from coordination.forms.parts import instant
from core import clock
from core.errors import Refused
from core.views import ServiceFormView
from surveys import questions
from surveys.choices import ConcernOutcome
from surveys.forms.reading import ConcernForm, DutyForm
from surveys.models import Concern, DutyReader
from surveys.queries import concerns as queries
from surveys.services import concerns, duty
from surveys.views.base import SurveysView, here


class DutyView(SurveysView):
    """For those on duty today: others who read the surveys get a 403."""

    permission = Permission.SURVEY_READ

    def require_duty(self) -> None:
        if not queries.may_read(self.request.user, self.inspection):
            raise PermissionDenied

    def get_breadcrumbs(self) -> list[dict[str, str]]:
        return [*super().get_breadcrumbs(), {"text": "Safeguarding", "href": here("concern-list", self.inspection)}]


class ConcernList(DutyView, TemplateView):
    """What waits, oldest first, and what was worked. Everybody who reads the surveys sees that something waits, not what."""

    template_name = "surveys/concern_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = list(queries.of_inspection(self.inspection))
        today = clock.today()
        return super().get_context_data(
            waiting=[(each, (today - each.raised_on).days) for each in found if not each.outcome],
            worked=[each for each in found if each.outcome],
            may_read=queries.may_read(self.request.user, self.inspection),
            on_duty=[reader.user.name for reader in queries.on_duty(self.inspection)],
            **kwargs,
        )


class ConcernDetail(DutyView, ServiceFormView):
    """One text, with its worrying words marked, and what became of it. Opening it is recorded."""

    template_name = "surveys/concern_detail.html"
    form_class = ConcernForm
    success_message = "Saved"

    @property
    def concern(self) -> Concern:
        if not hasattr(self, "_concern"):
            found = Concern.objects.select_related("survey__inspection", "worked_by")
            self._concern = get_object_or_404(found, survey__inspection=self.inspection, pk=self.kwargs["pk"])
        return self._concern

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.require_duty()
        concerns.opened(by=request.user, concern=self.concern)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.require_duty()
        return super().post(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.concern.version}

    def forget_changes(self) -> None:
        super().forget_changes()
        self.__dict__.pop("_concern", None)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        concern = self.concern
        asked = {question.code: question.text for question in questions.of(concern.survey)}
        return super().get_context_data(
            concern=concern,
            question=asked.get(concern.question, ""),
            marked=marked(concern.text, concern.words),
            outcome=ConcernOutcome(concern.outcome).label if concern.outcome else "",
            **kwargs,
        )

    def perform(self, form: Any) -> str:
        given = form.cleaned_data
        concerns.work(
            by=self.request.user, concern=self.concern, version=given["version"], outcome=given["outcome"], note=given["note"],
            referred_to=given["referred_to"], referred_at=instant(form, "referred_on", "referred_time"),
            referral_reference=given["referral_reference"],
        )  # fmt: skip
        return here("concern-list", self.inspection)


def marked(text: str, words: list[str]) -> SafeString:
    """The text with each worrying word in <mark>; everything else escaped."""
    if not words:
        return mark_safe(escape(text))  # noqa: S308  (escaped)
    pattern = re.compile(
        "(" + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) + ")", re.IGNORECASE
    )
    parts = [
        format_html("<mark>{}</mark>", part) if number % 2 else escape(part)
        for number, part in enumerate(pattern.split(text))
    ]
    return mark_safe("".join(parts))  # noqa: S308  (each part is escaped)


class Duty(SurveysView, ServiceFormView):
    """Who reads, from which day to which."""

    template_name = "surveys/duty.html"
    permission = Permission.SURVEY_MANAGE
    form_class = DutyForm
    success_message = "Duty reader named"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"people": queries.who_may_be_named(self.inspection)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = clock.today()
        rows = [
            (reader, reader.ends_on is None or reader.ends_on >= today) for reader in queries.readers(self.inspection)
        ]
        return super().get_context_data(readers=rows, **kwargs)

    def perform(self, form: Any) -> str:
        given = form.cleaned_data
        user = get_object_or_404(User, pk=given["user"])
        duty.name(
            by=self.request.user, inspection=self.inspection, user=user, starts_on=given["starts_on"], ends_on=given["ends_on"]
        )  # fmt: skip
        return here("duty", self.inspection)


class DutyEnd(SurveysView, View):
    permission = Permission.SURVEY_MANAGE

    def post(self, request: HttpRequest, reference: str, pk: int) -> HttpResponseBase:
        reader = get_object_or_404(DutyReader, inspection=self.inspection, pk=pk)
        try:
            duty.end(by=request.user, reader=reader)
            messages.success(request, "Duty ended")
        except Refused as refused:
            messages.warning(request, refused.reasons[0].text)
        return redirect(here("duty", self.inspection))
