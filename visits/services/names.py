"""No text about a visit or a sign-up names a tracked child: settings, families and many of the area read them."""

from __future__ import annotations

from typing import Any

from core.errors import Reason, Refused
from inspections.models import Inspection
from inspections.services.child_names import refuse_names


def refuse_child_names(by: Any, inspection: Inspection, **texts: Any) -> None:
    """Raises Refused beside the field. Somebody by link is not told that the child is tracked."""
    try:
        refuse_names(inspection, **texts)
    except Refused as refused:
        if by is not None:
            raise
        words = "Do not name a child or young person"
        raise Refused(*(Reason(words, reason.field) for reason in refused.reasons)) from None
