"""The page of a form whose boxes stand each for itself (`core.boxes`)."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from core.boxes import SHOWN, BoxesForm, is_many
from core.errors import Conflict
from core.views import CONFLICT, BothTexts, ServiceFormMixin, both_texts, shown

# Of what somebody else changed, as many are named.
MOST_NAMED = 5
GONE = "Not on this page any more, so what you wrote cannot be saved here. Copy it if it is still needed."


class BoxesMixin(ServiceFormMixin):
    """For a page with a BoxesForm. Two people may save it: each keeps the boxes they changed and is told of the other's, and of a box
    that both changed the second sees both values. What somebody changed in a box that was taken away meanwhile stands on the page."""

    def form_now(self) -> BoxesForm:
        """The form as the page would show it now."""
        self.forget_changes()
        kwargs = self.get_form_kwargs()  # type: ignore[attr-defined]
        fresh = {name: value for name, value in kwargs.items() if name not in ("data", "files")}
        form: BoxesForm = self.get_form_class()(**fresh)  # type: ignore[attr-defined]
        return form

    def form_valid(self, form: Any) -> HttpResponse:
        if form.gone(form):
            return self.show_conflict(form, Conflict(None))
        return super().form_valid(form)

    def form_invalid(self, form: Any) -> HttpResponse:
        if told := gone_texts(form, form):
            form.leave_out(form.gone(form))
            form.add_error(None, CONFLICT)
            return self.render_to_response(self.get_context_data(form=form, conflict=told))  # type: ignore[attr-defined]
        answer: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        return answer

    def show_conflict(self, form: Any, conflict: Conflict) -> HttpResponse:
        now = self.form_now()
        both = gone_texts(form, now) + both_texts(form, {name: now.shows(name) for name in form.in_both(now)})
        form.stand_on(now)
        form.add_error(None, CONFLICT)
        return self.render_to_response(self.get_context_data(form=form, conflict=both))  # type: ignore[attr-defined]

    def get_success_message(self, form: Any) -> str:
        said = super().get_success_message(form)
        if not (words := others(form, self.form_now())):
            return said
        more = f"; and {len(words) - MOST_NAMED} more" if len(words) > MOST_NAMED else ""
        named = "; ".join(words[:MOST_NAMED]) + more
        return f"{said}. Changed since you opened the page, and kept: {named}"


def gone_texts(form: BoxesForm, now: BoxesForm) -> list[BothTexts]:
    return [
        BothTexts(form.label_of(name), GONE, form.said(name, value) or "Empty")
        for name, value in form.gone(now).items()
    ]


def others(form: BoxesForm, now: BoxesForm) -> list[str]:
    """What is now otherwise than this person's page showed it, and is not what they said themselves."""
    mine = form.changed_here()
    return [
        words
        for name in form.changed_since(now)
        if is_many(form, name) or name not in mine
        for words in in_words(form, now, name)
    ]


def in_words(form: BoxesForm, now: BoxesForm, name: str) -> list[str]:
    kept = now.shows(name)
    if not is_many(form, name):
        return [f"‘{form[name].label}’ is ‘{shown(form, name, kept)}’"]
    before, sent = form.cleaned_data[SHOWN][name], form.cleaned_data[name]
    return [
        f"‘{label}’ is {'ticked' if tick in kept else 'not ticked'}"
        for tick, label in form.fields[name].choices  # type: ignore[attr-defined]
        if (tick in kept) != (tick in before) and (tick in sent) == (tick in before)
    ]
