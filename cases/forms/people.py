"""People of a case: its coordinator, the authors of its audit, and who the child is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from accounts.models import User
from cases.choices import Agency
from cases.forms.selection import NO_NAMES
from core.forms import DateField, GovukForm


def _choices(people: Iterable[User]) -> list[tuple[str, str]]:
    return [
        ("", "Choose a person"),
        *((str(person.pk), f"{person}, {person.get_organisation_display()}") for person in people),
    ]


class CoordinatorForm(GovukForm):
    submit_text = "Name the coordinator"
    coordinator = forms.ChoiceField(
        label="Who coordinates this case?",
        help_text="They are told by e-mail. They see this case and no other.",
        error_messages={"required": "Choose who coordinates this case"},
    )

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        self.fields["coordinator"].choices = _choices(self.people.values())


class AuthorsForm(GovukForm):
    """One author for each agency; they may be named one after the other, but at least one at a time."""

    submit_text = "Name the authors"

    def __init__(self, *args: Any, people: Iterable[User], named: Mapping[str, User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        for agency in Agency:
            self.fields[agency.value] = forms.ChoiceField(
                label=f"Who writes the {agency.label.lower()} section?",
                choices=_choices(self.people.values()),
                required=False,
            )
            if agency.value in named:
                self.fields[agency.value].initial = str(named[agency.value].pk)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not self.authors():
            self.add_error(Agency.EDUCATION.value, "Choose the author of at least one section")
        return cleaned

    def authors(self) -> dict[str, User]:
        return {a.value: self.people[self.cleaned_data[a.value]] for a in Agency if self.cleaned_data.get(a.value)}


class IdentityForm(GovukForm):
    """Always empty: what was given is shown only on the page that records who asked."""

    submit_text = "Give the identity"
    name = forms.CharField(
        label="Full name of the child or young person",
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Enter the name of the child or young person"},
    )
    upn = forms.CharField(
        label="Unique pupil number (UPN) (optional)",
        max_length=13,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "govuk-input--width-10"}),
    )
    born_on = DateField(label="Date of birth (optional)", thing="The date of birth", required=False)
    family_contact = forms.CharField(
        label="How to reach the family (optional)",
        help_text="Who to speak to, and a telephone number. It is shown only together with the name.",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
    )


class ShowNameForm(GovukForm):
    submit_text = "Show the name"
    reason = forms.CharField(
        label="Why do you need the name?",
        help_text=f"Your answer is kept with your name and the time. {NO_NAMES}",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        error_messages={"required": "Say why you need the name"},
    )
