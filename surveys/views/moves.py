"""Moving one survey: a page for each move, reached from a button that is there when the move can be made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from accounts.choices import Permission
from coordination.forms.parts import instant
from core import clock, once
from core.views import ServiceFormView
from core.words import when
from surveys.forms import management as forms
from surveys.models import Survey
from surveys.services import surveys as services
from surveys.views.base import SurveyView, here


@dataclass(frozen=True)
class Change:
    """A move with a form. `states` are those in which its button is shown; `do` is given who, the survey and the form."""

    heading: str
    button: str
    lead: str
    form: type[Any]
    states: tuple[str, ...]
    do: Callable[[Any, Survey, Any], None]
    done: str
    kind: str = "secondary"


@dataclass(frozen=True)
class Step:
    """A move with nothing but a button."""

    heading: str
    button: str
    lead: str
    states: tuple[str, ...]
    do: Callable[..., None]
    done: str
    permission: Permission = Permission.SURVEY_MANAGE
    kind: str = "secondary"


def _window(by: Any, survey: Survey, form: Any) -> None:
    opens, closes = instant(form, "opens_on", "opens_time"), instant(form, "closes_on", "closes_time")
    assert opens is not None and closes is not None
    services.change_window(by=by, survey=survey, opens_at=opens, closes_at=closes, version=form.cleaned_data["version"])


def _extend(by: Any, survey: Survey, form: Any) -> None:
    closes = instant(form, "closes_on", "closes_time")
    assert closes is not None
    given = form.cleaned_data
    services.extend(by=by, survey=survey, closes_at=closes, reason=given["reason"], version=given["version"])


def _with_form(service: Callable[..., None]) -> Callable[[Any, Survey, Any], None]:
    return lambda by, survey, form: service(by=by, survey=survey, **_given(form))


def _given(form: Any) -> dict[str, Any]:
    """What the form asks, without the key every form carries."""
    return {name: value for name, value in form.cleaned_data.items() if name != once.FIELD}


CHANGES = {
    "window": Change(
        "Change when it opens and closes", "Change when it opens and closes",
        "It opens and closes by itself at these times. Once you have set them, they stay, even if the dates of the inspection change.",
        forms.WindowForm, ("draft", "scheduled"), _window, "Times saved", kind="",
    ),
    "pause": Change(
        "Pause the survey", "Pause",
        "Nobody can answer while it is paused. Answers already sent are kept. The LANO and the parent carer forum are told.",
        forms.PauseForm, ("open",), _with_form(services.pause), "The survey is paused",
    ),
    "reopen": Change(
        "Open the survey again", "Open again",
        "It opens as a new wave, so that answers given before and after can be told apart. The LANO and the forum are told.",
        forms.ReopenForm, ("paused",), _with_form(services.reopen), "The survey is open again", kind="",
    ),
    "extend": Change(
        "Extend the survey", "Extend", "The LANO and the parent carer forum are told the new time.",
        forms.ExtendForm, ("open",), _extend, "The survey is extended",
    ),
    "close": Change(
        "Close the survey early", "Close early", "It closes at once and cannot be opened again. It would close by itself at its time.",
        forms.CloseForm, ("open", "paused"), _with_form(services.close), "The survey is closed", kind="warning",
    ),
}  # fmt: skip

STEPS = {
    "banner": Step(
        "Change the notice", "Change the notice", "Leave it empty to take the notice away.", ("scheduled", "open", "paused"),
        services.change_banner, "Notice saved",
    ),
    "start-reading": Step(
        "Start reading", "Start reading", "From now on the answers are being read. No answer comes in any more.", ("closed",),
        services.start_reading, "Reading has started", Permission.SURVEY_READ, kind="",
    ),
    "finish-reading": Step(
        "Finish reading", "Finish reading", "Everything kept back for safeguarding has to be worked first.", ("reviewing",),
        services.finish_reading, "Reading is finished", Permission.SURVEY_READ, kind="",
    ),
    "archive": Step(
        "Archive the survey", "Archive", "The answers stay until they need not be kept any longer.", ("analysed",), services.archive,
        "The survey is archived", kind="",
    ),
    "purge": Step(
        "Delete the answers", "Delete the answers",
        "All answers, comments and groups of this survey are deleted for good. How many answered on each day is kept.", ("archived",),
        services.purge, "The answers are being deleted", kind="warning",
    ),
}  # fmt: skip


class _Move(SurveyView, ServiceFormView):
    template_name = "surveys/move.html"
    moves: dict[str, Any] = {}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if kwargs["move"] not in self.moves:
            raise Http404
        self.permission = getattr(self.moved, "permission", Permission.SURVEY_MANAGE)
        return super().dispatch(request, *args, **kwargs)

    @property
    def moved(self) -> Any:
        return self.moves[self.kwargs["move"]]

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        form.cancel_url = self.get_success_url()
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        moved = self.moved
        return super().get_context_data(**({"heading": moved.heading, "lead": moved.lead, "now": self.now()} | kwargs))

    def now(self) -> str:
        survey = self.survey
        if not survey.opens_at or not survey.closes_at:
            return f"{survey.get_state_display()}."
        return f"{survey.get_state_display()}. From {when(survey.opens_at)} to {when(survey.closes_at)}."

    def get_success_url(self) -> str:
        return here("survey-detail", self.inspection, self.survey.audience)

    def get_success_message(self, form: Any) -> str:
        return str(self.moved.done)


class SurveyChange(_Move):
    moves = CHANGES

    def get_form_class(self) -> Any:
        return self.moved.form

    def get_initial(self) -> dict[str, Any]:
        survey = self.survey
        initial: dict[str, Any] = {"version": survey.version}
        for name, at in (("opens", survey.opens_at), ("closes", survey.closes_at)):
            if at is not None:
                local = at.astimezone(clock.LONDON)
                initial |= {f"{name}_on": local.date(), f"{name}_time": local.time()}
        if self.kwargs["move"] in ("pause", "reopen"):
            initial["banner"] = forms.STOPPED if self.kwargs["move"] == "pause" else forms.AGAIN
        return initial

    def values_of(self, current: Any) -> dict[str, Any]:
        hours = {"opens": current.opens_at, "closes": current.closes_at}
        local = {name: at.astimezone(clock.LONDON) for name, at in hours.items() if at is not None}
        dates = {f"{name}_on": at.date() for name, at in local.items()}
        return dates | {f"{name}_time": at.time() for name, at in local.items()} | {"banner": current.banner}

    def perform(self, form: Any) -> None:
        self.moved.do(self.request.user, self.survey, form)


class SurveyStep(_Move):
    moves = STEPS

    def get_form_class(self) -> Any:
        return forms.BannerForm if self.kwargs["move"] == "banner" else forms.ConfirmForm

    def get_initial(self) -> dict[str, Any]:
        return {"banner": self.survey.banner, "version": self.survey.version}

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        if self.kwargs["move"] != "banner":
            form.submit_text = self.moved.button
            form.submit_classes = "govuk-button--warning" if self.moved.kind == "warning" else ""
        return form

    def perform(self, form: Any) -> None:
        self.moved.do(by=self.request.user, survey=self.survey, **_given(form))
