from reports.models.accuracy import AccuracyComment, AccuracyEvidence, AccuracyRound, Complaint
from reports.models.easy_read import EasyRead, EasyReadVersion
from reports.models.letter import Letter, LetterSection
from reports.models.passage import Passage
from reports.models.pdf_job import PdfJob, PdfKind
from reports.models.publication import Correction, ScheduledPublication, Withdrawal, WithdrawalKind
from reports.models.review import ReviewComment, Reviewer, ReviewReply
from reports.models.section import SectionPresence, SectionSave
from reports.models.theme import FindingTheme
from reports.models.version import Frozen, LetterVersion

__all__ = [
    "AccuracyComment",
    "AccuracyEvidence",
    "AccuracyRound",
    "Complaint",
    "Correction",
    "EasyRead",
    "EasyReadVersion",
    "FindingTheme",
    "Frozen",
    "Letter",
    "LetterSection",
    "LetterVersion",
    "Passage",
    "PdfJob",
    "PdfKind",
    "ReviewComment",
    "ReviewReply",
    "Reviewer",
    "ScheduledPublication",
    "SectionPresence",
    "SectionSave",
    "Withdrawal",
    "WithdrawalKind",
]
