"""Acts on one case: people, identity, consent, steps."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase

from accounts.choices import Permission
from cases.forms import AccessNeedsForm, ConsentForm, CoordinatorForm, IdentityForm, MoveForm, ShowNameForm
from cases.queries.cases import area_people
from cases.services import cases, identity
from cases.views.base import CaseAct
from core import clock
from core.errors import Refused
from rulebook.lifecycle import Move


class Coordinator(CaseAct):
    """Only by who holds this over the inspection: a coordinator does not pass the case on."""

    form_class = CoordinatorForm
    case_permission = Permission.CASE_MANAGE
    success_message = "Coordinator named"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        self.require(Permission.CASE_MANAGE)
        return super().get_form_kwargs() | {"people": area_people(self.inspection)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(heading=f"Name the coordinator of {self.case}", **kwargs)

    def perform(self, form: Any) -> None:
        chosen = form.people[form.cleaned_data["coordinator"]]
        cases.name_coordinator(by=self.request.user, case=self.case, coordinator=chosen)


class Identity(CaseAct):
    form_class = IdentityForm
    case_permission = Permission.CASE_MANAGE
    success_message = "Identity given. It is shown only to those who say why they need it."
    lead = "What you enter is kept apart from the case. It is in no list, e-mail or history."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(heading=f"Who is {self.case}?", **kwargs)

    def perform(self, form: Any) -> None:
        given = {name: form.cleaned_data[name] for name in ("name", "upn", "born_on", "family_contact")}
        identity.give(by=self.request.user, case=self.case, **given)


class ShowName(CaseAct):
    """Asks why, keeps the answer, and shows the name on the answer to that one request only: never at an address, never cached."""

    template_name = "cases/show_name.html"
    form_class = ShowNameForm
    case_permission = Permission.CASE_IDENTITY

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(heading=f"Show the name of {self.case}", **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            shown = identity.show(by=self.request.user, case=self.case, reason=form.cleaned_data["reason"])
        except Refused as refused:
            form.add_refusal(refused)
            return self.form_invalid(form)
        return self.render_to_response(self.get_context_data(form=None, shown=shown))

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        response = super().render_to_response(context, **kwargs)
        response["Cache-Control"] = "no-store, private"
        return response


class Consent(CaseAct):
    form_class = ConsentForm
    case_permission = Permission.CASE_MANAGE
    success_message = "Answer recorded"

    def get_initial(self) -> dict[str, Any]:
        return {"on": clock.today()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=f"Record the family’s answer for {self.case}",
            lead="No meeting can be booked and no document given before the family agrees.",
            missing=self.case.LIFECYCLE.missing(self.case.state, "give_consent", {"consent_recorded": True}),
            **kwargs,
        )

    def perform(self, form: Any) -> None:
        cases.record_consent(by=self.request.user, case=self.case, **form.facts())


class AccessNeeds(CaseAct):
    form_class = AccessNeedsForm
    case_permission = Permission.CASE_MANAGE
    success_message = "Saved"

    def get_initial(self) -> dict[str, Any]:
        return {"access_needs": self.case.access_needs, "version": self.case.version}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(heading=f"What helps the family of {self.case}", **kwargs)

    def perform(self, form: Any) -> None:
        cases.record_access_needs(
            by=self.request.user,
            case=self.case,
            access_needs=form.cleaned_data["access_needs"],
            version=form.cleaned_data["version"],
        )


CONFIRM = {
    "seek_consent": "The family has been asked, and has the page that explains the meeting",
    "review_pack": "I have read the pack",
    "hold_meeting": "The meetings have been held",
    "complete": "Nothing more is needed for this case",
    "withdraw": "The family has said that they withdraw",
}
LEADS = {
    "seek_consent": "Record that you asked. You record their answer when you have it.",
    "withdraw": "Nobody asks for a reason. The coordinator and the authors can no longer open anything that says who it is.",
}


class Step(CaseAct):
    """One plain step of the case, confirmed on a page of its own."""

    form_class = MoveForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if kwargs["move"] not in cases.PLAIN_MOVES:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    @property
    def move(self) -> Move:
        return self.case.LIFECYCLE.move(self.kwargs["move"])

    def get_form_kwargs(self) -> dict[str, Any]:
        if Permission(self.move.permission) not in self.case_rights:
            raise PermissionDenied(Permission(self.move.permission).label)
        return super().get_form_kwargs() | {"move": self.move, "confirm": CONFIRM.get(self.move.name, "Yes")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=f"{self.move.label}: {self.case}",
            lead=LEADS.get(self.move.name, ""),
            missing=self.case.LIFECYCLE.missing(self.case.state, self.move.name, {}),
            **kwargs,
        )

    def perform(self, form: Any) -> None:
        cases.make_move(
            by=self.request.user,
            case=self.case,
            move=self.move.name,
            reason=form.cleaned_data.get("reason", ""),
        )
        self.success_message = f"Done. {self.case} is now at ‘{self.case.state_words}’."
