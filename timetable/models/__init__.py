from timetable.models.meeting import Meeting, MeetingInspector, MeetingPerson
from timetable.models.note import MeetingNote
from timetable.models.proposal import Proposal
from timetable.models.release import Release
from timetable.models.week import Away, Override, RuleSetting

__all__ = [
    "Away",
    "Meeting",
    "MeetingInspector",
    "MeetingNote",
    "MeetingPerson",
    "Override",
    "Proposal",
    "Release",
    "RuleSetting",
]
