"""The inspection team."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.choices import TEAM_ROLES
from accounts.models import User
from core.forms import DateField, GovukForm


class TeamAddForm(GovukForm):
    submit_text = "Add to the team"
    user = forms.ModelChoiceField(
        label="Who joins the team?",
        queryset=User.objects.none(),
        empty_label="Choose a person",
        error_messages={"required": "Choose a person", "invalid_choice": "Choose a person from the list"},
    )
    role = forms.ChoiceField(
        label="In which role?",
        choices=[(role.value, role.label) for role in TEAM_ROLES],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the role"},
    )
    starts_on = DateField(
        label="From which day?", thing="The first day", error_messages={"required": "Enter the first day"}
    )

    second_lead = forms.BooleanField(
        label="There are to be two lead inspectors",
        help_text="Tick this only where the inspection has a lead HMI already and a second one is meant.",
        required=False,
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = people  # type: ignore[attr-defined]
        self.fields["user"].label_from_instance = lambda user: f"{user} ({user.get_organisation_display()})"  # type: ignore[attr-defined]


class TeamEndForm(GovukForm):
    submit_text = "End this place"
    ends_on = DateField(
        label="What is the last day?", thing="The last day", error_messages={"required": "Enter the last day"}
    )
