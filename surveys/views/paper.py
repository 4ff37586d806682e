"""Pages for answers given on paper or by telephone."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import TemplateView

from accounts.choices import Permission
from core import once
from core.views import ServiceFormView
from surveys.forms.paper import BeginForm, SettleForm, SheetForm, TakeAwayForm
from surveys.models import Entry
from surveys.queries.paper import BEGUN, DIFFERS, ONCE, SENT, TAKES_SHEETS, is_entered_once, may, sheets, stage
from surveys.services import paper
from surveys.views.base import SurveyView, here

SAID = {
    ONCE: "Sheet {number} has been entered once. Somebody else now enters it again.",
    DIFFERS: "The two enterings of sheet {number} differ. Settle what is on the sheet.",
    SENT: "Sheet {number} has been sent",
}


class PaperView(SurveyView):
    """A page about the sheets of one survey."""

    permission = Permission.SURVEY_ENTER

    def here(self, name: str, *args: Any) -> str:
        return here(name, self.inspection, self.survey.audience, *args)

    def get_success_url(self) -> str:
        return self.here("sheet-list")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"takes_sheets": self.survey.state in TAKES_SHEETS} | kwargs))


class SheetList(PaperView, TemplateView):
    template_name = "surveys/paper_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(sheets=sheets(self.survey, self.request.user), **kwargs)


class PaperForm(PaperView, ServiceFormView):
    """A form page that leads back to the list."""

    template_name = "surveys/paper_form.html"
    heading = ""

    def get_breadcrumbs(self) -> list[dict[str, str]]:
        return [*super().get_breadcrumbs(), {"text": "Sheets", "href": self.here("sheet-list")}]

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        form.cancel_url = self.here("sheet-list")
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"heading": self.heading} | kwargs))


class SheetBegin(PaperForm):
    form_class = BeginForm
    heading = "Enter a sheet"

    def perform(self, form: Any) -> str:
        given = {name: form.cleaned_data[name] for name in ("mode", "number", "variant", "language", "helped")}
        entry = paper.begin(by=self.request.user, survey=self.survey, **given)
        return self.here("sheet-enter", entry.number)


class SheetView(PaperForm):
    """A page of one sheet."""

    @cached_property
    def entry(self) -> Entry:
        entries = Entry.objects.select_related("first_by", "second_by")
        found = get_object_or_404(entries, survey=self.survey, number=self.kwargs["number"])
        found.survey = self.survey
        return found

    def forget_changes(self) -> None:
        super().forget_changes()
        self.__dict__.pop("entry", None)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"entry": self.entry} | kwargs))


class SheetEnter(SheetView):
    """The whole sheet on one page: empty for whoever enters it the second time."""

    form_class = SheetForm
    template_name = "surveys/paper_enter.html"
    reached = ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if stage(self.entry) == SENT:
            return redirect(self.here("sheet-list"))
        if may(self.entry, request.user) == "settle":
            return redirect(self.here("sheet-settle", self.entry.number))
        if not may(self.entry, request.user):
            raise PermissionDenied
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"survey": self.survey, "variant": self.entry.variant}

    def get_initial(self) -> dict[str, Any]:
        return self.entry.first if may(self.entry, self.request.user) == "correct" else {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=f"{'Call' if is_entered_once(self.entry) else 'Sheet'} {self.entry.number}",
            single=is_entered_once(self.entry),
            again=may(self.entry, self.request.user) == "again",
            begun=stage(self.entry) == BEGUN,
            **kwargs,
        )

    def perform(self, form: Any) -> str:
        self.reached = paper.enter(by=self.request.user, entry=self.entry, answers=form.answers())
        return self.here("sheet-settle", self.entry.number) if self.reached == DIFFERS else self.here("sheet-list")

    def get_success_message(self, form: Any) -> str:
        return SAID[self.reached].format(number=self.entry.number)


class SheetSettle(SheetView):
    """Where two enterings differ, side by side."""

    form_class = SettleForm
    template_name = "surveys/paper_settle.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if stage(self.entry) != DIFFERS:
            return redirect(self.here("sheet-list"))
        self._only_the_two()
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if stage(self.entry) == DIFFERS:
            self._only_the_two()
        elif not once.already(request):
            messages.info(request, f"There is nothing to settle on sheet {self.entry.number} any more.")
            return redirect(self.here("sheet-list"))
        return super().post(request, *args, **kwargs)

    def _only_the_two(self) -> None:
        # The choices show what was entered: only those see it who have had the sheet in their hands.
        if may(self.entry, self.request.user) != "settle":
            raise PermissionDenied

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"entry": self.entry}

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.entry.version}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(heading=f"Settle sheet {self.entry.number}", **kwargs)

    def perform(self, form: Any) -> None:
        paper.settle(
            by=self.request.user, entry=self.entry, version=form.cleaned_data["version"], choices=form.choices()
        )

    def get_success_message(self, form: Any) -> str:
        return SAID[SENT].format(number=self.entry.number)


class SheetTakeAway(SheetView):
    form_class = TakeAwayForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=f"Take sheet {self.entry.number} away",
            lead="What has been entered from it is deleted. Its number can then be used again.",
            **kwargs,
        )

    def perform(self, form: Any) -> None:
        self.number = self.entry.number
        paper.take_away(by=self.request.user, entry=self.entry)

    def get_success_message(self, form: Any) -> str:
        return f"Sheet {self.number} taken away"
