"""Calendar files behind secret addresses, and the page where a person finds theirs."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.urls import reverse
from django.views import View
from django.views.generic import TemplateView

from accounts.access import reach_of
from core import reach
from core.views import ServiceFormView
from visits.forms.visits import ConfirmForm
from visits.models import FeedScope, SiteVisit
from visits.queries import ical
from visits.queries.feeds import Feed, addresses, entries_of, inspections_of, read
from visits.services import feeds


class CalendarFile(View):
    """Read by calendar programs, which have no session: the secret in the address says whose it is, and what that person may see
    is asked each time. An address made up, reset or no longer allowed is not found."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        feed = read(token)
        if feed:
            reach.become(reach_of(feed.user))
        inspections = inspections_of(feed) if feed else None
        if feed is None or inspections is None:
            answer = HttpResponse("Not found\n", status=404, content_type="text/plain; charset=utf-8")
            answer["Cache-Control"] = "no-store, private"
            return answer
        for inspection in inspections:
            feeds.bring_up_to_date(inspection=inspection)
        host = urlsplit(settings.SITE_URL).hostname or "inspections.example"
        body = ical.calendar(
            entries_of(feed, inspections), name=_name(feed, inspections), host=host, with_links=feed.scope == FeedScope.PERSON
        )  # fmt: skip
        etag = ical.etag(body)
        if etag in request.headers.get("If-None-Match", ""):
            same: HttpResponse = HttpResponseNotModified()
        else:
            same = HttpResponse(body, content_type="text/calendar; charset=utf-8")
            same["Content-Disposition"] = 'inline; filename="timetable.ics"'
        same["ETag"] = etag
        same["Cache-Control"] = "private, max-age=0, must-revalidate"
        same["X-Robots-Tag"] = "noindex, nofollow"
        return same


def _name(feed: Feed, inspections: list[Any]) -> str:
    if feed.scope == FeedScope.PERSON:
        return "Area SEND inspections: your meetings"
    if feed.scope == FeedScope.SITE:
        return f"Area SEND inspection: {SiteVisit.objects.select_related('site').get(pk=feed.subject).site}"
    return f"Area SEND inspection: {inspections[0].partnership}"


class Addresses(LoginRequiredMixin, TemplateView):
    template_name = "visits/calendar_addresses.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = addresses(self.request.user)
        inspections: list[tuple[Any, list[Any]]] = []
        for address in found[1:]:
            if address.scope == FeedScope.INSPECTION:
                inspections.append((address, []))
            else:
                inspections[-1][1].append(address)
        return super().get_context_data(own=found[0], inspections=inspections, **kwargs)


class Reset(ServiceFormView):
    """A new address for one of the person's own calendars."""

    template_name = "core/form_page.html"
    form_class = ConfirmForm
    success_message = "The address was changed. Add the new one to your calendar"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated:
            self.address = self.held(request.user, kwargs["scope"], kwargs["subject"])
        return super().dispatch(request, *args, **kwargs)

    def held(self, user: Any, scope: str, subject: int) -> Any:
        for address in addresses(user):
            if (address.scope, address.subject) == (scope, subject):
                return address
        raise Http404

    def get_success_url(self) -> str:
        return reverse("visits:calendar-addresses")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"submit_text": "Change the address"}

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        form.cancel_url = self.get_success_url()
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            caption=self.address.text,
            heading="Change the calendar address",
            lead="The old address stops working at once, in every calendar it was added to. Do this when somebody else has seen it.",
            **kwargs,
        )

    def perform(self, form: Any) -> None:
        feeds.reset(by=self.request.user, scope=self.address.scope, subject=self.address.subject)
