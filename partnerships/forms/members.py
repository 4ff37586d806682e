"""Looking for an area; adding members; handing activities over; ending both."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.choices import PARTNERSHIP_ROLES, Activity
from accounts.models.user import Organisation
from core.forms import ChoiceText, DateField, GovukForm
from partnerships.models import Region

FORMER = "former"
EMPLOYERS = (Organisation.COUNCIL, Organisation.ICB, Organisation.PARENT_CARER_FORUM, Organisation.OTHER)
KNOWN_ALREADY = "If this person has an account already, they keep its name."
# What each activity means, in a line.
ACTIVITY_HINTS = {
    Activity.NOTIFICATION_CALL: "Sees the inspection once it is notified.",
    Activity.KEEP_IN_TOUCH: "Sees the inspection once it is notified.",
    Activity.FACTUAL_ACCURACY: "Also reads and answers the draft once it is shared.",
    Activity.PLAN: "Also reads and writes the area’s plan.",
}


class AreaFilterForm(GovukForm):
    """A GET form: every field is optional."""

    form_method = "get"

    text = forms.CharField(
        label="Area or council", required=False, max_length=100, help_text="A name, or a DfE or ONS code."
    )
    region = forms.ChoiceField(label="Region", required=False)
    which = forms.ChoiceField(
        label="Which areas", required=False, choices=[("", "Today’s areas"), (FORMER, "Areas that no longer exist")]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        regions = Region.objects.values_list("code", "name")
        self.fields["region"].choices = [("", "All regions"), *regions]  # type: ignore[attr-defined]


def _name() -> forms.CharField:
    return forms.CharField(
        label="Full name",
        max_length=150,
        help_text=KNOWN_ALREADY,
        error_messages={"required": "Enter the person’s full name"},
    )


def _email() -> forms.EmailField:
    return forms.EmailField(
        label="Email address", max_length=254, help_text="We will send an invitation if they have no account yet."
    )


def _employer() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Who do they work for?",
        choices=[(employer.value, employer.label) for employer in EMPLOYERS],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who they work for"},
    )


class AddMemberForm(GovukForm):
    submit_text = "Add this member"
    name = _name()
    email = _email()
    role = forms.ChoiceField(
        label="Role in the partnership",
        choices=[(role.value, role.label) for role in PARTNERSHIP_ROLES],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the person’s role in the partnership"},
    )
    employer = _employer()
    office = forms.CharField(label="Job title (optional)", max_length=150, required=False)
    organisation = forms.CharField(label="Name of their organisation (optional)", max_length=150, required=False)
    starts_on = DateField(label="First day", help_text="For example, 17 4 2023")
    ends_on = DateField(label="Last day (optional)", help_text="Leave this empty if no end is known.", required=False)


class DelegateForm(GovukForm):
    submit_text = "Hand this over"
    activity = forms.ChoiceField(
        label="What is handed over?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what is handed over"},
    )
    name = _name()
    email = _email()
    employer = _employer()
    starts_on = DateField(label="First day", help_text="For example, 17 4 2023")
    ends_on = DateField(label="Last day", help_text="They can act until the end of this day.")

    def __init__(self, *args: Any, activities: tuple[Activity, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["activity"].choices = [  # type: ignore[attr-defined]
            (activity.value, ChoiceText(str(activity.label), hint=ACTIVITY_HINTS[activity])) for activity in activities
        ]


class EndForm(GovukForm):
    submit_classes = "govuk-button--warning"
    ends_on = DateField(
        label="Last day (optional)",
        thing="The last day",
        help_text="Leave this empty to end it now: they lose access at once.",
        required=False,
    )
    reason = forms.CharField(
        label="Why? (optional)", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class EndMembershipForm(EndForm):
    submit_text = "End this membership"


class EndDelegationForm(EndForm):
    submit_text = "End this delegation"
