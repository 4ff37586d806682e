"""The set-up call and the opening presentation."""

from __future__ import annotations

from typing import Any

from django import forms

from coordination.forms.parts import HourForm, person_field, with_blank
from core.fields import VersionField
from core.forms import DateField, GovukForm, TimeField
from rulebook.frameworks.agendas import OWNERS


class LineForm(HourForm):
    submit_text = "Save this line"
    pairs = (("due_on", "due_time"),)
    version = VersionField()
    owner_code = forms.ChoiceField(label="Whose is it?", choices=list(OWNERS.items()), widget=forms.RadioSelect)
    note = forms.CharField(
        label="Notes", required=False, max_length=3000, widget=forms.Textarea, help_text="Do not name any child."
    )
    decision = forms.CharField(label="What was decided", required=False, max_length=2000, widget=forms.Textarea)
    constraint = forms.CharField(
        label="What the timetable must respect because of it",
        required=False,
        max_length=300,
        help_text="For example, no meetings with the forum before 9:30am",
    )
    done = forms.BooleanField(label="This line is settled", required=False)
    task = forms.CharField(
        label="A task that follows from it",
        required=False,
        max_length=200,
        help_text="Leave empty when nothing has to be done",
    )
    task_owner = person_field("Who does the task?", required=False)
    due_on = DateField(label="On which day is it due?", thing="The day", required=False)
    due_time = TimeField(label="At what time?", required=False, help_text="For example, 4pm")

    def __init__(self, *args: Any, owners: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["task_owner"].choices = with_blank(owners)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.cleaned_data.get("task") and not self.cleaned_data.get("task_owner"):
            self.add_error("task_owner", "Choose who does the task")
        return cleaned


class LineAddForm(GovukForm):
    submit_text = "Add the line"
    title = forms.CharField(label="What is to be settled?", max_length=150)
    owner_code = forms.ChoiceField(label="Whose is it?", choices=list(OWNERS.items()), widget=forms.RadioSelect)


class DeputyForm(GovukForm):
    submit_text = "Name the deputy"
    person = person_field("Who stands in for the LANO?")

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = with_blank(people)  # type: ignore[attr-defined]


class AcceptForm(GovukForm):
    submit_text = "Accept the nomination"


class OpeningForm(HourForm):
    submit_text = "Save"
    pairs = (("on", "at"),)
    on = DateField(label="On which day is it?", thing="The day", required=False)
    at = TimeField(label="When does it begin?", required=False, help_text="For example, 11am")
    minutes = forms.IntegerField(label="How many minutes are there?", min_value=5, max_value=480)


class SlotForm(GovukForm):
    submit_text = "Save this part"
    title = forms.CharField(label="Theme", max_length=150)
    owner = forms.CharField(label="Who gives it?", max_length=150, required=False)
    minutes = forms.IntegerField(label="Minutes", min_value=1, max_value=240)
    order = forms.IntegerField(label="Place in the order", min_value=1, max_value=99)
