"""Setting up the sign-up page of an open meeting."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms

from core import clock
from core.forms import DateField, GovukForm, TimeField


class SignUpPageForm(GovukForm):
    submit_text = "Save the sign-up page"
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    opens_on = DateField(label="Day signing up opens")
    opens_time = TimeField(label="Time it opens", help_text="For example, 9am")
    closes_on = DateField(label="Day signing up closes")
    closes_time = TimeField(label="Time it closes", help_text="For example, 5pm")
    details = forms.CharField(
        label="What families should know (optional)",
        help_text="For example, how the webinar works, or where to park.",
        widget=forms.Textarea,
        max_length=2000,
        required=False,
    )
    families_invited = forms.IntegerField(
        label="Families invited so far (optional)", min_value=0, max_value=100_000, required=False
    )
    invited_how = forms.CharField(label="How they were invited (optional)", max_length=200, required=False)

    def facts(self) -> dict[str, Any]:
        """What `services.sign_ups.set_up` takes."""
        held = self.cleaned_data
        return {
            "opens_at": datetime.combine(held["opens_on"], held["opens_time"], clock.LONDON),
            "closes_at": datetime.combine(held["closes_on"], held["closes_time"], clock.LONDON),
            "details": held["details"],
            "families_invited": held["families_invited"],
            "invited_how": held["invited_how"],
            "version": held["version"],
        }
