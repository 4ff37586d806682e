"""The words that reviews and checks of a letter are stored with."""

from __future__ import annotations

from django.db.models import TextChoices


class Capacity(TextChoices):
    """As what somebody reviews a letter."""

    TEAM = "team", "Inspection team"
    QUALITY = "quality", "Quality assurance"


class Verdict(TextChoices):
    CONTENT = "content", "Content with it as it is"
    CHANGES = "changes", "Content once the comments are settled"
    NOT_CONTENT = "not_content", "Not content"


class Settlement(TextChoices):
    """How a comment on a passage ended."""

    RESOLVED = "resolved", "Resolved"
    ACCEPTED = "accepted", "Accepted"
    REJECTED = "rejected", "Not accepted"
    TAKEN_BACK = "taken_back", "Taken back"


class AccuracyKind(TextChoices):
    """What an area says is not right. No source lists the types for area SEND: these are those of CQC's factual accuracy check."""

    ERROR = "error", "A factual error"
    FIGURE = "figure", "A wrong figure or name"
    MISSING = "missing", "A fact is missing"


class Decision(TextChoices):
    """What the inspectorates answer to a factual accuracy comment."""

    ACCEPTED = "accepted", "Accepted"
    PARTLY = "partly", "Partly accepted"
    NOT_ACCEPTED = "not_accepted", "Not accepted"
