"""The words tracked cases are stored with. What the spread looks at comes from the rulebook."""

from __future__ import annotations

from django.db.models import TextChoices

from rulebook import spread

AGES = [(code, words[0].upper() + words[1:]) for code, words in spread.AGES.items()]
NEEDS = list(spread.NEEDS.items())
PLANS = list(spread.PLANS.items())
SETTINGS = list(spread.SETTINGS.items())

# Not followed any more. The area's people lose what identifies the child, all but the LANO.
OUT_STATES = ("consent_declined", "withdrawn", "replaced")
# Chosen, and still followed.
CANDIDATE = "proposed"


class Chosen(TextChoices):
    MIX = "mix", "Chosen for a mix"
    RANDOM = "random", "Drawn at random"
    SUBSTITUTE = "substitute", "Chosen in place of another case"


class ConsentGiver(TextChoices):
    PARENT = "parent", "Their parent or carer"
    YOUNG_PERSON = "young_person", "The young person"
    BOTH = "both", "Both"


class ConsentHow(TextChoices):
    IN_PERSON = "in_person", "In person"
    BY_PHONE = "by_phone", "By telephone or video call"
    IN_WRITING = "in_writing", "In writing"


class PackKind(TextChoices):
    PLAN = "plan", "Education, health and care plan or support plan"
    REVIEW = "review", "Last review"
    ASSESSMENT = "assessment", "Assessment or advice"
    CHRONOLOGY = "chronology", "Chronology"
    HEALTH = "health", "Health record"
    SOCIAL_CARE = "social_care", "Social care record"
    DECISIONS = "decisions", "Record of supervision or decisions"
    OTHER = "other", "Another document"


class Agency(TextChoices):
    EDUCATION = "education", "Education"
    HEALTH = "health", "Health"
    CARE = "care", "Social care"


class RecordKind(TextChoices):
    """The three meetings of a case, each with a record of its own."""

    PROFESSIONALS = "professionals", "Professionals’ meeting"
    FAMILY = "family", "Family’s meeting"
    YOUNG_PERSON = "young_person", "Young person’s meeting"
