"""Reads that cross apps."""

from __future__ import annotations

from dashboard.queries.work import (
    ALL,
    MET,
    OPEN,
    OVERDUE,
    DeadlineRow,
    area_history,
    deadline_rows,
    deadlines,
    expected_after,
    feed,
    next_windows,
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
