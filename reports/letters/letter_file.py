"""Reading a letter file: JSON in, plain values out, or one sentence that says where the fault is.

Nothing here knows what a letter holds; `published_report` and `published_letter` do.
"""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import date
from typing import Annotated, Any, NoReturn, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from core import typeface
from reports.letters.render import website_link

MAX_BYTES = 400_000
MAX_TEXT = 6_000
MAX_NAME = 300
MAX_ITEMS = 80
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
# Marks that reorder what a reader sees, and separators that are not spaces.
_UNSEEN = frozenset("\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\ufffd")
Model = TypeVar("Model", bound=BaseModel)


class LetterFileError(ValueError):
    """A letter file that cannot be taken. The message is one sentence on one line, with the path to the fault."""


class Part(BaseModel):
    """A part of a letter file: every key is required, no other is allowed, nothing is converted."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


def _plain_text(text: str) -> str:
    if not text.strip():
        raise ValueError("is empty")
    for letter in text:
        if unicodedata.category(letter) in ("Cc", "Cs") or letter in _UNSEEN:
            raise ValueError(f"holds the control character U+{ord(letter):04X}")
    if missing := typeface.missing(text):
        raise ValueError(f"holds a character the letter typeface does not have (U+{ord(missing[0]):04X})")
    return text


def _optional_text(text: str) -> str:
    return _plain_text(text) if text else text


def _date(value: object) -> date:
    if not isinstance(value, str) or not _ISO.fullmatch(value):
        raise ValueError("must be a date like 2024-02-16")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"{value} is not a date of the calendar") from None


def _website(text: str) -> str:
    if not website_link(text):
        raise ValueError("must be a web address like www.example.gov.uk")
    return text


def _https(text: str) -> str:
    if not text.startswith("https://") or not website_link(text):
        raise ValueError("must be an https address")
    return text


Text = Annotated[str, Field(max_length=MAX_TEXT), AfterValidator(_plain_text)]
OptionalText = Annotated[str, Field(max_length=MAX_TEXT), AfterValidator(_optional_text)]
Name = Annotated[str, Field(max_length=MAX_NAME), AfterValidator(_plain_text)]
OptionalName = Annotated[str, Field(max_length=MAX_NAME), AfterValidator(_optional_text)]
Day = Annotated[date, BeforeValidator(_date)]
Website = Annotated[str, Field(max_length=MAX_NAME), AfterValidator(_website)]
HttpsAddress = Annotated[str, Field(max_length=MAX_NAME), AfterValidator(_https)]
Key = Annotated[str, Field(max_length=60, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
DfeCode = Annotated[str, Field(pattern=r"^[0-9]{3}$")]
Texts = Annotated[list[Text], Field(min_length=1, max_length=MAX_ITEMS)]
OptionalTexts = Annotated[list[Text], Field(max_length=MAX_ITEMS)]
Names = Annotated[list[Name], Field(min_length=1, max_length=MAX_ITEMS)]


class Finding(Part):
    """An area for improvement: its text, sub-points and the sentence after them ([] and "" for none)."""

    text: Text
    points: OptionalTexts
    closing: OptionalText


class _Twice(dict[str, Any]):
    """An object in which a key stood twice; JSON readers silently keep one of the two."""

    key: str


def read(data: bytes) -> dict[str, Any]:
    """The object a letter file holds. Raises LetterFileError."""
    if len(data) > MAX_BYTES:
        raise LetterFileError(f"the file is too large: {len(data):,} bytes, at most {MAX_BYTES:,}")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise LetterFileError(f"the file is not UTF-8 text (byte {error.start})") from None
    try:
        value = json.loads(text, object_pairs_hook=_object, parse_constant=_constant)
    except json.JSONDecodeError as error:
        if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated"):
            raise LetterFileError(
                f"the file is cut short: it ends inside the JSON at line {error.lineno} column {error.colno}"
            ) from None
        raise LetterFileError(
            f"the file is not JSON: {error.msg.lower()} at line {error.lineno} column {error.colno}"
        ) from None
    except RecursionError:
        raise LetterFileError("the file is nested too deeply to be a letter") from None
    except LetterFileError:
        raise
    except ValueError:  # an integer of thousands of digits
        raise LetterFileError("the file holds a number that is too long") from None
    if not isinstance(value, dict):
        raise LetterFileError("the file must hold one JSON object")
    _refuse_twice(value, ())
    return value


def checked(model: type[Model], value: dict[str, Any]) -> Model:
    """The value as `model`, or LetterFileError with the first fault and how many more there are."""
    try:
        return model.model_validate(value)
    except ValidationError as error:
        faults = error.errors(include_url=False)
    first = faults[0]
    more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
    raise LetterFileError(f"{path(first['loc'])}: {_words(first)}{more}")


def fault(where: str, what: str) -> NoReturn:
    """Refuse the file for a fault between its parts."""
    raise LetterFileError(f"{where}: {what}")


def path(loc: tuple[int | str, ...]) -> str:
    """areas_for_improvement[2].text. Odd characters of an unknown key are shown escaped, so the line stays one line."""
    words = ""
    for part in loc:
        if isinstance(part, int):
            words += f"[{part}]"
        else:
            shown = part if re.fullmatch(r"\w{1,80}", part, re.ASCII) else ascii(part[:60])
            words += f".{shown}" if words else shown
    return words or "the file"


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) == len(pairs):
        return value
    twice = _Twice(value)
    seen: set[str] = set()
    for key, _ in pairs:
        if key in seen:
            twice.key = key
            break
        seen.add(key)
    return twice


def _constant(name: str) -> NoReturn:
    raise LetterFileError(f"the file holds {name}, which is not JSON")


def _refuse_twice(value: object, loc: tuple[int | str, ...]) -> None:
    if isinstance(value, _Twice):
        fault(path((*loc, value.key)), "stands twice")
    if isinstance(value, dict):
        for key, inner in value.items():
            _refuse_twice(inner, (*loc, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            _refuse_twice(inner, (*loc, index))


_NEEDED = {
    "string_type": "must be text",
    "int_type": "must be a whole number",
    "bool_type": "must be true or false",
    "list_type": "must be a list",
    "model_type": "must be an object with keys",
    "missing": "missing",
    "string_unicode": "holds half of a character",
    "extra_forbidden": "is not a key of this file",
    "too_short": "must have at least {min_length} {items}",
    "too_long": "has more than {max_length} items",
    "string_too_long": "is longer than {max_length:,} characters",
    "string_pattern_mismatch": "{shown} is not written as it should be",
    "literal_error": "must be {expected}",
}


def _words(error: Any) -> str:
    kind, context = error["type"], error.get("ctx", {})
    if kind == "value_error":
        return str(context["error"])
    if kind in _NEEDED:
        values = {name: value.replace("'", "") if isinstance(value, str) else value for name, value in context.items()}
        items = "item" if context.get("min_length") == 1 else "items"
        return _NEEDED[kind].format(**values, items=items, shown=ascii(error["input"])[:40])
    return str(error["msg"]).lower()
