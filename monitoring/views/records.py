"""The joint record of a visit: held, notes of each body with its signature, findings, actions, finished."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from core import clock
from core.views import whole_number
from improvement.models import PlanItem
from monitoring.choices import RECORD_STATES
from monitoring.forms.visits import FindingForm, HoldForm, NotesForm, RaiseActionForm
from monitoring.models import VisitFinding, VisitNote
from monitoring.services import records, visits
from monitoring.views.base import VisitForm, VisitPress


class VisitHold(VisitForm):
    form_class = HoldForm
    states = ("agenda_set", "evidence_requested")
    heading = "Record that the visit was held"
    success_message = "Recorded"

    def get_initial(self) -> dict[str, Any]:
        return {"held_on": min(self.visit.visit_on, clock.today())}

    def perform(self, form: Any) -> None:
        visits.hold(by=self.request.user, visit=self.visit, **_of(form, "held_on", "attended"))


class NotesEdit(VisitForm):
    """The notes of one's own body: the other body's are read on the page of the visit."""

    form_class = NotesForm
    states = RECORD_STATES
    success_message = "Notes saved"

    @cached_property
    def note(self) -> VisitNote | None:
        if self.body is None:
            raise PermissionDenied
        return VisitNote.objects.filter(visit=self.visit, body=self.body).first()

    def get_initial(self) -> dict[str, Any]:
        return {"text": self.note.text, "version": self.note.version} if self.note else {"version": 0}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        signed = self.note is not None and self.note.signed_at is not None
        warn = "These notes are signed. When you save a change, the signature is taken away." if signed else ""
        heading = f"Notes of {self.body.label}" if self.body else "Notes"
        lead = "Advisers of both bodies read them; the area does not."
        return super().get_context_data(heading=heading, lead=lead, warn=warn, **kwargs)

    def perform(self, form: Any) -> str:
        records.write_notes(
            by=self.request.user,
            visit=self.visit,
            version=form.cleaned_data["version"] or 0,
            text=form.cleaned_data["text"],
        )
        return f"{self.visit.get_absolute_url()}#notes"


class NotesSign(VisitPress):
    """The button under the notes. What is signed is the version the person read."""

    def act(self) -> str:
        version = whole_number(self.request.POST.get("version", ""))
        records.sign_notes(by=self.request.user, visit=self.visit, version=version)
        return "Notes signed"


class FindingEdit(VisitForm):
    form_class = FindingForm
    states = RECORD_STATES
    template_name = "monitoring/finding_edit.html"
    success_message = "Saved"

    @cached_property
    def item(self) -> PlanItem:
        return get_object_or_404(
            PlanItem.objects.select_related("finding__inspection"), plan=self.visit.plan, order=self.kwargs["order"]
        )

    @cached_property
    def finding(self) -> VisitFinding | None:
        return VisitFinding.objects.filter(visit=self.visit, item=self.item).first()

    def get_initial(self) -> dict[str, Any]:
        found = self.finding
        return {name: getattr(found, name) for name in ("progress", "text", "version")} if found else {"version": 0}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(heading=f"How item {self.item.order} stands", item=self.item, **kwargs)

    def perform(self, form: Any) -> str:
        records.write_finding(
            by=self.request.user,
            visit=self.visit,
            item=self.item,
            version=form.cleaned_data["version"] or 0,
            **_of(form, "progress", "text"),
        )
        return f"{self.visit.get_absolute_url()}#findings"


class ActionAdd(VisitForm):
    form_class = RaiseActionForm
    states = RECORD_STATES
    heading = "Raise an action"
    success_message = "Action raised: it stands in the plan"

    def get_form_kwargs(self) -> dict[str, Any]:
        plan = self.visit.plan
        bodies = [body["name"] for body in plan.accountable_bodies]
        return super().get_form_kwargs() | {"items": plan.items.filter(released_on=None), "bodies": bodies}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lead = f"It stands in the area’s plan at once, marked “{self.visit.title}”."
        return super().get_context_data(lead=lead, **kwargs)

    def perform(self, form: Any) -> str:
        item = get_object_or_404(PlanItem, plan=self.visit.plan, order=form.cleaned_data["item"])
        records.raise_action(
            by=self.request.user,
            visit=self.visit,
            item=item,
            **_of(form, "text", "owner_office", "body", "finish_by_on"),
        )
        return f"{self.visit.get_absolute_url()}#actions"


class WriteUp(VisitPress):
    def act(self) -> str:
        visits.write_up(by=self.request.user, visit=self.visit)
        return "The record is finished. The letter can be drafted."


def _of(form: Any, *names: str) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in names}
