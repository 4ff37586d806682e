"""A Python value as the content of a cell, in the words of the page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django.utils.html import format_html_join
from django.utils.safestring import mark_safe

from core import words


def content_of(value: Any) -> dict[str, Any]:
    """A cell's content: safe HTML as it is, dates and times in words, anything else as text."""
    if isinstance(value, Mapping):
        return dict(value)
    if hasattr(value, "__html__"):
        return {"html": value}
    if isinstance(value, list | tuple):
        return {"html": format_html_join(mark_safe("<br>"), "{}", ((_text(item),) for item in value))}
    if isinstance(value, datetime):
        return {"text": words.when(value)}
    if isinstance(value, date):
        return {"text": words.short_date(value), "classes": "app-nowrap"}
    if isinstance(value, time):
        return {"text": words.time_words(value)}
    if isinstance(value, bool):
        return {"text": "Yes" if value else "No"}
    return {"text": "" if value is None else str(value)}


def is_number(value: Any) -> bool:
    if isinstance(value, Mapping):
        return value.get("format") == "numeric"
    return isinstance(value, int | float) and not isinstance(value, bool)


def _text(value: Any) -> Any:
    shown = content_of(value)
    return shown.get("html", shown.get("text", ""))
