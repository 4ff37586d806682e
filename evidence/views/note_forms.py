"""Writing a note: the plain form, which works without JavaScript, and the address to which a device saves by itself."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.views.generic import View

from accounts.choices import Permission
from core import clock
from core.device import device_key
from core.errors import Conflict, Refused
from core.views import ServiceFormView
from core.words import time_words
from evidence.forms.notes import CRITERION, ENQUIRY, NoteForm, initial_of
from evidence.models import Note
from evidence.queries import notes as queries
from evidence.queries.content import LABELS, Content, content_of, in_words
from evidence.services.note_checks import CLOSED, WITHDRAWN
from evidence.services.notes import INCOMPLETE, Mark, Saved, save_note
from evidence.views.base import to
from evidence.views.notes import NotesView, NoteView

# The hidden boxes without which a form is not one of ours.
NEEDED = ("version", "client_key", "save_key")
MOST_CONTINUED = 20
THEIRS, BOTH = "theirs", "both"


def both_texts(theirs: str, mine: str) -> str:
    """Two people's texts as one, theirs first; one of them where it holds the other."""
    if mine in theirs or theirs in mine:
        return max(theirs, mine, key=len)
    return f"{theirs}\n\n{mine}"


def differing(theirs: Content, mine: Content) -> list[dict[str, str]]:
    """[{label, theirs, yours}] of the fields in which two people differ, in words."""
    ours, yours = in_words(theirs), in_words(mine)
    return [
        {"label": label, "theirs": ours[name] or "Empty", "yours": yours[name] or "Empty"}
        for name, label in LABELS.items()
        if ours[name] != yours[name]
    ]


class Writing(NotesView):
    """What writing a note and saving it by itself share."""

    permission = Permission.EVIDENCE_WRITE

    @cached_property
    def lines(self) -> list[Any]:
        return queries.enquiries(self.inspection)

    def note_form(self, **kwargs: Any) -> NoteForm:
        return NoteForm(**kwargs, inspection=self.inspection, enquiries=self.lines)

    def write(self, form: NoteForm, given: Content, number: int | None, **how: Any) -> Saved:
        clean = form.cleaned_data
        mark = Mark(clean["save_key"], clean["version"], tuple(how.pop("continues", ())))
        return save_note(
            by=self.request.user, inspection=self.inspection, given=given, mark=mark, number=number,
            client_key=clean["client_key"], **how,
        )  # fmt: skip

    def begun(self, client_key: str) -> Note | None:
        """The note this person began under this key."""
        found = queries.everything(self.inspection)
        return found.filter(author=self.request.user.pk, client_key=client_key).first() if client_key else None


class NoteFormPage(Writing, ServiceFormView):
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

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        note = self.current() if request.POST.get("keep") == THEIRS else None
        if note is not None:
            messages.info(request, "The note is kept as your colleague wrote it. Your own text was not saved.")
            return HttpResponseRedirect(note.get_absolute_url())
        return super().post(request, *args, **kwargs)

    def current(self) -> Note | None:
        return self.begun(self.request.POST.get("client_key", "")[:64])

    def perform(self, form: Any) -> str:
        given = form.given()
        if self.request.POST.get("keep") == BOTH and (note := self.current()):
            given["text"] = both_texts(note.text, given["text"])
        saved = self.write(form, given, self.number)
        assert saved.note is not None
        messages.success(self.request, f"Note {saved.note.citation} is saved")
        return self.after(saved.note)

    def after(self, note: Note) -> str:
        return note.get_absolute_url()

    def show_conflict(self, form: Any, conflict: Conflict) -> HttpResponse:
        last = queries.last_save(conflict.current)
        form.data = form.data.copy()
        # What the person sees is now the newer text beside theirs: saving again is a decision, not an accident.
        form.data["version"] = str(conflict.current.version)
        by = str(last.by) if last else "Somebody"
        form.add_error(
            None, f"{by} saved this note while you were writing. Nothing of yours was saved yet. Choose below"
        )
        both = differing(content_of(conflict.current), content_of(conflict.current) | form.given())
        return self.render_to_response(self.get_context_data(form=form, conflict=both, conflict_by=by))


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

    def get_initial(self) -> dict[str, Any]:
        return initial_of(content_of(self.note)) | {"version": self.note.version}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"heading": f"Change {self.note.citation}"} | kwargs))


class NoteSaving(Writing, View):
    """Where a device saves while somebody writes. The form is that of the page; the answer is JSON.

    POST: `number` (empty for a new note), `owner` (whose words these are) and `continues` (keys, apart by commas) beside the form.
    200 saved, with the fields that were left out; 409 somebody else saved; 422 refused as a whole; 400 not a form of ours; 403 no right,
    or another person is signed in on this device now. GET gives what a page needs after somebody signed in again.
    """

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        return JsonResponse({"csrf": get_token(request), "owner": device_key(request.user).owner})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = self.note_form(data=request.POST)
        form.is_valid()
        number = request.POST.get("number", "")
        if any(name in form.errors for name in NEEDED) or not (number == "" or number.isdecimal()):
            return self.answer("incomplete", 400, reasons=[INCOMPLETE])
        if request.POST.get("owner") != device_key(request.user).owner:
            return self.answer("other_person", 403)
        continues = [key for key in request.POST.get("continues", "")[:1500].split(",") if key][:MOST_CONTINUED]
        try:
            saved = self.write(
                form, form.given(), int(number) if number else None, left=form.faults(), continues=continues, ready=False
            )  # fmt: skip
        except Note.DoesNotExist:
            return self.answer("incomplete", 404, reasons=[INCOMPLETE])
        except Refused as refused:
            return self.answer("refused", 422, reasons=[reason.text for reason in refused.reasons])
        except Conflict as conflict:
            return self.conflict(form, conflict.current)
        return self.saved(saved)

    @staticmethod
    def answer(state: str, status: int, **more: Any) -> JsonResponse:
        return JsonResponse({"state": state} | more, status=status)

    def saved(self, saved: Saved) -> JsonResponse:
        number = saved.note.number if saved.note else None
        left = [f"{LABELS.get(reason.field or '', 'The note')}: {reason.text}" for reason in saved.left]
        return self.answer(
            "saved", 200, number=number, version=saved.version, at=time_words(clock.now()), left=left,
            edit_url=to("note-edit", self.inspection, number) if number else "",
        )  # fmt: skip

    def conflict(self, form: NoteForm, current: Note) -> JsonResponse:
        theirs, last = content_of(current), queries.last_save(current)
        return self.answer(
            "conflict", 409, version=current.version, by=str(last.by) if last else "Somebody",
            at=time_words(last.at) if last else "", both=differing(theirs, theirs | form.given()),
            theirs=self.boxes(theirs), text=both_texts(theirs["text"], form.given().get("text", "")),
        )  # fmt: skip

    def boxes(self, content: Content) -> dict[str, str]:
        """{name of each box of the form: what it shows} for a note that says this."""
        form = self.note_form(initial=initial_of(content))
        found: dict[str, str] = {}
        for field in form:
            if field.is_hidden:
                continue
            value = field.value()
            if isinstance(field.field.widget, forms.Widget) and hasattr(field.field.widget, "parts_of"):
                found |= {f"{field.html_name}_{at}": part for at, part in enumerate(field.field.widget.parts_of(value))}
            else:
                found[field.html_name] = "" if value is None else str(value)
        return found
