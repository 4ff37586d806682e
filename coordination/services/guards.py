"""What every act here asks first: the inspection goes on, no words name a child, and no subject line tells a finding."""

from __future__ import annotations

from cases.queries.names import case_named_in
from core.errors import Reason, Refused
from inspections.choices import ENDED_STATES
from inspections.models import Finding, Inspection

CLOSED = (*ENDED_STATES, "deferred")
# A shorter finding would be found in any sentence.
SHORTEST_FINDING = 12


def still_open(inspection: Inspection) -> None:
    """Raises Refused when the inspection has ended."""
    if inspection.state in CLOSED:
        raise Refused("This inspection has ended, so this cannot be changed any more.")


def no_names(inspection: Inspection, **texts: str) -> list[Reason]:
    """A reason beside each field whose text names a tracked child. The reason tells the letter only."""
    return [
        Reason(f"Use ‘{case}’ instead of the name", field)
        for field, text in texts.items()
        if text and (case := case_named_in(inspection, text))
    ]


def refuse_names(inspection: Inspection, **texts: str) -> None:
    """Raises Refused beside each field whose text names a tracked child."""
    if reasons := no_names(inspection, **texts):
        raise Refused(*reasons)


def no_findings(inspection: Inspection, subject: str) -> list[Reason]:
    """A reason when a subject line repeats a finding or the outcome before they are published."""
    if inspection.is_published:
        return []
    line = subject.casefold()
    told = list(Finding.objects.filter(inspection=inspection).values_list("text", flat=True))
    if inspection.outcome_spec:
        told.append(inspection.outcome_spec.label)
    for text in told:
        plain = text.strip(" .").casefold()
        if len(plain) >= SHORTEST_FINDING and (plain in line or (len(line) >= SHORTEST_FINDING and line in plain)):
            return [
                Reason(
                    "The subject tells a finding that is not published. Say only what the message is about", "subject"
                )
            ]
    return []
