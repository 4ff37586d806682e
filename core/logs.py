"""What the log says of a request."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

from django.db.utils import InterfaceError, OperationalError

# What a database says of the values it refused: they are what somebody typed.
DETAIL = re.compile(r"^(\s*DETAIL:).*$", re.MULTILINE)
# The same in a traceback that structlog has made one field of.
DETAIL_WITHIN = re.compile(r"(\\nDETAIL:).*?(?=\\n|$)")


def printable(text: str) -> str:
    """A text in which nothing ends a line, moves a cursor or turns the direction of writing."""
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in text)


class OneLine(logging.Formatter):
    """An event is one line that begins with its moment; a traceback's lines begin with a bar. So nobody can write one."""

    def format(self, record: logging.LogRecord) -> str:
        record.exc_text = None  # another handler's
        return super().format(record)

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802
        record.message = DETAIL_WITHIN.sub(r"\1 left out", printable(record.message))
        return super().formatMessage(record)

    def formatException(self, ei: Any) -> str:  # noqa: N802
        return self._barred(super().formatException(ei))

    def formatStack(self, stack_info: str) -> str:  # noqa: N802
        return self._barred(stack_info)

    @staticmethod
    def _barred(text: str) -> str:
        return "\n".join(f"  | {printable(line)}" for line in DETAIL.sub(r"\1 left out", text).split("\n"))


class WithoutQuery:
    """A step of structlog: what somebody looked for is not part of the address that is logged."""

    def __call__(self, logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        if "request" in event:
            event["request"] = str(event["request"]).partition("?")[0]
        return event


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
