"""Fields and forms in the GOV.UK manner: dates in three boxes, plain messages, refusals beside their field."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator

from core import once
from core.errors import Reason

PARTS = ("day", "month", "year")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class DateWidget(forms.Widget):
    """Three text boxes named <field>_0 (day), _1 (month) and _2 (year)."""

    def parts_of(self, value: Any) -> list[str]:
        if isinstance(value, date):
            return [str(value.day), str(value.month), str(value.year)]
        return [str(part or "") for part in value] if isinstance(value, list | tuple) else ["", "", ""]

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[str]:
        return [str(data.get(f"{name}_{index}", "")).strip() for index in range(3)]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return all(f"{name}_{index}" not in data for index in range(3))


class DateField(forms.Field):
    """A date typed as day, month (number or name) and year. `thing` names it in the messages ("The notification date")."""

    widget = DateWidget

    def __init__(self, *, thing: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.thing = thing

    @property
    def name_of_date(self) -> str:
        return self.thing or "The date"

    def clean(self, value: Any) -> date | None:
        if isinstance(value, date):
            return value
        parts = list(value or ["", "", ""])
        missing = [name for name, part in zip(PARTS, parts, strict=True) if not part]
        if len(missing) == 3:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        if missing:
            raise ValidationError(f"{self.name_of_date} must include a {' and '.join(missing)}", code=f"missing:{','.join(missing)}")
        day, month, year = (self._number(part, name) for part, name in zip(parts, PARTS, strict=True))
        if len(parts[2]) != 4:
            raise ValidationError(f"{self.name_of_date} must have a year of four digits", code="missing:year")
        try:
            return date(year, month, day)
        except ValueError as error:
            raise ValidationError(f"{self.name_of_date} must be a real date", code="missing:day,month,year") from error

    def _number(self, part: str, name: str) -> int:
        if name == "month" and part[:3].lower() in MONTHS:
            return MONTHS.index(part[:3].lower()) + 1
        if not re.fullmatch(r"[0-9]{1,4}", part):
            raise ValidationError(f"{self.name_of_date} must be a real date", code=f"missing:{name}")
        return int(part)

    def faulty_parts(self, errors: Sequence[ValidationError]) -> tuple[str, ...]:
        """Which boxes to mark, from the codes of the errors."""
        named = [code.split(":")[1] for error in errors if (code := str(error.code or "")).startswith("missing:")]
        return tuple(named[0].split(",")) if named else PARTS


class TimeField(forms.CharField):
    """A time of day as people type it: 9:35am, 9.35 am, 14:05, midday."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value).strip().lower().replace(" ", "").replace(".", ":")
        if not text:
            return None
        if text in ("midday", "noon"):
            return time(12)
        found = re.fullmatch(r"([0-9]{1,2})(?::?([0-9]{2}))?(am|pm)?", text)
        if found:
            hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
            if half and 1 <= hour <= 12:
                hour = hour % 12 + (12 if half == "pm" else 0)
            elif half:
                hour = 99
            if hour < 24 and minute < 60:
                return time(hour, minute)
        raise ValidationError("Enter a time like 9:35am", code="invalid")


class _Govuk:
    submit_text = "Save and continue"
    fields: dict[str, forms.Field]

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_tag = True
        helper.add_input(Submit("", self.submit_text))
        return helper

    def add_refusal(self, reasons: Iterable[Reason]) -> None:
        """Put a service's reasons beside the fields they belong to, or on top."""
        for reason in reasons:
            self.add_error(reason.field if reason.field in self.fields else None, reason.text)  # type: ignore[attr-defined]

    def _ready(self) -> None:
        for field in self.fields.values():
            if isinstance(field, forms.CharField):
                for validator in field.validators:
                    if isinstance(validator, ProhibitNullCharactersValidator):
                        field.validators.remove(validator)
                        break
                field.validators.append(ProhibitNullCharactersValidator("Enter text without null characters"))


class GovukForm(_Govuk, forms.Form):
    """A form with an error summary, GOV.UK fields, and a hidden key by which a second sending is known."""

    submission_key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64, initial=once.new_key)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._ready()


class GovukModelForm(_Govuk, forms.ModelForm):  # type: ignore[type-arg]
    submission_key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64, initial=once.new_key)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._ready()
