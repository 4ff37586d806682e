"""No section that people write is empty."""

from __future__ import annotations

from reports.checks.base import Check, Facts, Found


def run(facts: Facts) -> tuple[Found, ...]:
    return tuple(
        Found(f"Nothing has been written in the section {place.name}.", place.href) for place in facts.unwritten
    )


CHECK = Check("unwritten", "Every section is written", run)
