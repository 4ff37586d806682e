"""The one kind of page with a form: it asks a service to do something, and shows why when the service will not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.paginator import Page, Paginator
from django.db import IntegrityError, transaction
from django.db.models import Func, IntegerField, Subquery
from django.forms import Textarea, TextInput
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.generic import FormView

from core import once
from core.errors import Conflict, Refused
from core.words import time_words
from rulebook import words

VERSION = "version"
CONFLICT = "Someone else changed this while you were writing. Nothing was saved. Compare the two texts on this page, then save again."


@dataclass(frozen=True)
class BothTexts:
    """One field that two people wrote: what is kept now, and what this person sent."""

    label: str
    theirs: str
    yours: str
    name: str = ""


class ServiceFormMixin:
    """For a FormView whose valid form is handed to `perform`, which calls one service.

    `perform(form)` returns the address to go on to (or None for `get_success_url()`) and may raise Refused or Conflict. It runs in a
    transaction together with the memory of the form's hidden `submission_key`, so a form sent twice has one effect. A Refused puts
    its reasons beside the fields, a Conflict shows both texts and lets the person save again over the newer version.
    """

    success_message = ""
    request: HttpRequest

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if led_to := once.already(request):
            return HttpResponseRedirect(led_to)
        return super().post(request, *args, **kwargs)  # type: ignore[misc]

    def perform(self, form: Any) -> str | None:
        raise NotImplementedError(f"{type(self).__name__} does not say what its form does")

    def get_success_message(self, form: Any) -> str:
        return self.success_message

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                led_to = self.perform(form) or self.get_success_url()  # type: ignore[attr-defined]
                once.remember(self.request, led_to)
        except once.AnsweredBefore:
            return HttpResponseRedirect(once.already(self.request) or self.request.path)
        except IntegrityError:
            # Its own first sending was under way when it was sent again, and has made the row meanwhile.
            if led_to := once.already(self.request):
                return HttpResponseRedirect(led_to)
            raise
        except (Refused, Conflict) as refusal:
            if led_to := once.already(self.request):
                return HttpResponseRedirect(led_to)  # what stood in the way was this form's own first sending
            self.forget_changes()
            if isinstance(refusal, Conflict):
                return self.show_conflict(form, refusal)
            form.add_refusal(refusal.reasons)
            return self.form_invalid(form)  # type: ignore[attr-defined]
        if message := self.get_success_message(form):
            messages.success(self.request, message)
        return HttpResponseRedirect(led_to)

    def forget_changes(self) -> None:
        """Read again the rows the page holds: a service that refused may have set attributes that were rolled back."""

    def show_conflict(self, form: Any, conflict: Conflict) -> HttpResponse:
        both = both_texts(form, self.values_of(conflict.current))
        if VERSION in form.fields:
            # What the person sees is now the newer text beside theirs: saving again is a decision, not an accident.
            form.data = form.data.copy()
            form.data[form.add_prefix(VERSION)] = str(conflict.current.version)
        form.add_error(None, CONFLICT)
        return self.render_to_response(self.get_context_data(form=form, conflict=both))  # type: ignore[attr-defined]

    def values_of(self, current: Any) -> dict[str, Any]:
        """{form field: value kept now}, from the attributes of the row. Override where they differ."""
        return {name: getattr(current, name) for name in self.get_form_class().base_fields if hasattr(current, name)}  # type: ignore[attr-defined]


class ServiceFormView(LoginRequiredMixin, ServiceFormMixin, FormView):
    """A form page for signed-in people; see ServiceFormMixin."""

    template_name = "core/form_page.html"


class NearerEnd(Paginator):
    """Pages of a queryset whose order leaves no two rows equal, however long it is.

    The database passes over every row before a page, so one of the latter half is read from the end. The first page is counted in the
    statement that reads it.
    """

    def get_page(self, number: Any) -> Page:
        """The page of that number, or the nearest there is."""
        try:
            first = int(number or 1) <= 1
        except (TypeError, ValueError):
            first = True
        return self.page(1) if first else super().get_page(number)

    def page(self, number: Any) -> Page:
        rows: Any = self.object_list
        if number == 1:
            every = Func(template="COUNT(*)", output_field=IntegerField())
            counted = rows.annotate(rows_in_all=Subquery(rows.order_by().values(rows_in_all=every)))
            first = list(self.part(counted, 0, self.per_page))
            self.__dict__["count"] = first[0].rows_in_all if first else 0
            return self._get_page(first, 1, self)
        number = self.validate_number(number)
        before = (number - 1) * self.per_page
        after = max(self.count - before - self.per_page, 0)
        if after >= before:
            return self._get_page(list(self.part(rows, before, before + self.per_page)), number, self)
        return self._get_page(list(self.part(rows.reverse(), after, self.count - before))[::-1], number, self)

    def part(self, rows: Any, start: int, stop: int) -> Any:
        return rows[start:stop]


class KeysFirst(NearerEnd):
    """Finds the keys of a page's rows before anything is joined to them: where the order comes from no index, all rows would be."""

    def part(self, rows: Any, start: int, stop: int) -> Any:
        return rows.filter(pk__in=rows.values("pk")[start:stop])


class AnyPage:
    """For a ListView: a page that there is not shows the last one, and a number that is none the first."""

    def paginate_queryset(self, queryset: Any, page_size: int) -> tuple[Any, Any, Any, bool]:
        paginator = self.get_paginator(queryset, page_size)  # type: ignore[attr-defined]
        page = paginator.get_page(self.request.GET.get(self.page_kwarg))  # type: ignore[attr-defined]
        return paginator, page, page.object_list, page.has_other_pages()


def whole_number(text: str) -> int:
    """A number a page sent in a hidden field, 0 where somebody sent something else. None of ours has ten digits."""
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def both_texts(form: Any, current: dict[str, Any]) -> list[BothTexts]:
    """The visible fields in which the row as it stands differs from what was sent. The form keeps which, for the summary of its errors."""
    both = [
        BothTexts(str(form[name].label), shown(form, name, value), shown(form, name, form.cleaned_data.get(name)), name)
        for name, value in current.items()
        if name in form.fields and not form[name].is_hidden and value != form.cleaned_data.get(name)
    ]
    form.disputed = [each.name for each in both]
    return both


def written(form: Any) -> list[str]:
    """The texts somebody typed into a form that was sent: where it cannot be shown again, they are still theirs to copy."""
    if form is None or not form.is_bound:
        return []
    boxes = [each for each in form if not each.is_hidden and isinstance(each.field.widget, Textarea | TextInput)]
    return [text for each in boxes if isinstance(text := each.value(), str) and text.strip()]


def shown(form: Any, name: str, value: Any) -> str:
    """A field's value in words."""
    if value is None or value == "" or value == []:
        return "Empty"
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, date):
        return words.weekday(value)
    if isinstance(value, time):
        return time_words(value)
    if isinstance(value, list | tuple):
        return "\n".join(str(item) for item in value)
    choices = {
        str(code): str(text)
        for code, text in getattr(form.fields[name], "choices", ())
        if not isinstance(text, list | tuple)
    }
    return choices.get(str(value), str(value))
