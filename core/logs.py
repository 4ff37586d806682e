"""What the log says of a request."""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

from django.db.utils import InterfaceError, OperationalError


class RefusalsInOneLine(logging.Filter):
    """A page refused (403, 404, a stale form) is an answer, not a fault: its line stays in the log, its traceback does not.

    So it is while the database is away: every request fails alike, and their tracebacks would fill the disk.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        away = bool(record.exc_info and isinstance(record.exc_info[1], OperationalError | InterfaceError))
        if record.name.startswith("django.") and (away or record.levelno < logging.ERROR):
            record.exc_info = record.exc_text = None
        return True


class AwayInOneLine:
    """A step of structlog, before tracebacks are written out: the same for its lines."""

    def __call__(self, logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        found = event.get("exc_info")
        error = found[1] if isinstance(found, tuple) else sys.exc_info()[1] if found is True else found
        if isinstance(error, OperationalError | InterfaceError):
            del event["exc_info"]
            event["error"] = type(error).__name__
        return event


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
