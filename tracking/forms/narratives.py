"""Forms of evidence narratives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from core.forms import GovukForm, VersionField
from tracking.choices import Partner


class BeginForm(GovukForm):
    submit_text = "Begin the narrative"
    title = forms.CharField(label="Title", max_length=200)
    item = forms.ChoiceField(label="Which item is it about?", required=False)

    def __init__(self, *args: Any, items: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].choices = [("", "Several items"), *items]  # type: ignore[attr-defined]


def _long(label: str, hint: str, rows: int, *, required: bool = False) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=hint, widget=area, max_length=10_000, required=required)


class NarrativeForm(GovukForm):
    submit_text = "Save as a new version"
    indicators = _long("Which indicators show the difference?", "One a line, with its figures", 4)
    overview = _long("Where things stand", "Two or three sentences", 4)
    text = _long(
        "The narrative",
        "What was done, what it rests on and what has changed for children and families",
        12,
        required=True,
    )
    next_steps = _long("Next steps", "What will be done, and by when", 4)
    written_with = forms.MultipleChoiceField(
        label="Who wrote this together?", choices=Partner.choices, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose who wrote it together"},
    )  # fmt: skip
    evidence = forms.MultipleChoiceField(
        label="Evidence it rests on", widget=forms.CheckboxSelectMultiple, required=False
    )
    version = VersionField()

    def __init__(self, *args: Any, pieces: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if pieces:
            self.fields["evidence"].choices = pieces  # type: ignore[attr-defined]
        else:
            del self.fields["evidence"]


class ContestForm(GovukForm):
    submit_text = "Contest this narrative"
    on_behalf_of = forms.CharField(
        label="Who contests it?", help_text="For example, the parent carer forum", max_length=200,
        error_messages={"required": "Enter who contests it"},
    )  # fmt: skip
    why = forms.CharField(
        label="What do they disagree with, and why?", widget=forms.Textarea(attrs={"rows": 6}), max_length=10_000,
        error_messages={"required": "Enter why it is contested"},
    )  # fmt: skip


class AnswerForm(GovukForm):
    submit_text = "Send the answer"
    answer = forms.CharField(label="Your answer", widget=forms.Textarea(attrs={"rows": 5}), max_length=10_000,
                             error_messages={"required": "Enter the answer"})  # fmt: skip


class TakeBackForm(GovukForm):
    submit_text = "Take it back"
