"""The frozen snapshot of a letter: everything needed to draw it again without the database.

`as_json()` gives canonical bytes (same letter, same bytes, same SHA-256), `from_json()` reads them back strictly.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from typing import Annotated, Any

from pydantic import Field, TypeAdapter, ValidationError

from reports.letters.blocks import STRICT, Block
from rulebook import words

SCHEMA = 1
_FOLDER = re.compile(r"[a-z][a-z0-9_]*")
_VERSION = re.compile(r"v[1-9][0-9]*")


class ContextError(ValueError):
    """Stored bytes that are not a letter of this schema."""


@dataclass(frozen=True, slots=True)
class Dates:
    """When the inspectors were there, and the words printed for it. The words are kept because published letters
    word the same dates differently; every place in the letter prints these same words.
    """

    start_on: date
    end_on: date
    printed: str
    __pydantic_config__ = STRICT

    def __post_init__(self) -> None:
        if self.end_on < self.start_on:
            raise ValueError("the inspection ends before it starts")


@dataclass(frozen=True, slots=True)
class Addressee:
    name: str
    role: str = ""
    organisation: str = ""
    address: tuple[str, ...] = ()
    __pydantic_config__ = STRICT


@dataclass(frozen=True, slots=True)
class Signatory:
    name: str
    role: str
    __pydantic_config__ = STRICT


@dataclass(frozen=True, slots=True)
class SignatureColumn:
    """One side of the signature block, e.g. Ofsted on the left and the Care Quality Commission on the right."""

    organisation: str
    signatories: tuple[Signatory, ...]
    __pydantic_config__ = STRICT


@dataclass(frozen=True, slots=True)
class Envelope:
    """What makes a letter a letter: who it is from, who it is to, who signs it and who has a copy."""

    contact: tuple[str, ...]
    addressees: tuple[Addressee, ...]
    salutation: str
    valediction: str = "Yours sincerely"
    signatures: tuple[SignatureColumn, ...] = ()
    copied_to: tuple[str, ...] = ()
    __pydantic_config__ = STRICT


@dataclass(frozen=True, slots=True)
class Section:
    """A section in the order printed. `level` is the heading's level below the title (2 or 3); `group` is printed as a
    level 2 heading before the first section that carries it. An empty heading prints none (the opening paragraphs).
    """

    code: str
    heading: str
    level: Annotated[int, Field(ge=2, le=3)]
    blocks: tuple[Annotated[Block, Field(discriminator="type")], ...]
    group: str = ""
    __pydantic_config__ = STRICT


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterContext:
    """One letter, of either regime and any kind.

    framework, edition, kind, letter: codes of the rulebook. template, template_version: the folder of templates that
    draws it. outcome: the code on the framework's scale, or "". previous_inspection: as printed, "" when there was
    none. letter_on: the date line of an addressed letter. published_on: None until published. marking: words printed
    on every page of an unpublished draft, or "".
    """

    framework: str
    edition: str
    kind: str
    letter: str
    template: str
    template_version: str
    reference: str
    area_name: str
    product: str
    title: str
    dates: Dates
    sections: tuple[Section, ...]
    previous_inspection: str = ""
    outcome: str = ""
    letter_on: date | None = None
    published_on: date | None = None
    envelope: Envelope | None = None
    colophon: tuple[str, ...] = ()
    marking: str = ""
    issuer: str = "Ofsted and the Care Quality Commission"
    language: str = "en-GB"
    schema: int = SCHEMA
    __pydantic_config__ = STRICT

    def __post_init__(self) -> None:
        if self.schema != SCHEMA:
            raise ValueError(f"schema {self.schema} is not {SCHEMA}")
        # These two make a path: a stored letter must not be able to name another folder.
        if not _FOLDER.fullmatch(self.template) or not _VERSION.fullmatch(self.template_version):
            raise ValueError("the template is not the name of a letter template and its version")
        if not self.title.strip() or not self.dates.printed.strip():
            raise ValueError("a letter has a title and dates")
        opened = False
        for section in self.sections:
            opened = opened or bool(section.group) or (section.level == 2 and bool(section.heading))
            if section.level == 3 and not opened:
                raise ValueError(f"section {section.code} would be a heading of level 3 with none of level 2 above it")

    @property
    def footer(self) -> str:
        """The line at the foot of every page. Title and dates come from their one field each, so the header and the
        footer cannot disagree (they do in some published reports).
        """
        return f"{self.title}, {self.dates.printed}"

    def section(self, code: str) -> Section | None:
        return next((section for section in self.sections if section.code == code), None)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    def as_json(self) -> bytes:
        """Canonical UTF-8: sorted keys, no spaces, dates as YYYY-MM-DD."""
        return json.dumps(
            asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain
        ).encode()

    @classmethod
    def from_json(cls, data: bytes) -> LetterContext:
        """Read what `as_json` wrote. Raises ContextError on anything else."""
        try:
            return _adapter().validate_json(data, strict=True)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"]) or "the letter"
            raise ContextError(f"the stored letter cannot be read: {where}: {first['msg']}") from None

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.as_json()).hexdigest()


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in a letter")


@cache
def _adapter() -> TypeAdapter[LetterContext]:
    return TypeAdapter(LetterContext)


def printed_dates(start_on: date, end_on: date) -> str:
    """The words for the dates of an inspection: "12 to 16 February 2024", "29 April to 3 May 2024"."""
    if start_on == end_on:
        return words.day(start_on)
    if start_on.year != end_on.year:
        start = words.day(start_on)
    elif start_on.month != end_on.month:
        start = f"{start_on.day} {words.MONTHS[start_on.month - 1]}"
    else:
        start = str(start_on.day)
    return f"{start} to {words.day(end_on)}"
