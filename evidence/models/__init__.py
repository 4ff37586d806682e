from evidence.models.basis import FindingBasis
from evidence.models.enquiry import Enquiry, EnquiryStanding, EnquiryVersion
from evidence.models.note import Note, NoteCriterion, NoteEnquiry, NoteLink, NoteSave

__all__ = [
    "Enquiry",
    "EnquiryStanding",
    "EnquiryVersion",
    "FindingBasis",
    "Note",
    "NoteCriterion",
    "NoteEnquiry",
    "NoteLink",
    "NoteSave",
]
