"""What is recorded about tracked cases, with the sentence a page shows. The moves come from the lifecycle itself."""

from audit.verbs import register
from core.advance import verbs_of
from rulebook.lifecycles.tracked_case import TRACKED_CASE

PROPOSED = "case.proposed"
REMOVED = "case.candidate_removed"
SELECTED = "case.selected"
DRAWN = "case.drawn"
COORDINATOR = "case.coordinator_named"
CONSENT = "case.consent_recorded"
ACCESS_NEEDS = "case.access_needs"
IDENTITY_GIVEN = "case.identity_given"
NAME_SHOWN = "case.name_shown"
DOCUMENT_ADDED = "case.document_added"
DOCUMENT_REMOVED = "case.document_removed"
DOCUMENT_OPENED = "case.document_opened"
AUTHOR_NAMED = "case.audit_author_named"
SECTION_WRITTEN = "case.audit_written"
SECTION_SIGNED = "case.audit_signed"
SECTION_RETURNED = "case.audit_returned"
SUMMARY = "case.summary_written"
RECORD = "case.record_written"
MEETING_ARRANGED = "case.meeting_arranged"
MEETING_CANCELLED = "case.meeting_cancelled"
REPLACED = "case.substituted"
ERASED = "case.erased"
PAST_ITS_TIME = "case.past_its_time"

register(
    {
        **verbs_of(TRACKED_CASE),
        PROPOSED: "Candidate for tracking added",
        REMOVED: "Candidate for tracking removed",
        SELECTED: "Tracked cases selected",
        DRAWN: "Tracked cases drawn at random",
        COORDINATOR: "Coordinator of a tracked case named",
        CONSENT: "Consent for a tracked case recorded",
        ACCESS_NEEDS: "Access needs for a tracked case recorded",
        IDENTITY_GIVEN: "Identity of a tracked case given",
        NAME_SHOWN: "Name of a tracked case shown",
        DOCUMENT_ADDED: "Document added to the pack of a tracked case",
        DOCUMENT_REMOVED: "Document removed from the pack of a tracked case",
        DOCUMENT_OPENED: "Document of a tracked case opened",
        AUTHOR_NAMED: "Author of a section of a case audit named",
        SECTION_WRITTEN: "Section of a case audit written",
        SECTION_SIGNED: "Section of a case audit signed",
        SECTION_RETURNED: "Section of a case audit returned to its author",
        SUMMARY: "Joint summary of a case audit written",
        RECORD: "Record of a tracked case’s meeting written",
        MEETING_ARRANGED: "Meeting for a tracked case arranged",
        MEETING_CANCELLED: "Meeting for a tracked case cancelled",
        REPLACED: "Tracked case replaced by another",
        PAST_ITS_TIME: "What was kept of the child of a tracked case removed: its time is over",
        ERASED: "Child of a tracked case erased",
    }
)
