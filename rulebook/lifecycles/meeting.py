"""The life of a meeting: keep-in-touch, focus group, visit or tracking meeting."""

from __future__ import annotations

from rulebook.lifecycle import Lifecycle, Move, forbids, needs

MEETING = Lifecycle(
    name="meeting",
    initial="requested",
    states={
        "requested": "Requested",
        "proposed": "Time proposed",
        "confirmed": "Confirmed",
        "in_progress": "In progress",
        "held": "Held",
        "no_show": "Nobody came",
        "cancelled": "Cancelled",
        "notes_added": "Notes added",
        "closed": "Closed",
    },
    moves=(
        Move(
            "propose",
            "Propose a time",
            frozenset({"requested"}),
            "proposed",
            "meeting.manage",
            (needs("starts_at", "Choose a time."),),
        ),
        Move(
            "confirm",
            "Confirm",
            frozenset({"proposed"}),
            "confirmed",
            "meeting.manage",
            (forbids("double_booked", "An inspector, a room or a person is booked twice at that time."),),
        ),
        Move(
            "move",
            "Move to another time",
            frozenset({"confirmed", "no_show"}),
            "proposed",
            "meeting.manage",
            (needs("starts_at", "Choose a time."),),
            needs_reason=True,
        ),
        Move("start", "Start", frozenset({"confirmed"}), "in_progress", "meeting.manage"),
        Move("hold", "Record that it was held", frozenset({"confirmed", "in_progress"}), "held", "meeting.manage"),
        Move("miss", "Record that nobody came", frozenset({"confirmed", "in_progress"}), "no_show", "meeting.manage"),
        Move(
            "cancel",
            "Cancel the meeting",
            frozenset({"requested", "proposed", "confirmed", "no_show"}),
            "cancelled",
            "meeting.manage",
            needs_reason=True,
        ),
        Move(
            "add_notes",
            "Add notes",
            frozenset({"held"}),
            "notes_added",
            "meeting.note",
            (needs("notes", "Write the notes first."),),
        ),
        Move("close", "Close", frozenset({"held", "notes_added"}), "closed", "meeting.manage"),
    ),
)
