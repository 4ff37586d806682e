"""The form of one committee meeting."""

from __future__ import annotations

from typing import Any

from django import forms

from core.forms import ChoiceText, DateField, GovukForm, VersionField
from improvement import committees
from improvement.models import Plan

OPEN, EXEMPT = "open", "exempt"


class NewMeetingForm(GovukForm):
    submit_text = "Add the meeting"
    body = forms.ChoiceField(
        label="Whose meeting is it?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whose meeting it is"},
    )
    meets_on = DateField(
        label="When does it meet?",
        thing="The day of the meeting",
        error_messages={"required": "Enter the day of the meeting"},
    )
    decision = forms.CharField(
        label="What is it to decide, or what did it decide? (optional)",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=10_000,
    )
    access = forms.ChoiceField(
        label="Is the item open to press and public?",
        widget=forms.RadioSelect,
        choices=[(OPEN, "Open"), (EXEMPT, ChoiceText("Exempt", hint="Press and public are shut out of the item"))],
        error_messages={"required": "Choose whether the item is open"},
    )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].choices = [(name, name) for name in committees.bodies_of(plan)]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """What the service takes."""
        cleaned = self.cleaned_data
        return {name: cleaned[name] for name in ("body", "meets_on", "decision")} | {
            "exempt": cleaned["access"] == EXEMPT
        }


class MeetingForm(NewMeetingForm):
    submit_text = "Save"
    version = VersionField()
