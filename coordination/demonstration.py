"""What the demonstration shows of this app. Everything goes through the services; the people are invented."""

from __future__ import annotations

from typing import Any

from inspections.models import Inspection


def furnish(*, cast: dict[Any, Any], inspection: Inspection) -> None:
    """Add to the inspection under way. `cast` is {role: the demonstration's person}; the clock stands on the day of the call."""
