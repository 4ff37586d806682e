"""Reads that cross apps."""

from __future__ import annotations

from dashboard.queries.area_history import area_history, next_windows
from dashboard.queries.work import (
    ALL,
    MET,
    OPEN,
    OVERDUE,
    DeadlineRow,
    deadline_rows,
    deadlines,
    expected_after,
    feed,
    own_inspections,
)

__all__ = [
    "ALL",
    "MET",
    "OPEN",
    "OVERDUE",
    "DeadlineRow",
    "area_history",
    "deadline_rows",
    "deadlines",
    "expected_after",
    "feed",
    "next_windows",
    "own_inspections",
]
