"""The final feedback meeting."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import TemplateView

from accounts.choices import Permission
from coordination.forms.others import FeedbackForm, SeatForm
from coordination.forms.parts import grouped, instant
from coordination.models import FeedbackMeeting, FeedbackSeat
from coordination.queries.feedback import feedback_of
from coordination.services import feedback
from coordination.views.base import CoordinationForm, CoordinationView, to
from coordination.views.board import warns_now
from core import clock
from core.views import whole_number
from rulebook.frameworks.agendas import FEEDBACK_WARNING_WORKING_DAYS


class FeedbackPage(CoordinationView, TemplateView):
    template_name = "coordination/feedback.html"
    permission = Permission.KIT_VIEW
    part = "feedback"

    def post(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Confirm or take off one person who was asked."""
        self.require(Permission.SETUP_MANAGE)
        chosen = request.POST.get("seat", "")
        seat = get_object_or_404(
            FeedbackSeat.objects.select_related("meeting__inspection"),
            meeting__inspection=self.inspection,
            pk=whole_number(chosen),
        )
        if "remove" in request.POST:
            feedback.remove(by=request.user, seat=seat)
            messages.success(request, f"{seat.name} is not asked any more")
        else:
            feedback.confirm(by=request.user, seat=seat)
            messages.success(request, f"{seat.name} is confirmed")
        return redirect(to("feedback", self.inspection))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = feedback_of(self.inspection)
        return super().get_context_data(
            feedback=found,
            warn_missing=warns_now(self.inspection),
            source=self.inspection.kind_spec.weeks.feedback_source,
            warning_days=FEEDBACK_WARNING_WORKING_DAYS,
            may_write=Permission.SETUP_MANAGE in self.rights,
            **kwargs,
        )


class FeedbackEdit(CoordinationForm):
    form_class = FeedbackForm
    permission = Permission.SETUP_MANAGE
    part = "feedback"
    back = "feedback"
    heading = "Arrange the final feedback meeting"
    success_message = "Saved"

    def get_initial(self) -> dict[str, Any]:
        meeting = FeedbackMeeting.objects.filter(inspection=self.inspection).first()
        at = meeting.starts_at.astimezone(clock.LONDON) if meeting and meeting.starts_at else None
        return {
            "on": at.date() if at else self.inspection.onsite_end_on,
            "at": at.time() if at else None,
            "place": meeting.place if meeting else "",
            "note": meeting.note if meeting else "",
        }

    def perform(self, form: Any) -> None:
        feedback.arrange(
            by=self.request.user,
            inspection=self.inspection,
            starts_at=instant(form, "on", "at"),
            place=form.cleaned_data["place"],
            note=form.cleaned_data["note"],
        )


class SeatAdd(CoordinationForm):
    form_class = SeatForm
    permission = Permission.SETUP_MANAGE
    part = "feedback"
    back = "feedback"
    success_message = "Saved"

    def attendee(self) -> Any:
        for attendee in self.inspection.kind_spec.weeks.feedback_attendees:
            if attendee.code == self.kwargs["code"]:
                return attendee
        raise Http404

    def get_form_kwargs(self) -> dict[str, Any]:
        """Those whose role fits first, then everybody else of the area."""
        wanted = set(self.attendee().roles)
        people = [person for person in self.people().values() if person.group != "Inspectors"]
        fitting = [person for person in people if wanted & set(person.roles)]
        others = [person for person in people if person not in fitting]
        return super().get_form_kwargs() | {"people": [*grouped(fitting), *grouped(others)]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(heading=f"Ask somebody: {self.attendee().title}", **kwargs)

    def perform(self, form: Any) -> None:
        feedback.ask(
            by=self.request.user,
            inspection=self.inspection,
            code=self.kwargs["code"],
            person=form.cleaned_data["person"],
            confirmed=form.cleaned_data["confirmed"],
        )
