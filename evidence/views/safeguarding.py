"""The restricted safeguarding record: recording in two steps, the receipt, and working it, for those who may read it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import add_never_cache_headers
from django.views.generic import TemplateView

from accounts.choices import Permission
from core.errors import Refused
from core.views import ServiceFormView
from core.words import long_date, when
from evidence.choices import ConcernEntry
from evidence.forms.safeguarding import CloseForm, ConcernForm, NoteForm, ReferralForm
from evidence.models import SafeguardingConcern
from evidence.services import safeguarding as services
from evidence.views.base import EvidenceForm, EvidenceView, to

CHECK, CHANGE = "check", "change"


class ConcernView(EvidenceView):
    permission = Permission.SAFEGUARDING_VIEW
    part = "safeguarding"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        response = super().dispatch(request, *args, **kwargs)
        add_never_cache_headers(response)  # no copy of it on a shared computer
        return response

    @property
    def concern(self) -> SafeguardingConcern:
        if not hasattr(self, "_concern"):
            found = SafeguardingConcern.objects.select_related("inspection__partnership", "recorded_by")
            self._concern = get_object_or_404(found, inspection=self.inspection, number=self.kwargs["number"])
        return self._concern

    def forget_changes(self) -> None:
        super().forget_changes()
        self.__dict__.pop("_concern", None)


class ConcernList(ConcernView, TemplateView):
    """For those who may read them, every concern by its number; for an inspector, the receipts of their own."""

    template_name = "evidence/concern_list.html"
    permission = Permission.SAFEGUARDING_RECORD

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_read = Permission.SAFEGUARDING_VIEW in self.rights
        found = (
            SafeguardingConcern.objects.filter(inspection=self.inspection)
            .select_related("recorded_by")
            .defer("text", "place")
        )
        mine = [row for row in found if row.recorded_by_id == self.request.user.pk]
        return super().get_context_data(
            may_read=may_read,
            waiting=[row for row in found if row.state != "closed"] if may_read else [],
            closed=[row for row in found if row.state == "closed"] if may_read else [],
            mine=mine,
            readers=services.told_of(self.inspection),
            **kwargs,
        )


class ConcernRecord(ConcernView, ServiceFormView):
    """First the form, then the same facts to be confirmed. Nothing is kept before the second step; going back keeps what was typed."""

    template_name = "evidence/concern_record.html"
    form_class = ConcernForm
    permission = Permission.SAFEGUARDING_RECORD

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        step = request.POST.get("step", "")
        if step not in (CHECK, CHANGE):
            return self._to_check()
        if step == CHANGE:
            form = self.get_form_class()(initial=self._typed())
            return self.render_to_response(self.get_context_data(form=form))
        return super().post(request, *args, **kwargs)

    def _to_check(self) -> HttpResponse:
        form = self.get_form()
        if form.is_valid():
            facts = form.facts()
            try:
                services.check(**{name: facts[name] for name in CHECKED})
            except Refused as refused:
                form.add_refusal(refused)
            else:
                return self.render_to_response(
                    self.get_context_data(form=form, rows=self._rows(facts), typed=self._sent(), checking=True)
                )
        return self.form_invalid(form)

    def _sent(self) -> list[tuple[str, str]]:
        """Every field as it was sent, for the hidden fields of the second step."""
        known = self.get_form_class().base_fields
        sent = self.request.POST.items()
        return [(name, str(value)) for name, value in sent if name in known or name.rpartition("_")[0] in known]

    def _typed(self) -> dict[str, Any]:
        """What was typed, for the form again: the parts of a date together."""
        form = self.get_form_class()(data=self.request.POST)
        form.is_valid()
        return {
            name: form.cleaned_data.get(name, self.request.POST.get(name, ""))
            for name in form.fields
            if name != "submission_key"
        }

    def _rows(self, facts: dict[str, Any]) -> list[tuple[str, str]]:
        told = f"{facts['referred_to']}, {when(facts['referred_at'])}" if facts["referred_to"] else "Not yet"
        return [
            ("Immediate danger", "Yes" if facts["immediate_danger"] else "No"),
            ("Day", long_date(facts["seen_on"])),
            ("Where", facts["place"] or "Not said"),
            ("What you saw or heard", facts["text"]),
            ("Told", told),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(readers=services.told_of(self.inspection, but=self.request.user), **kwargs)

    def perform(self, form: Any) -> str:
        made = services.record_concern(by=self.request.user, inspection=self.inspection, **form.facts())
        return to("concern-receipt", self.inspection, made.receipt)


CHECKED = ("seen_on", "text", "referred_to", "referred_at", "immediate_danger")


class ConcernReceipt(ConcernView, TemplateView):
    """What the person who recorded it is given: a number, never the text. Anybody else's receipt is not there."""

    template_name = "evidence/concern_receipt.html"
    permission = Permission.SAFEGUARDING_RECORD

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = SafeguardingConcern.objects.filter(inspection=self.inspection, recorded_by=self.request.user)
        concern = get_object_or_404(own.defer("text", "place"), receipt=self.kwargs["receipt"])
        told = services.told_of(self.inspection, but=self.request.user)
        return super().get_context_data(concern=concern, told=told, **kwargs)


class ConcernDetail(ConcernView, TemplateView):
    """The concern and all that happened to it. That it was opened is kept before a word is shown."""

    template_name = "evidence/concern_detail.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        services.opened(by=request.user, concern=self.concern)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        entries = list(self.concern.entries.select_related("by").order_by("-pk"))
        return super().get_context_data(
            concern=self.concern,
            referrals=services.referrals(self.concern),
            history=[
                {"title": ConcernEntry(row.kind).label, "at": row.at, "by": row.by, "text": row.text, "reason": ""}
                for row in entries
                if row.kind != ConcernEntry.READ
            ],
            reads=[row for row in entries if row.kind == ConcernEntry.READ],
            is_open=self.concern.state != "closed",
            **kwargs,
        )


class ConcernAct(ConcernView, EvidenceForm):
    permission = Permission.SAFEGUARDING_VIEW

    def back_address(self) -> str:
        return to("concern-detail", self.inspection, self.concern.number)


class ConcernNote(ConcernAct):
    form_class = NoteForm
    heading = "Add to a safeguarding concern"
    success_message = "Added"

    def perform(self, form: Any) -> str:
        services.add_note(by=self.request.user, concern=self.concern, text=form.cleaned_data["text"])
        return self.back_address()


class ConcernRefer(ConcernAct):
    form_class = ReferralForm
    heading = "Record a referral"
    success_message = "Referral recorded"

    def perform(self, form: Any) -> str:
        given = form.cleaned_data
        services.refer(
            by=self.request.user, concern=self.concern, reference=given["referral_reference"], text=given["text"],
            **form.referral(),
        )  # fmt: skip
        return self.back_address()


class ConcernClose(ConcernAct):
    form_class = CloseForm
    heading = "Close a safeguarding concern"
    success_message = "Concern closed"

    def perform(self, form: Any) -> str:
        given = form.cleaned_data
        services.close(by=self.request.user, concern=self.concern, outcome=given["outcome"], text=given["text"])
        return self.back_address()
