"""Form fields in the GOV.UK manner: a date in three boxes, a time as people type it, choices with hints. Import them from core.forms."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from core.words import joined, lower_first, the, time_words

PARTS = ("day", "month", "year")
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
)  # fmt: skip
# The code of a date's error names the boxes at fault: "missing:month,year".
FAULT = "missing:"
INCOMPLETE = "This page is incomplete. Load it again before you save"


class ChoiceText(str):
    """The text of a radio button or checkbox with a hint below it: (value, ChoiceText("Full inspection", hint="Three weeks"))."""

    hint: str
    divider: bool

    def __new__(cls, text: str, *, hint: str = "", divider: bool = False) -> Self:
        made = super().__new__(cls, text)
        made.hint = hint
        made.divider = divider  # the word "or" before this choice
        return made


class ManyField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Rows of a queryset, ticked. A number that no row can have is no choice: Django would ask the database, which cannot be asked that."""

    LARGEST = 2**63 - 1

    def clean(self, value: Any) -> Any:
        for key in value or ():
            text = str(key)
            if text.isdecimal() and int(text[:20]) > self.LARGEST:
                raise ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": text[:20]})
        return super().clean(value)


class DateWidget(forms.Widget):
    """Three text boxes named <field>_0 (day), _1 (month) and _2 (year); `<field>=2023-04-17` in an address works too."""

    def parts_of(self, value: Any) -> list[str]:
        """What the three boxes show for a date, an ISO text or what was typed."""
        if isinstance(value, date):
            return [str(value.day), str(value.month), str(value.year)]
        if isinstance(value, list | tuple) and len(value) == len(PARTS):
            return ["" if part is None else str(part) for part in value]
        if found := re.fullmatch(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", str(value or "")):
            return [str(int(found[3])), str(int(found[2])), found[1]]
        return ["", "", ""]

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[str]:
        if name in data and super().value_omitted_from_data(data, files, f"{name}_0"):
            return self.parts_of(data[name])
        return [str(data.get(f"{name}_{index}", "")).strip() for index in range(len(PARTS))]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return name not in data and all(f"{name}_{index}" not in data for index in range(len(PARTS)))

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Bare boxes, for the rare page that does not go through {% govuk_field %}."""
        boxes = ((f"{name}_{index}", part, PARTS[index].title()) for index, part in enumerate(self.parts_of(value)))
        return format_html_join(
            " ", '<input class="govuk-input govuk-input--width-4" name="{}" value="{}" aria-label="{}">', boxes
        )


# A year beyond these is a slip of the finger, and sums of days run out of the calendar of dates near the year 9999.
EARLIEST_YEAR, LATEST_YEAR = 1900, 2099


class DateField(forms.Field):
    """A date typed as day, month (number or name) and year of four digits.

    `thing` names it in the messages ("The notification date"); without it the label is used. Cleans to a date or None.
    """

    widget = DateWidget

    def __init__(self, *, thing: str = "", **kwargs: Any) -> None:
        self.own_required_message = "required" in (kwargs.get("error_messages") or {})
        super().__init__(**kwargs)
        self.thing = thing

    @property
    def name_of_date(self) -> str:
        if self.thing:
            return self.thing
        label = str(self.label or "")
        if not label or label.endswith("?"):
            return "The date"
        named = the(label)
        return named[:1].upper() + named[1:]

    def _fault(self, words: str, *parts: str) -> ValidationError:
        return ValidationError(f"{self.name_of_date} {words}", code=FAULT + ",".join(parts or PARTS))

    def clean(self, value: Any) -> date | None:
        if isinstance(value, date):
            return value
        parts = dict(zip(PARTS, self.widget.parts_of(value), strict=True))
        missing = [name for name in PARTS if not parts[name].strip()]
        if len(missing) == len(PARTS):
            if not self.required:
                return None
            words = (
                str(self.error_messages["required"])
                if self.own_required_message
                else f"Enter {lower_first(self.name_of_date)}"
            )
            raise ValidationError(words, code="required")
        if missing:
            raise self._fault(f"must include a {joined(missing)}", *missing)
        day, month, year = self._number(parts["day"], 31), self._month(parts["month"]), parts["year"]
        if faulty := [name for name, number in (("day", day), ("month", month)) if number is None]:
            raise self._fault("must be a real date", *faulty)
        if not re.fullmatch(r"[0-9]{4}", year):
            raise self._fault("must have a year of 4 digits, like 2023", "year")
        if not EARLIEST_YEAR <= int(year) <= LATEST_YEAR:
            raise self._fault(f"must have a year from {EARLIEST_YEAR} to {LATEST_YEAR}", "year")
        try:
            return date(int(year), month or 0, day or 0)
        except ValueError as error:
            raise self._fault("must be a real date") from error

    @staticmethod
    def _number(part: str, most: int) -> int | None:
        """The number typed, or None when it is not one from 1 to `most`."""
        return int(part) if re.fullmatch(r"[0-9]{1,2}", part) and 1 <= int(part) <= most else None

    def _month(self, part: str) -> int | None:
        text = part.lower().rstrip(".")
        if len(text) >= 3 and (found := [number for number, name in enumerate(MONTHS, 1) if name.startswith(text)]):
            return found[0]
        return self._number(part, 12)

    def faulty_parts(self, errors: Sequence[ValidationError]) -> tuple[str, ...]:
        """Which boxes to mark: those an error's code names, else all three."""
        for error in errors:
            if (code := str(error.code or "")).startswith(FAULT):
                return tuple(code.removeprefix(FAULT).split(","))
        return PARTS if errors else ()

    def has_changed(self, initial: Any, data: Any) -> bool:
        if self.disabled:
            return False
        return self.widget.parts_of(initial) != self.widget.parts_of(data)


class TimeField(forms.CharField):
    """A time of day as people type it: 9:35am, 9.35 am, 0935, 14:05, midday. Cleans to a time or None."""

    default_error_messages = {
        "invalid": "Enter a time like 9:35am",
        "half": "Add am or pm to the time, like 2:30pm",
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 20)
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"class": "govuk-input--width-5", "autocomplete": "off"}

    def prepare_value(self, value: Any) -> Any:
        return time_words(value) if isinstance(value, time) else value

    def clean(self, value: Any) -> Any:
        if isinstance(value, time):
            return value
        text = re.sub(r"\s", "", super().clean(value)).lower()
        if not text:
            return None
        if text in ("midday", "noon", "12noon", "midnight"):
            return time(0 if text == "midnight" else 12)
        found = re.fullmatch(r"([0-9]{1,2})(?:[:.]?([0-9]{2}))?(?:([ap])\.?m\.?)?", text)
        if not found or not (found[2] or found[3]):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
        if minute > 59 or hour > 23 or (half and not 1 <= hour <= 12):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if half:
            hour = hour % 12 + (12 if half == "p" else 0)
        elif len(found[1]) == 1 and hour < 7:
            # 2:30 might be either, and nobody telephones at night: ask rather than guess.
            raise ValidationError(self.error_messages["half"], code="half")
        return time(hour, minute)


class VersionField(forms.IntegerField):
    """The hidden number by which a change made meanwhile by someone else is noticed."""

    widget = forms.HiddenInput
    default_error_messages = {"required": INCOMPLETE, "invalid": INCOMPLETE}


class ShownField(forms.Field):
    """Hidden: what the page showed in each box, as JSON: {name: text, or the texts of what was ticked}. See `core.boxes`."""

    widget = forms.HiddenInput
    empty_values = [None, ""]  # a form may have no box at all
    default_error_messages = {"required": INCOMPLETE, "invalid": INCOMPLETE}

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        try:
            found = json.loads(value)
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict) or not all(map(_is_shown, found.values())):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return found


def _is_shown(value: Any) -> bool:
    return isinstance(value, str) or (isinstance(value, list) and all(isinstance(one, str) for one in value))
