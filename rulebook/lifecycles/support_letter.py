"""The life of a letter of the DfE and NHS England to an area: drafted, agreed by both, sent once."""

from __future__ import annotations

from rulebook.lifecycle import Lifecycle, Move, needs

SUPPORT_LETTER = Lifecycle(
    name="support_letter",
    initial="drafting",
    states={"drafting": "Draft", "sent": "Sent", "discarded": "Discarded"},
    moves=(
        Move(
            "send",
            "Send the letter",
            frozenset({"drafting"}),
            "sent",
            "monitoring.write",
            (needs("signed_by_both", "The DfE and NHS England must both sign the letter as it stands."),),
        ),
        Move("discard", "Discard the draft", frozenset({"drafting"}), "discarded", "monitoring.write"),
    ),
)
