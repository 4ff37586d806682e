"""A workbook of measures: chosen, looked at, kept, undone."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.choices import Permission
from core.views import ServiceFormView
from measures.forms import KeepForm, LoadForm
from measures.models import MeasureLoad
from measures.services import loads
from measures.services.loads import Faulty
from measures.services.wanted import SAME
from measures.views.base import MeasurePages
from rulebook import words


class LoadPage(MeasurePages, ServiceFormView):
    permission = Permission.PLAN_TRACK

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        form.cancel_url = self.list_url
        return form


class LoadAdd(LoadPage):
    template_name = "measures/load_form.html"
    form_class = LoadForm

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)
        except Faulty as faulty:
            form.add_error("file" if form.cleaned_data.get("file") else "rows", FAULTY)
            stopping = [fault for fault in faulty.faults if fault.stops]
            others = [fault for fault in faulty.faults if not fault.stops]
            return self.render_to_response(self.get_context_data(form=form, stopping=stopping, others=others))

    def perform(self, form: Any) -> str:
        data = form.cleaned_data
        made = loads.read_load(by=self.request.user, plan=self.plan, upload=data.get("file"), text=data.get("rows", ""))
        return reverse("measures:load-detail", args=[self.inspection.reference, made.number])


FAULTY = "The rows cannot be kept as they are. Nothing was saved. Mend what is listed below and choose the file again"


class LoadDetail(LoadPage):
    """What will be kept, before it is; what was kept, afterwards."""

    template_name = "measures/load_detail.html"
    form_class = KeepForm

    @cached_property
    def load(self) -> MeasureLoad:
        held = MeasureLoad.objects.select_related("plan", "read_by", "kept_by", "undone_by")
        load = get_object_or_404(held, plan=self.plan, number=self.kwargs["number"])
        load.plan = self.plan
        return load

    def get_initial(self) -> dict[str, Any]:
        return {"seen": self.found.fingerprint} if self.load.kept_at is None else {}

    @cached_property
    def found(self) -> Any:
        return loads.what_it_does(self.load, self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = self.load.kept_at is None
        lines = self.found.lines if waiting else []
        return super().get_context_data(
            load=self.load,
            waiting=waiting,
            found=self.found if waiting else None,
            lines=[line for line in lines if line.what != SAME],
            same=sum(line.what == SAME for line in lines),
            values=list(self.load.values.select_related("measure__item", "superseded_by")[:200]) if not waiting else [],
            may_undo=not waiting and self.load.undone_at is None and self.plan.is_open,
            **kwargs,
        )

    def perform(self, form: Any) -> str:
        loads.keep_load(by=self.request.user, load=self.load, seen=form.cleaned_data["seen"])
        return self.list_url

    def form_invalid(self, form: Any) -> HttpResponse:
        """What is shown again is the register as it stands now, to be confirmed anew."""
        texts = [text for found in form.errors.values() for text in found]
        messages.warning(self.request, f"Nothing was kept. {' '.join(dict.fromkeys(texts))}")
        return HttpResponseRedirect(reverse("measures:load-detail", args=[self.inspection.reference, self.load.number]))

    def get_success_message(self, form: Any) -> str:
        kept = [words.count(self.found.count(what), noun) for what, noun in KEPT if self.found.count(what)]
        return f"Kept: {words.listed(kept)}"


KEPT = (("Add", "addition"), ("Change", "change"), ("Correct", "correction"))


class LoadUndo(LoadDetail):
    """Only sent: the button stands on the page of the workbook."""

    http_method_names = ["post"]
    form_class = KeepForm

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        del form.fields["seen"]
        return form

    def perform(self, form: Any) -> str:
        left = loads.undo_load(by=self.request.user, load=self.load)
        if left:
            messages.warning(self.request, f"Left as it is, because it was changed since: {'; '.join(left[:10])}")
        return reverse("measures:load-detail", args=[self.inspection.reference, self.load.number])

    def get_success_message(self, form: Any) -> str:
        return "Undone: what stood before stands again"
