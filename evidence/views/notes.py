"""Pages of evidence notes: the list, one note, its saves, its withdrawal and the sheet for days without a network."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView

from accounts.choices import Permission
from core.autosave import Kind, attributes
from core.words import short_date, when
from evidence.choices import SourceKind, Strand
from evidence.forms.notes import FilterForm, WithdrawForm
from evidence.models import Note, NoteSave
from evidence.queries import notes as queries
from evidence.queries.content import LABELS, in_words
from evidence.queries.references import pointers
from evidence.services import notes
from evidence.views.base import EvidenceForm, EvidenceView, to
from inspections.choices import ENDED_STATES

A_PAGE, SAVES_A_PAGE = 25, 50
NAMES = tuple(queries.Filter.__dataclass_fields__)


class NotesView(EvidenceView):
    part = "notes"

    def get_breadcrumbs(self) -> list[dict[str, str]]:
        return [*super().get_breadcrumbs(), {"text": "Notes", "href": to("note-list", self.inspection)}]

    @property
    def writes(self) -> bool:
        """Whether this person may write notes, and it is not too late."""
        return Permission.EVIDENCE_WRITE in self.rights and self.inspection.state not in ENDED_STATES

    def kind(self) -> Kind:
        return Kind(f"notes:{self.inspection.reference}", "note", "A new note")

    def saving_url(self) -> str:
        return to("note-save", self.inspection)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        more: dict[str, Any] = {
            "add_url": to("note-add", self.inspection),
            "list_url": to("note-list", self.inspection),
        }
        if Permission.EVIDENCE_WRITE in self.rights:
            # What is only on this device is listed on every page of notes.
            more["kept"] = attributes(self.request, self.kind(), url=self.saving_url())
        return super().get_context_data(**({"writes": self.writes} | more | kwargs))


class NoteView(NotesView):
    """A page of one note."""

    @cached_property
    def note(self) -> Note:
        found = get_object_or_404(queries.everything(self.inspection), number=self.kwargs["number"])
        found.inspection = self.inspection
        return found

    def get_breadcrumbs(self) -> list[dict[str, str]]:
        return [*super().get_breadcrumbs(), {"text": self.note.citation, "href": self.note.get_absolute_url()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"note": self.note} | kwargs))


class NoteList(NotesView, TemplateView):
    template_name = "evidence/note_list.html"

    def get_breadcrumbs(self) -> list[dict[str, str]]:
        return super().get_breadcrumbs()[:-1]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = queries.Filter(**{name: self.request.GET.get(name, "").strip()[:100] for name in NAMES})
        found = asked.of(self.inspection)
        lines = queries.enquiries(self.inspection)
        choices = {
            "enquiry": [(str(line.number), f"{line.citation}: {line.text[:70]}") for line in lines],
            "author": [(str(person.pk), str(person)) for person in queries.authors(self.inspection)],
            "on": [(on.isoformat(), short_date(on)) for on in queries.days(self.inspection)],
        }
        page = Paginator(found, A_PAGE).get_page(self.request.GET.get("page"))
        form = FilterForm(self.request.GET or None, inspection=self.inspection, choices=choices)
        return super().get_context_data(page_obj=page, filter_form=form, narrowed=asked.narrows, **kwargs)


class NoteDetail(NoteView, TemplateView):
    template_name = "evidence/note_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        note, last = self.note, queries.last_save(self.note)
        criteria = {area.code: area.text for area in self.inspection.kind_spec.questions}
        wordings = queries.wordings(note)
        facts = [
            ("Where it comes from", note.get_source_kind_display()),
            ("Sector", note.get_strand_display() or "None in particular"),
            ("Day", note.happened_on),
            ("Who was met", note.people_met),
            ("Begun by", str(note.author)),
            ("Last saved", f"{when(last.at)} by {last.by}" if last else ""),
        ]
        return super().get_context_data(
            facts=facts,
            last=last,
            bears=[(tag.code, criteria.get(tag.code, ""), tag.get_bearing_display()) for tag in note.criteria.all()],
            lines=[
                (tie.enquiry, *wordings[tie.enquiry.number], tie.get_bearing_display()) for tie in note.enquiries.all()
            ],
            pointers=pointers(self.request.user, self.inspection, note),
            **kwargs,
        )


class NoteHistory(NoteView, TemplateView):
    template_name = "evidence/note_history.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Paginator(queries.saves(self.note), SAVES_A_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(page_obj=page, rows=queries.rows_of(list(page)), **kwargs)


class NoteVersion(NoteView, TemplateView):
    """What a note said after one save, and what that save changed."""

    template_name = "evidence/note_version.html"

    @cached_property
    def save(self) -> NoteSave:
        return get_object_or_404(queries.saves(self.note), version=self.kwargs["version"])

    def get_breadcrumbs(self) -> list[dict[str, str]]:
        here = to("note-history", self.inspection, self.note.number)
        return [*super().get_breadcrumbs(), {"text": "Every save", "href": here}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        before = queries.save_before(self.save)
        said = in_words(self.save.fields)
        return super().get_context_data(
            save=self.save,
            before=before,
            after=queries.saves(self.note).filter(version__gt=self.save.version).order_by("version").first(),
            changes=[(LABELS[name], was, now) for name, was, now in queries.changes(before, self.save)],
            said=[
                (LABELS[name], words.split("\n") if "\n" in words else words)
                for name, words in said.items()
                if name != "text"
            ],
            text=said["text"],
            left=[(LABELS.get(name, name), words) for name, words in self.save.fields.get("left", [])],
            **kwargs,
        )


class NoteWithdraw(NoteView, EvidenceForm):
    form_class = WithdrawForm
    permission = Permission.EVIDENCE_WRITE
    success_message = "The note is withdrawn"

    @property
    def heading(self) -> str:  # type: ignore[override]
        return f"Withdraw {self.note.citation}"

    def forget_changes(self) -> None:
        super().forget_changes()
        self.__dict__.pop("note", None)

    def back_address(self) -> str:
        return self.note.get_absolute_url()

    def perform(self, form: Any) -> None:
        notes.withdraw(by=self.request.user, note=self.note, reason=form.cleaned_data["reason"])


class NoteSheet(NotesView, TemplateView):
    """A sheet to print and to write on by hand, and where it is typed up afterwards."""

    template_name = "evidence/note_sheet.html"
    permission = Permission.EVIDENCE_WRITE

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            kinds=SourceKind.labels,
            strands=Strand.labels,
            codes=[area.code for area in self.inspection.kind_spec.questions],
            lines=queries.enquiries(self.inspection),
            **kwargs,
        )
