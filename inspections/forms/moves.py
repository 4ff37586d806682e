"""One step of an inspection: the facts it needs, and a reason where the lifecycle asks for one."""

from __future__ import annotations

from typing import Any

from django import forms

from core.forms import DateField, GovukForm
from inspections.models import Inspection
from rulebook.lifecycle import Move

# The facts a step brings with it.
FACTS: dict[str, tuple[str, ...]] = {
    "set_up": ("setup_on", "code_of_conduct"),
    "give_feedback": ("feedback_on",),
    "pause": ("paused_on",),
    "resume": ("resumed_on",),
    "defer": ("requested_in_writing_by",),
    "replan": ("planned_for_on",),
    "return_for_evidence": ("onsite_end_on",),
}
# Steps that take something away from the area or the team: the button warns.
GRAVE = frozenset({"cancel", "defer", "pause", "mark_incomplete"})


class MoveForm(GovukForm):
    setup_on = DateField(
        label="On which day was the set-up discussion held?",
        thing="The day of the set-up discussion",
        error_messages={"required": "Enter the day of the set-up discussion"},
    )
    code_of_conduct = forms.BooleanField(label="The code of conduct was highlighted", required=False)
    feedback_on = DateField(
        label="On which day was the final feedback meeting?",
        help_text="It ends the days on site and begins the embargo.",
        thing="The day of the feedback meeting",
        error_messages={"required": "Enter the day of the feedback meeting"},
    )
    paused_on = DateField(
        label="From which day is it paused?",
        help_text="The clocks stand still from this day.",
        thing="The first day of the pause",
        error_messages={"required": "Enter the first day of the pause"},
    )
    resumed_on = DateField(
        label="From which day does it go on?",
        help_text="The working days of the pause are added to the deadlines that were open.",
        thing="The day it goes on",
        error_messages={"required": "Enter the day it goes on"},
    )
    requested_in_writing_by = forms.CharField(
        label="Who asked for it in writing?",
        help_text="The name and office of the person in the area",
        max_length=200,
        error_messages={"required": "Enter who asked for the deferral in writing"},
    )
    planned_for_on = DateField(
        label="When is the call planned now? (optional)", thing="The planned date", required=False
    )
    onsite_end_on = DateField(
        label="What is the last day on site now? (optional)", thing="The last day on site", required=False
    )
    reason = forms.CharField(
        label="Why?",
        help_text="It is kept in the history of the inspection. Do not name a child or young person.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        error_messages={"required": "Enter the reason"},
    )

    def __init__(self, *args: Any, move: Move, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = {*FACTS.get(move.name, ()), *(["reason"] if move.needs_reason else []), "submission_key"}
        for name in list(self.fields):
            if name not in asked:
                del self.fields[name]
        self.submit_text = move.label
        self.submit_classes = "govuk-button--warning" if move.name in GRAVE else ""

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.fields if name not in ("reason", "submission_key")}


class OutcomeForm(GovukForm):
    """The outcome the team and quality assurance reached; the sentence of each is the framework's."""

    submit_text = "Record this"
    outcome = forms.ChoiceField(
        label="What did the inspection conclude?", widget=forms.RadioSelect, error_messages={"required": "Choose one"}
    )

    def __init__(self, *args: Any, inspection: Inspection, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scale = inspection.kind_spec.outcome_scale
        self.fields["outcome"].choices = [(outcome.code, outcome.label) for outcome in scale.outcomes]  # type: ignore[attr-defined]
