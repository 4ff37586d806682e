"""The letter of a tracked case ("Case A") is the team's own; in print it would tell an area which child is meant."""

from __future__ import annotations

import re

from reports.checks.base import Check, Facts, Found

# "Case A", "case B", "cases A and C". Lower case counts only for a letter that is a case of this inspection.
CASE = re.compile(r"\b(cases?)\s+([A-Z]{1,2})\b(?!\s*\.\s*[A-Z]\b)", re.IGNORECASE)


def run(facts: Facts) -> tuple[Found, ...]:
    found = []
    for place in facts.places:
        letters = dict.fromkeys(match[0] for match in CASE.finditer(place.text) if _is_code(match, facts.case_codes))
        found += [Found(f"{place.name} speaks of “{said}”.", place.href) for said in letters]
    return tuple(found)


def _is_code(match: re.Match[str], known: frozenset[str]) -> bool:
    return match[2].isupper() and (match[2] in known or match[1][0] == "C")


CHECK = Check("case-codes", "No tracked case is spoken of by its letter", run)
