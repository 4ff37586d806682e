"""References to evidence in the text of a draft, such as [N12], [E3] or [A12.3; K2]. They never reach the area or the public. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

# A note, filed evidence, a line of enquiry, a meeting, or a document by its item and part.
_ONE = r"(?:[NEKM]\s?\d{1,5}|[A-Z]{1,3}\d{1,4}\.\d{1,4})"
_SEVERAL = rf"\[\s*({_ONE}(?:\s*(?:[,;&]|and)\s*{_ONE})*)\s*\]"
CITATION = re.compile(_SEVERAL, re.IGNORECASE)
_REF = re.compile(_ONE, re.IGNORECASE)
_FIRST_ON_LINE = re.compile(rf"(?m)^[^\S\n]*{_SEVERAL}[^\S\n]*", re.IGNORECASE)
_WITHIN = re.compile(rf"[^\S\n]*{_SEVERAL}", re.IGNORECASE)
_TAG = re.compile(r"(<[^>]*>)")
# Brackets that somebody meant to come back to: "[N12 or 13]", "[check with Omar]", "[?]".
LEFT_OVER = re.compile(r"\[[^\]\n]{0,200}\]")


@dataclass(frozen=True, slots=True)
class Reference:
    """One reference as people write it ("N12", "A12.3"); `kind` is its letter, or "document"."""

    text: str
    kind: str


def references(text: str) -> tuple[Reference, ...]:
    """Every reference of a text, in order, each once."""
    found: dict[Reference, None] = {}
    for match in CITATION.finditer(text):
        for ref in _REF.findall(match[1]):
            found[_reference(ref)] = None
    return tuple(found)


def _reference(ref: str) -> Reference:
    written = "".join(ref.split()).upper()
    if "." in written:
        return Reference(written, "document")
    return Reference(f"{written[0]}{int(written[1:])}", written[0])


def without(text: str) -> str:
    """The text for those who may not see the evidence: every reference gone, with the blank before it."""
    return _WITHIN.sub("", _FIRST_ON_LINE.sub("", text))


def cited(text: str) -> bool:
    return CITATION.search(text) is not None


def linked(markup: SafeString, address: Callable[[Reference], str]) -> SafeString:
    """Safe markup with every reference in its text made a link; `address` gives "" for one that leads nowhere. Tags are left alone."""

    def link(match: re.Match[str]) -> str:
        one = _reference(unescape(match[0]))
        to = address(one)
        return format_html('<a class="govuk-link" href="{}">{}</a>', to, match[0]) if to else match[0]

    def of_text(text: str) -> str:
        return CITATION.sub(lambda found: _REF.sub(link, found[0]), text)

    parts = (part if part.startswith("<") else of_text(part) for part in _TAG.split(markup))
    return mark_safe("".join(parts))  # noqa: S308  (the markup was safe, and what is added is escaped)
