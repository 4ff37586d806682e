"""The life of an improvement notice of the DfE."""

from __future__ import annotations

from rulebook.lifecycle import Lifecycle, Move, in_order, needs

IMPROVEMENT_NOTICE = Lifecycle(
    name="improvement_notice",
    initial="in_force",
    states={"in_force": "In force", "lifted": "Lifted"},
    moves=(
        Move(
            "lift",
            "Lift the notice",
            frozenset({"in_force"}),
            "lifted",
            "monitoring.write",
            (
                needs("lifted_on", "Enter the day it was lifted."),
                in_order("issued_on", "lifted_on", "The day cannot be before the notice was issued."),
                in_order("lifted_on", "today", "The day cannot be in the future."),
            ),
            needs_reason=True,
        ),
    ),
)
