"""Forms of engagement meetings, thematic visits, and the filter of the caseload."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from core.forms import DateField, GovukForm, VersionField
from monitoring.forms.visits import NO_NAMES, long_text, offices
from rulebook.frameworks import support

OWN = "Only inspection managers and quality assurers read it."


class MeetingForm(GovukForm):
    submit_text = "Save"
    meet_on = DateField(
        label="On which day?",
        thing="The day of the meeting",
        error_messages={"required": "Enter the day of the meeting"},
    )
    where = forms.CharField(label="Where? (optional)", required=False, max_length=200)
    agenda = long_text("Agenda", required=False, help_text=f"The partnership’s leaders read it. {NO_NAMES}")
    version = VersionField()


class HoldMeetingForm(GovukForm):
    submit_text = "Record that it was held"
    held_on = DateField(
        label="On which day was it held?",
        thing="The day it was held",
        error_messages={"required": "Enter the day it was held"},
    )
    attended = offices()
    notes = long_text("Notes (optional)", required=False, help_text=f"{OWN} {NO_NAMES}")
    for_scheduling = long_text(
        "What does it mean for the next inspection? (optional)", rows=4, required=False, help_text=OWN
    )


class MeetingNotesForm(GovukForm):
    submit_text = "Save"
    notes = long_text("Notes", required=False, help_text=f"{OWN} {NO_NAMES}")
    for_scheduling = long_text("What does it mean for the next inspection?", rows=4, required=False, help_text=OWN)
    version = VersionField()


class MeetingActionForm(GovukForm):
    submit_text = "Record the action"
    text = long_text(
        "What was agreed?", rows=4, help_text=NO_NAMES, error_messages={"required": "Enter what was agreed"}
    )
    owner_office = forms.CharField(
        label="Who does it, by office?", max_length=200, error_messages={"required": "Enter who does it, by office"}
    )
    due_on = DateField(label="By when? (optional)", thing="The day it is due", required=False)


class CancelMeetingForm(GovukForm):
    submit_text = "Cancel the meeting"
    submit_classes = "govuk-button--warning"
    reason = long_text("Why?", rows=4, error_messages={"required": "Enter the reason"})


class ThematicForm(GovukForm):
    submit_text = "Save"
    theme = forms.ChoiceField(
        label="Which theme?",
        choices=[(each.code, f"{each.year}: {each.name}") for each in support.THEMES],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the theme"},
    )
    starts_on = DateField(label="First day", thing="The first day", error_messages={"required": "Enter the first day"})
    ends_on = DateField(label="Last day", thing="The last day", error_messages={"required": "Enter the last day"})
    programme = long_text("What happens? (optional)", required=False, help_text="The partnership’s leaders read it.")
    notes = long_text("Notes (optional)", required=False, help_text=f"{OWN} {NO_NAMES}")
    version = VersionField()


class CaseloadForm(GovukForm):
    form_method = "get"
    submit_text = "Show"
    submit_classes = "govuk-button--secondary"
    show = forms.ChoiceField(
        label="Show", choices=(("plans", "Areas with an open plan"), ("all", "Every area")), required=False
    )
    region = forms.ChoiceField(label="Region", choices=(), required=False)

    def __init__(self, *args: Any, regions: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = [("", "Every region"), *regions]  # type: ignore[attr-defined]


class RegionForm(GovukForm):
    form_method = "get"
    submit_text = "Show"
    submit_classes = "govuk-button--secondary"
    region = forms.ChoiceField(label="Region", choices=(), required=False)

    def __init__(self, *args: Any, regions: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = [("", "Every region"), *regions]  # type: ignore[attr-defined]
