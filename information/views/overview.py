"""The request as a task list, and what is done with all of it at once."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.views.generic import TemplateView

from accounts.choices import Permission
from core import clock
from core.words import joined
from information.forms import BatchForm, FilterForm, PlainForm
from information.queries import items
from information.services import answers, issuing, loop, reminders
from information.views.base import RequestAct, RequestView
from inspections.queries.calendar import working_calendar
from rulebook import words


class RequestDetail(RequestView, TemplateView):
    template_name = "information/request_detail.html"

    @cached_property
    def rows(self) -> list[items.ItemRow]:
        return items.rows_for(self.request.user, self.inspection, today=clock.today(), calendar=working_calendar())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = FilterForm(self.request.GET or None)
        chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
        narrow = {name: chosen.get(name, "") for name in ("body", "state", "show")}
        kept = items.narrowed(self.rows, **narrow)
        counts = items.counted(self.rows)
        manages = Permission.REQUEST_MANAGE in self.rights
        to_share = sum(row.item.state in ("uploaded", "validated") for row in self.rows) if manages else 0
        to_remind = len(items.late_by_owner(self.rows)) if manages else 0
        return super().get_context_data(
            form=form if form.is_bound else FilterForm(),
            filtered=any(narrow.values()),
            found=len(kept),
            groups=items.by_body(kept),
            counts=counts,
            bars=bars(counts),
            issued=bool(self.rows),
            asks=bool(self.inspection.kind_spec.weeks.request),
            any_unconfirmed=any(not row.item.confirmed for row in kept),
            may_issue=not self.rows and (manages or Permission.REQUEST_QUERY in self.rights),
            called=self.inspection.notified_on is not None,
            may_upload=Permission.REQUEST_ANSWER in self.rights,
            to_share=to_share,
            share_text=f"Share with inspectors ({to_share})",
            to_remind=to_remind,
            remind_text=f"Remind owners ({to_remind})",
            **kwargs,
        )


def bars(counts: items.Counts) -> list[tuple[str, int]]:
    """(what, how many): the parts that add up to all items asked for."""
    return [
        ("Accepted", counts.accepted),
        ("Not held or not applicable", counts.without),
        ("With the inspectors", counts.with_inspectors),
        ("With the area", counts.with_area),
    ]


class RequestIssue(RequestAct):
    form_class = PlainForm

    def check(self) -> None:
        if not any(permission in self.rights for permission in issuing.MAY_ISSUE):
            raise PermissionDenied

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.check()
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.check()
        return super().post(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"submit_text": "Issue the request"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        number = len(self.inspection.kind_spec.weeks.request)
        return super().get_context_data(
            heading=f"Issue the {self.request_name}",
            lead=f"{words.count(number, 'item')} will stand in the list, each with its number and its day. The LANO is told and "
            "gives each item an owner.",
            **kwargs,
        )

    def perform(self, form: Any) -> None:
        self.made = issuing.issue_request(by=self.request.user, inspection=self.inspection)

    def get_success_message(self, form: Any) -> str:
        return f"Request issued: {words.count(self.made, 'item')}" if self.made else "The request was issued already"


class RequestShare(RequestAct):
    form_class = PlainForm
    permission = Permission.REQUEST_MANAGE

    def get_form_kwargs(self) -> dict[str, Any]:
        number = len(loop.ready_to_share(self.inspection))
        return super().get_form_kwargs() | {
            "submit_text": f"Share {words.count(number, 'item')}" if number else "Share"
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = loop.ready_to_share(self.inspection)
        return super().get_context_data(
            heading="Share what is uploaded with the inspectors",
            lead="The inspectors can then open the files of these items, and query or accept them."
            if waiting
            else "Nothing is waiting to be shared.",
            listed=[str(item) for item in waiting],
            **kwargs,
        )

    def perform(self, form: Any) -> None:
        self.shared = loop.share_all(by=self.request.user, inspection=self.inspection)

    def get_success_message(self, form: Any) -> str:
        return f"{words.count(self.shared, 'item')} shared with the inspectors"


class RequestRemind(RequestAct):
    template_name = "information/request_remind.html"
    form_class = PlainForm
    permission = Permission.REQUEST_MANAGE

    @cached_property
    def planned(self) -> list[reminders.Reminder]:
        return reminders.reminders(self.request.user, self.inspection)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"submit_text": f"Send {words.count(len(self.planned), 'reminder')}"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(planned=self.planned, **kwargs)

    def perform(self, form: Any) -> None:
        self.told = reminders.remind_owners(by=self.request.user, inspection=self.inspection)

    def get_success_message(self, form: Any) -> str:
        if not self.told:
            return "They were reminded earlier today: nothing was sent again"
        return f"{words.count(self.told, 'person', 'people')} reminded"


class RequestUpload(RequestAct):
    """Several files at once, and one question: which item do they answer?"""

    form_class = BatchForm
    permission = Permission.REQUEST_ANSWER

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "items": items.answerable(self.request.user, self.inspection),
            "may_share": Permission.REQUEST_MANAGE in self.rights,
        }

    def get_initial(self) -> dict[str, Any]:
        return {"item": self.request.GET.get("item", "")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading="Upload files",
            lead="They all answer one item. Lists 1 and 2 are uploaded on their own pages, where they are checked.",
            **kwargs,
        )

    def perform(self, form: Any) -> str:
        item = form.cleaned_data["item"]
        self.given = answers.give_files(
            by=self.request.user,
            item=item,
            uploads=form.cleaned_data["files"],
            share=form.cleaned_data.get("share", False),
        )
        return item.get_absolute_url()

    def get_success_message(self, form: Any) -> str:
        return f"Uploaded as {joined(file.number for file in self.given)}"
