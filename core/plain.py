"""Django's stock validation messages, said plainly and about the thing asked for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core import validators

from core.words import the

CHOSEN = (forms.Select, forms.RadioSelect, forms.CheckboxSelectMultiple, forms.SelectMultiple)


def stock_messages(field: forms.Field) -> dict[str, Any]:
    """The messages the field's Django classes come with, before any of our own."""
    stock: dict[str, Any] = {}
    for made_of in reversed(type(field).__mro__):
        if made_of.__module__.startswith("django."):
            stock |= made_of.__dict__.get("default_error_messages", {})
    return stock


def _called(label: str) -> str:
    """How a sentence names the field: its label, or "your answer" when the label asks a question."""
    return "Your answer" if not label or label.endswith("?") else label


def required_message(field: forms.Field, label: str) -> str:
    widget = field.widget
    question = not label or label.endswith("?")
    if isinstance(widget, forms.CheckboxInput):
        return f"Tick “{label}”" if label else "Tick the box"
    if isinstance(widget, forms.FileInput):
        return "Choose a file" if question else f"Choose {the(label)}"
    if isinstance(widget, CHOSEN):
        return "Choose an answer" if question else f"Choose {the(label)}"
    if own := {
        "Email": "Enter an email address",
        "Email address": "Enter an email address",
        "Password": "Enter your password",
    }.get(label):
        return own
    return "Enter an answer" if question else f"Enter {the(label)}"


def plain_messages(field: forms.Field, label: str) -> dict[str, str]:
    """code -> message for every stock message worth replacing. %(limit_value)s is filled by the validator."""
    called = _called(label)
    made = {
        "required": required_message(field, label),
        "max_length": f"{called} must be %(limit_value)d characters or fewer",
        "min_length": f"{called} must be %(limit_value)d characters or more",
        "null_characters_not_allowed": f"{called} has a character that cannot be stored",
    }
    if isinstance(field, forms.IntegerField | forms.DecimalField | forms.FloatField):
        whole = type(field) is forms.IntegerField
        made |= {
            "invalid": f"{called} must be a {'whole ' if whole else ''}number",
            "min_value": f"{called} must be %(limit_value)s or more",
            "max_value": f"{called} must be %(limit_value)s or less",
        }
    elif isinstance(field, forms.EmailField):
        made["invalid"] = "Enter an email address in the correct format, like name@example.com"
    elif isinstance(field, forms.URLField):
        made["invalid"] = "Enter a web address in the correct format, like https://www.example.org"
    elif isinstance(
        field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField | forms.ChoiceField | forms.ModelChoiceField
    ):
        made |= {
            "invalid_choice": "Choose one of the answers on this page",
            "invalid_list": "Choose from the answers on this page",
        }
    elif isinstance(field, forms.FileField):
        made |= {
            "empty": "The file is empty",
            "missing": "Choose a file",
            "invalid": "The file was not sent. Choose it again",
        }
    return made


def say_plainly(field: forms.Field, label: str) -> None:
    """Replace what is still stock; a message the form's author wrote stays."""
    stock = stock_messages(field)
    for code, message in plain_messages(field, label).items():
        said = field.error_messages.get(code)
        if said is stock.get(code) or said == stock.get(
            code
        ):  # the same object, mostly: to compare, both would be translated
            field.error_messages[code] = message


def limit_of(field: forms.Field) -> int | None:
    """The most characters a text may have."""
    limits = [item.limit_value for item in field.validators if isinstance(item, validators.MaxLengthValidator)]
    return min((limit for limit in limits if isinstance(limit, int)), default=None)
