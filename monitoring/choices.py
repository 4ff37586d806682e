"""The words of support and challenge, beside those of the rulebook."""

from __future__ import annotations

from django.db.models import TextChoices

from accounts.choices import Role


class Body(TextChoices):
    """The two bodies that support and challenge together and sign what they agree."""

    DFE = "dfe", "DfE"
    NHS_ENGLAND = "nhs_england", "NHS England"


# Which body an adviser writes and signs for.
SIGNS_AS = {Role.DFE_ADVISER: Body.DFE, Role.NHSE_ADVISER: Body.NHS_ENGLAND}


class LetterKind(TextChoices):
    FOLLOW_UP = "follow_up", "Letter after a visit"
    RELEASE = "release", "Letter of release"


# A visit in one of these states lies ahead: its agenda, day and evidence may change.
AHEAD_STATES = ("planned", "agenda_set", "evidence_requested")
# The record of the visit is being written.
RECORD_STATES = ("held", "written_up")
# The longest text taken; a whole document pasted in is refused, not cut.
MOST_CHARACTERS = 20_000
