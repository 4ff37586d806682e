"""The steps of an inspection that are not made by its letter: what each does, what is missing, and the button."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase

from accounts.choices import Permission
from core import clock
from core.views import ServiceFormView
from inspections.forms.dates import ReceiptForm
from inspections.forms.moves import FACTS, MoveForm, OutcomeForm
from inspections.models import Inspection
from inspections.queries.next_inspection import expected_windows
from inspections.services import inspections as services
from inspections.services.calendar import working_calendar
from inspections.services.products import OUTCOME_STATES
from inspections.views.base import InspectionView, Rights, address
from rulebook.follow_up import consequences
from rulebook.frameworks.base import Outcome
from rulebook.lifecycle import Move
from rulebook.next_inspection import Window

# These are made by the letter's own steps, under its own rights.
LETTER = "letter."
# This one has a page of its own.
NOTIFY = "notify"


def offered(inspection: Inspection, rights: Rights) -> list[Move]:
    """The steps this person may take from where the inspection is, except those its letter makes."""
    return [
        move
        for move in inspection.LIFECYCLE.available(inspection.state)
        if not move.permission.startswith(LETTER) and possible(inspection, move) and move.permission in rights
    ]


def possible(inspection: Inspection, move: Move) -> bool:
    """Whether a kind of inspection ever takes this step: one without a letter is closed without a report, and only one such."""
    has_letter = inspection.kind_spec.letter is not None
    known = {"has_letter": has_letter}
    return not any(guard.code == "not_has_letter" and not guard.test(known) for guard in move.guards)


def waits(inspection: Inspection, move: Move, **known: Any) -> tuple[str, ...]:
    """What stands in the way before the form of a step is even filled in: what the form asks for is not missing yet.

    `known` are facts of apps above; without them an open plan is not spoken of.
    """
    asked: dict[str, Any] = dict.fromkeys(FACTS.get(move.name, ()), clock.today())
    if "requested_in_writing_by" in asked:
        asked["deferral_requested_in_writing"] = True
    return services.missing(inspection, move.name, **({"open_plans": 0} | asked | known))


class InspectionMove(InspectionView, ServiceFormView):
    template_name = "inspections/inspection_move.html"
    form_class = MoveForm
    tab = "overview"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.move = self.declared(kwargs["move"])
        self.permission = Permission(self.move.permission)
        return super().dispatch(request, *args, **kwargs)

    @staticmethod
    def declared(name: str) -> Move:
        for move in Inspection.LIFECYCLE.moves:
            if move.name == name != NOTIFY and not move.permission.startswith(LETTER):
                return move
        raise Http404

    def extra_facts(self) -> dict[str, Any]:
        """Facts that only apps above this one know."""
        return {}

    def warnings(self) -> list[str]:
        """What should have been done before this step, as apps above know it. It stops nobody."""
        return []

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"move": self.move}

    def get_initial(self) -> dict[str, Any]:
        today = clock.today()
        return {"setup_on": today, "feedback_on": today, "paused_on": today, "resumed_on": today, "onsite_end_on": None}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            move=self.move,
            target=self.inspection.LIFECYCLE.states[self.move.target],
            missing=waits(self.inspection, self.move, **self.extra_facts()),
            warnings=self.warnings(),
            **kwargs,
        )

    def perform(self, form: Any) -> str:
        services.make_move(
            by=self.request.user,
            inspection=self.inspection,
            move=self.move.name,
            reason=form.cleaned_data.get("reason", ""),
            **form.facts(),
            **self.extra_facts(),
        )
        return address("inspection-detail", self.inspection)

    def get_success_message(self, form: Any) -> str:
        return f"Done: {self.move.label.lower()}. The inspection is now at ‘{self.inspection.LIFECYCLE.states[self.move.target]}’."


class RecordReceipt(InspectionView, ServiceFormView):
    """The day the area received its final letter or report: plans are counted from it."""

    template_name = "inspections/form_page.html"
    form_class = ReceiptForm
    permission = Permission.LETTER_RECEIVE
    tab = "overview"
    success_message = "Receipt recorded"

    def get_form_kwargs(self) -> dict[str, Any]:
        held = self.inspection
        known = held.report_received_on is not None and "report_received_on" not in held.assumed
        return super().get_form_kwargs() | {"known": known}

    def get_initial(self) -> dict[str, Any]:
        return {
            "received_on": self.inspection.report_received_on or clock.today(),
            "assumed": "report_received_on" in self.inspection.assumed,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        product = self.inspection.words["product"]
        return super().get_context_data(
            heading=f"Record receipt of the final {product}",
            lead=f"Deadlines of the area are counted from the day it received its final {product}, not from publication.",
            **kwargs,
        )

    def perform(self, form: Any) -> str:
        given = form.cleaned_data
        services.record_receipt(
            by=self.request.user,
            inspection=self.inspection,
            received_on=given["received_on"],
            assumed=given["assumed"],
            reason=given.get("reason", ""),
        )
        return address("inspection-detail", self.inspection)


class RecordOutcome(InspectionView, ServiceFormView):
    template_name = "inspections/inspection_outcome.html"
    form_class = OutcomeForm
    permission = Permission.FINDINGS_EDIT
    tab = "findings"
    success_message = "Outcome recorded"

    def get_form_kwargs(self) -> dict[str, Any]:
        if not self.inspection.kind_spec.outcome_scale.outcomes:
            raise Http404
        return super().get_form_kwargs() | {"inspection": self.inspection}

    def get_initial(self) -> dict[str, Any]:
        return {"outcome": self.inspection.outcome}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            outcomes=self._outcomes(),
            windows=self._windows(),
            today=clock.today(),
            outcome_open=self.inspection.state in OUTCOME_STATES,
            **kwargs,
        )

    def _outcomes(self) -> list[tuple[Outcome, tuple[str, ...]]]:
        """Each outcome with what follows from it."""
        inspection, spec = self.inspection, self.inspection.kind_spec
        held = inspection.findings.filter(kind=spec.item_kind).count() if spec.item_kind in spec.finding_kinds else None
        return [
            (outcome, consequences(inspection.edition, spec, outcome.code, concerned=held, of=held))
            for outcome in spec.outcome_scale.outcomes
        ]

    def _windows(self) -> tuple[Window, ...]:
        """What the inspection it follows up brought, which its own outcome does not change."""
        followed = self.inspection.follows
        found = expected_windows(followed, working_calendar(), today=clock.today()) if followed else ()
        return tuple(window for window in found if window.kind != self.inspection.kind)

    def perform(self, form: Any) -> str:
        services.record_outcome(by=self.request.user, inspection=self.inspection, outcome=form.cleaned_data["outcome"])
        return address("inspection-findings", self.inspection)
