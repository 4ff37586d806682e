"""Choosing what results are seen by, and filing them as evidence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from core.forms import GovukForm


class ViewForm(GovukForm):
    """One choice, since results can be seen for one breakdown at a time only."""

    form_method = "get"
    submit_text = "Show"
    submit_classes = "govuk-button--secondary"
    by = forms.ChoiceField(label="Show the answers of", required=False)

    def __init__(self, *args: Any, views: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["by"].choices = views  # type: ignore[attr-defined]


class FilingForm(GovukForm):
    submit_text = "File as evidence"
    title = forms.CharField(label="Title", max_length=200)
    text = forms.CharField(
        label="What the answers say",
        help_text="Written from the figures. Change it as you like. The figures themselves are kept beside it as they stand now.",
        widget=forms.Textarea(attrs={"rows": 14}), max_length=20_000,
    )  # fmt: skip
    criteria = forms.MultipleChoiceField(
        label="What is it evidence for?", widget=forms.CheckboxSelectMultiple, required=False,
        help_text="The figures of the statements about these are kept. Choose none to keep all figures.",
    )  # fmt: skip

    def __init__(self, *args: Any, criteria: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["criteria"].choices = criteria  # type: ignore[attr-defined]
        if not criteria:
            del self.fields["criteria"]
