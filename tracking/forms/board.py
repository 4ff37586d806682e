"""Forms of what a board reads, and of the workbook of actions."""

from __future__ import annotations

from django import forms

from core.file_fields import OneFileField
from core.forms import DateField, GovukForm
from tracking.services.sheets import WORKBOOKS


class PackForm(GovukForm):
    submit_text = "Make the board pack"
    as_at_on = DateField(
        label="Which day should it show?",
        thing="The day",
        help_text="Today, or an earlier day since the plan was published",
    )
    decisions = forms.CharField(
        label="What is the board asked to decide? (optional)",
        help_text="One decision a line",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=10_000,
    )


class SendForm(GovukForm):
    submit_text = "Send it to the owners"


class WorkbookForm(GovukForm):
    submit_text = "Check this workbook"
    file = OneFileField(
        rules=WORKBOOKS,
        label="Choose the workbook",
        help_text="An .xlsx file smaller than 2MB, with the columns of the one you can download here",
        error_messages={"required": "Choose a workbook"},
    )


class KeepForm(GovukForm):
    submit_text = "Keep these changes"


class UndoForm(GovukForm):
    submit_text = "Undo the whole import"
    submit_classes = "govuk-button--warning"
