"""Asked by applications that know nothing of tracked cases: whether a text names one of their children.

The application of tracked cases registers its check when it is loaded.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.errors import Reason, Refused
from inspections.models import Inspection

Check = Callable[[Inspection, str, bool], Any]
_checks: list[Check] = []


def register(check: Check) -> None:
    """`check(inspection, text, running)` gives the case a text names, or None; `running` is prose, else a title or a file's name."""
    if check not in _checks:
        _checks.append(check)


def named_in(inspection: Inspection, text: str, *, running: bool = True) -> str:
    """The letter of the case ("Case A") whose child a text names, or ""."""
    found = (check(inspection, text, running) for check in _checks) if text else ()
    return next((str(case) for case in found if case), "")


def refuse_names(inspection: Inspection, *, running: bool = True, **texts: str) -> None:
    """Raises Refused beside each field whose text names a tracked child. The reason tells the letter only."""
    reasons = [
        Reason(f"Use ‘{case}’ instead of the name", field)
        for field, text in texts.items()
        if (case := named_in(inspection, text, running=running))
    ]
    if reasons:
        raise Refused(*reasons)


def refuse_file_names(inspection: Inspection, uploads: Any, field: str) -> None:
    """Raises Refused beside `field` when the name of a file names a tracked child. The name is not repeated."""
    for upload in uploads:
        for check in _checks:
            if case := check(inspection, upload.name or "", False):
                raise Refused(
                    Reason(f"The name of a file names a child. Rename it with ‘{case}’ and choose it again", field)
                )
