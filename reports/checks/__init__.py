"""What is looked at before a letter is signed off: one rule, one file. Pure; `reports.services.checking` gathers the facts."""

from __future__ import annotations

from dataclasses import dataclass

from reports.checks import (
    case_codes,
    child_names,
    dates,
    leftovers,
    outcome,
    quotations,
    responsible_bodies,
    signatures,
    unwritten,
    withdrawn_notes,
    wording,
)
from reports.checks.base import Check, Facts, Found

CHECKS: tuple[Check, ...] = (
    unwritten.CHECK,
    outcome.CHECK,
    responsible_bodies.CHECK,
    wording.CHECK,
    signatures.CHECK,
    child_names.CHECK,
    case_codes.CHECK,
    quotations.CHECK,
    withdrawn_notes.CHECK,
    leftovers.CHECK,
    dates.CHECK,
)


@dataclass(frozen=True, slots=True)
class Result:
    check: Check
    found: tuple[Found, ...]

    @property
    def stops(self) -> bool:
        return bool(self.found) and self.check.blocks


def run(facts: Facts) -> tuple[Result, ...]:
    """Every check in the order they are listed."""
    return tuple(Result(check, check.run(facts)) for check in CHECKS)
