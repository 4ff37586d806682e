"""What is kept of the children of tracked cases, and of who read about them, until its time is over."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q

from audit.record import record
from cases import verbs
from cases.models import AuditSection, CaseIdentity, CaseOpening, CasePackDocument, CaseRecord, TrackedCase
from cases.services.erasure import empty
from core.retention import end_of, removed, remover
from inspections.queries.holds import held_inspections, over_since

AT_ONCE = 20


@remover("case_children")
def case_children(until: date) -> int:
    """Each case on its own in the audit. Cases that hold nothing of a child any more are left alone."""
    holds = Q()
    for model in (CaseIdentity, CasePackDocument, CaseRecord, AuditSection):
        holds |= Q(Exists(model._base_manager.filter(case=OuterRef("pk"))))
    texts = (
        ~Q(local_reference="")
        | ~Q(consent_note="")
        | ~Q(access_needs="")
        | ~Q(joint_summary="")
        | ~Q(learning="")
        | ~Q(why="")
    )
    over = TrackedCase.objects.filter(inspection__in=over_since(until).values("pk")).filter(holds | texts)
    batch = list(over.select_related("inspection").order_by("pk")[:AT_ONCE])
    for case in batch:
        empty(case)
        record(actor=None, verb=verbs.PAST_ITS_TIME, subject=case)
    return len(batch)


@remover("case_readings")
def case_readings(until: date) -> int:
    held = Q(case__inspection__in=held_inspections())
    return removed(CaseOpening.objects.filter(at__lte=end_of(until)).exclude(held))
