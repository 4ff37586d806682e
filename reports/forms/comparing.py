from __future__ import annotations

from typing import Any

from django import forms

from core.forms import GovukForm


class CompareForm(GovukForm):
    """Which two versions; `choices` are (value, words)."""

    form_method = "get"
    submit_text = "Compare"
    submit_classes = "govuk-button--secondary"
    earlier = forms.ChoiceField(label="What it said in", error_messages={"required": "Choose a version"})
    later = forms.ChoiceField(label="And what it says in", error_messages={"required": "Choose a version"})

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("earlier", "later"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]
            self.fields[name].error_messages["invalid_choice"] = "There is no such version. Choose another one"
