"""Two pages that show every part of the front end, for tests and for looking at. Not part of the product's addresses."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from core.charts import (
    Bar,
    Line,
    Marker,
    bar_chart,
    line_chart,
    line_rows,
    month_grid,
    month_rows,
    strip_rows,
    timeline_strip,
)
from core.forms import ChoiceText, DateField, GovukForm, TimeField, VersionField
from rulebook.calendar import WorkingCalendar

AREAS = [
    ("", "Choose an area"),
    ("870", "Reading"),
    ("839", "Bournemouth, Christchurch and Poole"),
    ("940", "North Northamptonshire"),
]
LONG_NAME = "Bournemouth, Christchurch and Poole and NHS Bath and North East Somerset, Swindon and Wiltshire Integrated Care Board"


class EverythingForm(GovukForm):
    """One field of each kind."""

    submit_text = "Record notification"
    cancel_url = "/components/"
    version = VersionField()
    notified_on = DateField(label="Notification date", help_text="For example, 29 4 2024 or 29 April 2024")
    onsite_start_on = DateField(label="When do inspectors come on site?", required=False)
    told_at = TimeField(label="Time they were told", help_text="For example, 9:35am")
    area = forms.ChoiceField(label="Area", choices=AREAS)
    kind = forms.ChoiceField(
        label="What kind of inspection is it?",
        widget=forms.RadioSelect,
        choices=[
            ("full", ChoiceText("Full inspection", hint="Three weeks, with a report and an outcome")),
            ("monitoring", "Monitoring inspection"),
            ("other", ChoiceText("None of these", divider=True)),
        ],
    )
    needs = forms.MultipleChoiceField(
        label="Which needs are followed?",
        widget=forms.CheckboxSelectMultiple,
        choices=[
            ("asd", "Autistic spectrum disorder"),
            ("semh", "Social, emotional and mental health"),
            ("pd", "Physical disability"),
        ],
    )
    agreed = forms.BooleanField(label="I have told the director of children's services")
    lead = forms.CharField(label="Lead inspector", max_length=100, strip=True)
    email = forms.EmailField(label="Email address")
    cases = forms.IntegerField(label="Number of tracked cases", min_value=1, max_value=8)
    share = forms.DecimalField(label="Share of pupils", required=False)
    site = forms.URLField(label="Local offer website", required=False, assume_scheme="https")
    reason = forms.CharField(label="Reason for the change", widget=forms.Textarea, max_length=400)
    note = forms.CharField(label="Note", widget=forms.Textarea, required=False)
    letter = forms.FileField(label="Signed letter", help_text="A PDF of up to 10MB")
    password = forms.CharField(label="Your password", widget=forms.PasswordInput, strip=False)


def form_page(request: HttpRequest) -> HttpResponse:
    form = EverythingForm(request.POST or None, request.FILES or None, initial={"version": 1})
    if request.method == "POST" and form.is_valid():
        messages.success(request, "The notification was recorded")
        messages.info(request, "The set-up call is due on Tuesday 30 April 2024")
    return _page(request, FORM_PAGE, {"form": form, "back_url": "/components/"})


CALENDAR = WorkingCalendar.load()
BARS = [
    Bar("Survey and set-up", date(2024, 4, 29), date(2024, 5, 3)),
    Bar("Fieldwork off site", date(2024, 5, 7), date(2024, 5, 10)),
    Bar("On site", date(2024, 5, 13), date(2024, 5, 17)),
]
MARKERS = [
    Marker("Notification call", date(2024, 4, 29)),
    Marker("Tracked cases chosen", date(2024, 5, 2)),
    Marker("Final feedback to the partnership and its board", date(2024, 5, 17)),
]
YEARS = [str(year) for year in range(2016, 2026)]
LINES = [
    Line("Southampton", [2.8, 2.9, 3.1, 3.4, 3.6, 3.9, None, 4.6, 4.9, 5.2]),
    Line("Statistical neighbours", [2.9, 2.9, 3.0, 3.1, 3.4, 3.7, 4.0, 4.3, 4.8, 5.3]),
    Line("England", [2.8, 2.8, 2.9, 3.1, 3.3, 3.7, 4.0, 4.3, 4.8, 5.3], muted=True),
]


TASKS = [
    ("Notification call", "#", "Done"),
    ("Set-up call", "#", "To do", "blue"),
    ("Letter", "", "Cannot start yet", "", "After 17 May"),
]
OUTCOMES = [
    ("Typically positive experiences", 27),
    ("Inconsistent experiences and outcomes", 43),
    ("Widespread failings", 26),
]


def components_page(request: HttpRequest) -> HttpResponse:
    start, due = date(2024, 4, 29), date(2024, 6, 7)
    context: dict[str, Any] = {
        "navigation": [
            {"text": "Home", "href": "/"},
            {"text": "Inspections", "href": "/components/", "active": True},
            {"text": "Plans", "href": "/form/"},
        ],
        "footer_links": [{"text": "Accessibility statement", "href": "/form/"}, {"text": "Privacy", "href": "/form/"}],
        "breadcrumbs": [{"text": "Inspections", "href": "/form/"}, {"text": "Southampton"}],
        "demonstration": True,
        "long_name": LONG_NAME,
        "facts": [("Reference", "SEND-2024-014"), ("Lead", None), ("Local area nominated officer", "Asha Verma-Featherstonehaugh")],
        "items": [
            {"text": "Overview", "href": "#", "active": True},
            {"text": "Timeline", "href": "#"},
            {"text": "Deadlines", "href": "#", "count": 4},
            {"text": "Team", "href": "#"},
            {"text": "History", "href": "#"},
        ],
        "stages": [
            {"text": "Notified", "state": "done"},
            {"text": "Fieldwork", "state": "current"},
            {"text": "On site", "state": "later"},
            {"text": "Report published", "state": "later", "note": "by 16 July"},
        ],
        "numbers": [
            {"figure": 12, "text": "open deadlines", "href": "#"},
            {"figure": 3, "text": "late", "href": "#"},
            {"figure": 153, "text": "areas"},
        ],
        "due_on": due,
        "head": ["Deadline", "Due", "Owner", "Working days left"],
        "rows": [["Report published", due, LONG_NAME, 12], ["Letter to the area", date(2024, 5, 3), "Lead inspector", -1]],
        "summary": [
            ("Area", LONG_NAME, "#", "Change"),
            ("Notified", start, "#", "Change", "notification date"),
            ("Council told", None),
            ("Calls", ["Council, 9:35am", "Board, 10am"]),
        ],
        "tasks": TASKS,
        "entries": [
            {"title": "Date changed", "at": datetime(2024, 5, 2, 8, 35, tzinfo=UTC), "by": "Maria Okafor", "reason": "Bank holiday"},
            {"title": "Created", "at": datetime(2024, 4, 29, 8, 35, tzinfo=UTC), "text": "First line\n\nSecond paragraph"},
        ],
        "tabs": [("chart", "Chart", "The chart"), ("table", "Table", "The table")],
        "strip": timeline_strip(
            bars=BARS, markers=MARKERS, holidays=CALENDAR.holidays, today=date(2024, 5, 8), title="Three weeks of the inspection",
            description="Notified on Monday 29 April, on site from Monday 13 to Friday 17 May 2024.",
        ),
        "strip_head": ["What", "First day", "Last day"],
        "month_head": ["Day", "Counted"],
        "strip_rows": strip_rows(BARS, MARKERS),
        "plan_strip": timeline_strip(
            bars=[Bar("Write the plan", date(2016, 12, 1), date(2017, 2, 24)), Bar("Approve it", date(2017, 2, 27), date(2017, 3, 10))],
            markers=[Marker("Report received", date(2016, 12, 1)), Marker("Plan due", date(2017, 3, 14))],
            holidays=CALENDAR.holidays, title="70 working days", description="The plan is due on 14 March 2017.", ident="plan",
        ),
        "months": month_grid(start_on=start, due_on=due, calendar=CALENDAR),
        "month_rows": month_rows(start_on=start, due_on=due, calendar=CALENDAR),
        "chart": line_chart(
            labels=YEARS, lines=LINES, unit="%", title="Pupils with an education, health and care plan",
            description="Southampton rose from 2.8% to 5.2%, like England.",
        ),
        "chart_head": ["Year", *(line.label for line in LINES)],
        "chart_rows": line_rows(YEARS, LINES),
        "bars": bar_chart(
            items=OUTCOMES,
            title="Outcomes", description="Inconsistent is the most frequent outcome.",
        ),
    }  # fmt: skip
    return _page(request, COMPONENTS_PAGE, context)


def _page(request: HttpRequest, source: str, context: dict[str, Any]) -> HttpResponse:
    return HttpResponse(engines["django"].from_string(source).render(context, request))


FORM_PAGE = """{% extends "base.html" %}{% load crispy_forms_tags %}{% block title %}Record the notification{% endblock %}
{% block content %}
<div class="govuk-grid-row"><div class="govuk-grid-column-two-thirds">
<h1 class="govuk-heading-l">Record the notification</h1>{% crispy form %}
</div></div>
{% endblock %}"""

COMPONENTS_PAGE = """{% extends "base.html" %}{% block title %}Southampton{% endblock %}{% block content %}
{% include "components/identity.html" with title=long_name facts=facts tag_text="Fieldwork" tag_colour="blue" %}
{% include "components/sub_navigation.html" with label="Inspection" %}
<h1 class="govuk-heading-l">Overview</h1>
{% include "components/progress.html" %}
{% include "components/numbers.html" with items=numbers %}
{% include "components/due.html" with title="Report due" on=due_on href="#" %}
{{ strip }}
{% govuk_table "Stages and dates" strip_head strip_rows %}
{{ plan_strip }}
<h2 class="govuk-heading-m">How the date was worked out</h2>{{ months }}
{% details "Each day" %}{% govuk_table "Days counted" month_head month_rows %}{% enddetails %}
<h2 class="govuk-heading-m">Plans</h2>{{ chart }}{% govuk_table "Share of pupils with a plan" chart_head chart_rows %}
<div class="govuk-grid-row"><div class="govuk-grid-column-one-half"><h2 class="govuk-heading-m">Outcomes</h2>{{ bars }}</div></div>
<h2 class="govuk-heading-m">Parts</h2>
{% govuk_table "Deadlines" head rows %}{% govuk_summary summary %}{% govuk_summary summary title="Notification" %}
{% govuk_tasks tasks %}{% warning "The notification is not on a Monday." %}{% inset %}<p class="govuk-body">Inset</p>{% endinset %}
{% govuk_tabs tabs %}{% button "Continue" href="/form/" %} {% button "Remove" kind="warning" %}
{% govuk_tag "Late" "overdue" %} {% govuk_tag "Due soon" "due_soon" %} {% govuk_tag "Met" "met" %}
<h2 class="govuk-heading-m">History</h2>{% include "components/history.html" %}
{% endblock %}"""

urlpatterns = [
    path("", components_page),
    path("components/", components_page),
    path("form/", form_page),
    path("accounts/", include("accounts.sign_in_urls")),
]
