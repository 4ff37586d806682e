from inspections.models.calendar import AddedBankHoliday
from inspections.models.call import NotificationCall
from inspections.models.deadline import Deadline, Reminder
from inspections.models.evidence import Evidence, SourceKind
from inspections.models.finding import Finding, ProgressJudgement
from inspections.models.hold import LegalHold
from inspections.models.inspection import NEWEST_FIRST, Inspection, InspectionQuerySet
from inspections.models.listing import PublishedListing
from inspections.models.sight import Sight
from inspections.models.task import Task, TaskRoom
from inspections.models.team import TeamPlace

__all__ = [
    "NEWEST_FIRST",
    "AddedBankHoliday",
    "Deadline",
    "Evidence",
    "Finding",
    "Inspection",
    "InspectionQuerySet",
    "LegalHold",
    "NotificationCall",
    "ProgressJudgement",
    "PublishedListing",
    "Reminder",
    "Sight",
    "SourceKind",
    "Task",
    "TaskRoom",
    "TeamPlace",
]
