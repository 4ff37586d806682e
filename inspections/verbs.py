"""What is recorded about inspections, with the sentence a page shows. The moves come from the lifecycle itself."""

from audit.verbs import register
from core.advance import verbs_of
from rulebook.lifecycles.inspection import INSPECTION

CREATED = "inspection.created"
CALLED = "inspection.call_recorded"
DATES_SET = "inspection.dates_set"
LANO_NOMINATED = "inspection.lano_nominated"
OUTCOME_RECORDED = "inspection.outcome_recorded"
RECEIPT_RECORDED = "inspection.receipt_recorded"
PLACE_GIVEN = "team.place_given"
PLACE_ENDED = "team.place_ended"
LAID_OUT = "deadline.laid_out"
DATE_CHANGED = "deadline.date_changed"
MET = "deadline.met"
NOT_MET = "deadline.opened_again"
REMOVED = "deadline.removed"
CLOSED = "deadline.closed"
SHIFTED = "deadline.shifted"
HOLIDAY_ADDED = "calendar.bank_holiday_added"
FINDING_ADDED = "finding.added"
FINDING_CHANGED = "finding.changed"
FINDING_REMOVED = "finding.removed"
PROGRESS_JUDGED = "finding.progress_judged"
TASK_RAISED = "task.raised"
TASK_GIVEN = "task.given"
TASK_DONE = "task.done"
TASK_WITHDRAWN = "task.withdrawn"
EVIDENCE_RECORDED = "evidence.recorded"
HISTORY_LOADED = "history.loaded"
HOLD_PLACED = "hold.placed"
HOLD_LIFTED = "hold.lifted"

register(
    {
        HOLD_PLACED: "placed the inspection under a legal hold",
        HOLD_LIFTED: "lifted the legal hold",
        CREATED: "planned an inspection",
        CALLED: "recorded a notification call",
        DATES_SET: "changed the dates of the inspection",
        LANO_NOMINATED: "nominated the LANO",
        OUTCOME_RECORDED: "recorded the outcome",
        RECEIPT_RECORDED: "recorded receipt of the final report",
        PLACE_GIVEN: "added a person to the team",
        PLACE_ENDED: "ended a place on the team",
        LAID_OUT: "laid out deadlines",
        DATE_CHANGED: "changed the date of a deadline",
        MET: "marked a deadline met",
        NOT_MET: "opened a deadline again that had been met",
        REMOVED: "removed deadlines",
        CLOSED: "closed deadlines",
        SHIFTED: "moved a deadline",
        HOLIDAY_ADDED: "added a bank holiday",
        FINDING_ADDED: "added a finding",
        FINDING_CHANGED: "changed a finding",
        FINDING_REMOVED: "removed a finding",
        PROGRESS_JUDGED: "recorded progress on a weakness",
        TASK_RAISED: "raised a task",
        TASK_GIVEN: "gave a task to somebody",
        TASK_DONE: "marked a task as done",
        TASK_WITHDRAWN: "withdrew a task",
        EVIDENCE_RECORDED: "recorded evidence",
        HISTORY_LOADED: "loaded the published inspections",
        **verbs_of(INSPECTION),
    }
)
