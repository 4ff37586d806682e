"""The sentences of a section, each with the place it stands at. Pure.

A sentence ends at a full stop, question or exclamation mark that is followed by a blank and a capital, a digit or an opening quotation
mark, and at the end of a paragraph. A reference after the mark belongs to the sentence before it. What this cannot tell: an abbreviation
that ends a sentence ("by 5 p.m. Families …") joins it to the next, and a sentence that begins in lower case is not seen as one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from reports.letters.citations import CITATION

BLANK_LINE = re.compile(r"\n\s*\n")
_END = re.compile(
    rf"[.!?…]+[”’\"')\]]*(?:\s*{CITATION.pattern})*(?:(?=\s+(?!{CITATION.pattern})[“‘\"'(\[]*[A-Z0-9])|$)", re.MULTILINE
)
# A stop after these ends no sentence.
_SHORT = re.compile(
    r"(?:^|[\s(“‘])(?:Mr|Mrs|Ms|Dr|Prof|St|No|Nos|vs|cf|e\.g|i\.e|eg|ie|approx|para|paras|p|pp|Fig|Ltd|[A-Z])\.$"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """Its words with single blanks, and the number of its paragraph, counted from 1."""

    text: str
    paragraph: int


def paragraphs_of(text: str) -> tuple[str, ...]:
    """The paragraphs of a text: they stand apart by a blank line; single line breaks are spaces."""
    return tuple(" ".join(part.split()) for part in BLANK_LINE.split(text.replace("\r\n", "\n")) if part.strip())


def sentences_of(text: str) -> tuple[Sentence, ...]:
    return tuple(
        Sentence(sentence, number)
        for number, paragraph in enumerate(paragraphs_of(text), 1)
        for sentence in split(paragraph)
    )


def split(paragraph: str) -> list[str]:
    """The sentences of one paragraph, in order; joined by blanks they are the paragraph."""
    found, start = [], 0
    for end in _END.finditer(paragraph):
        until = end.end()
        if _SHORT.search(paragraph[start : end.start() + 1]) and until < len(paragraph):
            continue
        found.append(paragraph[start:until].strip())
        start = until
    if rest := paragraph[start:].strip():
        found.append(rest)
    return [sentence for sentence in found if sentence]


def without_evidence(text: str) -> tuple[Sentence, ...]:
    """The sentences that carry no reference."""
    return tuple(sentence for sentence in sentences_of(text) if not CITATION.search(sentence.text))
