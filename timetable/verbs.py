"""What is recorded about meetings and the timetable, with the sentence a page shows. The moves come from the lifecycle itself."""

from audit.verbs import register
from core.advance import verbs_of
from rulebook.lifecycles.meeting import MEETING
from rulebook.lifecycles.proposal import PROPOSAL

MEETING_ADDED = "meeting.added"
MEETING_CHANGED = "meeting.changed"
MEETING_RETIMED = "meeting.retimed"
PEOPLE_SET = "meeting.people_set"
INSPECTORS_SET = "meeting.inspectors_set"
ATTENDANCE_TICKED = "meeting.attendance_ticked"
NOTE_WRITTEN = "meeting.note_written"
AWAY_ADDED = "timetable.away_added"
AWAY_REMOVED = "timetable.away_removed"
RULES_SET = "timetable.rules_set"
CONFLICT_KEPT = "timetable.conflict_kept"
RELEASED = "timetable.released"
DAYS_ACCEPTED = "proposal.days_accepted"

register(
    {
        MEETING_ADDED: "added a meeting",
        MEETING_CHANGED: "changed a meeting",
        MEETING_RETIMED: "gave a meeting another time",
        PEOPLE_SET: "chose who is asked to a meeting",
        INSPECTORS_SET: "chose the inspectors of a meeting",
        ATTENDANCE_TICKED: "recorded who came to a meeting",
        NOTE_WRITTEN: "wrote a note of a meeting",
        AWAY_ADDED: "recorded a time away",
        AWAY_REMOVED: "removed a time away",
        RULES_SET: "changed how strict a rule of the timetable is",
        CONFLICT_KEPT: "kept a conflict of the timetable, with a reason",
        RELEASED: "released a version of the timetable",
        DAYS_ACCEPTED: "accepted days of a proposed timetable",
        **verbs_of(MEETING),
        **verbs_of(PROPOSAL),
    }
)
