"""The keep-in-touch log and the notes of the inspectors' own meetings."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView

from accounts.choices import Permission
from coordination.forms.kit import AgreeForm, RecordForm, RequestForm, TeamNoteForm
from coordination.forms.parts import grouped, instant, user_choices
from coordination.models import KitRecord, TeamNote
from coordination.queries import kit as reads
from coordination.queries import tasks
from coordination.queries.people import people_of
from coordination.services import kit
from coordination.views.base import AskedFirst, CoordinationForm, CoordinationView, to
from core import clock
from core.words import joined


class KitPage(CoordinationView):
    """A page of the log. Open to those who may read all of it, and to whoever was at the meeting for that record alone."""

    permission = Permission.INSPECTION_VIEW
    part = "kit-list"

    def readable(self) -> Any:
        return reads.readable(self.request.user, self.inspection, reads_all=Permission.KIT_VIEW in self.rights)

    def record(self) -> KitRecord:
        """The record of the address: a 403 for insiders who may not read it."""
        record = get_object_or_404(KitRecord, inspection=self.inspection, number=self.kwargs["number"])
        found = self.readable().filter(pk=record.pk).first()
        if found is None:
            raise PermissionDenied
        return found


class KitList(KitPage, AskedFirst, TemplateView):
    template_name = "coordination/kit_list.html"

    def allowed(self) -> None:
        if Permission.KIT_VIEW not in self.rights and not self.was_at_a_meeting():
            raise PermissionDenied

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        records = list(self.readable().prefetch_related("present"))
        reads_all = Permission.KIT_VIEW in self.rights
        now = clock.now()
        issues = list(reads.issues(self.inspection)) if reads_all else []
        rooms = tasks.rooms_of(self.request.user, self.inspection)
        return super().get_context_data(
            records=records[::-1],
            reads_all=reads_all,
            issues=tasks.rows_of_issues(issues, rooms, self.request.user, now),
            open_issues=sum(issue.standing == "open" for issue in issues),
            rhythm=self.inspection.kind_spec.weeks.keep_in_touch,
            may_write=Permission.KIT_WRITE in self.rights,
            **kwargs,
        )


class KitDetail(KitPage, AskedFirst, TemplateView):
    template_name = "coordination/kit_detail.html"

    def allowed(self) -> KitRecord:
        return self.record()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        record, now = self.record(), clock.now()
        side = reads.side_of(self.request.user, self.inspection, clock.today())
        raised = list(reads.issues(self.inspection).filter(record=record))
        rooms = tasks.rooms_of(self.request.user, self.inspection)
        return super().get_context_data(
            record=record,
            present=list(record.present.all()),
            carried=tasks.rows_of_issues(reads.carried_to(record), rooms, self.request.user, now),
            raised=tasks.rows_of_issues(raised, rooms, self.request.user, now),
            addenda=list(record.addenda.all()),
            sides=[
                (
                    "The inspectors",
                    record.inspectors_agreed_at,
                    record.inspectors_agreed_by,
                    record.inspectors_agreed_as,
                ),
                ("The area", record.area_agreed_at, record.area_agreed_by, record.area_agreed_as),
            ],
            may_write=Permission.KIT_WRITE in self.rights,
            may_agree=bool(side)
            and Permission.KIT_AGREE in self.rights
            and not (side and record.agreed_by_side(side[0])),
            **kwargs,
        )


class RecordAdd(CoordinationForm):
    form_class = RecordForm
    permission = Permission.KIT_WRITE
    part = "kit-list"
    back = "kit-list"
    success_message = "Record saved"
    corrects: KitRecord | None = None

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"people": self.choices()}

    def choices(self) -> list[tuple[str, str]]:
        return grouped(self.people().values())

    def get_initial(self) -> dict[str, Any]:
        now = clock.now()
        return {"held_on": now.date(), "held_time": now.time().replace(second=0, microsecond=0), "version": 0}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        still_open = [str(issue) for issue in reads.open_issues(self.inspection)]
        lead = (
            f"Still open from earlier meetings: {joined(still_open)}. They are carried to this record."
            if still_open
            else ""
        )
        return super().get_context_data(**({"heading": "Record a keep-in-touch meeting", "lead": lead} | kwargs))

    def given(self, form: Any) -> dict[str, Any]:
        return {name: form.cleaned_data[name] for name in kit.TEXTS} | {
            "held_at": instant(form, "held_on", "held_time"),
            "present": form.cleaned_data["present"],
        }

    def perform(self, form: Any) -> str:
        made = kit.add_record(
            by=self.request.user, inspection=self.inspection, corrects=self.corrects, **self.given(form)
        )
        return made.get_absolute_url()


class RecordPage(CoordinationForm):
    """A form of one record."""

    part = "kit-list"

    def record(self) -> KitRecord:
        return get_object_or_404(
            KitRecord.objects.select_related("inspection__partnership"),
            inspection=self.inspection,
            number=self.kwargs["number"],
        )

    def back_address(self) -> str:
        return to("kit-detail", self.inspection, self.kwargs["number"])


class RecordEdit(RecordPage, RecordAdd):
    permission = Permission.KIT_WRITE

    def choices(self) -> list[tuple[str, str]]:
        record = self.record()
        on = record.held_at.astimezone(clock.LONDON).date()
        known = people_of(self.inspection, on) | self.people()
        earlier = [(kit.key_of(row), str(row)) for row in record.present.all() if kit.key_of(row) not in known]
        return [*grouped(known.values()), *earlier]

    def values_of(self, current: Any) -> dict[str, Any]:
        return {name: getattr(current, name) for name in kit.TEXTS}

    def get_initial(self) -> dict[str, Any]:
        record = self.record()
        at = record.held_at.astimezone(clock.LONDON)
        return self.values_of(record) | {
            "version": record.version,
            "held_on": at.date(),
            "held_time": at.time(),
            "present": [kit.key_of(row) for row in record.present.all()],
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        record = self.record()
        warn = ""
        if record.is_locked:
            warn = kit.LOCKED
        elif record.has_ticks:
            warn = "One side has ticked this record. When you save a change, the tick is removed and both sides have to tick again."
        return super().get_context_data(heading=f"Change {record}", lead="", warn=warn, **kwargs)

    def perform(self, form: Any) -> str:
        record = self.record()
        version = form.cleaned_data["version"] or 0
        kit.write_record(by=self.request.user, record=record, version=version, **self.given(form))
        return record.get_absolute_url()


class RecordCorrect(RecordPage, RecordAdd):
    permission = Permission.KIT_WRITE

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lead = "The agreed record stays as it is. The addendum has a number of its own and is agreed by both sides too."
        return super().get_context_data(heading=f"Write an addendum to {self.record()}", lead=lead, **kwargs)

    def perform(self, form: Any) -> str:
        self.corrects = self.record()
        return super().perform(form)


class RecordAgree(RecordPage):
    template_name = "coordination/kit_agree.html"
    form_class = AgreeForm
    permission = Permission.KIT_AGREE
    success_message = "Ticked as agreed record"

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.record().version}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        record = self.record()
        side = reads.side_of(self.request.user, self.inspection, clock.today())
        return super().get_context_data(
            heading=f"Agree {record}", record=record, office=side[1] if side else "", **kwargs
        )

    def perform(self, form: Any) -> None:
        kit.agree_record(by=self.request.user, record=self.record(), version=form.cleaned_data["version"])


class RequestAdd(RecordPage):
    form_class = RequestForm
    permission = Permission.KIT_WRITE
    success_message = "Request raised, and its owner is told"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"owners": user_choices(self.people().values())}

    def get_initial(self) -> dict[str, Any]:
        return {"due_on": clock.today()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lead = "The request becomes a task of its owner, due at the hour you set. It stays in the log until it is answered or withdrawn."
        return super().get_context_data(heading=f"Raise a request at {self.record()}", lead=lead, **kwargs)

    def perform(self, form: Any) -> None:
        given, due_at = form.cleaned_data, instant(form, "due_on", "due_time")
        assert due_at is not None
        kit.raise_request(
            by=self.request.user,
            record=self.record(),
            title=given["title"],
            detail=given["detail"],
            owner=self.user_of(given["owner"]),
            due_at=due_at,
        )


class TeamNotes(CoordinationView, TemplateView):
    template_name = "coordination/team_notes.html"
    permission = Permission.TEAM_NOTES
    part = "team-notes"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(notes=list(reads.team_notes(self.inspection)), **kwargs)


class TeamNoteAdd(CoordinationForm):
    form_class = TeamNoteForm
    permission = Permission.TEAM_NOTES
    part = "team-notes"
    back = "team-notes"
    heading = "Notes of an inspectors’ meeting"
    success_message = "Notes saved"

    def note(self) -> TeamNote | None:
        return None

    def get_initial(self) -> dict[str, Any]:
        now = clock.now()
        return {"held_on": now.date(), "held_time": now.time().replace(second=0, microsecond=0), "version": 0}

    def perform(self, form: Any) -> None:
        held_at = instant(form, "held_on", "held_time")
        assert held_at is not None
        kit.write_team_note(
            by=self.request.user,
            inspection=self.inspection,
            held_at=held_at,
            text=form.cleaned_data["text"],
            note=self.note(),
            version=form.cleaned_data["version"] or 0,
        )


class TeamNoteEdit(TeamNoteAdd):
    def note(self) -> TeamNote:
        return get_object_or_404(TeamNote, inspection=self.inspection, number=self.kwargs["number"])

    def values_of(self, current: Any) -> dict[str, Any]:
        return {"text": current.text}

    def get_initial(self) -> dict[str, Any]:
        note = self.note()
        at = note.held_at.astimezone(clock.LONDON)
        return {"held_on": at.date(), "held_time": at.time(), "text": note.text, "version": note.version}
