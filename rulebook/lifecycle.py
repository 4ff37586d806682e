"""The engine of the lifecycles: named states, declared moves, and guards that are pure tests of facts given to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Facts = Mapping[str, Any]


class MoveRefused(Exception):
    """A move that may not be made. `reasons` are plain sentences, at least one."""

    def __init__(self, reasons: Iterable[str]) -> None:
        self.reasons = tuple(reasons)
        super().__init__(" ".join(self.reasons))


@dataclass(frozen=True)
class Guard:
    """A condition of a move. `message` tells the person what to do; `test` sees only the facts."""

    code: str
    message: str
    test: Callable[[Facts], bool]


@dataclass(frozen=True)
class Move:
    """One declared step. `permission` is what the person needs; it is checked by the service, not here."""

    name: str
    label: str
    sources: frozenset[str]
    target: str
    permission: str
    guards: tuple[Guard, ...] = ()
    needs_reason: bool = False


class Lifecycle:
    """States and the moves between them. `states` maps a code to the words shown; a new row starts at `initial`.

    Raises ValueError when built from a table with a fault: an unknown state, a repeated move or a state nothing
    reaches.
    """

    def __init__(self, name: str, states: Mapping[str, str], initial: str, moves: Iterable[Move]) -> None:
        self.name = name
        self.states = dict(states)
        self.initial = initial
        self.moves = tuple(moves)
        self._by_name = {move.name: move for move in self.moves}
        self._check_table()

    def move(self, name: str) -> Move:
        """The move with this name. Raises MoveRefused when there is none."""
        if name not in self._by_name:
            raise MoveRefused([f"There is no step called {name}."])
        return self._by_name[name]

    def check(self, state: str, move_name: str, facts: Facts, reason: str = "") -> Move:
        """The move, if these facts allow it from this state. Raises MoveRefused with every reason at once."""
        move = self.move(move_name)
        if state not in move.sources:
            shown = self.states.get(state, state)
            raise MoveRefused([f"‘{move.label}’ cannot be done now: this is at ‘{shown}’."])
        reasons = list(self.missing(state, move_name, facts))
        if move.needs_reason and not reason.strip():
            reasons.append("Give a reason.")
        if reasons:
            raise MoveRefused(reasons)
        return move

    def available(self, state: str) -> tuple[Move, ...]:
        """The moves that leave this state, whatever their guards say, in the order declared."""
        return tuple(move for move in self.moves if state in move.sources)

    def missing(self, state: str, move_name: str, facts: Facts) -> tuple[str, ...]:
        """What still stands in the way of a move from this state, in plain sentences; empty when nothing does."""
        move = self.move(move_name)
        if state not in move.sources:
            return (f"‘{move.label}’ cannot be done now: this is at ‘{self.states.get(state, state)}’.",)
        return tuple(guard.message for guard in move.guards if not guard.test(facts))

    def reachable(self) -> frozenset[str]:
        """The states that moves can reach from `initial`, itself included."""
        found, waiting = {self.initial}, [self.initial]
        while waiting:
            for move in self.available(waiting.pop()):
                if move.target not in found:
                    found.add(move.target)
                    waiting.append(move.target)
        return frozenset(found)

    def final(self) -> frozenset[str]:
        """The states no move leaves."""
        return frozenset(state for state in self.states if not self.available(state))

    def diagram(self) -> str:
        """The lifecycle as a mermaid state diagram."""
        lines = ["stateDiagram-v2"]
        lines += [f'    state "{label}" as {state}' for state, label in self.states.items()]
        lines.append(f"    [*] --> {self.initial}")
        for move in self.moves:
            lines += [f"    {state} --> {move.target}: {move.label}" for state in self.states if state in move.sources]
        lines += [f"    {state} --> [*]" for state in self.states if state in self.final()]
        return "\n".join(lines)

    def _check_table(self) -> None:
        if len(self._by_name) != len(self.moves):
            raise ValueError(f"{self.name}: two moves have the same name.")
        named = {self.initial, *(move.target for move in self.moves)}.union(*(move.sources for move in self.moves))
        if unknown := sorted(named - self.states.keys()):
            raise ValueError(f"{self.name}: no such state: {', '.join(unknown)}.")
        if unreached := sorted(self.states.keys() - self.reachable()):
            raise ValueError(f"{self.name}: nothing reaches {', '.join(unreached)}.")


def needs(fact: str, message: str) -> Guard:
    """A guard that the fact is there and is not empty, zero or False."""
    return Guard(fact, message, lambda facts: bool(facts.get(fact)))


def forbids(fact: str, message: str) -> Guard:
    """A guard that the fact was looked into and is False, 0 or empty. A fact that is missing or None refuses."""
    return Guard(f"not_{fact}", message, lambda facts: facts.get(fact) is not None and not facts[fact])


def in_order(earlier: str, later: str, message: str) -> Guard:
    """A guard that two dates are not the wrong way round. A date that is missing is another guard's business."""

    def test(facts: Facts) -> bool:
        first, second = facts.get(earlier), facts.get(later)
        return first is None or second is None or first <= second

    return Guard(f"{earlier}_before_{later}", message, test)
