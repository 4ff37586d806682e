"""Pages opened by a link, without an account. Each shows what its link is for and nothing else of the inspection."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView

from core import clock, reach
from core.box_pages import BoxesMixin
from core.views import ServiceFormMixin
from core.words import date_range, joined, long_date
from inspections.models import Inspection
from visits import parent_texts
from visits.forms.public import AvailabilityForm, SignUpForm
from visits.forms.visits import ArrivalForm
from visits.queries import ical, links
from visits.queries.availability import days_of, ticked_away
from visits.queries.feeds import entries_at
from visits.queries.sign_ups import standing
from visits.queries.visits import coming, days_at, place_word
from visits.services import availability, feeds, limits, sign_ups, visits
from visits.services.visits import NEEDS


def closed(request: HttpRequest) -> HttpResponse:
    """The same page for a link that never was, has run out or was taken back."""
    return render(request, "visits/closed.html", status=404)


@method_decorator(sensitive_post_parameters(), name="dispatch")
class ByLink:
    """Finds what the link opens, or says that it no longer works. Kept by no cache, found by no search engine.

    The referrer policy is "same-origin" and not "no-referrer": other sites learn nothing from either, but with the latter browsers
    send "Origin: null" with a form, which the check against forged requests rightly refuses.
    """

    request: HttpRequest
    found: Any

    def find(self, secret: str) -> Any:
        raise NotImplementedError

    def inspection(self) -> Inspection:
        """The inspection to which what was found belongs."""
        raise NotImplementedError

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        secret = next(iter(kwargs.values()))
        with reach.everything():  # the secret is the right, and only what it leads to says where
            self.found = self.find(secret)
        if self.found is not None:
            reach.add(self.inspection().partnership_id)
        if self.found is None:
            answer: HttpResponseBase = closed(request)
        elif request.method == "POST" and limits.too_many(secret):
            answer = render(request, "429.html", status=429)
        else:
            answer = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        answer["Cache-Control"] = "no-store, private"
        answer["Referrer-Policy"] = "same-origin"
        answer["X-Robots-Tag"] = "noindex, nofollow"
        return answer


class SettingPage(ByLink, ServiceFormMixin, FormView):
    """What will happen, who comes, what not to prepare, the text for parents, and the form for practical needs."""

    template_name = "visits/setting_page.html"
    form_class = ArrivalForm
    success_message = "Thank you. Inspectors will see what you wrote"

    def find(self, secret: str) -> Any:
        return links.setting_link(secret)

    def inspection(self) -> Inspection:
        found: Inspection = self.found.visit.inspection
        return found

    def get_success_url(self) -> str:
        return self.request.path

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.found.visit.arrival, name) for name in (*NEEDS, "version")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        visit = self.found.visit
        days = days_at(visit)
        last = links.closes_on(visit)
        inspection = visit.inspection
        week = date_range(inspection.onsite_start_on, inspection.onsite_end_on)
        area, site = str(inspection.partnership), str(visit.site)
        when = f"on {joined(day.date for day in days)}" if days else f"in the week {week}" if week else "soon"
        return super().get_context_data(
            site=visit.site,
            area=area,
            word=place_word(visit.site),
            days=days,
            week=week,
            people=coming(days),
            texts=parent_texts.texts(area=area, site=site, when=when),
            closes_on=last,
            answered_at=visit.arrival.changed_at,
            calendar=reverse("visits:setting-calendar", args=[self.kwargs["token"]]),
            **kwargs,
        )

    def forget_changes(self) -> None:
        self.found.visit.arrival.refresh_from_db()

    def perform(self, form: Any) -> None:
        held = {name: form.cleaned_data[name] for name in NEEDS}
        visits.write_arrival(by=None, visit=self.found.visit, version=form.cleaned_data["version"], **held)


class SettingCalendar(ByLink, View):
    """The visit for the setting's own calendar; it works as long as the setting's page."""

    def find(self, secret: str) -> Any:
        return links.setting_link(secret)

    def inspection(self) -> Inspection:
        found: Inspection = self.found.visit.inspection
        return found

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        visit = self.found.visit
        feeds.bring_up_to_date(inspection=visit.inspection)
        host = urlsplit(settings.SITE_URL).hostname or "inspections.example"
        body = ical.calendar(entries_at(visit), name=f"Visit to {visit.site}", host=host)
        return HttpResponse(body, content_type="text/calendar; charset=utf-8")


class Availability(ByLink, BoxesMixin, FormView):
    template_name = "visits/availability.html"
    form_class = AvailabilityForm
    success_message = "Thank you. We have kept when you are away"

    def find(self, secret: str) -> Any:
        return links.availability_link(secret)

    def inspection(self) -> Inspection:
        found: Inspection = self.found.inspection
        return found

    def get_success_url(self) -> str:
        return self.request.path

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"days": days_of(self.found.inspection)}

    def get_initial(self) -> dict[str, Any]:
        initial: dict[str, list[str]] = {}
        for day, half in ticked_away(self.found):
            initial.setdefault(f"away_{day:%Y%m%d}", []).append(half)
        return initial

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        inspection = self.found.inspection
        return super().get_context_data(
            contact=self.found.contact,
            area=inspection.partnership,
            answered_at=self.found.answered_at,
            last_day=long_date(inspection.onsite_end_on),
            **kwargs,
        )

    def perform(self, form: Any) -> None:
        availability.answer(by=None, link=self.found, away=form.away(), shown=form.away_shown())


class SignUpPublic(ByLink, ServiceFormMixin, FormView):
    """Signing up to an open meeting, between the times its page opens and closes."""

    template_name = "visits/sign_up.html"
    form_class = SignUpForm

    def find(self, secret: str) -> Any:
        return links.sign_up_page(secret)

    def inspection(self) -> Inspection:
        found: Inspection = self.found.meeting.inspection
        return found

    def get_success_url(self) -> str:
        return f"{self.request.path}?done=yes"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if standing(self.found, clock.now()) != "open":
            messages.warning(request, "Signing up is not open. Nothing was kept")
            return HttpResponseRedirect(request.path)
        return super().post(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        meeting = self.found.meeting
        return super().get_context_data(
            page=self.found,
            meeting=meeting,
            area=meeting.inspection.partnership,
            standing=standing(self.found, clock.now()),
            done=self.request.GET.get("done") == "yes",
            **kwargs,
        )

    def perform(self, form: Any) -> None:
        held = form.cleaned_data
        sign_ups.sign_up(
            by=None,
            page=self.found,
            key=held["submission_key"],
            people=held["people"],
            needs=held["needs"],
            email=held["email"],
        )
