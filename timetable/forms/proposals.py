"""Asking for a proposed timetable, and what to take up of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from core.forms import GovukForm
from core.words import long_date
from timetable.services.proposals import LEAST_SECONDS, MOST_SECONDS


class AskForm(GovukForm):
    submit_text = "Draft the timetable"
    seconds = forms.IntegerField(
        label="How long may it search, in seconds?", help_text="20 is enough for most weeks. The longest is 120.", initial=20,
        min_value=LEAST_SECONDS, max_value=MOST_SECONDS,
    )  # fmt: skip


class AnswerForm(GovukForm):
    submit_text = "Continue"
    what = forms.ChoiceField(
        label="What do you want to do with it?",
        widget=forms.RadioSelect,
        choices=[
            ("whole", "Accept all of it"),
            ("days", "Accept only the days ticked below"),
            ("none", "Do not accept it"),
        ],
    )
    days = forms.MultipleChoiceField(label="Days to accept", widget=forms.CheckboxSelectMultiple, required=False)

    def __init__(self, *args: Any, days: Sequence[date] = (), partly: bool = False, **kwargs: Any) -> None:
        """`partly`: other days have been accepted before."""
        super().__init__(*args, **kwargs)
        if partly:
            self.fields["what"].choices = [  # type: ignore[attr-defined]
                ("whole", "Accept all that is left"),
                ("days", "Accept only the days ticked below"),
                ("none", "Accept no more of it"),
            ]
        self.all_days = list(days)
        self.fields["days"].choices = [(day.isoformat(), long_date(day)) for day in days]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("what") == "days" and not cleaned.get("days") and "days" not in self.errors:
            self.add_error("days", "Choose at least one day")
        return cleaned

    def chosen(self) -> list[date]:
        if self.cleaned_data["what"] == "whole":
            return self.all_days
        return [date.fromisoformat(day) for day in self.cleaned_data["days"]]
