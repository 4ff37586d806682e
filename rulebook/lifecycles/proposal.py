"""The life of a proposed timetable: asked for, searched for, and taken up or left."""

from __future__ import annotations

from rulebook.lifecycle import Lifecycle, Move

PROPOSAL = Lifecycle(
    name="proposal",
    initial="queued",
    states={
        "queued": "Waiting to start",
        "running": "Being worked out",
        "done": "Ready to look at",
        "failed": "Stopped by a fault",
        "cancelled": "Cancelled",
        "accepted": "Accepted",
        "declined": "Not accepted",
    },
    moves=(
        Move("start", "Start working it out", frozenset({"queued", "running"}), "running", "meeting.manage"),
        Move("finish", "Finish working it out", frozenset({"running"}), "done", "meeting.manage"),
        Move("fail", "Stop after a fault", frozenset({"queued", "running"}), "failed", "meeting.manage"),
        Move("cancel", "Cancel", frozenset({"queued", "running"}), "cancelled", "meeting.manage"),
        Move("accept", "Accept", frozenset({"done"}), "accepted", "meeting.manage"),
        Move("decline", "Do not accept", frozenset({"done"}), "declined", "meeting.manage"),
    ),
)
