"""Remembering who has seen what is embargoed, from the final feedback meeting to publication. Cheap enough for every page view."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from accounts.choices import Permission
from core import clock
from inspections.models import Inspection, Sight


@dataclass(frozen=True)
class Thing:
    """Something embargoed that can be seen: its code, its words, and the right that opens it."""

    code: str
    words: str
    permission: Permission


FINDINGS = Thing("findings", "Findings", Permission.FINDINGS_VIEW)
EMERGING = Thing("emerging", "Emerging findings", Permission.JUDGEMENT_VIEW)
JUDGEMENT = Thing("judgement", "Corporate judgement", Permission.JUDGEMENT_VIEW)
BEFORE_AFTER = Thing("before-after", "Before and after", Permission.LETTER_VIEW)
DRAFT = Thing("draft", "Draft letter or report", Permission.FINDINGS_VIEW)
# In the order a page lists them; frozen versions come after.
THINGS = (EMERGING, JUDGEMENT, FINDINGS, DRAFT)


def version(number: int, *, pdf: bool = False) -> Thing:
    """A frozen version of the letter, as a page or as its PDF."""
    code, words = ("version-pdf", f"Version {number} (PDF)") if pdf else ("version", f"Version {number}")
    return Thing(f"{code}:{number}", words, Permission.LETTER_VIEW)


def embargoed(inspection: Inspection) -> bool:
    """From the final feedback meeting until publication: it ends by itself once the day of publication is recorded."""
    return inspection.feedback_on is not None and inspection.published_on is None


def seen(*, by: Any, inspection: Inspection, what: Thing) -> None:
    """Count that a person opened a thing while it is embargoed: one update, or one row the first time. Nothing at other times."""
    if not embargoed(inspection) or getattr(by, "pk", None) is None:
        return
    now = clock.now()
    row = Sight.objects.filter(inspection=inspection, person=by, what=what.code)
    if row.update(times=F("times") + 1, last_at=now):
        return
    try:
        with transaction.atomic():
            Sight.objects.create(
                inspection=inspection, person=by, what=what.code, words=what.words, first_at=now, last_at=now
            )
    except IntegrityError:
        row.update(times=F("times") + 1, last_at=now)  # two pages of one person at the same moment
