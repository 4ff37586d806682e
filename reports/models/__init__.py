from reports.models.accuracy import AccuracyComment, AccuracyEvidence, AccuracyRound, Complaint
from reports.models.letter import Letter, LetterSection
from reports.models.passage import Passage
from reports.models.review import ReviewComment, Reviewer, ReviewReply
from reports.models.section import SectionPresence, SectionSave
from reports.models.version import Frozen, LetterVersion

__all__ = [
    "AccuracyComment",
    "AccuracyEvidence",
    "AccuracyRound",
    "Complaint",
    "Frozen",
    "Letter",
    "LetterSection",
    "LetterVersion",
    "Passage",
    "ReviewComment",
    "ReviewReply",
    "Reviewer",
    "SectionPresence",
    "SectionSave",
]
