"""The inspectors' records of a case's three meetings, one apart from the other."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from accounts.choices import Permission
from audit.record import record
from cases import verbs
from cases.choices import RecordKind
from cases.models import CaseRecord, TrackedCase
from cases.queries.cases import consent_missing
from cases.services.cases import NO_CONSENT
from cases.services.guards import refuse, require, without_names
from core import clock
from core.errors import Conflict, Reason, Refused
from core.versioning import save_if_unchanged


@transaction.atomic
def write_record(
    *,
    by: Any,
    case: TrackedCase,
    kind: str,
    notes: str,
    own_words: str = "",
    may_share_words: bool = False,
    held_on: date | None = None,
    version: int = 0,
) -> CaseRecord:
    """Write the record of one meeting, read at `version` (0: there was none). Raises Refused, and Conflict when somebody wrote it."""
    require(by, Permission.CASE_REVIEW, case)
    held = CaseRecord.objects.filter(case=case, kind=kind).first()
    if consent_missing(case) and held is None:
        raise Refused(NO_CONSENT.format(case=case))
    reasons = without_names(case.inspection, notes=notes, own_words=own_words)
    if held_on and held_on > clock.today():
        reasons.append(Reason("The date must be today or in the past", "held_on"))
    if not notes.strip() and not own_words.strip():
        reasons.append(Reason("Write the notes of the meeting", "notes"))
    refuse(reasons)
    if kind == RecordKind.PROFESSIONALS:
        own_words, may_share_words = "", False
    values = {
        "notes": notes.strip(),
        "own_words": own_words.strip(),
        "may_share_words": may_share_words and bool(own_words.strip()),
        "held_on": held_on,
        "written_by": by,
    }
    if held is None:
        held = CaseRecord.objects.create(case=case, kind=kind, **values)
    elif held.version != version:
        raise Conflict(held)
    else:
        for name, value in values.items():
            setattr(held, name, value)
        save_if_unchanged(held, version=version, fields=values)
    record(actor=by, verb=verbs.RECORD, subject=held)
    return held
