"""One meeting: its page, adding and changing it, its time, its life. Who comes is in `attendance`."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import Http404
from django.views.generic import TemplateView

from accounts.choices import Permission
from core.clock import LONDON
from core.words import joined
from timetable.forms.meetings import ActForm, MeetingForm, MoveForm
from timetable.models import Meeting
from timetable.queries import conflicts
from timetable.queries.history import history_of
from timetable.queries.meetings import row_of
from timetable.queries.spans import when_words
from timetable.services import attendance, meetings
from timetable.views.attendance import SIDES
from timetable.views.base import TimetableForm, TimetableView

# The moves that have a page of their own (a time) or come by themselves (notes).
ELSEWHERE = frozenset({"propose", "move", "add_notes"})


class MeetingDetail(TimetableView, TemplateView):
    template_name = "timetable/meeting_detail.html"
    also = (*TimetableView.also, *SIDES.values())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        meeting = self.meeting
        row = row_of(meeting)
        manages = context["may_manage"]
        moves = [move for move in meeting.LIFECYCLE.available(meeting.state) if move.name not in ELSEWHERE]
        questions = {area.code: f"{area.code}: {area.text}" for area in self.inspection.kind_spec.questions}
        notes = {note.side: note for note in meeting.notes.select_related("by")}
        return context | {
            "meeting": meeting,
            "row": row,
            "facts": [
                ("When", row.when),
                ("Where", row.place),
                *([("Link to join", meeting.link)] if meeting.link else []),
                ("Kind", meeting.get_kind_display()),
                ("Purpose", meeting.purpose),
                *([("Tracked case", str(meeting.case))] if meeting.case else []),
                (self.inspection.words["question"].capitalize(), questions.get(meeting.question, "")),
                ("Inspectors", row.inspectors or "Nobody yet"),
                ("Needs", needs_of(meeting)),
            ],
            "people": meeting.people.all(),
            "acts": [(self.address("meeting-act", meeting.number, move.name), move.label) for move in moves] if manages else [],
            "may_move": manages and meeting.state not in (*meetings.FINISHED, "in_progress"),
            "may_edit": manages and meeting.state not in meetings.FINISHED,
            "may_tick": manages and meeting.state in attendance.TICKED_IN and bool(row.people),
            "note_sides": [
                (side, side.label, notes.get(side), meeting.state in attendance.NOTED_IN)
                for side, right in SIDES.items()
                if right in self.rights
            ],
            "conflicts": conflicts.of_meeting(meeting) if context["sees_all"] else [],
            "history": history_of(meeting) if context["sees_all"] else [],
        }  # fmt: skip


def needs_of(meeting: Any) -> str:
    bodies = [name for name, needed in (("Ofsted", meeting.needs_ofsted), ("CQC", meeting.needs_cqc)) if needed]
    count = "1 inspector" if meeting.inspectors_needed == 1 else f"{meeting.inspectors_needed} inspectors"
    return f"{count}, with {joined(bodies)}" if bodies else count


class MeetingAdd(TimetableForm):
    form_class = MeetingForm
    heading = "Add a meeting or visit"
    success_message = "Meeting added"

    def back(self) -> str:
        return self.address("meeting-list")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "inspection": self.inspection,
            "of_team": Permission.MEETING_NOTE in self.rights,
        }

    def get_initial(self) -> dict[str, Any]:
        return {"minutes": 60, "inspectors_needed": 1}

    def perform(self, form: Any) -> str:
        made = meetings.add_meeting(
            by=self.request.user, inspection=self.inspection, starts_at=form.starts_at(), **form.facts()
        )
        return self.address("meeting-detail", made.number)


class MeetingEdit(TimetableForm):
    form_class = MeetingForm
    success_message = "Meeting saved"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "inspection": self.inspection,
            "of_team": Permission.MEETING_NOTE in self.rights,
            "changing": True,
        }

    def get_initial(self) -> dict[str, Any]:
        return self.values_of(self.meeting) | {"version": self.meeting.version}

    def values_of(self, current: Any) -> dict[str, Any]:
        names = ("title", "kind", "purpose", "question", "case", "minutes", "site", "room", "online", "link",
                 "inspectors_needed")  # fmt: skip
        flags = ("needs_ofsted", "needs_cqc", "pinned", "inspectors_only")
        return {name: getattr(current, name) for name in names} | {
            "needs": [name for name in flags if getattr(current, name)]
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(heading=f"Change {self.meeting.reference}: {self.meeting.title}", **kwargs)

    def perform(self, form: Any) -> str:
        meetings.change_meeting(
            by=self.request.user, meeting=self.meeting, version=form.cleaned_data["version"] or 0, **form.facts()
        )
        return self.back()


class MeetingMove(TimetableForm):
    template_name = "timetable/move.html"
    form_class = MoveForm
    success_message = "Meeting moved. The people in it are told when you release the next version."

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"meeting": self.meeting, "free": self.free_on_day}

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.meeting.version}

    def values_of(self, current: Any) -> dict[str, Any]:
        return {"starts_at": when_words(current)}

    def show_conflict(self, form: Any, conflict: Any) -> Any:
        # Two times in the same words, whether they were chosen or typed.
        chosen = Meeting(starts_at=form.cleaned_data["moment"], minutes=conflict.current.minutes)
        form.cleaned_data["starts_at"] = when_words(chosen)
        return super().show_conflict(form, conflict)

    def forget_changes(self) -> None:
        super().forget_changes()
        self.__dict__.pop("free", None)

    @cached_property
    def free(self) -> list[tuple[Any, Any]]:
        return conflicts.free_times(self.meeting)

    @property
    def free_on_day(self) -> list[tuple[Any, Any]]:
        """The free times of the day in the address; else of the day it is on now; else of the first on site."""
        asked = self.request.GET.get("day", "")
        start, onsite = self.meeting.starts_at, self.inspection.onsite_start_on
        now_on = start.astimezone(LONDON).date() if start else onsite
        if asked:
            return [pair for pair in self.free if pair[0].isoformat() == asked]
        later = [pair for pair in self.free if now_on is None or pair[0] >= now_on]
        return (later or self.free)[:1]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = {day for day, _ in self.free_on_day}
        days = [
            {
                "text": f"{day:%a} {day.day} {day:%B}",
                "count": len(moments),
                "href": f"?day={day}",
                "active": day in shown,
            }
            for day, moments in self.free
        ]
        lead = f"Now: {when_words(self.meeting)}. The times listed clash with nothing."
        heading = f"Choose a time for {self.meeting.title}"
        return super().get_context_data(heading=heading, lead=lead, days=days, **kwargs)

    def perform(self, form: Any) -> str:
        given = form.cleaned_data
        meetings.move_meeting(
            by=self.request.user,
            meeting=self.meeting,
            starts_at=given["moment"],
            reason=given["reason"],
            version=given["version"],
        )
        return self.back()


class MeetingAct(TimetableForm):
    form_class = ActForm

    @property
    def move(self) -> Any:
        found = [move for move in self.meeting.LIFECYCLE.moves if move.name == self.kwargs["move"]]
        if not found or found[0].name in ELSEWHERE:
            raise Http404
        return found[0]

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"label": self.move.label, "needs_reason": self.move.needs_reason}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lead = f"{self.meeting.title}, {when_words(self.meeting)}"
        return super().get_context_data(heading=self.move.label, lead=lead, **kwargs)

    def get_success_message(self, form: Any) -> str:
        return f"{self.meeting.reference}: {self.meeting.LIFECYCLE.states[self.move.target].lower()}"

    def perform(self, form: Any) -> str:
        meetings.act(
            by=self.request.user, meeting=self.meeting, move=self.move.name, reason=form.cleaned_data.get("reason", "")
        )
        return self.back()
