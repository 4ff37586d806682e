"""Moving a survey: its window, pause and reopening, extension, closing, and the steps that need only a button."""

from __future__ import annotations

from django import forms

from coordination.forms.parts import HourForm
from core.fields import VersionField
from core.forms import DateField, GovukForm, TimeField

STOPPED = "This survey has stopped for the moment because something went wrong. Answers already sent are kept. Please come back later."
AGAIN = (
    "This survey stopped for a while and is open again. If you sent your answers before, you need not send them again."
)


def reason_field(label: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=300,
        widget=forms.Textarea,
        help_text="It is kept in the history of the inspection. Do not write anything somebody answered.",
    )


def banner_field(required: bool = False) -> forms.CharField:
    return forms.CharField(
        label="Notice for those who answer",
        required=required,
        max_length=300,
        widget=forms.Textarea,
        help_text="It is shown at the top of every page of the survey, in English.",
    )


class WindowForm(HourForm):
    submit_text = "Save"
    version = VersionField()
    opens_on = DateField(label="On which day does it open?", thing="The day it opens")
    opens_time = TimeField(label="At what time does it open?", help_text="For example, 12pm")
    closes_on = DateField(label="On which day does it close?", thing="The day it closes")
    closes_time = TimeField(label="At what time does it close?", help_text="For example, 9am")


class PauseForm(GovukForm):
    submit_text = "Pause the survey"
    version = VersionField()
    reason = reason_field("Why is it paused?")
    banner = banner_field(required=True)


class ReopenForm(GovukForm):
    submit_text = "Open the survey again"
    version = VersionField()
    reason = reason_field("What happened, and what was done about it?")
    banner = banner_field()


class ExtendForm(HourForm):
    submit_text = "Extend the survey"
    version = VersionField()
    closes_on = DateField(label="On which day does it close now?", thing="The day it closes")
    closes_time = TimeField(label="At what time does it close?", help_text="For example, 9am")
    reason = reason_field("Why is it extended?")


class CloseForm(GovukForm):
    submit_text = "Close the survey"
    submit_classes = "govuk-button--warning"
    reason = reason_field("Why is it closed before its time?")


class BannerForm(GovukForm):
    submit_text = "Save the notice"
    version = VersionField()
    banner = banner_field()


class ConfirmForm(GovukForm):
    """Only a button."""
