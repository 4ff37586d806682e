from evidence.models.basis import FindingBasis
from evidence.models.emerging import EmergingBasis, EmergingFinding
from evidence.models.enquiry import Enquiry, EnquiryStanding, EnquiryVersion
from evidence.models.judgement import Judgement, JudgementSave, Presence, Signature
from evidence.models.note import Note, NoteCriterion, NoteEnquiry, NoteLink, NoteSave
from evidence.models.safeguarding import SafeguardingConcern, SafeguardingEntry
from evidence.models.wording import FirstWording, WordingReason

__all__ = [
    "EmergingBasis",
    "EmergingFinding",
    "Enquiry",
    "EnquiryStanding",
    "EnquiryVersion",
    "FindingBasis",
    "FirstWording",
    "Judgement",
    "JudgementSave",
    "Note",
    "NoteCriterion",
    "NoteEnquiry",
    "NoteLink",
    "NoteSave",
    "Presence",
    "SafeguardingConcern",
    "SafeguardingEntry",
    "Signature",
    "WordingReason",
]
