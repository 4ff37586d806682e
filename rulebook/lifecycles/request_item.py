"""The life of one item of the information request (Annex A)."""

from __future__ import annotations

from rulebook.lifecycle import Lifecycle, Move, forbids, needs

REQUEST_ITEM = Lifecycle(
    name="request_item",
    initial="requested",
    states={
        "requested": "Requested",
        "assigned": "Assigned",
        "in_progress": "In progress",
        "uploaded": "Uploaded",
        "rejected": "Rejected",
        "validated": "Checked",
        "shared": "Shared with inspectors",
        "superseded": "Superseded by a newer version",
        "not_applicable": "Not applicable",
        "not_held": "Not held",
    },
    moves=(
        Move(
            "assign",
            "Assign",
            frozenset({"requested"}),
            "assigned",
            "request.manage",
            (needs("owner", "Name the owner."),),
        ),
        Move("start", "Start", frozenset({"assigned"}), "in_progress", "request.answer"),
        Move(
            "upload",
            "Upload",
            frozenset({"assigned", "in_progress", "rejected"}),
            "uploaded",
            "request.answer",
            (needs("file", "Choose a file."),),
        ),
        Move(
            "validate",
            "Mark as checked",
            frozenset({"uploaded"}),
            "validated",
            "request.manage",
            (forbids("errors", "The file still has errors."),),
        ),
        Move(
            "reject",
            "Reject",
            frozenset({"uploaded"}),
            "rejected",
            "request.manage",
            needs_reason=True,
        ),
        Move("share", "Share with inspectors", frozenset({"validated"}), "shared", "request.manage"),
        Move(
            "replace",
            "Replace with a newer version",
            frozenset({"shared"}),
            "superseded",
            "request.answer",
            (needs("newer_version", "Upload the newer version first."),),
        ),
        Move(
            "mark_not_applicable",
            "Mark as not applicable",
            frozenset({"requested", "assigned", "in_progress"}),
            "not_applicable",
            "request.answer",
            needs_reason=True,
        ),
        Move(
            "mark_not_held",
            "Mark as not held",
            frozenset({"requested", "assigned", "in_progress"}),
            "not_held",
            "request.answer",
            needs_reason=True,
        ),
    ),
)
