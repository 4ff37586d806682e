"""Forms of the duty reader and of those who read comments."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from coordination.forms.parts import HourForm
from core import clock
from core.fields import VersionField
from core.forms import ChoiceText, DateField, GovukForm, TimeField
from surveys.choices import ConcernOutcome, Quotable


class DutyForm(GovukForm):
    submit_text = "Name the duty reader"
    user = forms.ChoiceField(label="Who reads?", widget=forms.RadioSelect)
    starts_on = DateField(label="First day", thing="The first day")
    ends_on = DateField(label="Last day (optional)", thing="The last day", required=False)

    def __init__(self, *args: Any, people: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].choices = [(str(person.pk), person.name) for person in people]  # type: ignore[attr-defined]
        self.fields["starts_on"].initial = clock.today()


class ConcernForm(HourForm):
    submit_text = "Save what you decided"
    pairs = (("referred_on", "referred_time"),)
    version = VersionField()
    outcome = forms.ChoiceField(
        label="What did you decide?",
        widget=forms.RadioSelect,
        choices=[
            (ConcernOutcome.NO_CONCERN.value, ConcernOutcome.NO_CONCERN.label),
            (ConcernOutcome.REFERRED.value, ConcernOutcome.REFERRED.label),
            (
                ConcernOutcome.EMERGENCY.value,
                ChoiceText(ConcernOutcome.EMERGENCY.label, hint="For somebody in danger now: call 999 first."),
            ),
        ],
    )
    referred_to = forms.CharField(
        label="Whom did you tell?", required=False, max_length=200, help_text="The office, for example the multi-agency safeguarding hub"
    )  # fmt: skip
    referred_on = DateField(label="On which day did you tell them?", thing="The day you told them", required=False)
    referred_time = TimeField(label="At what time?", required=False, help_text="For example, 2:15pm")
    referral_reference = forms.CharField(label="Their reference (optional)", required=False, max_length=60)
    note = forms.CharField(
        label="Why, in your words",
        required=False,
        max_length=2000,
        widget=forms.Textarea,
        help_text="Only duty readers see this. Needed when there is no concern.",
    )


class CommentForm(GovukForm):
    submit_text = "Save and go to the next"
    version = VersionField()
    tags = forms.MultipleChoiceField(
        label="What is it about?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Choose all that apply",
    )
    quotable = forms.ChoiceField(
        label="May it be quoted?", required=False, widget=forms.RadioSelect, choices=list(Quotable.choices)
    )
    quotation = forms.CharField(
        label="Wording for the letter (optional)", required=False, max_length=2000, widget=forms.Textarea,
        help_text="Take out names and whatever shows who somebody is.",
    )  # fmt: skip

    def __init__(self, *args: Any, criteria: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tags"].choices = criteria  # type: ignore[attr-defined]


class FilterForm(GovukForm):
    submit_text = "Show"
    form_method = "get"
    question = forms.ChoiceField(label="Question", required=False)
    read = forms.ChoiceField(
        label="Read", required=False, choices=[("", "All"), ("no", "Not read yet"), ("yes", "Read")]
    )
    tag = forms.ChoiceField(label="About", required=False)
    theme = forms.ChoiceField(label="Theme", required=False)
    quotable = forms.ChoiceField(label="Quotation", required=False)

    def __init__(self, *args: Any, asked: Any, criteria: Any, themes: Any, quotable: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("question", asked), ("tag", criteria), ("theme", themes), ("quotable", quotable)):
            self.fields[name].choices = [("", "All"), *choices]  # type: ignore[attr-defined]


class ThemeForm(GovukForm):
    submit_text = "Keep the theme"
    name = forms.CharField(label="What do you call this theme?", max_length=120)
