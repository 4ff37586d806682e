"""The life of an action in a plan. Its owner reports, somebody else agrees; a better rating needs evidence and a reason."""

from __future__ import annotations

from rulebook.lifecycle import Facts, Guard, Lifecycle, Move, needs


def _another_person(facts: Facts) -> bool:
    owner, approver = facts.get("owner"), facts.get("approver")
    # No owner at all is another guard's business.
    return approver is not None and owner != approver


# What a plan must have reached before progress is recorded on its actions.
DELIVERED_STATES = frozenset({"published", "in_delivery"})
DELIVERED = needs("plan_delivered", "Progress is recorded from the day the plan is published until it ends.")
EVIDENCE = needs("has_evidence", "Attach the evidence first.")
OWNED = needs("owner", "Name the owner of the action first.")
ANOTHER = Guard("approved_by_another", "Somebody other than the owner must agree that it is done.", _another_person)
LIVE = frozenset({"not_started", "underway_on_target", "underway_behind"})
# Both are done; the second has been seen to last.
DONE = frozenset({"completed", "evidenced"})
# From worst to best. A move to a later one is a better rating; what is not among them is no longer pursued.
RANKS = ("not_started", "underway_behind", "underway_on_target", "completed", "evidenced")


def is_better(before: str, after: str) -> bool:
    """Whether a change of state betters the rating."""
    return before in RANKS and after in RANKS and RANKS.index(after) > RANKS.index(before)


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
        Move(
            "start",
            "Start",
            frozenset({"not_started"}),
            "underway_on_target",
            "plan.track",
            (DELIVERED, EVIDENCE),
            needs_reason=True,
        ),
        Move(
            "fall_behind",
            "Mark as behind target",
            frozenset({"not_started", "underway_on_target"}),
            "underway_behind",
            "plan.track",
            (DELIVERED,),
            needs_reason=True,
        ),
        Move(
            "catch_up",
            "Mark as on target",
            frozenset({"underway_behind"}),
            "underway_on_target",
            "plan.track",
            (DELIVERED, EVIDENCE),
            needs_reason=True,
        ),
        Move(
            "complete",
            "Agree that it is completed",
            frozenset({"underway_on_target", "underway_behind"}),
            "completed",
            "plan.submit",
            (DELIVERED, EVIDENCE, OWNED, ANOTHER),
            needs_reason=True,
        ),
        Move(
            "embed",
            "Agree that it is evidenced in practice",
            frozenset({"completed"}),
            "evidenced",
            "plan.submit",
            (DELIVERED, EVIDENCE, OWNED, ANOTHER),
            needs_reason=True,
        ),
        Move("reopen", "Open again", DONE, "underway_behind", "plan.track", (DELIVERED,), needs_reason=True),
        Move("supersede", "Replace with another action", LIVE, "superseded", "plan.edit", needs_reason=True),
        Move("withdraw", "Withdraw", LIVE, "withdrawn", "plan.edit", needs_reason=True),
    ),
)
