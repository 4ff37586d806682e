"""Engagement meetings and thematic visits: pages of a partnership, and the view of all areas."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import ListView, TemplateView

from accounts.access import can, holds, require
from accounts.choices import Permission
from core import clock
from core.views import ServiceFormView
from inspections.services.calendar import working_calendar
from monitoring.forms.engagement import (
    CancelMeetingForm,
    HoldMeetingForm,
    MeetingActionForm,
    MeetingForm,
    MeetingNotesForm,
    RegionForm,
    ThematicForm,
)
from monitoring.models import EngagementAction, EngagementMeeting, ThematicVisit
from monitoring.queries import engagement as reads
from monitoring.services import engagement
from monitoring.views.base import Press
from partnerships.models import Partnership
from partnerships.views.base import PartnershipView, breadcrumbs


class EngagementView(PartnershipView):
    """A page of one partnership. `manages` are those of Ofsted and CQC who plan and write up."""

    permission = Permission.ENGAGEMENT_VIEW

    @cached_property
    def manages(self) -> bool:
        return can(self.request.user, Permission.ENGAGEMENT_MANAGE, self.partnership)

    def reads_notes(self) -> bool:
        """Whoever reads the meetings of every area is of the inspectorates."""
        return self.manages or holds(self.request.user, Permission.ENGAGEMENT_VIEW)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        area = self.partnership
        crumbs = breadcrumbs(
            (area.name, area.get_absolute_url()),
            ("Engagement", reverse("monitoring:engagement-list", args=[area.slug])),
        )
        return super().get_context_data(**({"manages": self.manages, "breadcrumbs": crumbs} | kwargs))


class EngagementList(EngagementView, TemplateView):
    template_name = "monitoring/engagement_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        meetings = list(reads.meetings_of(self.partnership))
        last = next((meeting for meeting in meetings if meeting.is_held), None)
        expected = reads.expected_on(last.held_on, working_calendar()) if last and last.held_on else None
        return super().get_context_data(
            meetings=meetings,
            planned=any(meeting.is_planned for meeting in meetings),
            expected_on=expected,
            thematic=list(ThematicVisit.objects.filter(partnership=self.partnership)),
            **kwargs,
        )


class EngagementForm(EngagementView, ServiceFormView):
    template_name = "monitoring/engagement_form.html"
    permission = Permission.ENGAGEMENT_MANAGE
    heading = ""

    def back(self) -> str:
        return reverse("monitoring:engagement-list", args=[self.partnership.slug])

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        form.cancel_url = self.back()
        return form

    def get_success_url(self) -> str:
        return self.back()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"heading": self.heading, "caption": self.partnership.name} | kwargs))


class MeetingView(EngagementView):
    kwargs: dict[str, Any]

    @cached_property
    def meeting(self) -> EngagementMeeting:
        held = EngagementMeeting.objects.select_related("partnership")
        return get_object_or_404(held, partnership=self.partnership, number=self.kwargs["number"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(meeting=self.meeting, **kwargs)


class MeetingAdd(EngagementForm):
    form_class = MeetingForm
    heading = "Plan an engagement meeting"
    success_message = "Meeting planned"

    def get_initial(self) -> dict[str, Any]:
        return {"version": 0}

    def perform(self, form: Any) -> str:
        made = engagement.plan_meeting(
            by=self.request.user, partnership=self.partnership, **_given(form, "meet_on", "where", "agenda")
        )
        return made.get_absolute_url()


class MeetingDetail(MeetingView, TemplateView):
    """The agenda and what was agreed for the leaders; the notes only for Ofsted and CQC."""

    template_name = "monitoring/engagement_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            actions=list(self.meeting.actions.all()), reads_notes=self.reads_notes(), today=clock.today(), **kwargs
        )


class MeetingAct(MeetingView, EngagementForm):
    def back(self) -> str:
        return self.meeting.get_absolute_url()


class MeetingEdit(MeetingAct):
    form_class = MeetingForm
    heading = "Change the meeting"
    success_message = "Meeting saved"

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.meeting, name) for name in ("meet_on", "where", "agenda", "version")}

    def perform(self, form: Any) -> None:
        engagement.change_meeting(
            by=self.request.user, meeting=self.meeting, **_given(form, "version", "meet_on", "where", "agenda")
        )


class MeetingHold(MeetingAct):
    form_class = HoldMeetingForm
    heading = "Record that the meeting was held"
    success_message = "Recorded"

    def get_initial(self) -> dict[str, Any]:
        return {"held_on": min(self.meeting.meet_on, clock.today())}

    def perform(self, form: Any) -> None:
        given = _given(form, "held_on", "attended", "notes", "for_scheduling")
        engagement.hold_meeting(by=self.request.user, meeting=self.meeting, **given)


class MeetingNotes(MeetingAct):
    form_class = MeetingNotesForm
    heading = "Notes of Ofsted and CQC"
    success_message = "Notes saved"

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.meeting, name) for name in ("notes", "for_scheduling", "version")}

    def perform(self, form: Any) -> None:
        given = _given(form, "version", "notes", "for_scheduling")
        engagement.change_meeting(by=self.request.user, meeting=self.meeting, **given)


class MeetingCancel(MeetingAct):
    form_class = CancelMeetingForm
    heading = "Cancel the meeting"
    success_message = "Meeting cancelled"

    def perform(self, form: Any) -> None:
        engagement.cancel_meeting(by=self.request.user, meeting=self.meeting, reason=form.cleaned_data["reason"])


class MeetingActionAdd(MeetingAct):
    form_class = MeetingActionForm
    heading = "Record an agreed action"
    success_message = "Action recorded"

    def perform(self, form: Any) -> None:
        given = _given(form, "text", "owner_office", "due_on")
        engagement.agree_action(by=self.request.user, meeting=self.meeting, **given)


class MeetingActionDone(MeetingView, Press):
    permission = Permission.ENGAGEMENT_MANAGE

    def act(self) -> str:
        held = EngagementAction.objects.select_related("meeting__partnership")
        action = get_object_or_404(held, meeting=self.meeting, number=self.kwargs["action"])
        engagement.action_done(by=self.request.user, action=action)
        return "Marked as done"

    def led_to(self) -> str:
        return self.meeting.get_absolute_url()


class ThematicAdd(EngagementForm):
    form_class = ThematicForm
    heading = "Record a thematic visit"
    success_message = "Thematic visit saved"

    def get_initial(self) -> dict[str, Any]:
        return {"version": 0}

    def perform(self, form: Any) -> str:
        given = _given(form, "theme", "starts_on", "ends_on", "programme", "notes")
        made = engagement.write_thematic(by=self.request.user, partnership=self.partnership, **given)
        return made.get_absolute_url()


class ThematicDetail(EngagementView, TemplateView):
    template_name = "monitoring/thematic_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        visit = get_object_or_404(ThematicVisit, partnership=self.partnership, theme=self.kwargs["theme"])
        return super().get_context_data(visit=visit, reads_notes=self.reads_notes(), **kwargs)


class EngagementOverview(LoginRequiredMixin, ListView):
    """Every area with its last engagement meeting and what it means for scheduling: for those who schedule inspections."""

    template_name = "monitoring/engagement_overview.html"
    paginate_by = 25
    model = Partnership

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        require(request.user, Permission.ENGAGEMENT_MANAGE)
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> Any:
        self.form = RegionForm(self.request.GET, regions=reads.regions())
        self.form.is_valid()
        return reads.areas(today=clock.today(), region=self.form.cleaned_data.get("region", ""))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(form=self.form, **kwargs)
        page = list(context["object_list"])
        return context | {"rows": reads.overview(page, today=clock.today(), calendar=working_calendar())}


def _given(form: Any, *names: str) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in names}
