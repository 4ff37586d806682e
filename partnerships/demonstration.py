"""The address book of the demonstration: invented people and settings of a real area. The people are nobody."""

from __future__ import annotations

from typing import Any

from partnerships.models import Partnership


def furnish(*, cast: dict[Any, Any], partnership: Partnership) -> None:
    """Add contacts and settings. `cast` is {role: the demonstration's person}."""
