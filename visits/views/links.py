"""Making links: to a setting's own page, and to where a contact says when they are away."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView

from accounts.choices import Permission
from core.words import long_date
from partnerships.models import Contact
from visits.forms.visits import ConfirmForm, LinkForm
from visits.queries.availability import asked
from visits.queries.links import closes_on
from visits.services import links
from visits.views.base import FormOf, ShowsLink, VisitView, WeeksView, here


class SettingLinkMake(VisitView, ShowsLink):
    form_class = LinkForm
    permission = Permission.MEETING_MANAGE

    def get_form_kwargs(self) -> dict[str, Any]:
        contact = self.visit.site.contact
        return super().get_form_kwargs() | {"email": contact.email if contact else ""}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        before = self.visit.links.filter(revoked_at=None).exists()
        closes = closes_on(self.visit)
        lead = "The setting’s own page needs no account: whoever has the link can open it."
        if closes:
            lead += f" It works until {long_date(closes)}, 14 days after the visit."
        if before:
            lead += " A link was made before: it stops working when you make a new one."
        return super().get_context_data(
            **({"heading": f"Link for {self.visit.site}", "lead": lead, "closes_on": closes} | kwargs)
        )

    def make(self, form: Any) -> str:
        return links.make_setting_link(by=self.request.user, visit=self.visit, send=form.cleaned_data["how"] == "send")

    def shown_context(self, form: Any) -> dict[str, Any]:
        sent = form.cleaned_data["how"] == "send"
        contact = self.visit.site.contact
        return {"sent_to": contact.email if sent and contact else "", "subject": f"The page of {self.visit.site}"}


class SettingLinkRevoke(VisitView, FormOf):
    form_class = ConfirmForm
    permission = Permission.MEETING_MANAGE
    success_message = "The link no longer works"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"submit_text": "Take the link back"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=f"Take back the link for {self.visit.site}",
            lead="The setting’s own page stops working at once. You can make a new link later.",
            **kwargs,
        )

    def perform(self, form: Any) -> None:
        links.revoke_setting_link(by=self.request.user, visit=self.visit)


class AvailabilityList(WeeksView, TemplateView):
    template_name = "visits/availability_list.html"
    permission = Permission.MEETING_MANAGE

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(rows=asked(self.inspection), **kwargs)


class AvailabilityAsk(WeeksView, ShowsLink):
    form_class = LinkForm
    permission = Permission.MEETING_MANAGE
    over = ("availability-list", "Who is away when")

    def contact(self) -> Contact:
        return get_object_or_404(
            Contact, pk=self.kwargs["contact"], partnership=self.inspection.partnership_id, is_active=True
        )

    def get_success_url(self) -> str:
        return here("availability-list", self.inspection)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"email": self.contact().email}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {
            "heading": f"Ask {self.contact().name} when they are away",
            "lead": "They tick the mornings and afternoons of the on-site week. They need no account. An earlier link stops working.",
        }
        return super().get_context_data(**(context | kwargs))

    def make(self, form: Any) -> str:
        return links.ask_availability(
            by=self.request.user,
            inspection=self.inspection,
            contact=self.contact(),
            send=form.cleaned_data["how"] == "send",
        )

    def shown_context(self, form: Any) -> dict[str, Any]:
        contact = self.contact()
        sent = form.cleaned_data["how"] == "send"
        return {"sent_to": contact.email if sent else "", "subject": f"The page of {contact.name}"}
