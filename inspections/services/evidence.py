"""Recording evidence: numbered, frozen, and once for each source."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import Max

from accounts.access import require
from accounts.choices import Permission
from audit.record import record as record_entry
from core import clock
from core.errors import Reason, Refused
from inspections import verbs
from inspections.models import Evidence, Inspection
from inspections.services.child_names import refuse_names


@transaction.atomic
def record(
    *, by: Any, inspection: Inspection, source_kind: str, source_ref: str, title: str, text: str,
    criteria: Collection[str] = (), figures: dict[str, Any] | None = None,
) -> Evidence:  # fmt: skip
    """Keep a piece of evidence as the next number of the inspection, or give the one that was recorded from this source before.

    `figures` is {"about": [[name, value]], "tables": [{"caption", "head": [text], "rows": [[text or number]]}]}, already safe to show.
    Raises PermissionDenied; Refused for an unknown criterion, for empty words, and where they name a tracked child.
    """
    require(by, Permission.EVIDENCE_VIEW, inspection)
    require(by, Permission.FINDINGS_EDIT, inspection)
    title, text = title.strip(), text.strip()
    reasons = [
        Reason(words, field)
        for field, value, words in (("title", title, "Enter the title"), ("text", text, "Enter what it says"))
        if not value
    ]
    known = [area.code for area in inspection.kind_spec.questions]
    if not set(criteria) <= set(known):
        reasons.append(Reason(f"Choose from the {inspection.words['questions']} of this inspection", "criteria"))
    if reasons:
        raise Refused(*reasons)
    refuse_names(inspection, title=title, text=text)
    Inspection.objects.select_for_update().get(pk=inspection.pk)
    earlier = Evidence.objects.filter(inspection=inspection, source_kind=source_kind, source_ref=source_ref).first()
    if earlier is not None:
        return earlier
    last = Evidence.objects.filter(inspection=inspection).aggregate(last=Max("number"))["last"] or 0
    made = Evidence.objects.create(
        inspection=inspection, number=last + 1, source_kind=source_kind, source_ref=source_ref, title=title[:200], text=text,
        criteria=[code for code in known if code in criteria], figures=figures or {}, recorded_by=by, recorded_at=clock.now(),
    )  # fmt: skip
    record_entry(actor=by, verb=verbs.EVIDENCE_RECORDED, subject=made)
    return made
