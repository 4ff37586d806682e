"""How the actions of a plan stand, in one cell: the worst state of those that still count, and how many stand where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rulebook.lifecycles.action import ACTION

# The worst first. What was replaced or withdrawn is no part of the plan any more.
WORST_FIRST = ("underway_behind", "not_started", "underway_on_target", "completed", "evidenced")
# A shape beside the words, since colour alone says nothing to many.
SHAPES = {
    "underway_behind": "▲",
    "not_started": "○",
    "underway_on_target": "■",
    "completed": "✔",
    "evidenced": "✔",
}


@dataclass(frozen=True)
class ActionCounts:
    """`counts`: (state, how many) of the states that any action has, the worst first; never empty."""

    counts: tuple[tuple[str, int], ...]

    @property
    def worst(self) -> str:
        return self.counts[0][0]

    @property
    def words(self) -> str:
        return ACTION.states[self.worst]

    @property
    def shape(self) -> str:
        return SHAPES[self.worst]

    @property
    def counted(self) -> str:
        """2 underway, behind target; 5 completed"""
        return "; ".join(f"{number} {ACTION.states[state].lower()}" for state, number in self.counts)


def action_counts(by_state: Mapping[str, int]) -> ActionCounts | None:
    """None for a plan without an action that counts."""
    counts = tuple((state, by_state[state]) for state in WORST_FIRST if by_state.get(state))
    return ActionCounts(counts) if counts else None
