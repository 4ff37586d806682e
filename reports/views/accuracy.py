"""The factual accuracy check as the area works on it, and as the inspectorates see it."""

from __future__ import annotations

from datetime import timedelta
from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.generic import TemplateView

from accounts.access import can
from accounts.choices import Activity, Permission
from core import clock
from core.views import ServiceFormView
from core.words import long_date
from inspections.queries import timeline
from inspections.services import sights
from partnerships import queries as partnership_queries
from partnerships.services import members
from reports.forms import accuracy as forms
from reports.letters.passages import sections_of
from reports.models import AccuracyRound, Letter
from reports.queries import accuracy as queries
from reports.services import accuracy
from reports.views.drafting import LetterView

MORE_DAYS = 14


class CheckView(LetterView):
    """A page of the newest check of one letter: 404 until a draft was sent to the area."""

    @cached_property
    def letter(self) -> Letter:
        return self.letter_or_404()

    @cached_property
    def round(self) -> AccuracyRound:
        found = queries.newest_round(self.letter)
        if found is None:
            raise Http404
        found.letter = self.letter
        return found

    def address(self, name: str, *args: Any) -> str:
        return reverse(f"reports:{name}", args=[self.inspection.reference, *args])

    def get_breadcrumbs(self) -> list[dict[str, str]]:
        crumbs = [
            *super().get_breadcrumbs(),
            {"text": self.inspection.words["product"].capitalize(), "href": self.address("letter-detail")},
        ]
        if self.request.path != self.address("accuracy-detail"):
            crumbs.append({"text": "Factual accuracy check", "href": self.address("accuracy-detail")})
        return crumbs

    def forget_changes(self) -> None:
        super().forget_changes()
        for name in ("letter", "round", "comment"):
            self.__dict__.pop(name, None)


class CheckAct(CheckView, ServiceFormView):
    """A form page of the check that leads back to it."""

    template_name = "reports/accuracy_act.html"
    heading = ""
    lead = ""

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        form.cancel_url = self.address("accuracy-detail")
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"heading": self.heading, "lead": self.lead, "round": self.round} | kwargs))

    def get_success_url(self) -> str:
        return self.address("accuracy-detail")


class AccuracyDetail(CheckView, TemplateView):
    """Where the check stands. The inspectorates see no comment before it is submitted, the area no answer before it may."""

    template_name = "reports/accuracy_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        round_, inspection = self.round, self.inspection
        responds = Permission.LETTER_RESPOND in self.rights
        submitted = round_.submitted_at is not None
        is_open = accuracy.still_open(round_, self.letter)
        rows = queries.drafted(round_) if submitted or responds else []
        answers = Permission.ACCURACY_ANSWER in self.rights
        return super().get_context_data(
            round=round_,
            letter=self.letter,
            due=due_row(round_, inspection),
            has_period=queries.has_period(inspection),
            sections=sections_of(round_.frozen_context) if responds and is_open else (),
            rows=rows,
            own={row.comment.pk for row in rows if is_open and accuracy.may_write(self.request.user, row.comment)} if responds else set(),
            counts=queries.counted(row.comment for row in rows),
            show_answers=submitted and (not responds or queries.answers_shown(round_, inspection)),
            is_open=is_open,
            late=is_open and accuracy.past_due(round_),
            unsent=responds and not is_open and not submitted,
            responds=responds and is_open,
            submits=is_open and Permission.ACCURACY_SUBMIT in self.rights,
            answers=answers and submitted and self.letter.state in (*queries.ANSWER_STATES, "draft_to_area"),
            seconds=submitted and Permission.LETTER_REVIEW in self.rights,
            may_release=answers and submitted and round_.released_at is None and not inspection.letter_issued_on,
            may_close=answers and not submitted and round_.closed_at is None and is_open,
            people=accuracy.readers(self.letter),
            delegates=list(queries.delegates(inspection)),
            may_name=is_open and bool(handing_over(self)),
            **kwargs,
        )  # fmt: skip


def handing_over(view: CheckView) -> list[Any]:
    """The office holders for whom this person may name somebody; none without the right to manage members."""
    if not can(view.request.user, Permission.MEMBERS_MANAGE, view.inspection.partnership):
        return []
    held = partnership_queries.members(view.inspection.partnership, clock.today())
    return [one for one in held if Activity.FACTUAL_ACCURACY in members.activities_of(one.role)]


def due_row(round_: AccuracyRound, inspection: Any) -> timeline.Row | None:
    """The dated duty as the timeline shows it: standing, unconfirmed, with the page that explains it."""
    deadline = round_.deadline
    if deadline is None:
        return None
    return next((row for row in timeline.rows(inspection, today=clock.today()) if row.deadline.pk == deadline.pk), None)


class AccuracyDraft(CheckView, TemplateView):
    """The draft as it was sent, marked, with the name of whoever reads it."""

    template_name = "reports/accuracy_draft.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # Drawn by our templates, which escape every text. Where there is no draft, nobody has seen it.
        fragment = mark_safe(self.round.fragment)  # noqa: S308
        sights.seen(by=self.request.user, inspection=self.inspection, what=sights.DRAFT)
        return super().get_context_data(round=self.round, fragment=fragment, marking=accuracy.MARKING, **kwargs)


class RecordReceipt(CheckAct):
    permission = Permission.LETTER_RESPOND
    form_class = forms.ReceiptForm
    heading = "Record receipt of the draft"
    success_message = "Receipt recorded"

    def get_initial(self) -> dict[str, Any]:
        return {"received_on": self.round.received_on or clock.today()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(lead=f"The draft was sent on {long_date(self.round.sent_on)}.", **kwargs)

    def perform(self, form: Any) -> None:
        given = form.cleaned_data
        accuracy.record_receipt(
            by=self.request.user, round_=self.round, received_on=given["received_on"], reason=given["reason"]
        )


class NamePerson(CheckAct):
    permission = Permission.LETTER_RESPOND
    form_class = forms.NameForm
    heading = "Name somebody to check the draft"
    lead = "They read the draft and draft comments. It is embargoed: name only people who are needed."
    success_message = "They may check the draft now"

    def get_form_kwargs(self) -> dict[str, Any]:
        _ = self.round
        held = handing_over(self)
        if not held:
            raise PermissionDenied(Permission.MEMBERS_MANAGE.label)
        return super().get_form_kwargs() | {"memberships": held}

    def get_initial(self) -> dict[str, Any]:
        return {"ends_on": clock.today() + timedelta(days=MORE_DAYS)}

    def perform(self, form: Any) -> None:
        given = form.cleaned_data
        held = {str(one.pk): one for one in handing_over(self)}
        members.invite_delegate(
            by=self.request.user,  # type: ignore[arg-type]
            membership=held[given["membership"]],
            email=given["email"],
            name=given["name"],
            employer=given["employer"],
            activity=Activity.FACTUAL_ACCURACY,
            starts_on=clock.today(),
            ends_on=given["ends_on"],
        )


class EndPerson(CheckAct):
    permission = Permission.LETTER_RESPOND
    form_class = forms.PlainForm
    heading = "Take the draft back from somebody"
    success_message = "They can no longer read the draft"

    @cached_property
    def delegation(self) -> Any:
        _ = self.round
        return get_object_or_404(queries.delegates(self.inspection), pk=self.kwargs["pk"])

    def get_form_kwargs(self) -> dict[str, Any]:
        if not handing_over(self):
            raise PermissionDenied(Permission.MEMBERS_MANAGE.label)
        return super().get_form_kwargs() | {"submit_text": "Take it back now", "classes": "govuk-button--warning"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        handed = self.delegation
        lead = f"{handed.delegate} checks the draft for {handed.membership.user}. What they drafted stays."
        return super().get_context_data(lead=lead, **kwargs)

    def perform(self, form: Any) -> None:
        members.end_delegation(by=self.request.user, delegation=self.delegation)  # type: ignore[arg-type]
