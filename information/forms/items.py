"""Forms about an item: whose it is, when it is due, what is asked about it."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.models import User
from core.forms import DateField, GovukForm
from information.models import Body, QueryReason
from rulebook.lifecycles.request_item import REQUEST_ITEM


class FilterForm(GovukForm):
    form_method = "get"
    submit_text = "Show items"
    body = forms.ChoiceField(label="Organisation", required=False, choices=[("", "All organisations"), *Body.choices])
    state = forms.ChoiceField(
        label="Status", required=False, choices=[("", "Any status"), *REQUEST_ITEM.states.items()]
    )
    show = forms.ChoiceField(
        label="Show",
        required=False,
        choices=[("", "All items"), ("late", "Late"), ("mine", "Mine"), ("unowned", "Without an owner")],
    )


class PlainForm(GovukForm):
    """A page that only asks to go on. `asked` keeps a form sent without its page from counting."""

    def __init__(self, *args: Any, submit_text: str = "Continue", submit_classes: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.submit_text, self.submit_classes = submit_text, submit_classes


class OwnerForm(GovukForm):
    submit_text = "Give to this person"
    owner = forms.ModelChoiceField(
        label="Who owns this item?",
        queryset=User.objects.none(),
        empty_label="Choose a person",
        error_messages={"required": "Choose a person", "invalid_choice": "Choose a person from the list"},
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]
        self.fields["owner"].label_from_instance = lambda user: f"{user} ({user.get_organisation_display()})"  # type: ignore[attr-defined]


class DueForm(GovukForm):
    submit_text = "Save the day"
    due_on = DateField(
        label="When is it due?",
        thing="The day it is due",
        required=False,
        help_text="Leave empty to go back to the day counted by the rule",
    )
    reason = forms.CharField(label="Why does it change?", max_length=300)


class QueryForm(GovukForm):
    reasons = forms.MultipleChoiceField(
        label="What is the matter?",
        help_text="Choose all that apply",
        choices=QueryReason.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one reason"},
    )
    text = forms.CharField(
        label="What is needed?",
        help_text="Do not name a child: use the case code or the unique ID",
        widget=forms.Textarea,
        max_length=2000,
        error_messages={"required": "Say what is needed"},
    )

    def __init__(self, *args: Any, submit_text: str = "Send the query", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.submit_text = submit_text
