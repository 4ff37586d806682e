"""What the log says of a request."""

from __future__ import annotations

import logging


class RefusalsInOneLine(logging.Filter):
    """A page refused (403, 404, a stale form) is an answer, not a fault: its line stays in the log, its traceback does not."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.startswith("django.") and record.levelno < logging.ERROR:
            record.exc_info = record.exc_text = None
        return True
