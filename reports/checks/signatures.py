"""The letter carries a judgement of both inspectorates, so both have signed it as it stands."""

from __future__ import annotations

from reports.checks.base import Check, Facts, Found


def run(facts: Facts) -> tuple[Found, ...]:
    return tuple(
        Found(f"{inspectorate} has not signed the judgement as it stands.", facts.judgement_href)
        for inspectorate in facts.unsigned
    )


CHECK = Check("signatures", "Both inspectorates signed the judgement", run)
