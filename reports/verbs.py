from audit.verbs import register
from core.advance import verbs_of
from rulebook.lifecycles.letter import LETTER

OPENED = "letter.opened"
SECTION_WRITTEN = "letter.section_written"
FROZEN = "letter.frozen"
RENDERED = "letter.rendered"
IMPORTED = "letter.imported"
REVIEWER_ASKED = "letter.reviewer_asked"
REVIEWER_WITHDRAWN = "letter.reviewer_withdrawn"
VERDICT = "letter.verdict"
COMMENTED = "letter.commented"
SUGGESTED = "letter.suggested"
REPLIED = "letter.replied"
SETTLED = "letter.comment_settled"
ROUND_OPENED = "letter.accuracy_opened"
DRAFT_RECEIVED = "letter.draft_received"
ACCURACY_DRAFTED = "letter.accuracy_drafted"
ACCURACY_CHANGED = "letter.accuracy_changed"
ACCURACY_REMOVED = "letter.accuracy_removed"
ACCURACY_SUBMITTED = "letter.accuracy_submitted"
ACCURACY_ANSWERED = "letter.accuracy_answered"
ACCURACY_SECONDED = "letter.accuracy_seconded"
ACCURACY_RELEASED = "letter.accuracy_released"
ACCURACY_CLOSED = "letter.accuracy_closed"
COMPLAINT_RECORDED = "letter.complaint_recorded"
COMPLAINT_ANSWERED = "letter.complaint_answered"
SCHEDULED = "letter.scheduled"
CALLED_OFF = "letter.called_off"
SCHEDULE_REFUSED = "letter.schedule_refused"
WITHDRAWN = "letter_version.withdrawn"
CORRECTION_BEGUN = "correction.begun"
CORRECTION_CHANGED = "correction.changed"
CORRECTION_FINISHED = "correction.finished"
CORRECTION_GIVEN_UP = "correction.given_up"
FINDING_CORRECTED = "correction.finding_corrected"
EASY_READ_WRITTEN = "easy_read.written"
THEMES_TAGGED = "letter.themes_tagged"

register(
    {
        OPENED: "opened the letter",
        SECTION_WRITTEN: "wrote a section of the letter",
        FROZEN: "froze a version of the letter",
        RENDERED: "made the PDF of a version",
        IMPORTED: "imported a published letter",
        REVIEWER_ASKED: "asked somebody to review the letter",
        REVIEWER_WITHDRAWN: "no longer asks somebody to review the letter",
        VERDICT: "gave a verdict on the letter",
        COMMENTED: "commented on a passage of the letter",
        SUGGESTED: "suggested a change to the letter",
        REPLIED: "replied to a comment on the letter",
        SETTLED: "settled a comment on the letter",
        ROUND_OPENED: "froze the draft for the factual accuracy check",
        DRAFT_RECEIVED: "recorded receipt of the draft",
        ACCURACY_DRAFTED: "drafted a factual accuracy comment",
        ACCURACY_CHANGED: "changed a factual accuracy comment",
        ACCURACY_REMOVED: "took a factual accuracy comment out",
        ACCURACY_SUBMITTED: "submitted the factual accuracy comments",
        ACCURACY_ANSWERED: "answered a factual accuracy comment",
        ACCURACY_SECONDED: "agreed with the answer to a factual accuracy comment",
        ACCURACY_RELEASED: "released the answers to the area",
        ACCURACY_CLOSED: "closed the factual accuracy check without comments",
        COMPLAINT_RECORDED: "recorded a formal complaint",
        COMPLAINT_ANSWERED: "recorded the answer to a formal complaint",
        SCHEDULED: "set the day of publication",
        CALLED_OFF: "called the planned publication off",
        SCHEDULE_REFUSED: "did not publish as planned",
        WITHDRAWN: "withdrew a published version",
        CORRECTION_BEGUN: "began a corrected version",
        CORRECTION_CHANGED: "changed words of a correction",
        CORRECTION_FINISHED: "finished a corrected version",
        CORRECTION_GIVEN_UP: "gave up a correction",
        FINDING_CORRECTED: "corrected a finding with the letter",
        EASY_READ_WRITTEN: "wrote the Easy Read summary",
        THEMES_TAGGED: "tagged the findings with themes",
    }
    | verbs_of(LETTER)
)
