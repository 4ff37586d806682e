"""Forms for people without an account."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms

from core.boxes import SHOWN, BoxesForm
from core.forms import GovukForm
from core.words import long_date
from visits.models import Half


class AvailabilityForm(BoxesForm):
    """One question for each day; nothing ticked means there all week."""

    submit_text = "Save when I am away"

    def __init__(self, *args: Any, days: Iterable[date], **kwargs: Any) -> None:
        self.days = tuple(days)
        super().__init__(*args, **kwargs)
        for day in self.days:
            self.fields[f"away_{day:%Y%m%d}"] = forms.MultipleChoiceField(
                label=long_date(day), choices=Half.choices, widget=forms.CheckboxSelectMultiple, required=False
            )

    def said(self, name: str, value: Any) -> str:
        words = dict(Half.choices)
        return "\n".join(str(words.get(half, half)) for half in value)

    def away(self) -> list[tuple[date, str]]:
        return self._halves(self.cleaned_data)

    def away_shown(self) -> list[tuple[date, str]]:
        return self._halves(self.cleaned_data[SHOWN])

    def _halves(self, given: Mapping[str, list[str]]) -> list[tuple[date, str]]:
        return [(day, half) for day in self.days for half in Half.values if half in given.get(f"away_{day:%Y%m%d}", ())]


class SignUpForm(GovukForm):
    submit_text = "Sign up"
    people = forms.IntegerField(
        label="How many of you will come?",
        min_value=1,
        max_value=6,
        error_messages={"required": "Enter how many of you will come"},
    )
    needs = forms.CharField(
        label="Is there anything you need so that you can take part? (optional)",
        help_text="For example, an interpreter or step-free access. Do not write the name of your child.",
        max_length=300,
        required=False,
    )
    email = forms.EmailField(
        label="E-mail address (optional)",
        help_text="Only to send you the joining link. It is deleted a week after the meeting.",
        required=False,
    )
