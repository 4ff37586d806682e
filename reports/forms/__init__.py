from __future__ import annotations

from typing import Any

from django import forms

from core.forms import DateField, GovukForm


class SectionForm(GovukForm):
    submit_text = "Save section"
    text = forms.CharField(
        label="Text",
        required=False,
        help_text="Leave a blank line between paragraphs.",
        widget=forms.Textarea(attrs={"rows": 20}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class LetterMoveForm(GovukForm):
    submit_text = "Confirm"
    on = DateField(label="On which day?", error_messages={"required": "Enter the date"})
    reason = forms.CharField(label="Reason", required=False, widget=forms.Textarea(attrs={"rows": 4}), max_length=2000)

    def __init__(self, *args: Any, move: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.submit_text = move.label
        if move.needs_reason:
            self.fields["reason"].required = True
            self.fields["reason"].error_messages["required"] = "Enter the reason"
        else:
            del self.fields["reason"]
