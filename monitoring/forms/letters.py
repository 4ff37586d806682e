"""Forms of letters, the ladder and notices."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from core.forms import ChoiceText, DateField, GovukForm, VersionField
from improvement.models import PlanItem
from monitoring.forms.visits import NO_NAMES, item_choices, long_text
from rulebook.frameworks import support


class LetterForm(GovukForm):
    submit_text = "Save the letter"
    text = long_text(
        "Text of the letter", rows=18, help_text=NO_NAMES, error_messages={"required": "Enter the text of the letter"}
    )
    version = VersionField()


class ReleaseForm(GovukForm):
    submit_text = "Draft the letter"
    orders = forms.MultipleChoiceField(
        label="Which items are released?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one item"},
    )
    released_on = DateField(
        label="From which day are they released?",
        thing="The day of the release",
        error_messages={"required": "Enter the day of the release"},
    )

    def __init__(self, *args: Any, items: Iterable[PlanItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["orders"].choices = item_choices(items)  # type: ignore[attr-defined]


class StepForm(GovukForm):
    submit_text = "Set the level"
    level = forms.ChoiceField(
        label="Which level of support and challenge?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the level"},
    )
    on = DateField(label="From which day?", thing="The day", error_messages={"required": "Enter the day"})
    reason = long_text(
        "Why?",
        rows=5,
        help_text=f"The area reads it, and nobody can change it afterwards. {NO_NAMES}",
        error_messages={"required": "Enter the reason"},
    )

    def __init__(self, *args: Any, levels: Sequence[support.Level], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = level_choices(levels)  # type: ignore[attr-defined]


class NoticeForm(GovukForm):
    submit_text = "Record the notice"
    submit_classes = "govuk-button--warning"
    issued_on = DateField(
        label="On which day was it issued?",
        thing="The day it was issued",
        error_messages={"required": "Enter the day it was issued"},
    )
    text = long_text(
        "What does it ask for?",
        help_text=f"The area reads it. {NO_NAMES}",
        error_messages={"required": "Say what the notice asks for"},
    )
    target_on = DateField(label="By when? (optional)", thing="The day it names", required=False)


class ReviewForm(GovukForm):
    submit_text = "Record the review"
    reviewed_on = DateField(
        label="On which day was it reviewed?",
        thing="The day of the review",
        error_messages={"required": "Enter the day of the review"},
    )
    text = long_text(
        "What did it find?",
        help_text=f"The area reads it, and nobody can change it afterwards. {NO_NAMES}",
        error_messages={"required": "Say what the review found"},
    )


class LiftForm(GovukForm):
    submit_text = "Lift the notice"
    lifted_on = DateField(
        label="On which day was it lifted?",
        thing="The day it was lifted",
        error_messages={"required": "Enter the day it was lifted"},
    )
    level = forms.ChoiceField(
        label="Which level from now on?", widget=forms.RadioSelect, error_messages={"required": "Choose the level"}
    )
    reason = long_text("Why?", rows=5, error_messages={"required": "Enter the reason"})

    def __init__(self, *args: Any, directed: bool = False, **kwargs: Any) -> None:
        """`directed`: a statutory direction is in force, which stays, so no level is asked for."""
        super().__init__(*args, **kwargs)
        if directed:
            del self.fields["level"]
            return
        levels = [rung for rung in support.LADDER if not rung.through]
        self.fields["level"].choices = level_choices(levels)  # type: ignore[attr-defined]


class DirectionForm(GovukForm):
    submit_text = "Record the direction"
    submit_classes = "govuk-button--warning"
    on = DateField(
        label="On which day was it given?", thing="The day it was given", error_messages={"required": "Enter the day"}
    )
    reason = long_text("What does it say?", rows=5, error_messages={"required": "Say what it says"})


def level_choices(levels: Sequence[support.Level]) -> list[tuple[str, Any]]:
    return [
        (
            rung.code,
            ChoiceText(
                rung.name, hint=rung.meaning if rung.confirmed else f"{rung.meaning} Our own word: no source names it."
            ),
        )
        for rung in levels
    ]
