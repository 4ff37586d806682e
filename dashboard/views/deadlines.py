"""All deadlines a person may see, as a table and as a calendar feed."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views import View
from django.views.generic import ListView
from icalendar import Calendar, Event, Timezone

from core import clock
from core.forms import GovukForm
from core.views import AnyPage, NearerEnd
from dashboard import queries
from inspections.models import Deadline
from inspections.services.calendar import working_calendar

SHOW = [(queries.OPEN, "Open"), (queries.OVERDUE, "Overdue"), (queries.MET, "Met"), (queries.ALL, "All")]


class DeadlineFilterForm(GovukForm):
    form_method = "get"
    text = forms.CharField(label="Area or deadline", required=False, max_length=100)
    show = forms.ChoiceField(label="Which deadlines", choices=SHOW, required=False)

    def which(self) -> str:
        self.is_valid()
        return self.cleaned_data.get("show") or queries.OPEN

    def words(self) -> str:
        self.is_valid()
        return str(self.cleaned_data.get("text", "")).strip()


class DeadlineList(LoginRequiredMixin, AnyPage, ListView):
    template_name = "dashboard/deadline_list.html"
    context_object_name = "deadlines"
    paginator_class = NearerEnd
    paginate_by = 50

    def get_queryset(self) -> Any:
        self.form = DeadlineFilterForm({"show": queries.OPEN} | self.request.GET.dict())
        return queries.deadlines(self.request.user, self.form.which(), today=clock.today(), text=self.form.words())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(form=self.form, **kwargs)
        context["rows"] = queries.deadline_rows(context["deadlines"], today=clock.today(), calendar=working_calendar())
        context["filtered"] = bool(self.form.words()) or self.form.which() != queries.OPEN
        return context


class DeadlineFeed(LoginRequiredMixin, View):
    """iCalendar: a day-long event for each deadline. Area and duty only; no person and no child is named."""

    def get(self, request: HttpRequest) -> HttpResponse:
        calendar = Calendar()
        calendar.add("prodid", "-//Area SEND inspections//Deadlines//EN")
        calendar.add("version", "2.0")
        calendar.add("method", "PUBLISH")
        calendar.add("x-wr-calname", "Area SEND inspections: deadlines")
        calendar.add("x-wr-timezone", str(clock.LONDON))
        calendar.add("refresh-interval", timedelta(hours=12), parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", timedelta(hours=12))
        calendar.add_component(Timezone.from_tzid(str(clock.LONDON)))
        host = urlsplit(settings.SITE_URL).hostname or "localhost"
        now = clock.now().astimezone(timezone.get_default_timezone())
        for deadline in queries.feed(request.user, today=clock.today()):
            calendar.add_component(event(deadline, host, now))
        response = HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = 'inline; filename="deadlines.ics"'
        return response


def event(deadline: Deadline, host: str, now: datetime) -> Event:
    """The UID is made of what never changes; SEQUENCE is the row's version, which only rises."""
    inspection = deadline.inspection
    made = Event()
    made.add("uid", f"{inspection.reference}.{deadline.scope}.{deadline.rule_code}.{deadline.occurrence}@{host}")
    made.add("dtstamp", now)
    made.add("dtstart", deadline.due_on)
    if deadline.due_on < date.max:  # without an end, an event of a day lasts that day
        made.add("dtend", deadline.due_on + timedelta(days=1))
    made.add("sequence", deadline.version)
    about = "About: " if deadline.approximate else ""
    met = "Met: " if deadline.met_on else ""
    made.add("summary", f"{met}{about}{inspection.partnership.name}: {deadline.name}")
    made.add("description", f"{deadline.owner}. {inspection.kind_spec.name}, {inspection.reference}.")
    made.add("url", f"{settings.SITE_URL}/inspections/{inspection.reference}/deadlines/{deadline.pk}/")
    made.add("transp", "TRANSPARENT")
    made.add("status", "CONFIRMED" if deadline.is_open or deadline.met_on else "CANCELLED")
    return made
