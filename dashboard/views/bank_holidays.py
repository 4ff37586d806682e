"""The bank holidays the sums are made with, and adding one that was announced late: look first, then confirm."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django import forms
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.generic import TemplateView

from accounts.access import holds, require
from accounts.choices import Permission
from core.errors import Refused
from core.forms import DateField, GovukForm
from core.views import ServiceFormView
from inspections.models import AddedBankHoliday
from inspections.services.calendar import Shift, add_bank_holiday, preview_bank_holiday, working_calendar
from rulebook import words

CONFIRM = "confirm"
SHOWN = 50


class BankHolidayForm(GovukForm):
    submit_text = "See which deadlines will move"
    day = DateField(
        label="Which day is it?",
        thing="The bank holiday",
        help_text="For example, 19 9 2022",
        error_messages={"required": "Enter the day"},
    )
    name = forms.CharField(
        label="What is it called?", max_length=100, error_messages={"required": "Enter the name of the bank holiday"}
    )
    reason = forms.CharField(
        label="Where was it announced?",
        help_text="It is kept with each deadline that moves.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter where it was announced"},
    )


class BankHolidays(LoginRequiredMixin, TemplateView):
    template_name = "dashboard/bank_holidays.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        calendar = working_calendar()
        years = groupby(sorted(calendar.holidays.items(), reverse=True), key=lambda item: item[0].year)
        return super().get_context_data(
            calendar=calendar,
            years=[(year, sorted(items)) for year, items in years],
            added=AddedBankHoliday.objects.select_related("added_by").order_by("-date"),
            may_add=holds(self.request.user, Permission.CALENDAR_MANAGE),
            **kwargs,
        )


class BankHolidayAdd(ServiceFormView):
    """The first sending shows what would move; only the second, with `confirm`, changes anything."""

    form_class = BankHolidayForm
    success_message = "Bank holiday added"
    extra_context = {
        "heading": "Add a bank holiday",
        "lead": "You will see which open deadlines move before anything changes.",
    }

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            require(request.user, Permission.CALENDAR_MANAGE)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["breadcrumbs"] = [{"text": "Bank holidays", "href": reverse("dashboard:bank-holidays")}]
        return context

    def form_valid(self, form: Any) -> HttpResponse:
        if CONFIRM in self.request.POST:
            return super().form_valid(form)
        try:
            shifts = preview_bank_holiday(form.cleaned_data["day"], form.cleaned_data["name"])
        except Refused as refused:
            form.add_refusal(refused)
            return self.form_invalid(form)
        return render(
            self.request,
            "dashboard/bank_holiday_preview.html",
            preview(form, shifts) | self.get_context_data(form=form),
        )

    def perform(self, form: Any) -> str:
        given = form.cleaned_data
        add_bank_holiday(by=self.request.user, day=given["day"], name=given["name"], reason=given["reason"])
        return reverse("dashboard:bank-holidays")


def preview(form: Any, shifts: list[Shift]) -> dict[str, Any]:
    """How many deadlines move, one of them in words, the rest in a table."""
    moving = [shift for shift in shifts if shift.moves]
    return {
        "day": form.cleaned_data["day"],
        "name": form.cleaned_data["name"],
        "kept": [(name, values) for name, values in form.data.lists() if name != "csrfmiddlewaretoken"],
        "total": len(moving),
        "summary": summary(moving),
        "shifts": shifts[:SHOWN],
        "more": max(0, len(shifts) - SHOWN),
        "by_hand": sum(shift.deadline.hand_moved for shift in shifts),
    }


def summary(moving: list[Shift]) -> str:
    """ "14 open deadlines will move, for example …"."""
    if not moving:
        return "No open deadline will move."
    example = next((shift for shift in moving if shift.deadline.scope == "plan"), moving[0])
    counted = words.count(len(moving), "open deadline")
    return (
        f"{counted} will move, for example ‘{example.deadline}’, due {words.weekday(example.old_due_on)}, "
        f"becomes {words.weekday(example.new_due_on)}."
    )
