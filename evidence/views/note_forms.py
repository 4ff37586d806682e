"""Writing a note: the plain form, which works without JavaScript, and the address to which a device saves by itself."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import Any

from django import forms
from django.contrib import messages

from accounts.choices import Permission
from core import clock
from core.autosave import INCOMPLETE, Kind, Mark, conflict_of
from core.errors import Refused
from core.saving_pages import SavingAddress, SelfSaving, SelfSavingPage
from core.views import whole_number
from core.words import time_words
from evidence.forms.notes import CRITERION, ENQUIRY, NoteForm, initial_of
from evidence.models import Note
from evidence.queries import notes as queries
from evidence.queries.content import LABELS, Content, content_of, in_words
from evidence.services.note_checks import CLOSED, WITHDRAWN
from evidence.services.notes import Saved, save_note
from evidence.views.base import to
from evidence.views.notes import NotesView, NoteView


def differing(theirs: Content, mine: Content) -> list[dict[str, str]]:
    """[{label, theirs, yours}] of the fields in which two people differ, in words."""
    ours, yours = in_words(theirs), in_words(mine)
    return [
        {"label": label, "theirs": ours[name] or "Empty", "yours": yours[name] or "Empty"}
        for name, label in LABELS.items()
        if ours[name] != yours[name]
    ]


class Writing(NotesView, SelfSaving):
    """What writing a note and saving it by itself share."""

    permission = Permission.EVIDENCE_WRITE

    @cached_property
    def lines(self) -> list[Any]:
        return queries.enquiries(self.inspection)

    def note_form(self, **kwargs: Any) -> NoteForm:
        return NoteForm(**kwargs, inspection=self.inspection, enquiries=self.lines)

    def save(self, form: NoteForm, given: Content, number: int | None, **how: Any) -> Saved:
        return save_note(
            by=self.request.user, inspection=self.inspection, given=given, mark=Mark.sent(form.cleaned_data), number=number,
            client_key=form.cleaned_data["client_key"], **how,
        )  # fmt: skip

    def begun(self, client_key: str) -> Note | None:
        """The note this person began under this key."""
        found = queries.everything(self.inspection)
        return found.filter(author=self.request.user.pk, client_key=client_key).first() if client_key else None

    def told_of(self, current: Note, form: NoteForm) -> dict[str, Any]:
        theirs, last = content_of(current), queries.last_save(current)
        return conflict_of(
            version=current.version, by=str(last.by) if last else "Somebody", at=time_words(last.at) if last else "",
            both=differing(theirs, theirs | form.given()), theirs=self.boxes(theirs),
        )  # fmt: skip

    def boxes(self, content: Content) -> list[tuple[str, str]]:
        """(name, what it shows) of each box of the form for a note that says this."""
        found: list[tuple[str, str]] = []
        for field in self.note_form(initial=initial_of(content)):
            if field.is_hidden:
                continue
            value = field.value()
            if isinstance(field.field.widget, forms.Widget) and hasattr(field.field.widget, "parts_of"):
                parts = enumerate(field.field.widget.parts_of(value))
                found.extend((f"{field.html_name}_{at}", part) for at, part in parts)
            else:
                found.append((field.html_name, "" if value is None else str(value)))
        return found


class NoteFormPage(Writing, SelfSavingPage):
    template_name = "evidence/note_form.html"
    form_class = NoteForm
    number: int | None = None
    why_closed = ""

    def get_form(self, form_class: Any = None) -> NoteForm:
        return self.note_form(**self.get_form_kwargs())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        closed = self.why_closed or ("" if self.writes else CLOSED)
        context = super().get_context_data(**({"closed": closed, "number": self.number} | kwargs))
        form = context["form"]
        for name, before in (("criterion_fields", CRITERION), ("enquiry_fields", ENQUIRY)):
            context[name] = [form[box] for box in form.fields if box.startswith(before)]
        return context

    def current(self) -> Note | None:
        return self.begun(self.request.POST.get("client_key", "")[:64])

    def theirs_url(self, current: Note) -> str:
        return current.get_absolute_url()

    def perform(self, form: Any) -> str:
        given = form.given()
        if "text" in given:
            given["text"] = self.joined(given["text"])
        saved = self.save(form, given, self.number)
        assert saved.note is not None
        messages.success(self.request, f"Note {saved.note.citation} is saved")
        return self.after(saved.note)

    def after(self, note: Note) -> str:
        return note.get_absolute_url()


class NoteAdd(NoteFormPage):
    @property
    def from_sheet(self) -> bool:
        return "sheet" in self.request.GET

    def get_initial(self) -> dict[str, Any]:
        return {} if self.from_sheet else {"happened_on": clock.today()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        heading = "Type up a paper sheet" if self.from_sheet else "New note"
        return super().get_context_data(**({"heading": heading, "from_sheet": self.from_sheet} | kwargs))

    def after(self, note: Note) -> str:
        # The next sheet of the pile.
        return f"{to('note-add', self.inspection)}?sheet=1" if self.from_sheet else super().after(note)


class NoteEdit(NoteView, NoteFormPage):
    permission = Permission.EVIDENCE_WRITE

    @property
    def number(self) -> int:  # type: ignore[override]
        return self.note.number

    @property
    def why_closed(self) -> str:  # type: ignore[override]
        return WITHDRAWN if self.note.withdrawn_at else ""

    def forget_changes(self) -> None:
        super().forget_changes()
        self.__dict__.pop("note", None)

    def current(self) -> Note:
        return self.note

    def kind(self) -> Kind:
        return replace(super().kind(), title=f"Note {self.note.citation}")

    def get_initial(self) -> dict[str, Any]:
        return initial_of(content_of(self.note)) | {"version": self.note.version}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"heading": f"Change {self.note.citation}"} | kwargs))


class NoteSaving(Writing, SavingAddress):
    """Where a device saves while somebody writes: also `number`, empty for a new note."""

    def sent_form(self) -> NoteForm:
        return self.note_form(data=self.request.POST)

    def write(self, form: NoteForm) -> dict[str, Any]:
        number = whole_number(asked := self.request.POST.get("number", ""))
        if asked and not number:
            raise Refused(INCOMPLETE)
        try:
            saved = self.save(form, form.given(), number or None, left=form.faults(), ready=False)
        except Note.DoesNotExist as unknown:
            raise Refused(INCOMPLETE) from unknown
        left = [f"{LABELS.get(reason.field or '', 'The note')}: {reason.text}" for reason in saved.left]
        told: dict[str, Any] = {"version": saved.version, "left": left}
        if saved.note:
            told |= {
                "number": saved.note.number,
                "title": f"Note {saved.note.citation}",
                "page": to("note-edit", self.inspection, saved.note.number),
            }
        return told
