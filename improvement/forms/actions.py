"""Forms of the actions that answer an item, and of their milestones."""

from __future__ import annotations

from typing import Any

from django import forms

from core.forms import DateField, GovukForm, VersionField
from improvement.models import Plan
from improvement.services.actions import people_of


class NewActionForm(GovukForm):
    """One action. Only what is to be done is needed to save it; the rest before the bodies are asked."""

    submit_text = "Add the action"
    text = forms.CharField(
        label="What will be done?",
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=10_000,
        error_messages={"required": "Enter what will be done"},
    )
    owner_office = forms.CharField(
        label="Which office owns it?",
        help_text="An office, not a name: head of SEND, designated clinical officer. It is published with the plan.",
        required=False,
        max_length=300,
    )
    owner: forms.ModelChoiceField = forms.ModelChoiceField(
        label="Who keeps it up to date? (optional)",
        help_text="A person of this partnership. Not published.",
        queryset=None,
        required=False,
        empty_label="Nobody yet",
    )
    body = forms.ChoiceField(label="Which body answers for it?", required=False)
    co_body = forms.ChoiceField(label="Which body shares it? (optional)", required=False)
    starts_on = DateField(label="When does it start? (optional)", thing="The day it starts", required=False)
    finish_by_on = DateField(label="By when is it done?", thing="The day it is to be done by", required=False)
    measure = forms.CharField(
        label="How will it be measured?", required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=10_000
    )
    evidence = forms.CharField(
        label="What will show that it is done? (optional)",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=10_000,
    )
    resource = forms.CharField(
        label="What does it need? (optional)",
        help_text="People, money, training",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=10_000,
    )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = people_of(plan)  # type: ignore[attr-defined]
        names = [(name, name) for name in plan.body_names]
        self.fields["body"].choices = [("", "Not chosen yet"), *names]  # type: ignore[attr-defined]
        self.fields["co_body"].choices = [("", "None"), *names]  # type: ignore[attr-defined]


class ActionForm(NewActionForm):
    submit_text = "Save"
    version = VersionField()


class RemoveForm(GovukForm):
    """Nothing to fill in: the button removes."""

    submit_text = "Remove"
    submit_classes = "govuk-button--warning"


class NewMilestoneForm(GovukForm):
    submit_text = "Add this milestone"
    text = forms.CharField(
        label="What is reached?", max_length=500, error_messages={"required": "Enter what will be reached"}
    )
    due_on = DateField(
        label="By when?",
        thing="The day of the milestone",
        error_messages={"required": "Enter the day of the milestone"},
    )


class MilestoneForm(NewMilestoneForm):
    submit_text = "Save"
    version = VersionField()
