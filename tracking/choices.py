"""The words of progress, beside those of the rulebook."""

from __future__ import annotations

from django.db.models import TextChoices


class Partner(TextChoices):
    """Who wrote a narrative together."""

    COUNCIL = "council", "The council"
    HEALTH = "health", "Health services"
    PARENTS = "parents", "Parents’ and carers’ partners"
    YOUNG_PEOPLE = "young_people", "Children and young people"
    SETTINGS = "settings", "Schools, colleges and early years"
