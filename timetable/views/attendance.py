"""Who comes to one meeting: asked, taking it, ticked; and the notes of its two sides."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import Http404
from django.urls import reverse

from accounts.choices import Permission
from accounts.models import User
from core.box_pages import BoxesMixin
from timetable.choices import NoteSide
from timetable.forms.meetings import AttendanceForm, InspectorsForm, NoteForm, PeopleForm
from timetable.models import MeetingNote
from timetable.services import attendance
from timetable.views.base import TimetableForm

SIDES = {NoteSide.INSPECTORS: Permission.MEETING_NOTE, NoteSide.AREA: Permission.MEETING_NOTE_AREA}


class MeetingPeople(TimetableForm):
    form_class = PeopleForm
    success_message = "People saved"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"meeting": self.meeting}

    def get_initial(self) -> dict[str, Any]:
        return self.values_of(self.meeting) | {"version": self.meeting.version}

    def values_of(self, current: Any) -> dict[str, Any]:
        people = current.people.select_related("contact").order_by("contact__name")
        return {
            "required": [person.contact for person in people if person.required],
            "may_come": [person.contact for person in people if not person.required],
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(heading=f"Who is asked to {self.meeting.title}?", **kwargs)

    def perform(self, form: Any) -> str:
        given = form.cleaned_data
        attendance.set_people(
            by=self.request.user,
            meeting=self.meeting,
            required=given["required"],
            may_come=given["may_come"],
            version=given["version"],
        )
        return self.back()


class MeetingInspectors(TimetableForm):
    form_class = InspectorsForm
    success_message = "Inspectors saved"

    def get_form_kwargs(self) -> dict[str, Any]:
        places = self.inspection.team_places.values("user_id")
        team = User.objects.filter(Q(pk__in=places)).order_by("name")
        return super().get_form_kwargs() | {"team": team}

    def get_initial(self) -> dict[str, Any]:
        return self.values_of(self.meeting) | {"version": self.meeting.version}

    def values_of(self, current: Any) -> dict[str, Any]:
        return {
            "inspectors": [taken.user for taken in current.inspectors.select_related("user").order_by("user__name")]
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(heading=f"Inspectors of {self.meeting.title}", **kwargs)

    def perform(self, form: Any) -> str:
        given = form.cleaned_data
        attendance.set_inspectors(
            by=self.request.user, meeting=self.meeting, inspectors=given["inspectors"], version=given["version"]
        )
        return self.back()


class MeetingAttendance(BoxesMixin, TimetableForm):
    form_class = AttendanceForm
    success_message = "Attendance saved"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"people": self.meeting.people.all()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(heading=f"Who came to {self.meeting.title}?", **kwargs)

    def perform(self, form: Any) -> str:
        attendance.tick(by=self.request.user, meeting=self.meeting, answers=form.answers(), shown=form.answers_shown())
        return self.back()


class MeetingNotePage(TimetableForm):
    """The inspectors’ note for the team alone, the area’s for its LANO and leaders alone."""

    form_class = NoteForm
    permission = Permission.WEEKS_OWN
    success_message = "Note saved"

    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        self.require(self.right)
        return super().get(request, *args, **kwargs)

    def post(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        self.require(self.right)
        return super().post(request, *args, **kwargs)

    @property
    def right(self) -> Permission:
        return SIDES[self.side]

    @property
    def side(self) -> NoteSide:
        try:
            return NoteSide(self.kwargs["side"])
        except ValueError:
            raise Http404 from None

    @property
    def note(self) -> MeetingNote | None:
        return MeetingNote.objects.filter(meeting=self.meeting, side=self.side).first()

    def get_initial(self) -> dict[str, Any]:
        note = self.note
        return {"text": note.text, "version": note.version} if note else {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        heading = f"{self.side.label}: {self.meeting.title}"
        return super().get_context_data(heading=heading, **kwargs)

    def perform(self, form: Any) -> str:
        given = form.cleaned_data
        attendance.write_note(
            by=self.request.user, meeting=self.meeting, side=self.side, text=given["text"], version=given["version"]
        )
        return reverse("timetable:meeting-detail", args=[self.inspection.reference, self.meeting.number])
