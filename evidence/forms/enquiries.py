"""Forms of the lines of enquiry."""

from __future__ import annotations

from typing import Any

from django import forms

from core.fields import VersionField
from core.forms import GovukForm
from evidence.choices import Standing
from inspections.forms.findings import NO_CHILD
from inspections.models import Inspection


def criteria_choices(inspection: Inspection) -> list[tuple[str, str]]:
    return [(area.code, f"{area.code}: {area.text}") for area in inspection.kind_spec.questions]


class EnquiryForm(GovukForm):
    submit_text = "Add the line of enquiry"
    text = forms.CharField(
        label="What do you want to find out?",
        help_text=f"One question. {NO_CHILD}",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        error_messages={"required": "Enter the line of enquiry"},
    )
    criteria = forms.MultipleChoiceField(label="", required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, inspection: Inspection, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if choices := criteria_choices(inspection):
            self.fields["criteria"].choices = choices  # type: ignore[attr-defined]
            self.fields["criteria"].label = f"Which {inspection.words['questions']} does it belong to? (optional)"
        else:
            del self.fields["criteria"]


class RewordForm(EnquiryForm):
    submit_text = "Save the new wording"
    version = VersionField()
    reason = forms.CharField(
        label="Why does it change?",
        help_text="It is kept beside the earlier wording.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        error_messages={"required": "Say why it changes"},
    )


class StandingForm(GovukForm):
    submit_text = "Save"
    standing = forms.ChoiceField(
        label="How does it stand?",
        widget=forms.RadioSelect,
        choices=[(each.value, each.label) for each in Standing if each.value],
        error_messages={"required": "Choose how it stands"},
    )
    reason = forms.CharField(
        label="Why?",
        help_text="Needed when it stood at something else before.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )


class ReasonForm(GovukForm):
    """One reason, in the words a page gives it."""

    submit_text = "Save"
    reason = forms.CharField(label="Reason", widget=forms.Textarea(attrs={"rows": 4}), max_length=2000)

    def __init__(self, *args: Any, label: str, submit: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = label
        self.submit_text = submit
