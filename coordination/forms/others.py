"""The feedback meeting, tasks, messages and the daily summary."""

from __future__ import annotations

from typing import Any

from django import forms

from coordination import audiences
from coordination.forms.parts import HourForm, person_field, with_blank
from coordination.services.messages import PACK
from coordination.wording import FIELDS, SINGLE
from core.fields import VersionField
from core.forms import ChoiceText, DateField, GovukForm, TimeField
from inspections.models import TaskRoom


class FeedbackForm(HourForm):
    submit_text = "Save"
    pairs = (("on", "at"),)
    on = DateField(label="On which day is the meeting?", thing="The day of the meeting")
    at = TimeField(label="When does it begin?", help_text="For example, 2pm")
    place = forms.CharField(label="Where is it held?", required=False, max_length=200)
    note = forms.CharField(label="What people need to know", required=False, max_length=2000, widget=forms.Textarea)


class SeatForm(GovukForm):
    submit_text = "Ask this person"
    person = person_field("Who is asked?")
    confirmed = forms.BooleanField(label="This person has said yes", required=False)

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = with_blank(people)  # type: ignore[attr-defined]


class TaskForm(HourForm):
    submit_text = "Give the task"
    pairs = (("due_on", "due_time"),)
    title = forms.CharField(
        label="What has to be done?", max_length=200, help_text="This is sent by e-mail. Do not name any child."
    )
    detail = forms.CharField(label="More about it", required=False, max_length=3000, widget=forms.Textarea)
    owner = person_field("Who does it?")
    room = forms.ChoiceField(label="Who may see it besides its owner?", widget=forms.RadioSelect)
    due_on = DateField(label="On which day is it due?", thing="The day", required=False)
    due_time = TimeField(label="By what time?", required=False, help_text="For example, 4pm")

    def __init__(self, *args: Any, owners: list[tuple[str, str]], rooms: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = with_blank(owners)  # type: ignore[attr-defined]
        self.fields["room"].choices = [(room, TaskRoom(room).label) for room in rooms]  # type: ignore[attr-defined]


class FinishForm(GovukForm):
    submit_text = "Mark as done"
    answer = forms.CharField(
        label="What is the answer?",
        max_length=3000,
        widget=forms.Textarea,
        help_text="For example, the list was sent again as A12 at 3:40pm",
    )


class GiveForm(GovukForm):
    submit_text = "Give to this person"
    owner = person_field("Who does it from now on?")

    def __init__(self, *args: Any, owners: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = with_blank(owners)  # type: ignore[attr-defined]


class WithdrawForm(GovukForm):
    submit_text = "Withdraw the task"
    submit_classes = "govuk-button--warning"
    reason = forms.CharField(label="Why is it not needed any more?", max_length=300)


class MessageStartForm(GovukForm):
    submit_text = "Write the message"
    wording = forms.ChoiceField(
        label="What is the message about?",
        widget=forms.RadioSelect,
        choices=[
            (
                PACK,
                ChoiceText("Notification: letters to everybody", hint="Six letters at once, each for its own readers"),
            ),
            *((code, wording.title) for code, wording in SINGLE.items()),
        ],
        error_messages={"required": "Choose what the message is about"},
    )


class PartForm(GovukForm):
    submit_text = "Save and look at the e-mails"
    version = VersionField()
    audiences = forms.MultipleChoiceField(
        label="Who gets it?",
        widget=forms.CheckboxSelectMultiple,
        choices=list(audiences.WORDS.items()),
        error_messages={"required": "Choose who gets it"},
    )
    subject = forms.CharField(
        label="Subject", max_length=150, help_text="Say what changed. Name no child and nothing that was found."
    )
    body = forms.CharField(
        label="Text",
        max_length=5000,
        widget=forms.Textarea,
        help_text="The greeting and your name are added. Merge fields: "
        + "; ".join(f"{{{name}}} is {words}" for name, words in FIELDS.items())
        + ".",
    )


class SendForm(GovukForm):
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)


class DigestForm(GovukForm):
    submit_text = "Save"
    wanted = forms.ChoiceField(
        label="Do you want a summary each working day morning?",
        widget=forms.RadioSelect,
        choices=[
            (
                "yes",
                ChoiceText("Yes", hint="One e-mail at 7am with what is new, due and late. None when there is nothing."),
            ),
            ("no", "No"),
        ],
        error_messages={"required": "Choose whether you want the summary"},
    )
    muted_until_on = DateField(
        label="Silence it until the end of a day",
        thing="The day",
        required=False,
        help_text="For example, the last day of your leave. Leave empty to get it every working day.",
    )
