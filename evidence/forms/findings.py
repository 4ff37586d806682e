"""Forms of emerging findings, and of what findings rest on."""

from __future__ import annotations

from typing import Any

from django import forms

from core.fields import VersionField
from core.forms import DateField, GovukForm
from inspections.forms.findings import NO_CHILD
from inspections.models import Inspection

REFERENCES = "References, such as N12 for a note or E3 for filed evidence. Put a space or a comma between them."


class BasisForm(GovukForm):
    submit_text = "Tie this evidence"
    references = forms.CharField(
        label="Which evidence?",
        help_text=REFERENCES,
        max_length=500,
        error_messages={"required": "Enter at least one reference"},
    )


class EmergingForm(GovukForm):
    submit_text = "Save"
    version = VersionField(required=False)
    sort = forms.ChoiceField(
        label="How weighty is it?", widget=forms.RadioSelect, error_messages={"required": "Choose how weighty it is"}
    )
    text = forms.CharField(
        label="What do you see?",
        help_text=NO_CHILD,
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
        error_messages={"required": "Enter the emerging finding"},
    )
    seen_on = DateField(label="Day", thing="The day")
    area_code = forms.ChoiceField(label="", required=False)
    references = forms.CharField(
        label="Evidence it rests on (optional)", help_text=REFERENCES, required=False, max_length=500
    )

    def __init__(self, *args: Any, inspection: Inspection, new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        spec = inspection.kind_spec
        self.fields["sort"].choices = [(sort.code, sort.name) for sort in spec.emerging]  # type: ignore[attr-defined]
        if spec.questions:
            self.fields["area_code"].label = f"Which {inspection.words['question']} does it bear on? (optional)"
            asked = [(area.code, f"{area.code}: {area.text}") for area in spec.questions]
            self.fields["area_code"].choices = [("", "None"), *asked]  # type: ignore[attr-defined]
        else:
            del self.fields["area_code"]
        if not new:
            del self.fields["references"]

    def facts(self) -> dict[str, Any]:
        kept = {name: self.cleaned_data[name] for name in ("sort", "text", "seen_on")}
        return kept | {"area_code": self.cleaned_data.get("area_code", "")}


class PromoteForm(GovukForm):
    submit_text = "Make it a finding"
    kind = forms.ChoiceField(
        label="What kind of finding does it become?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what kind of finding it becomes"},
    )

    def __init__(self, *args: Any, kinds: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        if len(kinds) == 1:
            self.fields["kind"].initial = kinds[0][0]
