"""What inspectors found, and the progress a revisit judged."""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import Any

from django import forms

from core.forms import GovukForm, VersionField
from inspections.models import Finding, Inspection

NO_CHILD = "Do not name a child, young person or family."


def lines(text: str) -> list[str]:
    """One item from each line that has text."""
    return [line.strip() for line in text.splitlines() if line.strip()]


class FindingForm(GovukForm):
    """A finding as the letter prints it. The framework gives the kinds and the areas of evaluation."""

    submit_text = "Save finding"
    kind = forms.ChoiceField(
        label="What kind of finding is it?", error_messages={"required": "Choose the kind of finding"}
    )
    area_code = forms.ChoiceField(label="Which question does it answer? (optional)", required=False)
    text = forms.CharField(
        label="Finding",
        help_text=f"As the letter will print it. {NO_CHILD}",
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=8000,
        error_messages={"required": "Enter the finding"},
    )
    points = forms.CharField(
        label="Points under it (optional)",
        help_text="One on each line",
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=8000,
    )
    closing = forms.CharField(
        label="Text after the points (optional)",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
    )
    responsible_bodies = forms.CharField(
        label="Bodies responsible (optional)",
        help_text="One on each line",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )
    version = VersionField(required=False)

    def __init__(self, *args: Any, inspection: Inspection, finding: Finding | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names, spec = inspection.framework.finding_kinds, inspection.kind_spec
        self.fields["kind"].choices = [(code, names[code]) for code in spec.finding_kinds]  # type: ignore[attr-defined]
        if spec.questions:
            asked = [(area.code, f"{area.code}: {area.text}") for area in spec.questions]
            self.fields["area_code"].label = f"Which {inspection.words['question']} does it answer? (optional)"
            self.fields["area_code"].choices = [("", "None"), *asked]  # type: ignore[attr-defined]
        else:
            del self.fields["area_code"]
        if finding is not None:
            del self.fields["kind"]

    def facts(self) -> dict[str, Any]:
        """What a service takes: lists as lists."""
        kept = {name: self.cleaned_data[name] for name in ("text", "closing")}
        kept["area_code"] = self.cleaned_data.get("area_code", "")
        return kept | {name: lines(self.cleaned_data[name]) for name in ("points", "responsible_bodies")}


RESULTS = (("yes", "Sufficient progress"), ("no", "Not sufficient progress"))
NOT_JUDGED = ("", "Not judged yet")


class ProgressForm(GovukForm):
    """For each weakness of the earlier inspection: sufficient progress or not, and why. `judged` are those that have a result."""

    submit_text = "See what follows"

    def __init__(
        self, *args: Any, weaknesses: Iterable[Finding], word: str, judged: Container[int] = (), **kwargs: Any
    ) -> None:
        self.weaknesses = list(weaknesses)
        super().__init__(*args, **kwargs)
        for weakness in self.weaknesses:
            self.fields[f"sufficient_{weakness.pk}"] = forms.ChoiceField(
                label=f"{word.capitalize()} {weakness.order}: has the area made sufficient progress?",
                help_text=weakness.text,
                # A result may be changed, not taken back: the letter prints one for each.
                choices=[*RESULTS, *(() if weakness.pk in judged else (NOT_JUDGED,))],
                widget=forms.RadioSelect,
                required=False,
            )
            self.fields[f"narrative_{weakness.pk}"] = forms.CharField(
                label=f"What was found on {word} {weakness.order}",
                required=False,
                widget=forms.Textarea(attrs={"rows": 5}),
                max_length=8000,
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for weakness in self.weaknesses:
            if cleaned.get(f"narrative_{weakness.pk}") and not cleaned.get(f"sufficient_{weakness.pk}"):
                self.add_error(
                    f"sufficient_{weakness.pk}", f"Choose whether progress was sufficient on number {weakness.order}"
                )
        if not self.errors and not any(cleaned.get(f"sufficient_{weakness.pk}") for weakness in self.weaknesses):
            raise forms.ValidationError("Choose a result for at least one of them")
        return cleaned

    def judged(self) -> list[tuple[Finding, bool, str]]:
        """The weaknesses that were judged, with the result and the narrative."""
        return [
            (
                weakness,
                self.cleaned_data[f"sufficient_{weakness.pk}"] == "yes",
                self.cleaned_data[f"narrative_{weakness.pk}"],
            )
            for weakness in self.weaknesses
            if self.cleaned_data.get(f"sufficient_{weakness.pk}")
        ]
