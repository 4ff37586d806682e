"""The address book of one area: contacts, settings, journeys."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import TemplateView, View

from accounts.access import can
from accounts.choices import Permission
from core import clock, once
from core.views import ServiceFormView
from partnerships import queries
from partnerships.forms import (
    AreaOfWorkFilterForm,
    ChangeContactForm,
    ChangeSiteForm,
    ContactForm,
    EndContactForm,
    EndSiteForm,
    JourneyForm,
    SiteForm,
)
from partnerships.models import Contact, Partnership, Site
from partnerships.services import contacts, sites
from partnerships.views.base import PartnershipView, breadcrumbs
from rulebook.contacts import CONFIRM_WITHIN_DAYS, CONFIRMED

A_PAGE = 50


def answers(form: Any) -> dict[str, Any]:
    return {name: value for name, value in form.cleaned_data.items() if name != once.FIELD}


def contact_page(partnership: Partnership, request: HttpRequest) -> dict[str, Any]:
    """What the list of contacts shows, of an area or of an inspection of it."""
    form, today = AreaOfWorkFilterForm(request.GET), clock.today()
    form.is_valid()
    chosen = form.cleaned_data
    found = queries.contacts(partnership, text=chosen.get("text", ""), sector=chosen.get("sector", ""))
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    for contact in page:
        contact.stale = queries.stale(contact, today)
    return {
        "form": form,
        "page_obj": page,
        "filtered": any(chosen.values()),
        "readiness": queries.readiness(partnership, today),
        "delegations": queries.delegations(partnership, today),
        "within_days": CONFIRM_WITHIN_DAYS,
        "rule_confirmed": CONFIRMED,
    }


def site_page(partnership: Partnership) -> dict[str, Any]:
    return {"sites": queries.sites(partnership), "journeys": queries.journeys(partnership)}


class DirectoryView(PartnershipView):
    """A page of the address book: its trail leads back to the list it belongs to."""

    permission = Permission.CONTACTS_MANAGE
    trail = "contact-list"

    @property
    def list_url(self) -> str:
        return reverse(f"partnerships:{self.trail}", args=[self.partnership.slug])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        crumbs = [(self.partnership.name, self.partnership.get_absolute_url())]
        if self.permission == Permission.CONTACTS_MANAGE:
            crumbs.append(("Contacts" if self.trail == "contact-list" else "Settings", self.list_url))
        return super().get_context_data(**({"breadcrumbs": breadcrumbs(*crumbs)} | kwargs))

    @cached_property
    def may_manage(self) -> bool:
        return can(self.request.user, Permission.CONTACTS_MANAGE, self.partnership)


class ContactList(DirectoryView, TemplateView):
    permission = Permission.CONTACTS_VIEW
    template_name = "partnerships/contact_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **contact_page(self.partnership, self.request),
            may_manage=self.may_manage,
            without_contact=queries.without_contact(self.partnership, clock.today()),
            **kwargs,
        )


class DirectoryForm(DirectoryView, ServiceFormView):
    """A form that leads back to its list."""

    heading = ""

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        form.cancel_url = self.list_url
        return form

    def get_success_url(self) -> str:
        return self.list_url

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"heading": self.heading, "caption": self.partnership.name} | kwargs))


class AddContact(DirectoryForm):
    form_class = ContactForm
    heading = "Add a contact"
    success_message = "Contact added"

    def perform(self, form: Any) -> None:
        contacts.add_contact(by=self.request.user, partnership=self.partnership, **answers(form))  # type: ignore[arg-type]


class OneContact(DirectoryView):
    @cached_property
    def contact(self) -> Contact:
        return get_object_or_404(Contact, pk=self.kwargs["pk"], partnership=self.partnership, is_active=True)  # type: ignore[attr-defined]


class ChangeContact(OneContact, DirectoryForm):
    form_class = ChangeContactForm
    success_message = "Contact saved"
    template_name = "partnerships/contact_edit.html"

    def forget_changes(self) -> None:
        self.contact.refresh_from_db()

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.contact, name) for name in (*contacts.FIELDS, "version")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(heading=f"Change {self.contact.name}", contact=self.contact, **kwargs)

    def perform(self, form: Any) -> None:
        contacts.change_contact(by=self.request.user, contact=self.contact, **answers(form))  # type: ignore[arg-type]


class EndContact(OneContact, DirectoryForm):
    form_class = EndContactForm
    success_message = "Contact taken out of the directory"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=f"Take {self.contact.name} out of the directory",
            lead="They are no longer offered for meetings. What they were asked to already keeps them.",
            **kwargs,
        )

    def perform(self, form: Any) -> None:
        contacts.end_contact(by=self.request.user, contact=self.contact, **answers(form))  # type: ignore[arg-type]


class ConfirmContact(OneContact, View):
    """A button: somebody has checked this contact today."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        contacts.confirm_contact(by=request.user, contact=self.contact)  # type: ignore[arg-type]
        messages.success(request, f"{self.contact.name} is confirmed")
        return HttpResponseRedirect(self.list_url)


class OfferMembers(DirectoryView, View):
    """A button: a contact for each member who has none."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        made = contacts.offer_members(by=request.user, partnership=self.partnership)  # type: ignore[arg-type]
        messages.success(request, f"Members added to the contacts: {made}")
        return HttpResponseRedirect(self.list_url)


class SiteList(DirectoryView, TemplateView):
    permission = Permission.CONTACTS_VIEW
    template_name = "partnerships/site_list.html"
    trail = "site-list"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**site_page(self.partnership), may_manage=self.may_manage, **kwargs)


class SiteFormPage(DirectoryForm):
    trail = "site-list"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"partnership": self.partnership}


class AddSite(SiteFormPage):
    form_class = SiteForm
    heading = "Add a setting"
    success_message = "Setting added"

    def get_initial(self) -> dict[str, Any]:
        return {"in_area": "yes"}

    def perform(self, form: Any) -> None:
        sites.add_site(by=self.request.user, partnership=self.partnership, **answers(form))  # type: ignore[arg-type]


class OneSite(DirectoryView):
    trail = "site-list"

    @cached_property
    def site(self) -> Site:
        held = Site.objects.select_related("partnership", "contact")
        return get_object_or_404(held, pk=self.kwargs["pk"], partnership=self.partnership, is_active=True)  # type: ignore[attr-defined]


class ChangeSite(OneSite, SiteFormPage):
    form_class = ChangeSiteForm
    success_message = "Setting saved"
    template_name = "partnerships/site_edit.html"

    def forget_changes(self) -> None:
        self.site.refresh_from_db()

    def get_initial(self) -> dict[str, Any]:
        return self.values_of(self.site) | {"version": self.site.version}

    def values_of(self, current: Any) -> dict[str, Any]:
        values = {name: getattr(current, name) for name in sites.FIELDS}
        return values | {"in_area": "yes" if current.in_area else "no"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(heading=f"Change {self.site.name}", site=self.site, **kwargs)

    def perform(self, form: Any) -> None:
        sites.change_site(by=self.request.user, site=self.site, **answers(form))  # type: ignore[arg-type]


class EndSite(OneSite, DirectoryForm):
    form_class = EndSiteForm
    success_message = "Setting taken out of the directory"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=f"Take {self.site.name} out of the directory",
            lead="It is no longer offered for meetings and visits. What was arranged there already keeps it.",
            **kwargs,
        )

    def perform(self, form: Any) -> None:
        sites.end_site(by=self.request.user, site=self.site, **answers(form))  # type: ignore[arg-type]


class Journeys(OneSite, DirectoryForm):
    """The minutes from one setting to each other, where somebody knows better than the estimate."""

    form_class = JourneyForm
    success_message = "Minutes saved"
    template_name = "partnerships/site_journeys.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"site": self.site}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=f"Minutes from {self.site.name}",
            site=self.site,
            rows=[(other.name, minutes) for other, minutes in queries.journeys_of(self.site)],
            **kwargs,
        )

    def perform(self, form: Any) -> str:
        given = form.cleaned_data
        sites.set_journey(by=self.request.user, site=self.site, other=given["other"], minutes=given["minutes"])  # type: ignore[arg-type]
        return self.request.path
