from monitoring.models.engagement import EngagementAction, EngagementMeeting, ThematicVisit
from monitoring.models.escalation import EscalationStep, ImprovementNotice, NoticeReview
from monitoring.models.letter import LetterPrint, LetterSignature, SentLetter, SupportLetter, dated, sha256_of
from monitoring.models.visit import Visit, VisitEvidence, VisitFinding, VisitNote

__all__ = [
    "EngagementAction",
    "EngagementMeeting",
    "EscalationStep",
    "ImprovementNotice",
    "LetterPrint",
    "LetterSignature",
    "NoticeReview",
    "SentLetter",
    "SupportLetter",
    "ThematicVisit",
    "Visit",
    "VisitEvidence",
    "VisitFinding",
    "VisitNote",
    "dated",
    "sha256_of",
]
