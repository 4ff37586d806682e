"""Dates, times and spans in words, in the GOV.UK style. Pure: given a value, a string; nothing for nothing."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.utils.timezone import is_aware, localtime

from rulebook import words

DETERMINERS = frozenset(
    (
        "the",
        "a",
        "an",
        "any",
        "all",
        "your",
        "their",
        "our",
        "its",
        "how",
        "what",
        "when",
        "where",
        "which",
        "who",
        "why",
        "if",
    )
)


def as_date(value: Any) -> date | None:
    """The date of a date or instant (an aware instant is read in London), else None."""
    if isinstance(value, datetime):
        return localtime(value).date() if is_aware(value) else value.date()
    return value if isinstance(value, date) else None


def long_date(value: Any) -> str:
    """Monday 17 April 2023"""
    day = as_date(value)
    return words.weekday(day) if day else ""


def short_date(value: Any) -> str:
    """17 April 2023"""
    day = as_date(value)
    return words.day(day) if day else ""


def time_words(value: Any) -> str:
    """9:35am, 2pm, midday, midnight, from a time or an instant."""
    if isinstance(value, datetime):
        value = (localtime(value) if is_aware(value) else value).time()
    if not isinstance(value, time):
        return ""
    if value.minute == 0 and value.hour in (0, 12):
        return "midday" if value.hour else "midnight"
    minutes = f":{value.minute:02d}" if value.minute else ""
    return f"{value.hour % 12 or 12}{minutes}{'am' if value.hour < 12 else 'pm'}"


def to_the_second(value: datetime) -> str:
    """10:02:31am"""
    local = localtime(value)
    return f"{local.hour % 12 or 12}:{local:%M:%S}{'am' if local.hour < 12 else 'pm'}"


def when(value: Any) -> str:
    """17 April 2023 at 9:35am"""
    return f"{short_date(value)} at {time_words(value)}" if isinstance(value, datetime) else short_date(value)


def date_range(first: Any, last: Any) -> str:
    """8 to 12 May 2023; 28 April to 2 May 2023; 28 December 2023 to 3 January 2024."""
    start, end = as_date(first), as_date(last)
    if not start or not end or start == end:
        return short_date(start or end)
    if start.year != end.year:
        return f"{short_date(start)} to {short_date(end)}"
    return f"{start.day}{'' if start.month == end.month else f' {words.MONTHS[start.month - 1]}'} to {short_date(end)}"


def days_left_words(days: Any) -> str:
    """12 working days left; 1 working day late; due today. `days` is a number of working days, negative when late."""
    if not isinstance(days, int) or isinstance(days, bool):
        return ""
    if days == 0:
        return "due today"
    return f"{words.count(abs(days), 'working day')} {'left' if days > 0 else 'late'}"


def joined(items: Any) -> str:
    """a, b and c"""
    return words.listed([str(item) for item in items or ()])


def lower_first(text: str) -> str:
    """ "Notification date" as it reads inside a sentence; "NHS number" and "WSoA" keep their capitals."""
    word = text.split(" ", 1)[0]
    keeps = word in ("I", "I'm", "I’m") or (len(word) > 1 and not word[1:].replace("-", "").replace("'", "").islower())
    return text if keeps else text[:1].lower() + text[1:]


def the(text: str) -> str:
    """ "Lead inspector" as "the lead inspector", unless it begins with a word that stands in its place."""
    first = text.split(" ", 1)[0].lower()
    lowered = lower_first(text)
    return lowered if first in DETERMINERS else f"the {lowered}"
