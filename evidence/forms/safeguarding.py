"""Forms of the restricted safeguarding record."""

from __future__ import annotations

from typing import Any

from django import forms

from coordination.forms.parts import HourForm, instant
from core import clock
from core.fields import VersionField
from core.forms import ChoiceText, DateField, GovukForm, TimeField
from evidence.choices import ConcernOutcome

__all__ = ["CloseForm", "ConcernForm", "NoteForm", "ReferralForm", "VersionField"]


class _Referral(HourForm):
    pairs = (("referred_on", "referred_time"),)
    referred_to = forms.CharField(
        label="Whom did you tell? (optional)",
        required=False,
        max_length=200,
        help_text="The office, for example the multi-agency safeguarding hub",
    )
    referred_on = DateField(label="On which day? (optional)", thing="The day you told them", required=False)
    referred_time = TimeField(label="At what time? (optional)", required=False, help_text="For example, 2:15pm")
    referral_reference = forms.CharField(label="Their reference (optional)", required=False, max_length=60)

    def referral(self) -> dict[str, Any]:
        return {
            "referred_to": self.cleaned_data["referred_to"],
            "referred_at": instant(self, "referred_on", "referred_time"),
        }


class ConcernForm(_Referral):
    submit_text = "Continue"
    immediate_danger = forms.ChoiceField(
        label="Is anybody in immediate danger?",
        widget=forms.RadioSelect,
        choices=[("yes", ChoiceText("Yes", hint="Call 999 first. Then come back to this page.")), ("no", "No")],
        error_messages={"required": "Say whether anybody is in immediate danger"},
    )
    seen_on = DateField(label="On which day did you see or hear it?", thing="The day you saw or heard it")
    place = forms.CharField(label="Where? (optional)", required=False, max_length=200)
    text = forms.CharField(
        label="What did you see or hear?",
        help_text="As it was, in the words used. Name the child only if the people who act on it need the name.",
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=10000,
        error_messages={"required": "Enter what you saw or heard"},
    )
    field_order = ("immediate_danger", "seen_on", "place", "text")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen_on"].initial = clock.today()

    def facts(self) -> dict[str, Any]:
        given = self.cleaned_data
        kept = {name: given[name] for name in ("seen_on", "place", "text", "referral_reference")}
        return kept | {"immediate_danger": given["immediate_danger"] == "yes"} | self.referral()


class ReferralForm(_Referral):
    submit_text = "Record the referral"
    text = forms.CharField(
        label="What you told them (optional)", required=False, widget=forms.Textarea(attrs={"rows": 4}), max_length=4000
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("referred_to", "referred_on", "referred_time"):
            self.fields[name].label = str(self.fields[name].label).removesuffix(" (optional)")


class NoteForm(GovukForm):
    submit_text = "Add it"
    text = forms.CharField(
        label="What is known or was done?",
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=10000,
        error_messages={"required": "Enter what was done"},
    )


class CloseForm(GovukForm):
    submit_text = "Close the concern"
    outcome = forms.ChoiceField(
        label="What became of it?",
        widget=forms.RadioSelect,
        choices=list(ConcernOutcome.choices),
        error_messages={"required": "Choose what became of it"},
    )
    text = forms.CharField(
        label="What was done, and why it ends here",
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=10000,
        error_messages={"required": "Say what was done"},
    )
