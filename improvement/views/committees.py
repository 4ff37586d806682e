"""The committee meetings that have a plan on their agenda: adding, changing and removing one."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.shortcuts import get_object_or_404

from accounts.choices import Permission
from improvement.forms.actions import RemoveForm
from improvement.forms.committees import EXEMPT, OPEN, MeetingForm, NewMeetingForm
from improvement.models import CommitteeMeeting
from improvement.services import committees
from improvement.views.acts import PlanAct


class MeetingAct(PlanAct):
    """A form page of a meeting that leads back to the meetings on the plan's page."""

    template_name = "improvement/committee_edit.html"
    permission = Permission.PLAN_EDIT

    def get_success_url(self) -> str:
        return f"{self.plan.get_absolute_url()}#committees"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"plan": self.plan}

    @cached_property
    def meeting(self) -> CommitteeMeeting:
        return get_object_or_404(CommitteeMeeting, plan=self.plan, pk=self.kwargs["pk"])

    def forget_changes(self) -> None:
        super().forget_changes()
        self.__dict__.pop("meeting", None)


class MeetingAdd(MeetingAct):
    form_class = NewMeetingForm
    success_message = "Meeting added"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(is_open=self.plan.is_open, **kwargs)

    def perform(self, form: Any) -> None:
        committees.add_meeting(by=self.request.user, plan=self.plan, **form.values())


class MeetingEdit(MeetingAct):
    form_class = MeetingForm
    success_message = "Meeting saved"

    def get_initial(self) -> dict[str, Any]:
        held = {name: getattr(self.meeting, name) for name in ("body", "meets_on", "decision", "version")}
        return held | {"access": EXEMPT if self.meeting.exempt else OPEN}

    def values_of(self, current: Any) -> dict[str, Any]:
        return super().values_of(current) | {"access": EXEMPT if current.exempt else OPEN}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(meeting=self.meeting, is_open=self.plan.is_open, **kwargs)

    def perform(self, form: Any) -> None:
        committees.change_meeting(
            by=self.request.user, meeting=self.meeting, version=form.cleaned_data["version"], **form.values()
        )


class MeetingRemove(MeetingAct):
    template_name = "improvement/remove.html"
    form_class = RemoveForm
    success_message = "Meeting removed"

    def get_form_kwargs(self) -> dict[str, Any]:
        given = super().get_form_kwargs()
        del given["plan"]
        return given

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            thing="a committee meeting",
            words=str(self.meeting),
            back=self.get_success_url(),
            may_be_written=self.plan.is_open,
            signed_by="",
            **kwargs,
        )

    def perform(self, form: Any) -> None:
        committees.remove_meeting(by=self.request.user, meeting=self.meeting)
