"""Drawing a random sample."""

from __future__ import annotations

from typing import Any

from django import forms

from core.forms import ChoiceText, GovukForm
from partnerships.models.directory import SiteKind


class SampleForm(GovukForm):
    submit_text = "Draw the sample"
    purpose = forms.CharField(label="What is the sample for?", max_length=200)
    source = forms.ChoiceField(
        label="What is drawn from?",
        widget=forms.RadioSelect,
        choices=[
            ("all", ChoiceText("All settings of the area")),
            ("kind", ChoiceText("Settings of one kind")),
            ("references", ChoiceText("A pasted list of local references")),
        ],
    )
    kind = forms.ChoiceField(
        label="Kind of setting", help_text="Only for settings of one kind.", required=False,
        choices=[("", "Choose a kind"), *SiteKind.choices],
    )  # fmt: skip
    references = forms.CharField(
        label="Local references", help_text="Only for a pasted list. One a line, such as EHC-1043. Never paste names.",
        widget=forms.Textarea, max_length=100_000, required=False,
    )  # fmt: skip
    size = forms.IntegerField(label="How many to draw", min_value=1, max_value=5000)
    seed = forms.CharField(
        label="Seed (optional)", max_length=64, required=False,
        help_text="A word or number said aloud by both sides before the draw. Leave it empty and the service makes one by chance.",
    )  # fmt: skip
    reason = forms.CharField(
        label="Why you draw again (optional)", max_length=300, required=False,
        help_text="Needed when an earlier draw was for the same purpose or from the same list.",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("source") == "kind" and not cleaned.get("kind"):
            self.add_error("kind", "Choose the kind of setting")
        if cleaned.get("source") == "references" and not (cleaned.get("references") or "").strip():
            self.add_error("references", "Paste the local references, one a line")
        return cleaned
