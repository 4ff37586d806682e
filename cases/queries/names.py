"""The words that must not stand in a text of an inspection, because they are a tracked child's name."""

from __future__ import annotations

from cases.models import CaseIdentity, TrackedCase
from cases.names import names_in, words_of
from inspections.models import Inspection


def names_of(case: TrackedCase) -> frozenset[str]:
    """The words of the name of one case; empty while nobody gave it."""
    found = CaseIdentity.objects.filter(case=case).first()
    return words_of(found.name if found else "")


def case_named_in(inspection: Inspection, text: str, *, running: bool = True) -> TrackedCase | None:
    """The case of the inspection whose child a text names, or None."""
    for identity in CaseIdentity.objects.filter(case__inspection=inspection).select_related("case"):
        if names_in(text, words_of(identity.name), running=running):
            return identity.case
    return None
