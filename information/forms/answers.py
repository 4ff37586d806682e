"""Forms that answer an item."""

from __future__ import annotations

from typing import Any

from django import forms

from core.file_fields import FilesField, OneFileField
from core.files import DOCUMENTS, MOST_FILES, SPREADSHEETS, FileRules
from core.forms import ChoiceText, GovukForm
from information.models import AnswerFile, RequestItem


def hint(rules: FileRules, *, several: bool = True) -> str:
    names = "Do not put the name or number of a child in the name of a file."
    words = rules.words.removesuffix(" each") if not several else rules.words
    return f"{f'Up to {MOST_FILES} files. ' if several else ''}{words}. {names}"


class UploadForm(GovukForm):
    submit_text = "Upload"
    files = FilesField(  # type: ignore[assignment]  # the form's own `files` is set on its instances
        label="Choose files", help_text=hint(DOCUMENTS), error_messages={"required": "Choose at least one file"}
    )
    replaces = forms.ModelChoiceField(
        label="Does it replace an earlier file?",
        help_text="Then choose one file only. The earlier one keeps its number and stays readable.",
        queryset=AnswerFile.objects.none(),
        required=False,
        empty_label="No, it is another file",
    )
    share = forms.BooleanField(label="Share with the inspectors now", required=False)

    def __init__(self, *args: Any, replaceable: Any = None, may_share: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        replaceable_field: Any = self.fields["replaces"]
        if replaceable:
            replaceable_field.queryset = replaceable
        else:
            del self.fields["replaces"]
        if not may_share:
            del self.fields["share"]


class BatchForm(GovukForm):
    submit_text = "Upload"
    item = forms.ModelChoiceField(
        label="Which item do these files answer?",
        queryset=RequestItem.objects.none(),
        empty_label="Choose an item",
        error_messages={"required": "Choose the item", "invalid_choice": "Choose an item from the list"},
    )
    files = FilesField(  # type: ignore[assignment]  # the form's own `files` is set on its instances
        label="Choose files", help_text=hint(DOCUMENTS), error_messages={"required": "Choose at least one file"}
    )
    share = forms.BooleanField(label="Share with the inspectors now", required=False)

    def __init__(self, *args: Any, items: Any, may_share: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].queryset = items  # type: ignore[attr-defined]
        if not may_share:
            del self.fields["share"]


class ListForm(GovukForm):
    submit_text = "Check and upload"
    list_file = OneFileField(
        rules=SPREADSHEETS,
        label="Choose the list",
        help_text=hint(SPREADSHEETS, several=False),
        error_messages={"required": "Choose the list"},
    )
    share = forms.BooleanField(label="Share with the inspectors if nothing is wrong", required=False)

    def __init__(self, *args: Any, may_share: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_share:
            del self.fields["share"]


class WithoutForm(GovukForm):
    submit_text = "Save the answer"
    kind = forms.ChoiceField(
        label="What is your answer?",
        widget=forms.RadioSelect,
        choices=[
            ("not_held", ChoiceText("We do not hold this", hint="Nobody expects you to write it for the inspection")),
            ("not_applicable", ChoiceText("It does not apply here", hint="For example, no such provision exists")),
        ],
        error_messages={"required": "Choose an answer"},
    )
    reason = forms.CharField(
        label="Why?",
        help_text="The inspectors read this. Do not name a child.",
        widget=forms.Textarea,
        max_length=2000,
        error_messages={"required": "Say why"},
    )


class ReasonForm(GovukForm):
    submit_classes = "govuk-button--warning"
    reason = forms.CharField(label="Why?", max_length=300, error_messages={"required": "Give a reason"})

    def __init__(self, *args: Any, submit_text: str = "Continue", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.submit_text = submit_text


class TextForm(GovukForm):
    submit_text = "Send the answer"
    text = forms.CharField(
        label="Your answer",
        help_text="Do not name a child: use the case code or the unique ID",
        widget=forms.Textarea,
        max_length=2000,
        error_messages={"required": "Enter your answer"},
    )
