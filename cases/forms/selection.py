"""Choosing the cases: candidates, the choice, the draw, the substitute."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from cases.choices import AGES, NEEDS, PLANS, SETTINGS
from cases.models import TrackedCase
from core.forms import ChoiceText, GovukForm

NO_NAMES = "Do not name a child, young person or family."
YES_NO = [("yes", "Yes"), ("no", "No")]


def in_words(case: TrackedCase) -> str:
    """A candidate's traits on one line."""
    parts = [
        case.get_age_band_display(),
        case.get_need_display(),
        case.get_plan_display(),
        case.get_setting_display(),
        "health input" if case.health_input else "no health input",
        "in the area" if case.in_area else "out of the area",
    ]
    return ", ".join(str(part) for part in parts if part)


def as_choices(cases: Iterable[TrackedCase]) -> list[tuple[str, ChoiceText]]:
    return [
        (str(case.pk), ChoiceText(f"{case}: reference {case.local_reference}", hint=in_words(case))) for case in cases
    ]


class CandidateForm(GovukForm):
    submit_text = "Add candidate"
    local_reference = forms.CharField(
        label="Reference in the area’s list",
        help_text="The unique ID of the row in the person-level list. Not a name and not a unique pupil number (UPN).",
        max_length=40,
        error_messages={"required": "Enter the reference of the child or young person in the area’s list"},
    )
    age_band = forms.ChoiceField(
        label="Age", choices=AGES, widget=forms.RadioSelect, error_messages={"required": "Choose the age"}
    )
    need = forms.ChoiceField(
        label="Primary need",
        choices=[("", "Choose a need"), *NEEDS],
        error_messages={"required": "Choose the primary need"},
    )
    plan = forms.ChoiceField(
        label="Plan or support",
        choices=PLANS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a plan or support"},
    )
    setting = forms.ChoiceField(
        label="Where are they educated?",
        choices=[("", "Choose a setting"), *SETTINGS],
        error_messages={"required": "Choose where they are educated"},
    )
    health_input = forms.ChoiceField(
        label="Do health services give input?",
        choices=YES_NO,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether health services give input"},
    )
    in_area = forms.ChoiceField(
        label="Is the placement in the area?",
        choices=YES_NO,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether the placement is in the area"},
    )

    def facts(self) -> dict[str, Any]:
        kept = {name: self.cleaned_data[name] for name in ("local_reference", "age_band", "need", "plan", "setting")}
        return kept | {name: self.cleaned_data[name] == "yes" for name in ("health_input", "in_area")}


class SelectForm(GovukForm):
    """Two buttons: one looks at the spread of what is ticked and changes nothing, the other confirms."""

    submit_text = "Confirm the selection"
    candidates = forms.MultipleChoiceField(
        label="Which candidates do you select?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one candidate"},
    )
    why = forms.CharField(
        label="Why were these chosen?",
        help_text=f"It is kept with each case. {NO_NAMES}",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        error_messages={"required": "Say why these were chosen"},
    )

    def __init__(self, *args: Any, candidates: Iterable[TrackedCase], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["candidates"].choices = as_choices(candidates)
        if "check" in self.data:
            self.fields["why"].required = False

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        helper.add_input(Submit("check", "Check the spread first", css_class="govuk-button--secondary"))
        return helper


class DrawForm(GovukForm):
    submit_text = "Draw and select"
    number = forms.IntegerField(
        label="How many cases are drawn?",
        min_value=1,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-2"}),
        error_messages={"required": "Enter how many cases are drawn"},
    )


class ReplaceForm(GovukForm):
    submit_text = "Select the substitute"
    substitute = forms.ChoiceField(
        label="Which candidate takes its place?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a candidate to take its place"},
    )
    why = forms.CharField(
        label="Why this one? (optional)",
        help_text=NO_NAMES,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        required=False,
    )

    def __init__(self, *args: Any, candidates: Iterable[TrackedCase], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["substitute"].choices = as_choices(candidates)
