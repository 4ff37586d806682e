"""The page of a form that saves itself, and the address it saves to. See docs/recipes/autosave.md."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.views.generic import View

from core import clock
from core.autosave import Kind, attributes, both_texts, unsaved
from core.device import device_key
from core.errors import Conflict, Refused
from core.fields import INCOMPLETE
from core.views import VERSION, ServiceFormView
from core.words import to_the_second

THEIRS, BOTH = "theirs", "both"


class SelfSaving(View):
    """What the page and the address share."""

    request: HttpRequest

    def kind(self) -> Kind:
        raise NotImplementedError(f"{type(self).__name__} does not say what is written")

    def saving_url(self) -> str:
        raise NotImplementedError(f"{type(self).__name__} does not say where it saves to")

    def told_of(self, current: Any, form: Any) -> dict[str, Any]:
        """What `core.autosave.conflict_of` says when the row stands as `current`."""
        raise NotImplementedError(f"{type(self).__name__} does not say how two texts differ")

    def attributes(self) -> dict[str, str]:
        return attributes(self.request, self.kind(), url=self.saving_url())


class SelfSavingPage(ServiceFormView, SelfSaving):
    """The page, which works as a plain form too. Its template draws `autosave` as attributes of the form with the id `form_id`, and
    "components/autosave_conflict.html" above it."""

    form_id = "writing"

    def current(self) -> Any:
        """The row as it stands, or None while there is none."""
        raise NotImplementedError(f"{type(self).__name__} does not say what is kept now")

    def theirs_url(self, current: Any) -> str:
        """Where "Keep theirs" leads."""
        raise NotImplementedError(f"{type(self).__name__} does not say where it leads")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("keep") == THEIRS and (current := self.current()) is not None:
            noun = self.kind().noun
            messages.info(request, f"The {noun} is kept as your colleague wrote it. Your own text was not saved.")
            return HttpResponseRedirect(self.theirs_url(current))
        return super().post(request, *args, **kwargs)

    def joined(self, text: str) -> str:
        """The text to save: both people's where this person chose that."""
        if self.request.POST.get("keep") == BOTH and (current := self.current()) is not None:
            return both_texts(current.text, text)
        return text

    def show_conflict(self, form: Any, conflict: Conflict) -> HttpResponse:
        told, began = self.told_of(conflict.current, form), form.cleaned_data[VERSION]
        form.data = form.data.copy()
        # What the person sees is now the newer text beside theirs: saving again is a decision, not an accident. What is kept on
        # their device keeps the version it started from, so that another window that takes it up is asked too.
        form.data[VERSION] = str(told["version"])
        noun = self.kind().noun
        form.add_error(
            None, f"{told['by']} saved this {noun} while you were writing. Nothing of yours was saved yet. Choose below"
        )
        return self.render_to_response(self.get_context_data(form=form, conflict=told, began=began))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form = context["form"]
        again = unsaved(kwargs.get("conflict"), began=kwargs.get("began", 0)) if form.is_bound else {}
        form.autosave = self.attributes() | again
        return context | {"autosave": form.autosave, "form_id": self.form_id, "noun": self.kind().noun}


class SavingAddress(SelfSaving):
    """Where a form saves to by itself; put the page's own base before it.

    GET gives what a page needs after somebody signed in again: {owner, csrf} and what `standing` adds. POST takes the form's boxes and
    `owner` (whose words these are): 200 saved, with the boxes that were left out; 409 somebody else saved; 422 or 400 refused as a
    whole; 403 no right, or another person is signed in on this device now.
    """

    def sent_form(self) -> Any:
        """The form of the page with what was sent."""
        raise NotImplementedError(f"{type(self).__name__} does not say which form it takes")

    def write(self, form: Any) -> dict[str, Any]:
        """Save; returns {version} and, where it applies, {left: reasons} and {number, page, title} of a row that had none before.

        May raise Refused and Conflict.
        """
        raise NotImplementedError(f"{type(self).__name__} does not say how it saves")

    def standing(self) -> dict[str, Any]:
        """What every answer says beside the rest: {here: names of others}, or nothing."""
        return {}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        owner = device_key(request.user).owner
        return JsonResponse({"owner": owner, "csrf": get_token(request)} | self.standing())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        form = self.sent_form()
        form.is_valid()
        if any(field.is_hidden and field.errors for field in form):
            return self.refused(INCOMPLETE, status=400)
        if request.POST.get("owner") != device_key(request.user).owner:
            return JsonResponse({"state": "other_person"}, status=403)
        try:
            saved = self.write(form)
        except Refused as refused:
            return self.refused(*(reason.text for reason in refused.reasons))
        except Conflict as conflict:
            told = self.told_of(conflict.current, form)
            return JsonResponse({"state": "conflict"} | self.standing() | told, status=409)
        return JsonResponse({"state": "saved", "at": to_the_second(clock.now()), "left": []} | self.standing() | saved)

    @staticmethod
    def refused(*reasons: str, status: int = 422) -> JsonResponse:
        return JsonResponse({"state": "refused", "reasons": list(reasons)}, status=status)
