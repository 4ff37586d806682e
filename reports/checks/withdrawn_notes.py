"""A finding still has a note under it that was withdrawn: it may say more than its evidence bears (features J9)."""

from __future__ import annotations

from reports.checks.base import Check, Facts, Found


def run(facts: Facts) -> tuple[Found, ...]:
    return tuple(
        Found(f"{one.name} has {one.citation} under it, which was withdrawn: {one.reason}", one.href)
        for one in facts.withdrawn
    )


CHECK = Check("withdrawn-notes", "No finding has a withdrawn note under it", run, blocks=False)
