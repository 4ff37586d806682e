"""What every service of tracked cases asks before it does anything."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied

from accounts.choices import Permission
from cases.models import Erasure, TrackedCase
from cases.queries.names import case_named_in
from core.errors import Reason, Refused
from inspections.models import Inspection


def require(by: Any, permission: Permission, case: TrackedCase) -> None:
    """Raises PermissionDenied unless the person holds this on the case, by role or by place. The demonstration acts as people too."""
    if not TrackedCase.objects.permitted(by, permission).filter(pk=case.pk).exists():
        raise PermissionDenied(Permission(permission).label)


def without_names(inspection: Inspection, running: bool = True, **texts: str) -> list[Reason]:
    """A reason beside each field whose text names a tracked child."""
    reasons = []
    for field, text in texts.items():
        if text and (case := case_named_in(inspection, text, running=running)):
            reasons.append(Reason(f"Use ‘{case}’ instead of the name", field))
    return reasons


def followed(case: TrackedCase) -> None:
    """Raises Refused for a case that is not followed: what was given stays as it is."""
    if case.is_out or case.is_candidate:
        raise Refused(f"{case} is not followed any more: this is at ‘{case.state_words}’.")
    if Erasure.objects.filter(case=case).exists():
        raise Refused(f"The child of {case} has been erased: nothing more is written about it.")


def refuse(reasons: list[Reason]) -> None:
    if reasons:
        raise Refused(*reasons)
