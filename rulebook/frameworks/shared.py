"""What both frameworks have in common: the kinds of finding and the reminder ladders."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from rulebook.frameworks.products import EmergingSort

FINDING_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "strength": "Strength",
        "area_for_development": "Area for development",
        "area_of_significant_weakness": "Area of significant weakness",
        "effective": "What is effective",
        "needs_improvement": "What needs to be better",
        "area_for_priority_action": "Area for priority action",
        "area_for_improvement": "Area for improvement",
    }
)


def emerging(
    strength: tuple[str, ...] = (), development: tuple[str, ...] = (), concern: tuple[str, ...] = ()
) -> tuple[EmergingSort, ...]:
    """The three sorts of emerging findings (features K1), with the kinds of finding each may become."""
    return (
        EmergingSort("strength", "Strength", strength, "green"),
        EmergingSort("development", "Development", development, "yellow"),
        EmergingSort("significant_concern", "Significant concern", concern, "red"),
    )


# Working days before the due date. Our own choice: no source sets reminders.
PLAN_LADDER = (20, 10, 5, 1, 0)
REPORT_LADDER = (5, 1, 0)
SHORT_LADDER = (1, 0)
FOLLOW_UP_LADDER = (20, 5, 0)
