"""Forms in the GOV.UK manner: dates in three boxes, plain messages, refusals beside their field.

A page shows one with `{% crispy form %}`. See docs/recipes/pages.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.http import QueryDict

from core import once
from core.errors import Reason, Refused
from core.fields import ChoiceText, DateField, DateWidget, ManyField, TimeField, VersionField
from core.plain import say_plainly

__all__ = [
    "ChoiceText",
    "DateField",
    "DateWidget",
    "GovukForm",
    "GovukModelForm",
    "ManyField",
    "TimeField",
    "VersionField",
]

# What no keyboard types and PostgreSQL or a PDF cannot hold: control characters but tab and newlines; also the zero-width space and
# the byte order mark, which come with pasted text, and the marks that turn the order of writing, by which a name could pass for
# another one (U+061C, U+200E, U+200F, U+202A to U+202E, U+2066 to U+2069).
UNTYPED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def tidy(text: str) -> str:
    """The text without untyped characters, with plain newlines: a browser's CRLF would count twice against a limit."""
    return UNTYPED.sub("", text).replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")


class _Govuk:
    """What both bases share. Class attributes a form may set:

    submit_text: the words on the button; submit_classes: e.g. "govuk-button--warning";
    cancel_url, cancel_text: a link beside the button (set cancel_url on the instance);
    form_method: "get" for a filter (no submission key, no CSRF token); form_action: another address; form_id.
    """

    submit_text = "Save and continue"
    submit_classes = ""
    cancel_url = ""
    cancel_text = "Cancel"
    form_method = "post"
    form_action = ""
    form_id = ""
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if args:
            args = (self._tidied(args[0]), *args[1:])
        elif "data" in kwargs:
            kwargs["data"] = self._tidied(kwargs["data"])
        super().__init__(*args, **kwargs)
        if self.form_method == "get":
            self.fields.pop(once.FIELD, None)
        for name, field in self.fields.items():
            # A hidden field has no words for the person; its message appears at the top.
            say_plainly(field, str(field.label) if field.label is not None else name.replace("_", " ").capitalize())

    @classmethod
    def _tidied(cls, data: Any) -> Any:
        """The data with every text tidied, except passwords, which are taken as they are."""
        if not data:
            return data
        secret = {name for name, field in cls.base_fields.items() if isinstance(field.widget, forms.PasswordInput)}  # type: ignore[attr-defined]

        def clean(name: str, value: Any) -> Any:
            return tidy(value) if isinstance(value, str) and name not in secret else value

        if isinstance(data, QueryDict):
            copy = data.copy()
            for name, values in data.lists():
                copy.setlist(name, [clean(name, value) for value in values])
            return copy
        return {name: clean(name, value) for name, value in data.items()} if isinstance(data, Mapping) else data

    @property
    def helper(self) -> FormHelper:
        """How `{% crispy form %}` draws it. Override to add a Layout."""
        helper = FormHelper()
        helper.form_method = self.form_method
        helper.form_action = self.form_action
        helper.form_id = self.form_id
        helper.disable_csrf = self.form_method == "get"
        helper.cancel_url = self.cancel_url
        helper.cancel_text = self.cancel_text
        if self.submit_text:
            helper.add_input(Submit("", self.submit_text, css_class=self.submit_classes))
        return helper

    def add_refusal(self, reasons: Refused | Iterable[Reason | str]) -> None:
        """Put a service's reasons beside the fields they belong to, or on top of the form."""
        self.errors  # noqa: B018  # type: ignore[attr-defined]  (errors can be added only after validation)
        for reason in reasons.reasons if isinstance(reasons, Refused) else reasons:
            field, text = (None, reason) if isinstance(reason, str) else (reason.field, reason.text)
            shown = field in self.fields and not self.fields[field].widget.is_hidden
            self.add_error(field if shown else None, text)  # type: ignore[attr-defined]


class GovukForm(_Govuk, forms.Form):
    """A form with an error summary, GOV.UK fields, and a hidden key by which a second sending is known."""

    submission_key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64, initial=once.new_key)


class GovukModelForm(_Govuk, forms.ModelForm):  # type: ignore[type-arg]
    """GovukForm for a model's fields; saving is still a service's work."""

    submission_key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64, initial=once.new_key)
