from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from core.autosave import SavesItself
from core.forms import DateField, GovukForm
from reports.services.sections import MOST_CHARACTERS, MOST_IN_LETTER, PAGES_IN_LETTER


class SectionForm(SavesItself, GovukForm):
    """`autosave` is {attribute: value} of a page that saves itself; see docs/recipes/autosave.md."""

    submit_text = "Save section"
    form_id = "writing"
    autosave: Mapping[str, str] = {}
    text = forms.CharField(
        label="Text",
        required=False,
        strip=False,
        help_text=f"Leave a blank line between paragraphs. A section has at most {MOST_CHARACTERS:,} characters, all of them "
        f"together {MOST_IN_LETTER:,}: about {PAGES_IN_LETTER} pages.",
        widget=forms.Textarea(attrs={"rows": 20}),
    )

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        helper.attrs = dict(self.autosave)
        return helper


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
