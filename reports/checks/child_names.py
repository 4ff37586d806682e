"""No tracked child is named. What is found tells the letter of the case only."""

from __future__ import annotations

from reports.checks.base import Check, Facts, Found


def run(facts: Facts) -> tuple[Found, ...]:
    return tuple(Found(f"{place.name} names a child ({case}).", place.href) for place, case in facts.named)


CHECK = Check("child-names", "No tracked child is named", run)
