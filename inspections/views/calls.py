"""The notification: the day, the calls to each body, and the LANO."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404

from accounts.choices import Permission, Role
from accounts.models import User
from core import clock
from core.views import ServiceFormView
from inspections.forms.calls import CallForm, NominateForm, NotifyForm
from inspections.queries.calls import CallSlot, call_slots
from inspections.services import inspections as services
from inspections.views.base import InspectionView, address
from partnerships.models import Membership


class Notify(InspectionView, ServiceFormView):
    """Record the notification. What is unusual about the date is said afterwards: nothing here forbids it."""

    template_name = "inspections/form_page.html"
    form_class = NotifyForm
    permission = Permission.INSPECTION_NOTIFY
    tab = "overview"

    def first_slot(self) -> CallSlot | None:
        return next(iter(call_slots(self.inspection)), None)

    def get_form_kwargs(self) -> dict[str, Any]:
        slot = self.first_slot()
        return super().get_form_kwargs() | {"call": slot.spec if slot and slot.body_name else None}

    def get_initial(self) -> dict[str, Any]:
        return {"notified_on": self.inspection.planned_for_on or clock.today()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading="Record the notification",
            lead="The dates of the whole inspection are counted from this day. You can see them, and what is unusual about them, "
            "on the next page.",
            **kwargs,
        )

    def perform(self, form: Any) -> str:
        given, inspection = form.cleaned_data, self.inspection
        services.record_notification(
            by=self.request.user,
            inspection=inspection,
            notified_on=given["notified_on"],
            onsite_start_on=given["onsite_start_on"],
            assumed=["notified_on"] if given["assumed"] else [],
        )
        told_at, slot = form.told_instant(), self.first_slot()
        if told_at and slot:
            services.record_call(
                by=self.request.user,
                inspection=inspection,
                body_kind=slot.spec.code,
                body_name=slot.body_name,
                person_told=given["person_told"],
                office=slot.spec.office,
                told_at=told_at,
            )
        return address("inspection-timeline", inspection)

    def get_success_message(self, form: Any) -> str:
        return "Notification recorded. The dates have been laid out."


class RecordCall(InspectionView, ServiceFormView):
    template_name = "inspections/form_page.html"
    form_class = CallForm
    permission = Permission.INSPECTION_NOTIFY
    tab = "overview"
    success_message = "Call recorded"

    def slot(self) -> CallSlot:
        for slot in call_slots(self.inspection):
            if slot.key == self.kwargs["body"]:
                return slot
        raise Http404

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"ask_name": not self.slot().body_name}

    def get_initial(self) -> dict[str, Any]:
        return {
            "office": self.slot().spec.office.split(",")[0],
            "told_on": self.inspection.notified_on or clock.today(),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        slot = self.slot()
        return super().get_context_data(heading=f"Record the call to {slot.title}", call=slot.call, **kwargs)

    def perform(self, form: Any) -> str:
        given, slot = form.cleaned_data, self.slot()
        services.record_call(
            by=self.request.user,
            inspection=self.inspection,
            body_kind=slot.spec.code,
            body_name=slot.body_name or given["body_name"],
            person_told=given["person_told"],
            office=given["office"],
            told_at=form.told_instant(),
            note=given["note"],
        )
        return address("inspection-detail", self.inspection)


class Nominate(InspectionView, ServiceFormView):
    template_name = "inspections/form_page.html"
    form_class = NominateForm
    permission = Permission.INSPECTION_NOMINATE
    tab = "team"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"people": self.people()}

    def people(self) -> Any:
        """The members of the partnership who hold the office on the day."""
        held = Membership.objects.in_force(clock.today()).filter(
            partnership_id=self.inspection.partnership_id, role=Role.LANO
        )
        return User.objects.filter(pk__in=held.values("user_id"))

    def get_initial(self) -> dict[str, Any]:
        return {"lano": self.inspection.lano_id}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading="Nominate the LANO",
            lead="The local area nominated officer is the one person in the area whom inspectors deal with."
            + (
                ""
                if self.people().exists()
                else " Nobody holds that role in this partnership yet: add them as a member first."
            ),
            **kwargs,
        )

    def perform(self, form: Any) -> str:
        services.nominate_lano(by=self.request.user, inspection=self.inspection, lano=form.cleaned_data["lano"])
        messages.success(self.request, f"{form.cleaned_data['lano']} is the LANO")
        return address("inspection-team", self.inspection)
