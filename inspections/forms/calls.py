"""The notification, the calls to the bodies of an area, and the LANO."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms

from accounts.models import User
from core.clock import LONDON
from core.forms import DateField, GovukForm, TimeField
from inspections.forms.dates import assumed_field
from rulebook.frameworks.base import CallSpec


class NotifyForm(GovukForm):
    """The day of the call and, when it is known already, who was told at the council and when."""

    submit_text = "Record the notification"
    notified_on = DateField(
        label="On which day was the area notified?",
        help_text="For example, 17 4 2023",
        thing="The notification date",
        error_messages={"required": "Enter the notification date"},
    )
    assumed = assumed_field()
    told_at = TimeField(label="At what time? (optional)", help_text="For example, 9:35am", required=False)
    person_told = forms.CharField(label="Who was told? (optional)", required=False, max_length=150)
    onsite_start_on = DateField(
        label="First day on site (optional)",
        help_text="Left empty, it is counted from the call by the rule of the framework.",
        thing="The first day on site",
        required=False,
    )

    def __init__(self, *args: Any, call: CallSpec | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if call is None:
            del self.fields["person_told"], self.fields["told_at"]
        else:
            self.fields["person_told"].label = f"{call.name}: who was told? (optional)"
            self.fields["person_told"].help_text = f"{call.office}. Their name, if the call has been made."

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("person_told") and not cleaned.get("told_at") and "told_at" not in self.errors:
            self.add_error("told_at", "Enter the time of the call")
        if cleaned.get("told_at") and cleaned.get("person_told") == "":
            self.add_error("person_told", "Enter who was told")
        return cleaned

    def told_instant(self) -> datetime | None:
        """When the council was told, if a person and a time were given."""
        at = self.cleaned_data.get("told_at")
        if at is None or not self.cleaned_data.get("person_told"):
            return None
        return datetime.combine(self.cleaned_data["notified_on"], at, tzinfo=LONDON)


class CallForm(GovukForm):
    submit_text = "Record this call"
    body_name = forms.CharField(
        label="Which body was called?", max_length=200, error_messages={"required": "Enter the name of the body"}
    )
    person_told = forms.CharField(
        label="Who was told?", max_length=150, error_messages={"required": "Enter the name of the person told"}
    )
    office = forms.CharField(
        label="What is their office?", max_length=150, error_messages={"required": "Enter the office they hold"}
    )
    told_on = DateField(
        label="On which day?", thing="The date of the call", error_messages={"required": "Enter the date of the call"}
    )
    told_at = TimeField(
        label="At what time?",
        help_text="For example, 9:35am",
        error_messages={"required": "Enter the time of the call"},
    )
    note = forms.CharField(
        label="Note (optional)",
        help_text="For example, a voicemail left first. Do not name a child or young person.",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, ask_name: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not ask_name:
            del self.fields["body_name"]

    def told_instant(self) -> datetime:
        return datetime.combine(self.cleaned_data["told_on"], self.cleaned_data["told_at"], tzinfo=LONDON)


class NominateForm(GovukForm):
    submit_text = "Nominate"
    lano = forms.ModelChoiceField(
        label="Who is the local area nominated officer (LANO)?",
        queryset=User.objects.none(),
        empty_label="Choose a person",
        error_messages={"required": "Choose the person", "invalid_choice": "Choose a person from the list"},
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lano"].queryset = people  # type: ignore[attr-defined]
