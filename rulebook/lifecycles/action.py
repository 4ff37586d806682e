"""The life of an action in a plan. What is done is agreed by somebody other than its owner, on evidence."""

from __future__ import annotations

from rulebook.lifecycle import Facts, Guard, Lifecycle, Move, needs


def _another_person(facts: Facts) -> bool:
    owner, approver = facts.get("owner"), facts.get("approver")
    return owner is not None and approver is not None and owner != approver


EVIDENCE = needs("has_evidence", "Attach the evidence first.")
LIVE = frozenset({"not_started", "underway_on_target", "underway_behind"})

ACTION = Lifecycle(
    name="action",
    initial="not_started",
    states={
        "not_started": "Not started",
        "underway_behind": "Underway, behind target",
        "underway_on_target": "Underway, on target",
        "completed": "Completed",
        "evidenced": "Evidenced in practice",
        "superseded": "Superseded",
        "withdrawn": "Withdrawn",
    },
    moves=(
        Move("start", "Start", frozenset({"not_started"}), "underway_on_target", "plan.edit"),
        Move(
            "fall_behind",
            "Mark as behind target",
            frozenset({"not_started", "underway_on_target"}),
            "underway_behind",
            "plan.edit",
            needs_reason=True,
        ),
        Move(
            "catch_up",
            "Mark as on target",
            frozenset({"underway_behind"}),
            "underway_on_target",
            "plan.edit",
            (EVIDENCE,),
            needs_reason=True,
        ),
        Move(
            "complete",
            "Mark as completed",
            frozenset({"underway_on_target", "underway_behind"}),
            "completed",
            "plan.submit",
            (
                EVIDENCE,
                Guard(
                    "approved_by_another", "Somebody other than the owner must agree that it is done.", _another_person
                ),
            ),
            needs_reason=True,
        ),
        Move(
            "embed", "Mark as evidenced in practice", frozenset({"completed"}), "evidenced", "plan.submit", (EVIDENCE,)
        ),
        Move("reopen", "Open again", frozenset({"completed"}), "underway_behind", "plan.edit", needs_reason=True),
        Move("supersede", "Replace with another action", LIVE, "superseded", "plan.edit", needs_reason=True),
        Move("withdraw", "Withdraw", LIVE, "withdrawn", "plan.edit", needs_reason=True),
    ),
)
