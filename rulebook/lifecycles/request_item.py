"""The life of one item of the information request (Annex A): answered by the area, queried or accepted by the inspectors.

"Not held" and "not applicable" are answers, with a reason; inspectors may query them as they may query a file.
"""

from __future__ import annotations

from rulebook.lifecycle import Lifecycle, Move, forbids, needs

_OPEN = frozenset({"requested", "assigned", "in_progress", "rejected", "queried"})
_WITH_FILES = frozenset({"uploaded", "rejected", "validated", "shared", "queried", "accepted"})
_ANSWERED_WITHOUT = frozenset({"not_applicable", "not_held"})

REQUEST_ITEM = Lifecycle(
    name="request_item",
    initial="requested",
    states={
        "requested": "Not started",
        "assigned": "Assigned",
        "in_progress": "In progress",
        "uploaded": "Uploaded",
        "rejected": "Returned to its owner",
        "validated": "Checked",
        "shared": "Shared with inspectors",
        "queried": "Queried",
        "accepted": "Accepted",
        "not_applicable": "Not applicable",
        "not_held": "Not held",
        "withdrawn": "No longer asked for",
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
        Move("start", "Start", frozenset({"requested", "assigned"}), "in_progress", "request.answer"),
        Move(
            "upload",
            "Upload",
            _OPEN | _ANSWERED_WITHOUT | {"validated", "shared", "accepted"},
            "uploaded",
            "request.answer",
            (needs("file", "Choose a file."),),
        ),
        Move(
            "take_back",
            "Take the last file back",
            _WITH_FILES,
            "in_progress",
            "request.answer",
            (forbids("files_left", "Other files still answer this item."),),
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
            "Return to its owner",
            frozenset({"uploaded", "validated"}),
            "rejected",
            "request.manage",
            needs_reason=True,
        ),
        Move("share", "Share with inspectors", frozenset({"validated"}), "shared", "request.manage"),
        Move(
            "query",
            "Query",
            frozenset({"shared", "accepted"}) | _ANSWERED_WITHOUT,
            "queried",
            "request.query",
            needs_reason=True,
        ),
        Move(
            "answer_query",
            "Answer the query in words",
            frozenset({"queried"}),
            "shared",
            "request.answer",
            (needs("file", "No file answers this item: upload one, or say again that you do not hold it."),),
            needs_reason=True,
        ),
        Move("accept", "Accept", frozenset({"shared"}), "accepted", "request.query"),
        Move(
            "mark_not_applicable",
            "Mark as not applicable",
            _OPEN,
            "not_applicable",
            "request.answer",
            (forbids("files_left", "Withdraw the files that answer this item first."),),
            needs_reason=True,
        ),
        Move(
            "mark_not_held",
            "Mark as not held",
            _OPEN,
            "not_held",
            "request.answer",
            (forbids("files_left", "Withdraw the files that answer this item first."),),
            needs_reason=True,
        ),
        Move("reopen", "Open again", _ANSWERED_WITHOUT, "in_progress", "request.answer"),
        Move(
            "withdraw",
            "No longer ask for this",
            _OPEN | _ANSWERED_WITHOUT | {"uploaded", "validated", "shared", "accepted"},
            "withdrawn",
            "request.query",
            needs_reason=True,
        ),
    ),
)
