"""Loading a visit or a letter of a plan from an address, and the two shapes of acts: a form page and a single button."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views import View

from accounts.choices import Permission
from core.errors import Conflict, Refused
from core.views import ServiceFormView
from improvement.models import Plan
from improvement.views.base import PlanView
from inspections.models import Inspection
from monitoring.choices import AHEAD_STATES, Body
from monitoring.models import Visit
from monitoring.queries import visits as reads
from monitoring.services.bodies import body_of

CHANGED = "This changed after you opened it. Read it again, then go on."


def to(name: str, inspection: Inspection, *args: Any) -> str:
    return reverse(f"monitoring:{name}", args=[inspection.reference, *args])


class SupportView(PlanView):
    """A page of support and challenge of one plan, for those who may read it."""

    permission = Permission.MONITORING_VIEW
    part = "support"

    @cached_property
    def body(self) -> Body | None:
        """The body this person writes and signs for here."""
        return body_of(self.request.user, self.inspection)

    @property
    def advises(self) -> bool:
        return Permission.MONITORING_WRITE in self.rights and self.body is not None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"advises": self.advises, "body": self.body} | kwargs))

    def get_breadcrumbs(self) -> list[dict[str, str]]:
        return [
            *super().get_breadcrumbs(),
            {"text": "Support and challenge", "href": to("board", self.inspection)},
        ]


class VisitView(SupportView):
    @cached_property
    def visit(self) -> Visit:
        return get_object_or_404(reads.of_inspection(self.inspection), place=self.kwargs["place"])

    @cached_property
    def plan(self) -> Plan:
        """The plan of the visit, which may be an earlier one than the newest."""
        return self.visit.plan

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(visit=self.visit, **kwargs)


class SupportForm(SupportView, ServiceFormView):
    """A form page. `heading`, `lead` and `warn` are what stands above the form; `back()` where cancelling leads."""

    template_name = "monitoring/form_page.html"
    permission = Permission.MONITORING_WRITE
    heading = ""
    lead = ""

    def back(self) -> str:
        return to("board", self.inspection)

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        form.cancel_url = self.back()
        return form

    def get_success_url(self) -> str:
        return self.back()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"heading": self.heading, "lead": self.lead} | kwargs))


class VisitForm(VisitView, SupportForm):
    """A form of one visit. `states` are those in which it does something: in others the page says so instead."""

    states: tuple[str, ...] = AHEAD_STATES

    def back(self) -> str:
        return self.visit.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        closed = "" if self.visit.state in self.states else f"This visit is at ‘{self.visit.state_words}’."
        return super().get_context_data(**({"caption": self.visit.title, "closed": closed} | kwargs))


class Press(View):
    """One button. `act` calls one service and gives the words of success; a refusal becomes a message."""

    http_method_names = ["post"]
    request: HttpRequest

    def act(self) -> str:
        raise NotImplementedError

    def led_to(self) -> str:
        raise NotImplementedError

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        try:
            messages.success(request, self.act())
        except Refused as refused:
            messages.warning(request, " ".join(reason.text for reason in refused.reasons))
        except Conflict:
            messages.warning(request, CHANGED)
        return redirect(self.led_to())


class VisitPress(VisitView, Press):
    permission = Permission.MONITORING_WRITE

    def led_to(self) -> str:
        return self.visit.get_absolute_url()
