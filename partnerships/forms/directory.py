"""Contacts, settings, the minutes between them, and a spreadsheet of both."""

from __future__ import annotations

from typing import Any

from django import forms

from core.forms import DateField, GovukForm, VersionField
from partnerships.models import Contact, Partnership, Sector, Site, SiteKind

NOBODY_YET = ("", "Nobody yet")


class AreaOfWorkFilterForm(GovukForm):
    """A GET form: every field is optional."""

    form_method = "get"
    submit_text = "Filter"

    text = forms.CharField(label="Name, job or organisation", required=False, max_length=100)
    sector = forms.ChoiceField(label="Area of work", required=False, choices=[("", "All"), *Sector.choices])


class ContactForm(GovukForm):
    submit_text = "Save this contact"

    name = forms.CharField(
        label="Full name", max_length=150, error_messages={"required": "Enter the person’s full name"}
    )
    job_title = forms.CharField(label="Job title (optional)", max_length=150, required=False)
    organisation = forms.CharField(label="Organisation (optional)", max_length=150, required=False)
    sector = forms.ChoiceField(
        label="Area of work",
        choices=Sector.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the person’s area of work"},
    )
    email = forms.EmailField(label="Email address", max_length=254, required=False)
    phone = forms.CharField(
        label="Telephone number", max_length=40, required=False, help_text="Give an email address, a number, or both."
    )
    working_pattern = forms.CharField(
        label="When they work (optional)", max_length=200, required=False, help_text="For example, Monday to Wednesday"
    )
    preferred = forms.BooleanField(label="Ask this person first for their organisation", required=False)
    note = forms.CharField(
        label="Note (optional)",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Everybody who sees the contacts reads it, inspectors too. Never write about a child here.",
    )
    confirmed_on = DateField(
        label="Last confirmed (optional)",
        thing="The day it was confirmed",
        required=False,
        help_text="The day somebody last checked that this is right.",
    )


class ChangeContactForm(ContactForm):
    version = VersionField()
    confirmed_on = None  # type: ignore[assignment]  (a button of its own says it)


class EndContactForm(GovukForm):
    submit_text = "Take out of the directory"
    submit_classes = "govuk-button--warning"
    reason = forms.CharField(
        label="Why? (optional)", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class EndSiteForm(EndContactForm):
    pass


class SiteForm(GovukForm):
    submit_text = "Save this setting"

    name = forms.CharField(label="Name", max_length=150, error_messages={"required": "Enter the name of the setting"})
    kind = forms.ChoiceField(label="Kind", choices=[("", "Choose a kind"), *SiteKind.choices])
    phase = forms.CharField(
        label="Phase or ages (optional)", max_length=60, required=False, help_text="For example, ages 11 to 16"
    )
    urn = forms.RegexField(
        r"^\d{5,7}$",
        label="Unique reference number (optional)",
        max_length=10,
        required=False,
        error_messages={"invalid": "The unique reference number is 5 to 7 digits"},
    )
    address = forms.CharField(label="Address (optional)", max_length=300, required=False)
    postcode = forms.CharField(label="Postcode (optional)", max_length=10, required=False)
    latitude = forms.DecimalField(
        label="Latitude (optional)", min_value=-90, max_value=90, max_digits=9, decimal_places=6, required=False,
        help_text="For example, 51.383200. With both numbers the timetable reckons travelling time.",
    )  # fmt: skip
    longitude = forms.DecimalField(
        label="Longitude (optional)", min_value=-180, max_value=180, max_digits=9, decimal_places=6, required=False,
        help_text="For example, 0.526000",
    )  # fmt: skip
    in_area = forms.TypedChoiceField(
        label="Is it in the area?",
        choices=[("yes", "Yes"), ("no", "No: children of the area go there")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether it is in the area"},
    )
    contact = forms.ModelChoiceField(
        label="Who to ask there (optional)", queryset=Contact.objects.none(), required=False, empty_label="Nobody yet"
    )
    arrival = forms.CharField(
        label="Arrival (optional)",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Parking, entrance, signing in, access, Wi-Fi, a quiet room.",
    )

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contact"].queryset = partnership.contacts.filter(is_active=True)  # type: ignore[attr-defined]


class ChangeSiteForm(SiteForm):
    version = VersionField()


class JourneyForm(GovukForm):
    submit_text = "Save the minutes"
    other = forms.ModelChoiceField(
        label="To which setting?",
        queryset=Site.objects.none(),
        empty_label="Choose a setting",
        error_messages={"required": "Choose a setting"},
    )
    minutes = forms.IntegerField(
        label="Minutes, door to door (optional)",
        required=False,
        min_value=1,
        max_value=1439,
        help_text="The same both ways. Leave it empty to go back to the estimate.",
    )

    def __init__(self, *args: Any, site: Site, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = site.partnership.sites.filter(is_active=True).exclude(pk=site.pk)
        self.fields["other"].queryset = others  # type: ignore[attr-defined]


class LoadDirectoryForm(GovukForm):
    submit_text = "Check this file"
    file = forms.FileField(
        label="Spreadsheet",
        help_text="An .xlsx file with the sheets Contacts and Settings, under 2MB. Nothing is kept until you have seen what is in it.",
        error_messages={"required": "Choose a spreadsheet"},
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )


class KeepDirectoryForm(GovukForm):
    """The rows that were checked, signed, so that what was shown is what is kept."""

    submit_text = "Keep all of it"
    rows = forms.CharField(widget=forms.HiddenInput, strip=False)
