"""Acts on measures: defining, changing, recording, correcting, asking for another baseline and deciding on it."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.choices import Permission
from core.errors import Reason, Refused
from core.views import ServiceFormView
from improvement.models import Action
from measures.choices import Decision
from measures.forms import CorrectionForm, DecisionForm, MeasureForm, RebaselineForm, ValueForm
from measures.models import MeasureValue, Rebaseline
from measures.services import amounts, measures, rebaselines, values
from measures.services.amounts import Path
from measures.views.base import MeasureAct, MeasurePages
from measures.views.pages import said
from partnerships.models import Indicator
from rulebook import units

WORDS = ("name", "definition", "source", "unit", "places", "better", "every")


class DefiningForm:
    """What the forms to define and to change share."""

    form_class = MeasureForm
    permission = Permission.PLAN_EDIT
    plan: Any

    def actions(self) -> list[Action]:
        return list(
            Action.objects.filter(item__plan=self.plan).select_related("item").order_by("item__order", "number")
        )

    def details(self, form: MeasureForm) -> dict[str, Any]:
        data = form.cleaned_data
        action = next((one for one in self.actions() if str(one.pk) == data.get("action")), None)
        indicator = Indicator.objects.filter(pk=data["indicator"]).first() if data["indicator"] else None
        if data["indicator"] and indicator is None:
            raise Refused(Reason("This statistic is not loaded", "indicator"))
        return {name: data[name] for name in WORDS} | {"action": action, "indicator": indicator}

    def path(self, form: MeasureForm) -> Path:
        return typed_path(form, *(form.cleaned_data[name] for name in ("every", "unit", "places")))


def typed_path(form: Any, every: str, unit: str, places: int) -> Path:
    """The baseline and targets of a form; every fault of them at once. Raises Refused."""
    data, wrong = form.cleaned_data, list[Reason]()
    baseline, targets = None, dict[str, Any]()
    try:
        baseline = amounts.baseline(every, unit, places, data["baseline_period"], data["baseline_value"])
    except Refused as refusal:
        wrong += refusal.reasons
    try:
        targets = amounts.targets(every, unit, places, data["targets"])
    except Refused as refusal:
        wrong += refusal.reasons
    if wrong:
        raise Refused(*wrong)
    return Path(baseline, targets)


class MeasureAdd(DefiningForm, MeasurePages, ServiceFormView):  # type: ignore[misc]
    template_name = "measures/measure_form.html"
    success_message = "Measure added"

    def get_initial(self) -> dict[str, Any]:
        return {"item": self.request.GET.get("item", ""), "places": "0"}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"items": self.plan.items.all(), "actions": self.actions()}

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        form.cancel_url = self.list_url
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(heading="Define a measure", is_open=self.plan.is_open, **kwargs)

    def perform(self, form: Any) -> str:
        item = self.plan.items.get(order=form.cleaned_data["item"])
        made = measures.define_measure(by=self.request.user, item=item, path=self.path(form), **self.details(form))
        return reverse("measures:measure-detail", args=[self.inspection.reference, made.pk])


class MeasureEdit(DefiningForm, MeasureAct):  # type: ignore[misc]
    template_name = "measures/measure_form.html"
    heading = "Change the measure"
    success_message = "Measure saved"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "items": (), "actions": self.actions(), "held": self.measure, "fixed": measures.baseline_is_fixed(self.plan),
        }  # fmt: skip

    def get_initial(self) -> dict[str, Any]:
        held = self.measure
        words = {name: getattr(held, name) for name in (*WORDS, "version")}
        return words | {"action": held.action_id or "", "indicator": held.indicator_id or ""} | path_initial(held)

    def values_of(self, current: Any) -> dict[str, Any]:
        return {name: getattr(current, name) for name in WORDS}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            is_open=self.plan.is_open, fixed=measures.baseline_is_fixed(self.plan), **kwargs
        )

    def perform(self, form: Any) -> None:
        measures.change_measure(
            by=self.request.user,
            measure=self.measure,
            version=form.cleaned_data["version"] or 0,
            path=self.path(form) if "targets" in form.fields else None,
            **self.details(form),
        )


def path_initial(measure: Any) -> dict[str, Any]:
    held = amounts.path_of(measure)
    typed = {"baseline_period": "", "baseline_value": "", "targets": amounts.as_lines(measure, held.targets)}
    if held.baseline:
        key, value = held.baseline
        typed |= {
            "baseline_period": measure.period(key).words,
            "baseline_value": units.plain(value, measure.places),
        }
    return typed


class ValueAdd(MeasureAct):
    form_class = ValueForm
    permission = Permission.PLAN_TRACK
    heading = "Record a value"
    success_message = "Value recorded"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"measure": self.measure}

    def perform(self, form: Any) -> None:
        data = form.cleaned_data
        values.record_value(
            by=self.request.user, measure=self.measure, period=data["period"], value=data["value"], note=data["note"]
        )


class ValueCorrect(MeasureAct):
    form_class = CorrectionForm
    permission = Permission.PLAN_TRACK
    heading = "Correct a value"
    success_message = "Value corrected"

    @cached_property
    def row(self) -> MeasureValue:
        held = MeasureValue.objects.select_related("recorded_by", "superseded_by")
        row = get_object_or_404(held, measure=self.measure, pk=self.kwargs["value"])
        row.measure = self.measure
        return row

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"measure": self.measure}

    def get_initial(self) -> dict[str, Any]:
        value = self.row.value
        return {"value": "" if value is None else units.plain(value, self.measure.places), "note": self.row.note}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        by = f", recorded by {self.row.recorded_by}" if self.row.recorded_by else ""
        lead = f"{self.row.period_words}: {self.row.shown}{by}. This value stays in the history; the one you enter stands in its place."
        return super().get_context_data(lead=lead, **kwargs)

    def perform(self, form: Any) -> None:
        data = form.cleaned_data
        values.correct_value(
            by=self.request.user, row=self.row, value=None if data["withdraw"] else data["value"], reason=data["reason"],
            note=data["note"],
        )  # fmt: skip


class RebaselineAsk(MeasureAct):
    form_class = RebaselineForm
    permission = Permission.PLAN_EDIT
    heading = "Ask for another baseline"
    success_message = "Asked. Somebody else must decide; until then the old baseline stands."

    def get_initial(self) -> dict[str, Any]:
        return path_initial(self.measure) | {"version": self.measure.version}

    def values_of(self, current: Any) -> dict[str, Any]:
        return path_initial(current)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            lead="The baseline and targets are fixed since the plan was sent. Say what they should be and why. "
            "An adviser decides; both baselines stay readable.",
            **kwargs,
        )

    def perform(self, form: Any) -> None:
        held = self.measure
        path, given = typed_path(form, held.every, held.unit, held.places), form.cleaned_data
        rebaselines.ask(by=self.request.user, measure=held, path=path, reason=given["reason"], version=given["version"])


class RebaselineDecide(MeasureAct):
    template_name = "measures/rebaseline_decide.html"
    form_class = DecisionForm
    permission = Permission.PLAN_REVIEW
    heading = "Decide on another baseline"

    @cached_property
    def rebaseline(self) -> Rebaseline:
        held = Rebaseline.objects.select_related("asked_by", "decision__decided_by")
        row = get_object_or_404(held, measure=self.measure, number=self.kwargs["number"])
        row.measure = self.measure
        return row

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.rebaseline
        return super().get_context_data(
            rebaseline=row,
            old=said(self.measure, row.old),
            new=said(self.measure, row.new),
            own=row.asked_by_id == self.request.user.pk,
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.rebaseline  # noqa: B018  (404 before anything else)
        return super().post(request, *args, **kwargs)

    def perform(self, form: Any) -> None:
        data = form.cleaned_data
        rebaselines.decide(
            by=self.request.user, rebaseline=self.rebaseline, decision=data["decision"], note=data["note"]
        )

    def get_success_message(self, form: Any) -> str:
        approved = form.cleaned_data["decision"] == Decision.APPROVED
        return "Approved: the new baseline stands" if approved else "Refused: the old baseline stands"
