"""What the team agreed and told is what is printed, or the change is recorded with its reason: plans follow the wording (domain 1.3)."""

from __future__ import annotations

from reports.checks.base import Check, Facts, Found


def run(facts: Facts) -> tuple[Found, ...]:
    return tuple(
        Found(f"{one.name} reads otherwise than when the judgement was signed, and no reason is recorded.", one.href)
        for one in facts.wording
        if one.changed and not one.explained
    )


CHECK = Check("wording", "Items are worded as at the judgement, or the reason for the change is recorded", run)
