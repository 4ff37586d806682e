from timetable.models.meeting import Meeting, MeetingInspector, MeetingPerson

__all__ = ["Meeting", "MeetingInspector", "MeetingPerson"]
