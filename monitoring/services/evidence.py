"""The area's evidence for a visit: taken until the visit is held. Late is shown, never refused."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max

from accounts.access import require
from accounts.choices import Permission
from audit.record import record
from core import clock, files
from core.errors import Reason, Refused
from improvement.models import PlanItem
from inspections.services.child_names import refuse_file_names, refuse_names
from monitoring import verbs
from monitoring.models import Visit, VisitEvidence
from monitoring.services import dates
from monitoring.services.telling import tell_plan
from monitoring.services.visits import held_for_change

CLOSED = "Evidence is taken from when it is asked for until the visit is held."


@transaction.atomic
def send_evidence(
    *,
    by: Any,
    visit: Visit,
    text: str = "",
    uploads: Sequence[Any] = (),
    item: PlanItem | None = None,
    complete: bool = False,
) -> list[VisitEvidence]:
    """Send words, files or both, all or none; one row for each file. `complete` says that this is everything: the deadline is met.

    Raises PermissionDenied, and Refused with a reason for each file that is not taken.
    """
    require(by, Permission.MONITORING_EVIDENCE, visit.inspection)
    visit = held_for_change(visit)
    if visit.state != "evidence_requested":
        raise Refused(CLOSED)
    text = text.strip()
    if not text and not uploads and not (complete and visit.evidence.filter(withdrawn_at=None).exists()):
        raise Refused(Reason("Write something or choose a file", "text"))
    refuse_names(visit.inspection, text=text)
    refuse_file_names(visit.inspection, uploads, "files")
    place_of = visit.inspection.partnership.slug
    kept: list[Any] = (
        list(files.keep_all(by=by, uploads=uploads, place=place_of)) if uploads else [None] if text else []
    )
    due = dates.evidence_deadline(visit)
    number = visit.evidence.aggregate(last=Max("number"))["last"] or 0
    sent = []
    for place, stored in enumerate(kept, start=1):
        row = VisitEvidence.objects.create(
            visit=visit,
            number=number + place,
            item=item,
            text=text if place == 1 else "",
            file=stored,
            due_on=due.due_on if due else None,
            given_by=by,
            given_at=clock.now(),
        )
        record(actor=by, verb=verbs.EVIDENCE_SENT, subject=row)
        sent.append(row)
    if complete and visit.evidence_complete_on is None:
        visit.evidence_complete_on = clock.today()
        visit.save(update_fields=["evidence_complete_on", "updated_at"])
        record(actor=by, verb=verbs.EVIDENCE_COMPLETE, subject=visit)
        dates.evidence_met(visit=visit, by=by, met_on=clock.today())
        tell_plan(
            visit.plan,
            but=by,
            event=f"visit:{visit.pk}:complete",
            subject=f"{visit.title} in {visit.inspection.partnership.name}: all evidence sent",
            body="The area says that it has sent all its evidence.",
            url=visit.get_absolute_url(),
        )
    return sent


@transaction.atomic
def withdraw_evidence(*, by: Any, evidence: VisitEvidence) -> VisitEvidence:
    """Take a piece of evidence back before the visit. It stays on record that it was sent. Raises PermissionDenied and Refused."""
    require(by, Permission.MONITORING_EVIDENCE, evidence.visit.inspection)
    visit = held_for_change(evidence.visit)
    if visit.state != "evidence_requested":
        raise Refused(CLOSED)
    others = visit.evidence.filter(withdrawn_at=None).exclude(pk=evidence.pk)
    if visit.evidence_complete_on is not None and evidence.withdrawn_at is None and not others.exists():
        raise Refused("You said that this is all your evidence. Send what replaces it first, then withdraw it.")
    changed = VisitEvidence.objects.filter(pk=evidence.pk, withdrawn_at=None).update(
        withdrawn_at=clock.now(), withdrawn_by=by
    )
    if not changed:
        raise Refused("This has been withdrawn already.")
    evidence.refresh_from_db()
    record(actor=by, verb=verbs.EVIDENCE_WITHDRAWN, subject=evidence)
    return evidence
