"""Dates of an inspection and of its deadlines."""

from __future__ import annotations

from typing import Any

from django import forms

from core.forms import DateField, GovukForm, VersionField

REASON = {"required": "Enter the reason"}


def assumed_field() -> forms.BooleanField:
    """For a day that no source gives: it is shown as assumed wherever it stands, and so is what is counted from it."""
    return forms.BooleanField(label="No source gives this day: it is assumed", required=False)


class DatesForm(GovukForm):
    """The four dates that are kept apart."""

    submit_text = "Save the dates"
    notified_on = DateField(
        label="Notified", help_text="The day of the notification call", thing="The notification date", required=False
    )
    fieldwork_start_on = DateField(
        label="Fieldwork starts",
        help_text="The first day of any work with people, which may be before the on-site days",
        thing="The start of fieldwork",
        required=False,
    )
    onsite_start_on = DateField(label="First day on site", thing="The first day on site", required=False)
    onsite_end_on = DateField(label="Last day on site", thing="The last day on site", required=False)
    reason = forms.CharField(
        label="Why do they change?",
        help_text="Needed once the area has been notified. Do not name a child or young person.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )
    version = VersionField()


class DeadlineChangeForm(GovukForm):
    submit_text = "Change this date"
    due_on = DateField(
        label="What is the new date?", thing="The new date", error_messages={"required": "Enter the new date"}
    )
    reason = forms.CharField(
        label="Why does it change?",
        help_text="Everyone who can see the deadline can read this. Do not name a child or young person.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        error_messages=REASON,
    )
    version = VersionField()


class DeadlineMetForm(GovukForm):
    submit_text = "Mark as met"
    met_on = DateField(
        label="On which day was it met?",
        thing="The day it was met",
        error_messages={"required": "Enter the day it was met"},
    )


class ReceiptForm(GovukForm):
    submit_text = "Record receipt"
    received_on = DateField(
        label="On which day did the area receive it?",
        thing="The day of receipt",
        error_messages={"required": "Enter the day of receipt"},
    )
    reason = forms.CharField(
        label="Why is the day changed?",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    assumed = assumed_field()

    def __init__(self, *args: Any, known: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not known:
            del self.fields["reason"]
