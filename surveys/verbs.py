"""What is recorded about surveys, with the sentence a page shows. Answering is never recorded: it is nobody's act."""

from audit.verbs import register
from core.advance import verbs_of
from rulebook.lifecycles import SURVEY

MADE = "survey.made"
WINDOW_CHANGED = "survey.window_changed"
BANNER_CHANGED = "survey.banner_changed"
DUTY_GIVEN = "survey.duty_given"
DUTY_ENDED = "survey.duty_ended"
CONCERN_OPENED = "concern.opened"
CONCERN_WORKED = "concern.worked"
CONCERN_RAISED = "concern.raised"
COMMENT_TAGGED = "comment.tagged"
COMMENT_JUDGED = "comment.judged"
THEMES_ASKED = "theme.asked"
THEME_DECIDED = "theme.decided"
RESULTS_DOWNLOADED = "survey.downloaded"
FILED = "survey.filed"
SHEET_ENTERED = "survey.sheet_entered"
SHEET_SENT = "survey.sheet_sent"
SHEET_TAKEN_AWAY = "survey.sheet_taken_away"

register(
    {
        MADE: "made a survey",
        WINDOW_CHANGED: "changed when a survey opens or closes",
        BANNER_CHANGED: "changed the notice on a survey",
        DUTY_GIVEN: "named a duty reader",
        DUTY_ENDED: "ended somebody’s time as duty reader",
        CONCERN_OPENED: "opened an answer kept back for safeguarding",
        CONCERN_WORKED: "worked an answer kept back for safeguarding",
        CONCERN_RAISED: "sent a comment to the duty reader",
        COMMENT_TAGGED: "tagged a comment",
        COMMENT_JUDGED: "decided whether a comment may be quoted",
        THEMES_ASKED: "asked for themes in the comments",
        THEME_DECIDED: "decided on a suggested theme",
        RESULTS_DOWNLOADED: "downloaded the results of a survey",
        FILED: "filed the results of a survey as evidence",
        SHEET_ENTERED: "entered an answer given on paper or by telephone",
        SHEET_SENT: "sent an answer given on paper or by telephone",
        SHEET_TAKEN_AWAY: "took away a sheet that was not sent",
    }
    | verbs_of(SURVEY)
)
