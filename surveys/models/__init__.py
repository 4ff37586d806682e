from surveys.models.answering import Answering, DayCount, Receipt
from surveys.models.concern import Concern
from surveys.models.paper import Entry
from surveys.models.prints import Print
from surveys.models.response import Batch, Comment, CommentTag, Response, Tally, Theme
from surveys.models.survey import DutyReader, Survey, Wave, new_token

__all__ = [
    "Answering",
    "Batch",
    "Comment",
    "CommentTag",
    "Concern",
    "DayCount",
    "DutyReader",
    "Entry",
    "Print",
    "Receipt",
    "Response",
    "Survey",
    "Tally",
    "Theme",
    "Wave",
    "new_token",
]
