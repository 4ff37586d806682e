"""What is recorded about progress, with the sentence a page shows. The moves of an action come from the lifecycle itself."""

from audit.verbs import register
from core.advance import verbs_of
from rulebook.lifecycles.action import ACTION

UPDATED = "tracking.updated"
TAKEN_BACK = "tracking.taken_back"
EVIDENCE_ADDED = "tracking.evidence_added"
MILESTONE_CHANGED = "tracking.milestone_changed"
EXCEPTIONS_SENT = "tracking.exceptions_sent"
PACK_ASKED = "tracking.pack_asked"
PACK_MADE = "tracking.pack_made"
NARRATIVE_BEGUN = "tracking.narrative_begun"
NARRATIVE_WRITTEN = "tracking.narrative_written"
CONTESTED = "tracking.narrative_contested"
CONTEST_ANSWERED = "tracking.contest_answered"
CONTEST_WITHDRAWN = "tracking.contest_withdrawn"
WORKBOOK_CHECKED = "tracking.workbook_checked"
WORKBOOK_KEPT = "tracking.workbook_kept"
WORKBOOK_UNDONE = "tracking.workbook_undone"

register(
    {
        UPDATED: "recorded the progress of an action",
        TAKEN_BACK: "took back an update that came from a workbook",
        EVIDENCE_ADDED: "added a piece of evidence to a plan",
        MILESTONE_CHANGED: "recorded how a milestone stands",
        EXCEPTIONS_SENT: "sent the exception report to the owners of actions",
        PACK_ASKED: "asked for a board pack",
        PACK_MADE: "made a board pack",
        NARRATIVE_BEGUN: "began an evidence narrative",
        NARRATIVE_WRITTEN: "saved a version of an evidence narrative",
        CONTESTED: "contested an evidence narrative",
        CONTEST_ANSWERED: "answered a contest of an evidence narrative",
        CONTEST_WITHDRAWN: "took back a contest of an evidence narrative",
        WORKBOOK_CHECKED: "had a workbook of actions checked",
        WORKBOOK_KEPT: "kept what a workbook of actions changes",
        WORKBOOK_UNDONE: "undid the import of a workbook of actions",
        **verbs_of(ACTION),
    }
)
