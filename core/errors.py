"""The one family of errors a service raises when it will not do what was asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Reason:
    """Why not, in words for the person; `field` names the form field it belongs beside."""

    text: str
    field: str | None = None


class Refused(Exception):
    """A service will not do it. `reasons` are shown to the person; nothing has changed."""

    def __init__(self, *reasons: Reason | str) -> None:
        self.reasons = tuple(Reason(reason) if isinstance(reason, str) else reason for reason in reasons)
        super().__init__("; ".join(reason.text for reason in self.reasons))

    @classmethod
    def because(cls, reasons: Iterable[Reason | str]) -> Refused:
        return cls(*reasons)


class Conflict(Exception):
    """Someone else changed the row since the page was loaded. `current` is the row as it now stands."""

    def __init__(self, current: Any) -> None:
        self.current = current
        super().__init__("This has changed since the page was loaded")
