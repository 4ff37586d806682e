"""Who answers for an item of the plan is printed beside it, so each item names at least one body (domain 2.9)."""

from __future__ import annotations

from reports.checks.base import Check, Facts, Found


def run(facts: Facts) -> tuple[Found, ...]:
    return tuple(
        Found(f"{one.name} names no responsible body.", one.href)
        for one in facts.findings
        if one.needs_body and not any(body.strip() for body in one.bodies)
    )


CHECK = Check("responsible-bodies", "Every item that a plan must answer names the body responsible for it", run)
