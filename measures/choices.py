"""The words measures are stored with, beside those of the rulebook."""

from __future__ import annotations

from django.db.models import TextChoices

from rulebook.periods import HOW_OFTEN
from rulebook.units import UNITS


class Better(TextChoices):
    HIGHER = "higher", "Higher is better"
    LOWER = "lower", "Lower is better"


class Decision(TextChoices):
    APPROVED = "approved", "Approved"
    REFUSED = "refused", "Refused"


UNIT_CHOICES = [(unit.code, unit.name) for unit in UNITS.values()]
EVERY_CHOICES = [(every.value, text) for every, text in HOW_OFTEN.items()]
