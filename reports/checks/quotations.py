"""What an inspector marked as a quotation that would identify a child is not printed word for word (features J9).

Compared are the words in quotation marks of such a note, from three words on, and any eight words of it in a row, without regard to
capitals, marks and blanks.
"""

from __future__ import annotations

import re

from reports.checks.base import Check, Facts, Found

QUOTED = re.compile(r"“([^”]+)”|\"([^\"]+)\"|‘([^’]+(?:’\w[^’]*)*)’")
SHORTEST_QUOTE, IN_A_ROW = 3, 8
WORD = re.compile(r"[\w’']+")


def run(facts: Facts) -> tuple[Found, ...]:
    found = []
    for place in facts.places:
        said = _run_of(_words(place.text))
        for note in facts.identifying:
            if any(_run_of(words) in said for words in _passages(note.text)):
                found.append(  # noqa: PERF401
                    Found(f"{place.name} repeats words of {note.citation}, which would identify a child.", place.href)
                )
    return tuple(found)


def _words(text: str) -> list[str]:
    return [word.strip("’'").lower() for word in WORD.findall(text)]


def _run_of(words: list[str]) -> str:
    return f" {' '.join(words)} "


def _passages(text: str) -> list[list[str]]:
    quoted = [_words("".join(match)) for match in QUOTED.findall(text)]
    words = _words(text)
    rows = [words[start : start + IN_A_ROW] for start in range(len(words) - IN_A_ROW + 1)]
    return [words for words in quoted if len(words) >= SHORTEST_QUOTE] + rows


CHECK = Check("quotations", "No quotation that would identify a child is printed", run)
