"""Forms of the corporate judgement."""

from __future__ import annotations

from typing import Any

from django import forms

from core.fields import VersionField
from core.forms import DateField, GovukForm
from inspections.forms.findings import NO_CHILD
from inspections.models import Inspection


class JudgementForm(GovukForm):
    """The meeting of the team. `people` are (primary key, name and role) of everybody who is or was on it."""

    submit_text = "Save the record"
    version = VersionField()
    met_on = DateField(label="Day of the meeting", thing="The day of the meeting")
    present = forms.MultipleChoiceField(
        label="Who was there?", widget=forms.CheckboxSelectMultiple, error_messages={"required": "Choose who was there"}
    )
    decision = forms.ChoiceField(label="", widget=forms.RadioSelect)
    reasons = forms.CharField(
        label="Reasons",
        help_text=f"What the decision rests on. {NO_CHILD}",
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=10000,
        error_messages={"required": "Enter the reasons"},
    )

    def __init__(self, *args: Any, inspection: Inspection, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        self.fields["present"].choices = [(str(key), words) for key, words in people]  # type: ignore[attr-defined]
        scale = inspection.kind_spec.outcome_scale
        if scale.outcomes:
            self.fields["decision"].label = f"Decision: {scale.decision}"
            self.fields["decision"].error_messages["required"] = f"Choose the {scale.decision}"
            chosen = [(outcome.code, outcome.label) for outcome in scale.outcomes]
            self.fields["decision"].choices = chosen  # type: ignore[attr-defined]
        else:
            del self.fields["decision"]
        for key, words in people:
            self.fields[f"dissent_{key}"] = forms.CharField(
                label=f"Where {words} disagreed, and why (optional)",
                required=False,
                widget=forms.Textarea(attrs={"rows": 3}),
                max_length=3000,
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        there = cleaned.get("present", [])
        for key, words in self.people:
            if cleaned.get(f"dissent_{key}", "").strip() and str(key) not in there:
                self.add_error(f"dissent_{key}", f"Choose {words} as present, or take this text out")
        return cleaned

    def facts(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "met_on": given["met_on"],
            "decision": given.get("decision", ""),
            "reasons": given["reasons"],
            "present": {int(key): given.get(f"dissent_{key}", "") for key in given["present"]},
        }
