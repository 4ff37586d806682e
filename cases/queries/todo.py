"""What is still to do on a case, worked out from what is there: nothing here is ticked by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cases.choices import Agency, PackKind, RecordKind
from cases.models import TrackedCase
from cases.queries.cases import PackDue

SUBMITTED = ("pack_submitted", "pack_reviewed", "meeting_scheduled", "meeting_held", "follow_up", "completed")
HELD = ("meeting_held", "follow_up", "completed")


@dataclass(frozen=True)
class CaseTask:
    """`page` is the name of the address where it is done, empty when it cannot be done yet; `blocked` says what comes first."""

    title: str
    done: bool
    page: str
    due_on: date | None
    status: str = ""
    blocked: str = ""

    @property
    def status_words(self) -> str:
        if self.done:
            return "Done"
        return self.status or ("Cannot start yet" if self.blocked else "To do")


def tasks_of(case: TrackedCase, due: PackDue) -> list[CaseTask]:
    """The coordinator's list, in the order in which things are done. Five queries, however much a case holds."""
    pack_due = due.of(case)
    kinds = list(case.documents.filter(removed_at=None).values_list("kind", flat=True))
    sections = dict(case.audit_sections.values_list("agency", "signed_at"))
    signed = sum(1 for at in sections.values() if at)
    recorded = case.records.filter(held_on__isnull=False).count()
    consented = case.consent_on is not None
    wait = "" if consented else "Consent comes first."
    submitted = case.state in SUBMITTED
    asked = case.state not in ("selected", "coordinator_assigned")
    return [
        CaseTask("Give the identity", hasattr(case, "identity"), "case-identity", pack_due),
        CaseTask("Ask the family for consent", asked, "move:seek_consent" if case.coordinator_id else "", pack_due,
                 blocked="" if case.coordinator_id else "A coordinator is named first."),
        CaseTask("Record the family’s answer", consented, "case-consent" if asked else "", pack_due,
                 blocked="" if asked else "The family is asked first."),
        CaseTask("Record what helps the family at the meeting", bool(case.access_needs), "case-access-needs", None),
        CaseTask("Add the chronology", PackKind.CHRONOLOGY in kinds, "document-add" if consented else "", pack_due, blocked=wait),
        CaseTask("Submit the pack", submitted, "pack-submit" if consented and kinds else "", pack_due,
                 status="" if submitted or not kinds else f"{len(kinds)} {'document' if len(kinds) == 1 else 'documents'}",
                 blocked=wait or ("" if kinds else "Add a document first.")),
        CaseTask("Name the authors of the audit", len(sections) == len(Agency), "audit-authors", pack_due,
                 status=f"{len(sections)} of {len(Agency)}" if sections else ""),
        CaseTask("Audit sections signed", signed == len(Agency), "", pack_due, status=f"{signed} of {len(Agency)}",
                 blocked="" if sections else "The authors are named first."),
        CaseTask("Write the joint summary", case.summary_at is not None, "audit-summary" if signed == len(Agency) else "", pack_due,
                 blocked="" if signed == len(Agency) else "All three sections are signed first."),
        CaseTask("Arrange the meetings", bool(case.meeting_references), "timetable" if consented else "", case.inspection.onsite_start_on,
                 status=", ".join(case.meeting_references), blocked="Book no meeting before consent is recorded." if wait else ""),
        CaseTask("Meetings held", case.state in HELD, "", case.inspection.onsite_start_on,
                 status=f"{recorded} of {len(RecordKind)} recorded"),
    ]  # fmt: skip
