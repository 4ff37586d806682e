"""A safeguarding concern that an inspector recorded: worked by those who may read it, and closed with what became of it."""

from __future__ import annotations

from rulebook.lifecycle import Lifecycle, Move, needs

SAFEGUARDING = Lifecycle(
    name="safeguarding_concern",
    initial="recorded",
    states={"recorded": "To be worked", "in_hand": "Being worked", "closed": "Closed"},
    moves=(
        Move("take_up", "Take it up", frozenset({"recorded"}), "in_hand", "safeguarding.view"),
        Move(
            "close",
            "Close it",
            frozenset({"recorded", "in_hand"}),
            "closed",
            "safeguarding.view",
            (needs("outcome", "Choose what became of it."), needs("explained", "Say what was done.")),
        ),
    ),
)
