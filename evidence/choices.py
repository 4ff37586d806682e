"""The words of evidence: where a note comes from, which service it speaks of, and what it says about a question."""

from __future__ import annotations

from django.db.models import TextChoices

from accounts.choices import Role


class SourceKind(TextChoices):
    """What a note rests on (features J1). Triangulation counts these."""

    MEETING = "meeting", "Meeting"
    VISIT = "visit", "Visit"
    CASE_FILE = "case_file", "Case file"
    DOCUMENT = "document", "Document"
    SURVEY = "survey", "Survey"
    DATA = "data", "Data"


class Strand(TextChoices):
    """The sector a note speaks of."""

    EDUCATION = "education", "Education"
    HEALTH = "health", "Health"
    CARE = "care", "Care"


class Bearing(TextChoices):
    """What a note does to a criterion, a key question or a line of enquiry it is tagged to."""

    SUPPORTS = "supports", "Supports"
    WEAKENS = "weakens", "Weakens"
    CONTEXT = "context", "Context"


class Quotation(TextChoices):
    """Whether a quotation in a note may be printed (features J9)."""

    NONE = "", "No quotation"
    USABLE = "usable", "Can be used"
    IDENTIFYING = "identifying", "Would identify a child"


class LinkKind(TextChoices):
    """What a note may point at, by the reference people use: A12.3, a case's letter, a meeting's or filed evidence's number."""

    DOCUMENT = "document", "Document"
    CASE = "case", "Tracked case"
    MEETING = "meeting", "Meeting"
    EVIDENCE = "evidence", "Survey summary"


class Standing(TextChoices):
    """How a line of enquiry stands, said from early on (features J5)."""

    UNSAID = "", "Not said yet"
    NO_CONCERN = "no_concern", "No concern"
    UNCERTAIN = "uncertain", "Uncertain"
    CONCERN = "concern", "Concern"


class Inspectorate(TextChoices):
    """Both sign the corporate judgement, each by its lead on the team."""

    OFSTED = "ofsted", "Ofsted"
    CQC = "cqc", "Care Quality Commission"


# {inspectorate: the role on the team that signs for it}.
SIGNS_AS = {Inspectorate.OFSTED: Role.LEAD_INSPECTOR, Inspectorate.CQC: Role.CQC_LEAD}


class ConcernEntry(TextChoices):
    """What happens to a safeguarding concern."""

    RECORDED = "recorded", "Recorded"
    READ = "read", "Read"
    TAKEN_UP = "taken_up", "Taken up"
    REFERRED = "referred", "Referred"
    NOTE = "note", "Note added"
    CLOSED = "closed", "Closed"


class ConcernOutcome(TextChoices):
    """What became of a safeguarding concern. The words are those of the surveys’ queue."""

    NO_CONCERN = "no_concern", "No safeguarding concern"
    REFERRED = "referred", "Referred to the area’s safeguarding route"
    EMERGENCY = "emergency", "Emergency services told and referred"
