"""Keep-in-touch records, requests, and the inspectors' own notes."""

from __future__ import annotations

from typing import Any

from django import forms

from coordination.forms.parts import HourForm, person_field, with_blank
from core.fields import VersionField
from core.forms import DateField, GovukForm, TimeField


class RecordForm(HourForm):
    submit_text = "Save the record"
    version = VersionField(required=False)
    held_on = DateField(label="On which day was the meeting?", thing="The day of the meeting")
    held_time = TimeField(label="When did it begin?", help_text="For example, 4:30pm")
    present = forms.MultipleChoiceField(
        label="Who was there?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose who was there"},
        help_text="Whoever is ticked here and has an account may read this record.",
    )
    points = forms.CharField(
        label="Points raised", max_length=6000, widget=forms.Textarea, help_text="Write ‘Case A’ and never a name."
    )
    answers = forms.CharField(
        label="Answers to earlier requests", required=False, max_length=6000, widget=forms.Textarea
    )
    agreed_text = forms.CharField(label="What was agreed", required=False, max_length=6000, widget=forms.Textarea)

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["present"].choices = people  # type: ignore[attr-defined]


class AgreeForm(GovukForm):
    submit_text = "Tick as agreed record"
    version = VersionField()


class RequestForm(HourForm):
    submit_text = "Raise the request"
    title = forms.CharField(
        label="What is asked for?", max_length=200, help_text="This is sent by e-mail. Do not name any child."
    )
    detail = forms.CharField(label="More about it", required=False, max_length=3000, widget=forms.Textarea)
    owner = person_field("Who answers it?")
    due_on = DateField(label="On which day is the answer due?", thing="The day")
    due_time = TimeField(label="By what time?", help_text="For example, 4pm")

    def __init__(self, *args: Any, owners: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = with_blank(owners)  # type: ignore[attr-defined]


class TeamNoteForm(GovukForm):
    submit_text = "Save the notes"
    version = VersionField(required=False)
    held_on = DateField(label="On which day was the meeting?", thing="The day of the meeting")
    held_time = TimeField(label="When did it begin?", help_text="For example, 5:30pm")
    text = forms.CharField(
        label="Notes", max_length=20000, widget=forms.Textarea, help_text="Only the inspection team reads these."
    )
