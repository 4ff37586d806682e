"""Forms of publication: publishing here, and the addresses of the area's own."""

from __future__ import annotations

from typing import Any

from django import forms

from core.fetch import MOST_CHARACTERS
from core.forms import DateField, GovukForm

ADDRESS_HINT = (
    "The whole address of the page on a website of the partnership, such as https://www.example.gov.uk/send-plan. "
    "It is looked at once a week."
)


class PublishForm(GovukForm):
    """The first publication, and with `again` a later version, which says what changed."""

    submit_text = "Publish"
    on = DateField(
        label="On which day was the plan published?",
        thing="The date",
        error_messages={"required": "Enter the date"},
    )
    reason = forms.CharField(
        label="What changed?",
        help_text="The public reads this. Do not name a person.",
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter what changed"},
    )
    address = forms.CharField(
        label="Where did the area publish it itself? (optional)",
        help_text=f"{ADDRESS_HINT} You can record it later.",
        required=False,
        max_length=MOST_CHARACTERS,
    )

    def __init__(self, *args: Any, again: bool, label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.submit_text = label
        del self.fields["address" if again else "reason"]
        if again:
            self.fields["on"].label = "On which day is the new version published?"


class AddressForm(GovukForm):
    submit_text = "Record this address"
    address = forms.CharField(
        label="Address of the plan",
        help_text=ADDRESS_HINT,
        max_length=MOST_CHARACTERS,
        error_messages={"required": "Enter the address of the plan"},
    )


class EndAddressForm(GovukForm):
    submit_text = "Look at this address no more"
    submit_classes = "govuk-button--warning"
