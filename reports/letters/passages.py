"""The words of a letter, section by section, and finding a quoted passage in them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from hashlib import sha256
from typing import Any

from reports.letters.context import LetterContext, Section
from reports.letters.sentences import sentences_of

# Names of people and bodies are no way of putting things, and a code is not printed.
_NO_PASSAGES = frozenset({"details", "people"})
_NOT_WORDS = frozenset({"type", "result", "responsible_bodies"})


@dataclass(frozen=True, slots=True)
class SectionWords:
    """One section as text: its paragraphs, bullets and findings in the order printed."""

    code: str
    heading: str
    paragraphs: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n\n".join(self.paragraphs)


def sections_of(letter: LetterContext) -> tuple[SectionWords, ...]:
    """The sections that say something, without those that list bodies and people."""
    made = (SectionWords(part.code, part.heading or part.group, tuple(_paragraphs(part))) for part in letter.sections)
    return tuple(section for section in made if section.paragraphs)


def _paragraphs(section: Section) -> Iterator[str]:
    for block in section.blocks:
        if block.type not in _NO_PASSAGES:
            yield from _texts(block)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if value.strip():
            yield " ".join(value.split())
    elif isinstance(value, tuple | list):
        for item in value:
            yield from _texts(item)
    elif is_dataclass(value):
        for each in fields(value):
            # Column headings and the name of an item stand over every table alike.
            if each.name not in _NOT_WORDS | {"columns", "item_name"}:
                yield from _texts(getattr(value, each.name))


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text in order, each with its references."""
    return tuple(sentence.text for sentence in sentences_of(text))


def key_of(sentence: str) -> str:
    """A short name of a sentence by its words, so that a form names the sentence and not its place."""
    return sha256(sentence.encode()).hexdigest()[:16]


def find(text: str, quote: str) -> tuple[tuple[int, int], ...]:
    """Every place where the quoted words stand, as (start, end); blanks and line ends count alike."""
    words = quote.split()
    if not words:
        return ()
    pattern = re.compile(r"\s+".join(re.escape(word) for word in words))
    return tuple((found.start(), found.end()) for found in pattern.finditer(text))


def replaced(text: str, quote: str, replacement: str) -> str | None:
    """The text with the quoted words replaced, or None unless they stand in it exactly once."""
    places = find(text, quote)
    if len(places) != 1:
        return None
    start, end = places[0]
    return text[:start] + replacement + text[end:]
