"""The outcome, the findings and what follows from them fit together as the framework has it: rulebook.findings.disagreements."""

from __future__ import annotations

from reports.checks.base import Check, Facts, Found


def run(facts: Facts) -> tuple[Found, ...]:
    return tuple(Found(sentence, facts.findings_href) for sentence in facts.disagreements)


CHECK = Check("outcome", "The outcome and the findings agree with the framework", run)
