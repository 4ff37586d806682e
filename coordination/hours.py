"""How long there is until an hour, in words: a request made this morning is due this afternoon. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from core.words import long_date, time_words
from rulebook import words

HOUR = 3600
MINUTE = 60


def span_words(span: timedelta) -> str:
    """2 hours, 45 minutes, 3 days: the largest unit that says enough, rounded down, and never nothing."""
    seconds = abs(int(span.total_seconds()))
    if seconds >= 48 * HOUR:
        return words.count(seconds // (24 * HOUR), "day")
    if seconds >= HOUR:
        return words.count(seconds // HOUR, "hour")
    return words.count(max(seconds // MINUTE, 1), "minute")


def due_words(due_at: datetime | None, now: datetime) -> str:
    """ "due today 4pm, 2 hours left"; "was due yesterday 4pm, 17 hours late"; "no time set"."""
    if due_at is None:
        return "no time set"
    local = due_at.astimezone(now.tzinfo)
    days = (local.date() - now.date()).days
    day = {0: "today", 1: "tomorrow", -1: "yesterday"}.get(days, long_date(local))
    late = due_at < now
    return f"{'was due' if late else 'due'} {day} {time_words(local)}, {span_words(due_at - now)} {'late' if late else 'left'}"
