"""The pack of a case: documents without names, opened by those who may know who the child is, each opening kept."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Max

from accounts.choices import Permission
from audit.record import record
from cases import verbs
from cases.models import CaseOpening, CasePackDocument, TrackedCase
from cases.names import names_in
from cases.queries.cases import BEFORE_PACK, pack_handed_over, tracking_of
from cases.queries.names import names_of
from cases.services.cases import end_task
from cases.services.guards import refuse, require, without_names
from core import clock, files
from core.advance import advance
from core.errors import Reason, Refused
from core.models import StoredFile
from inspections.services import timeline
from inspections.services.owners import leaders_and_team, tell

OPEN_STATES = (
    "consent_given",
    "pack_in_progress",
    "pack_submitted",
    "pack_reviewed",
    "meeting_scheduled",
    "meeting_held",
    "follow_up",
)


@transaction.atomic
def add_document(*, by: Any, case: TrackedCase, kind: str, title: str, upload: Any) -> CasePackDocument:
    """Add one document. Raises Refused before consent, and when its title or its file's name holds a name."""
    require(by, Permission.CASE_MANAGE, case)
    if case.state not in OPEN_STATES:
        raise Refused("Documents are given after consent. Record the family’s consent first.")
    reasons = without_names(case.inspection, running=False, title=title, file=upload.name if upload else "")
    if not title.strip():
        reasons.append(Reason("Enter a title", "title"))
    refuse(reasons)
    stored = files.keep(by=by, upload=upload, field="file", place=case.inspection.partnership.slug)
    last = case.documents.aggregate(last=Max("number"))["last"] or 0
    document = CasePackDocument.objects.create(
        case=case, number=last + 1, kind=kind, title=title.strip(), stored=stored, added_by=by, added_at=clock.now()
    )
    record(actor=by, verb=verbs.DOCUMENT_ADDED, subject=document, changes={"kind": (None, document.get_kind_display())})
    if case.state == "consent_given":
        advance(case, "start_pack", by=by)
    return document


@transaction.atomic
def remove_document(*, by: Any, document: CasePackDocument) -> None:
    """Take a document out of a pack that was not submitted. Its number is not used again. Raises Refused."""
    require(by, Permission.CASE_MANAGE, document.case)
    if document.case.state != "pack_in_progress":
        raise Refused("The pack has been submitted, so its documents stay.")
    if not CasePackDocument.objects.filter(pk=document.pk, removed_at=None).update(removed_at=clock.now()):
        raise Refused("This document has been removed already.")
    record(actor=by, verb=verbs.DOCUMENT_REMOVED, subject=document)


@transaction.atomic
def open_document(*, by: Any, document: CasePackDocument) -> StoredFile:
    """The file of a document, for somebody who may know who the child is; kept as an opening. Before the pack is submitted for those
    who prepare it only. Raises Refused once removed, and while it waits for its virus check.
    """
    require(by, Permission.CASE_IDENTITY, document.case)
    if not pack_handed_over(document.case):
        require(by, Permission.CASE_MANAGE, document.case)
    if document.removed_at:
        raise Refused("This document has been removed.")
    files.require_available(document.stored)
    CaseOpening.objects.create(case=document.case, document=document.number, person=by, at=clock.now())
    record(actor=by, verb=verbs.DOCUMENT_OPENED, subject=document)
    return document.stored


@transaction.atomic
def submit_pack(*, by: Any, case: TrackedCase) -> TrackedCase:
    """Hand the pack to the inspectors. The deadline of the packs is met when no followed case waits any more. Raises Refused."""
    require(by, Permission.CASE_MANAGE, case)
    given = list(case.documents.filter(removed_at=None).select_related("stored"))
    names = names_of(case)
    found = [one.number for one in given if names_in(f"{one.title} {one.stored.name}", names, running=False)]
    advance(case, "submit_pack", by=by, facts={"documents": len(given), "names_found": found})
    end_task(case, by, "")
    tracking = tracking_of(case.inspection)
    waiting = TrackedCase.objects.filter(inspection=case.inspection).followed().filter(state__in=BEFORE_PACK)
    if tracking and not waiting.exists():
        timeline.settle(inspection=case.inspection, by=by, also={tracking.pack_rule: clock.today()})
    for person in leaders_and_team(case.inspection, clock.today()):
        if person != by and TrackedCase.objects.permitted(person, Permission.CASE_REVIEW).filter(pk=case.pk).exists():
            tell(
                person,
                kind="case_pack",
                key=f"case-pack:{case.pk}",
                subject=f"{case.inspection.partnership.name}: pack of {case} submitted",
                body="Read the pack and mark it as reviewed.",
                url=case.get_absolute_url(),
            )
    return case
