"""Forms of plans: the filter of the list, an item, an approval, a move."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from core.forms import DateField, GovukForm, VersionField
from improvement.choices import DATE_OF_MOVE
from rulebook.lifecycle import Move

SHOWN = (("open", "Open plans"), ("late", "Late plans"), ("all", "All plans"))
# What the day of each dated move is asked as.
DAY_ASKED = {
    "submit": "On which day was the plan submitted?",
    "resubmit": "On which day was the plan submitted again?",
}
# Steps that take something away: the button warns.
GRAVE = frozenset({"supersede", "withdraw_requirement"})


class PlanFilterForm(GovukForm):
    form_method = "get"
    submit_text = "Show plans"
    submit_classes = "govuk-button--secondary"
    show = forms.ChoiceField(label="Show", choices=SHOWN, required=False)
    region = forms.ChoiceField(label="Region", choices=(), required=False)

    def __init__(self, *args: Any, regions: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = [("", "Every region"), *regions]  # type: ignore[attr-defined]


class ItemForm(GovukForm):
    """The area's answer to one item. The letter's words are not among its fields."""

    submit_text = "Save"
    outcome = forms.CharField(
        label="What will be different for children and young people?",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=10_000,
    )
    version = VersionField()


class ApprovalForm(GovukForm):
    submit_text = "Sign"
    body_name = forms.ChoiceField(
        label="Which body signs the plan?", widget=forms.RadioSelect, error_messages={"required": "Choose a body"}
    )
    approved_on = DateField(
        label="On which day did it approve the plan?",
        thing="The day of the approval",
        error_messages={"required": "Enter the day of the approval"},
    )
    # The fingerprint of the plan as it stood when the page was loaded.
    read = forms.CharField(
        widget=forms.HiddenInput, max_length=64, error_messages={"required": "Load this page again before you sign"}
    )

    def __init__(self, *args: Any, bodies: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body_name"].choices = [(name, name) for name in bodies]  # type: ignore[attr-defined]


class MoveForm(GovukForm):
    """One step of a plan: its day and its reason."""

    on = DateField(label="On which day?", thing="The date", error_messages={"required": "Enter the date"})
    reason = forms.CharField(
        label="Why?",
        help_text="It is kept in the history and shown to the area. Do not name a child or young person.",
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=10_000,
        error_messages={"required": "Enter the reason"},
    )

    def __init__(self, *args: Any, move: Move, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if move.name in DATE_OF_MOVE:
            self.fields["on"].label = DAY_ASKED[move.name]
        else:
            del self.fields["on"]
        if not move.needs_reason:
            del self.fields["reason"]
        self.submit_text = move.label
        self.submit_classes = "govuk-button--warning" if move.name in GRAVE else ""
