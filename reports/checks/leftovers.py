"""Nothing is left of the draft: no reference that would be printed, no placeholder, no guidance copied into the text.

A well-formed reference in a section is taken out when the letter is drawn. One in a finding is not: the finding is printed in the plan too.
"""

from __future__ import annotations

import re

from reports.checks.base import Check, Facts, Found
from reports.letters import citations

# A bracket that was meant as a reference, or as a note to oneself.
BROKEN = re.compile(
    r"\b[NEKM]\s?\d|\b[A-Z]{1,3}\d{1,4}\.\d|^\s*[?.…x]*\s*$|\b(?:tbc|tba|todo|insert|check|add|name|date|xx+)\b",
    re.IGNORECASE,
)
PLACEHOLDER = re.compile(r"\b(?:TBC|TBA|TODO|XXX+|lorem ipsum)\b", re.IGNORECASE)
SHORTEST_GUIDANCE = 25


def run(facts: Facts) -> tuple[Found, ...]:
    found = []
    for place in facts.sections:
        found += [
            Found(f"{place.name} still says “{words}”.", place.href)
            for words in _left_in(citations.without(place.text))
        ]
        if len(place.guidance) >= SHORTEST_GUIDANCE and _plain(place.guidance) in _plain(place.text):
            found.append(Found(f"{place.name} still holds its guidance.", place.href))
    for one in facts.findings:
        written = [match[0] for match in citations.CITATION.finditer(one.text)]
        found += [
            Found(f"{one.name} cites evidence in its words ({words}). Record what it rests on instead.", one.href)
            for words in dict.fromkeys(written)
        ]
        found += [
            Found(f"{one.name} still says “{words}”.", one.href) for words in _left_in(citations.without(one.text))
        ]
    return tuple(found)


def _left_in(text: str) -> list[str]:
    brackets = [match[0] for match in citations.LEFT_OVER.finditer(text) if BROKEN.search(match[0][1:-1])]
    return list(
        dict.fromkeys([*brackets, *(match[0] for match in PLACEHOLDER.finditer(citations.LEFT_OVER.sub("", text)))])
    )


def _plain(text: str) -> str:
    return " ".join(text.split()).lower()


CHECK = Check("leftovers", "No reference to evidence, placeholder or guidance is left in the text", run)
