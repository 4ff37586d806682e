"""The Easy Read summary as it is frozen, and its two forms: a part of a page, and the document for its PDF. Pure.

Its pictures stand in its template's own folder, so a published one is drawn again with the pictures it had.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from functools import cache

from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from pydantic import TypeAdapter, ValidationError

from core import typeface
from reports.letters.blocks import STRICT
from reports.letters.context import ContextError
from reports.letters.render import UnknownTemplate

FOLDER = "reports/easy_read"
CURRENT_VERSION = "v1"
# What somebody chooses from, and what is read out in its place.
PICTURES = {
    "age": "A birthday cake",
    "best": "A star",
    "book": "A book",
    "change": "Two arrows that change places",
    "clock": "A clock",
    "clubs": "A ball",
    "doctor": "A doctor’s bag",
    "envelope": "An envelope",
    "face-no": "A sad face",
    "face-not-sure": "A face that is not sure",
    "face-sometimes": "A face that neither smiles nor frowns",
    "face-yes": "A happy face",
    "find-out": "A magnifying glass",
    "friends": "Friends",
    "help": "Helping hands",
    "home": "A home",
    "map": "A map",
    "next": "A road that leads on",
    "person": "A person",
    "plan": "A plan with ticks",
    "progress": "Steps that go up",
    "safe": "A shield",
    "school": "A school",
    "talking": "People who talk",
    "thinking": "Somebody who thinks",
    "together": "People together",
    "training": "Learning a job",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence and the code of its picture, or ""."""

    text: str
    picture: str = ""
    __pydantic_config__ = STRICT


@dataclass(frozen=True, slots=True, kw_only=True)
class EasyReadContext:
    """Everything the summary says, apart from its template."""

    reference: str
    area_name: str
    product: str
    printed_dates: str
    lines: tuple[Line, ...]
    template_version: str = CURRENT_VERSION
    language: str = "en-GB"
    __pydantic_config__ = STRICT

    @property
    def title(self) -> str:
        return f"Easy Read: help for children and young people with SEND in {self.area_name}"

    def as_json(self) -> bytes:
        """Canonical UTF-8, like that of a letter."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    @classmethod
    def from_json(cls, data: bytes) -> EasyReadContext:
        """Read what `as_json` wrote. Raises ContextError on anything else."""
        try:
            return _adapter().validate_json(data, strict=True)
        except ValidationError:
            raise ContextError("the stored Easy Read summary cannot be read") from None

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.as_json()).hexdigest()


def render_document(easy: EasyReadContext) -> str:
    """The whole HTML document for the PDF, asking for nothing but the bundled typeface."""
    return _render(easy, "document.html")


def render_fragment(easy: EasyReadContext, *, base_level: int = 1) -> SafeString:
    """As a part of a page of the site; `base_level` is the heading level of its title."""
    return mark_safe(_render(easy, "fragment.html", base_level))  # noqa: S308 - every value went through the engine's escaping


def _render(easy: EasyReadContext, name: str, level: int = 1) -> str:
    folder = f"{FOLDER}/{easy.template_version}"
    try:
        template = get_template(f"{folder}/{name}")
    except TemplateDoesNotExist:
        raise UnknownTemplate(f"There is no Easy Read template {easy.template_version}.") from None
    lines = [
        {
            "text": line.text,
            "drawing": f"{folder}/pictures/{line.picture}.svg" if line.picture in PICTURES else "",
            "words": PICTURES.get(line.picture, ""),
        }
        for line in easy.lines
    ]
    return template.render({"easy": easy, "lines": lines, "level": level, "faces": mark_safe(typeface.faces_css())})  # noqa: S308


@cache
def _adapter() -> TypeAdapter[EasyReadContext]:
    return TypeAdapter(EasyReadContext)
