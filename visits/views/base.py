"""What the pages of this app share."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from accounts.choices import Permission
from core import once
from core.errors import Refused
from core.views import ServiceFormView
from inspections.models import Inspection
from inspections.views.base import InspectionView
from visits.models import SiteVisit

NOT_JUDGED = "This setting is visited as a sample of the area’s services. It is not being inspected or judged."


def here(name: str, inspection: Inspection, *args: Any) -> str:
    return reverse(f"visits:{name}", args=[inspection.reference, *args])


class WeeksView(InspectionView):
    """A page under the tab of the timetable; its breadcrumbs lead over the list of visits."""

    tab = "timetable"
    permission = Permission.TIMETABLE_VIEW
    over: tuple[str, str] = ("visit-list", "Visits to settings")

    def get_breadcrumbs(self) -> list[dict[str, str]]:
        name, text = self.over
        return [*super().get_breadcrumbs(), {"text": text, "href": here(name, self.inspection)}]


class VisitView(WeeksView):
    """A page of one visit, dropped or not."""

    @cached_property
    def visit(self) -> SiteVisit:
        return get_object_or_404(
            SiteVisit.objects.select_related(
                "inspection__partnership", "site__contact", "arrival", "record", "invitation", "chosen_by", "dropped_by"
            ),
            inspection=self.inspection,
            number=self.kwargs["number"],
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"visit": self.visit, "not_judged": NOT_JUDGED} | kwargs))

    def get_success_url(self) -> str:
        return self.visit.get_absolute_url()


class FormOf(ServiceFormView):
    """A form page of an inspection with a way back."""

    template_name = "visits/form_page.html"

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        form.cancel_url = self.get_success_url()
        return form


class ShowsLink(FormOf):
    """Makes a link that can be shown only once, so the answer to the form is the page itself. Sent again, the form leads back."""

    shown_template = "visits/link_made.html"

    def make(self, form: Any) -> str:
        """Make the link and return it, whole. May raise Refused."""
        raise NotImplementedError

    def shown_context(self, form: Any) -> dict[str, Any]:
        return {}

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                link = self.make(form)
                once.remember(self.request, self.get_success_url())
        except once.AnsweredBefore:
            return HttpResponseRedirect(self.get_success_url())
        except Refused as refused:
            form.add_refusal(refused)
            return self.form_invalid(form)
        context = self.get_context_data(form=form, made=link, back=self.get_success_url(), **self.shown_context(form))
        response = render(self.request, self.shown_template, context)
        response["Cache-Control"] = "no-store, private"
        return response
