"""The timeline of an inspection and the explanation of each of its dates."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView

from accounts.choices import Permission
from core import clock
from core.views import ServiceFormView
from inspections.forms.dates import DatesForm, DeadlineChangeForm, DeadlineMetForm
from inspections.models import Deadline
from inspections.queries import timeline
from inspections.services import inspections as services
from inspections.services import timeline as timeline_services
from inspections.services.calendar import working_calendar
from inspections.views.base import InspectionView, address
from inspections.views.explanation import Explained, explained
from inspections.views.overview import dates, notification_warnings
from rulebook import words


class Timeline(InspectionView, TemplateView):
    template_name = "inspections/inspection_timeline.html"
    tab = "timeline"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = clock.today()
        rows = timeline.rows(self.inspection, today=today)
        return super().get_context_data(
            rows=rows,
            strip=timeline.strip(self.inspection, rows, today=today),
            dates=dates(self.inspection),
            warnings=notification_warnings(self.inspection),
            may_set_dates=Permission.DEADLINE_CHANGE in self.rights and not self.inspection.is_published,
            **kwargs,
        )


class DeadlineView(InspectionView):
    """A page of one deadline of this inspection."""

    tab = "timeline"

    def deadline(self) -> Deadline:
        return get_object_or_404(
            Deadline.objects.select_related("inspection__partnership", "met_by", "moved_by"),
            inspection=self.inspection,
            pk=self.kwargs["pk"],
        )

    def get_breadcrumbs(self) -> list[dict[str, str]]:
        return [
            *super().get_breadcrumbs(),
            {"text": "Timeline", "href": address("inspection-timeline", self.inspection)},
        ]


class DeadlineDetail(DeadlineView, TemplateView):
    template_name = "inspections/deadline_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        deadline = self.deadline()
        shown = explained(deadline, calendar=working_calendar(), today=clock.today())
        return super().get_context_data(
            deadline=deadline,
            explained=shown,
            facts=facts(deadline, shown),
            day_head=("Day", "Counted"),
            assumed=deadline.anchor in self.inspection.assumed,
            may_change=deadline.is_open and Permission.DEADLINE_CHANGE in self.rights,
            may_meet=deadline.is_open and Permission.DEADLINE_MEET in self.rights,
            **kwargs,
        )


def facts(deadline: Deadline, shown: Explained) -> list[tuple[str, Any]]:
    """Rows of the summary list beside the sentence."""
    rows: list[tuple[str, Any]] = [
        ("Counted from", f"{words.weekday(deadline.anchor_on)}, {shown.anchor}"),
        ("Rule", f"{shown.rule} {shown.anchor}"),
        ("Who must act", deadline.owner),
        (
            "Source",
            deadline.source if deadline.confirmed else f"{deadline.source}. Not confirmed by a published source.",
        ),
    ]
    if shown.sum is not None and shown.sum.working_days_counted is not None:
        rows += [
            ("Working days counted", shown.sum.working_days_counted),
            ("Weekend days left out", shown.sum.weekend_days),
            ("Bank holidays left out", shown.bank_holidays or "None"),
        ]
    if deadline.shifted_days:
        rows.append(("Added for a pause", words.count(deadline.shifted_days, "working day")))
    if shown.note:
        rows.append(("Note", shown.note))
    rows.append(("Bank holidays used", f"Edition {deadline.calendar_edition}"))
    if deadline.met_on:
        rows.append(
            (
                "Met",
                f"{words.weekday(deadline.met_on)}" + (f", recorded by {deadline.met_by}" if deadline.met_by else ""),
            )
        )
    return rows


def closed_because(deadline: Deadline) -> str:
    """Why a deadline can no longer be met or moved, in words; "" while it is open."""
    if deadline.met_on:
        by = f", recorded by {deadline.met_by}" if deadline.met_by else ""
        return f"It was met on {words.weekday(deadline.met_on)}{by}, so nothing is left to do."
    if deadline.closed_on:
        return f"It was closed on {words.weekday(deadline.closed_on)}, so nothing is left to do."
    return ""


class OpenDeadlineView(DeadlineView, ServiceFormView):
    """A form about a deadline that is open. Where it is not, the page says why instead of showing the form."""

    heading = ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        deadline = self.deadline()
        if why := closed_because(deadline):
            self.template_name = "inspections/deadline_closed.html"
            context = self.get_context_data(form=None, why=why, deadline=deadline)
            return self.render_to_response(context | {"heading": f"{self.heading}: {deadline.name}"})
        return super().get(request, *args, **kwargs)


class DeadlineChange(OpenDeadlineView):
    heading = "Change the date"
    template_name = "inspections/form_page.html"
    form_class = DeadlineChangeForm
    permission = Permission.DEADLINE_CHANGE

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.deadline().version}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        deadline = self.deadline()
        return super().get_context_data(
            heading=f"Change the date: {deadline.name}",
            lead=f"It is due on {words.weekday(deadline.due_on)}. The date the rule gave, {words.weekday(deadline.original_due_on)}, "
            "stays on the record.",
            **kwargs,
        )

    def perform(self, form: Any) -> str:
        deadline = timeline_services.change_date(
            by=self.request.user,
            deadline=self.deadline(),
            due_on=form.cleaned_data["due_on"],
            reason=form.cleaned_data["reason"],
            version=form.cleaned_data["version"],
        )
        return address("deadline-detail", self.inspection, deadline.pk)

    def values_of(self, current: Any) -> dict[str, Any]:
        return {"due_on": current.due_on, "reason": current.moved_reason}

    def get_success_message(self, form: Any) -> str:
        return f"The date is now {words.weekday(form.cleaned_data['due_on'])}"


class DeadlineMet(OpenDeadlineView):
    heading = "Mark as met"
    template_name = "inspections/form_page.html"
    form_class = DeadlineMetForm
    permission = Permission.DEADLINE_MEET
    success_message = "Marked as met"

    def get_initial(self) -> dict[str, Any]:
        return {"met_on": clock.today()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        deadline = self.deadline()
        return super().get_context_data(
            heading=f"Mark as met: {deadline.name}", lead=f"It is due on {words.weekday(deadline.due_on)}.", **kwargs
        )

    def perform(self, form: Any) -> str:
        timeline_services.mark_met(by=self.request.user, deadline=self.deadline(), met_on=form.cleaned_data["met_on"])
        return address("inspection-timeline", self.inspection)


FOUR_DATES = ("notified_on", "fieldwork_start_on", "onsite_start_on", "onsite_end_on")


class Dates(InspectionView, ServiceFormView):
    """The four dates that are kept apart. Two people who edit them at once each see what the other wrote."""

    template_name = "inspections/form_page.html"
    form_class = DatesForm
    permission = Permission.DEADLINE_CHANGE
    tab = "timeline"
    success_message = "Dates saved. The deadlines that depend on them were worked out again."

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.inspection, name) for name in (*FOUR_DATES, "version")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading="Change the dates of the inspection",
            lead="Open deadlines that are counted from these dates are worked out again. Deadlines that were met or moved by hand "
            "stay as they are.",
            **kwargs,
        )

    def perform(self, form: Any) -> str:
        services.set_dates(
            by=self.request.user,
            inspection=self.inspection,
            version=form.cleaned_data["version"],
            reason=form.cleaned_data["reason"],
            **{name: form.cleaned_data[name] for name in FOUR_DATES},
        )
        return address("inspection-timeline", self.inspection)
