"""What the log says of a request."""

from __future__ import annotations

import logging
from collections.abc import MutableMapping
from typing import Any


class RefusalsInOneLine(logging.Filter):
    """A page refused (403, 404, a stale form) is an answer, not a fault: its line stays in the log, its traceback does not."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.startswith("django.") and record.levelno < logging.ERROR:
            record.exc_info = record.exc_text = None
        return True


class Nobody:
    """A step of structlog: the lines about pages under `prefix` have neither an address nor a person.

    Every refused or failed request has a line with both; whoever answers a survey was promised that nothing is kept.
    """

    NAMED = ("ip", "user_id", "user_agent")

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix

    def __call__(self, logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        if str(event.get("request", "")).partition(" ")[2].startswith(self.prefix):
            for name in self.NAMED:
                event.pop(name, None)
        return event
