"""The life of an engagement meeting of Ofsted and CQC with a partnership."""

from __future__ import annotations

from rulebook.lifecycle import Lifecycle, Move, in_order, needs

ENGAGEMENT_MEETING = Lifecycle(
    name="engagement_meeting",
    initial="planned",
    states={"planned": "Planned", "held": "Held", "cancelled": "Cancelled"},
    moves=(
        Move(
            "hold",
            "Record that it was held",
            frozenset({"planned"}),
            "held",
            "engagement.manage",
            (
                needs("held_on", "Enter the day it was held."),
                in_order("held_on", "today", "The day it was held cannot be in the future."),
                needs("attended", "Say who attended, by office."),
            ),
        ),
        Move(
            "cancel", "Cancel the meeting", frozenset({"planned"}), "cancelled", "engagement.manage", needs_reason=True
        ),
    ),
)
