"""No stage is skipped: every move of every lifecycle from every state, by everybody, and several at the same moment."""

from __future__ import annotations

import threading
from collections import Counter
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, connections, transaction
from django.urls import reverse

from accounts.access import can
from audit.models import Entry
from core import advance as advancing
from core.advance import advance
from core.errors import Refused
from inspections.models import Inspection
from rulebook import lifecycles
from rulebook.lifecycle import Lifecycle
from tests import factories as make
from tests.access.test_matrix import Stand
from tests.access.world import CAST
from tests.trust.crawl import send
from tests.trust.plugin import Figures
from tests.trust.test_crawl import quiet, stand  # noqa: F401  (fixtures)


class AllTrue(dict[str, Any]):
    """Facts with which no guard stands in the way: only the state does."""

    def get(self, key: str, default: Any = None) -> Any:
        return True

    def __missing__(self, key: str) -> Any:
        return True


def kinds() -> dict[str, Any]:
    """{name of a lifecycle: its model}, from the models themselves."""
    return {
        model.LIFECYCLE.name: model
        for model in apps.get_models()
        if isinstance(getattr(model, "LIFECYCLE", None), Lifecycle)
    }


def set_state(row: Any, state: str) -> None:
    type(row)._base_manager.filter(pk=row.pk).update(state=state)


def state_of(row: Any) -> str:
    return str(type(row)._base_manager.values_list("state", flat=True).get(pk=row.pk))


def taken(row: Any, lifecycle: Lifecycle, by: Any) -> list[str]:
    """The moves that were made although the lifecycle does not have them from there, from every state."""
    wrong = []
    for state in lifecycle.states:
        for move in lifecycle.moves:
            if state in move.sources:
                continue
            with transaction.atomic():
                try:
                    with transaction.atomic():
                        set_state(row, state)
                except IntegrityError:
                    continue  # the database has no such row in this state: it lacks what the state needs
                entries = Entry.objects.count()
                try:
                    advance(row, move.name, by=by, facts=AllTrue(), reason="A reason")
                except Refused:
                    pass
                if state_of(row) != state or Entry.objects.count() != entries:
                    wrong.append(f"{lifecycle.name}: {move.name} from {state}")
                transaction.set_rollback(True)
    return wrong


@pytest.mark.prove
@pytest.mark.django_db
@pytest.mark.parametrize("stand", ["published"], indirect=True)
@pytest.mark.trust(
    "A9", "each move of each lifecycle tried on a row from each state it does not leave, every guard content"
)
def test_every_move_from_every_other_state(stand: Stand, figures: Figures, monkeypatch: Any) -> None:  # noqa: F811
    by = stand.world.people["inspection_manager"]
    found = kinds()
    assert found.keys() == {one.name for one in lifecycles.ALL}
    rows = {name: model._base_manager.first() for name, model in found.items()}
    rows = {name: row for name, row in rows.items() if row is not None}
    cycles = [found[name].LIFECYCLE for name in rows]
    tried = sum(state not in move.sources for one in cycles for move in one.moves for state in one.states)
    wrong = [each for name, row in rows.items() for each in taken(row, found[name].LIFECYCLE, by)]
    figures("lifecycles", f"{len(rows)} of {len(found)}")
    figures("moves tried", tried)
    figures("moves made that are none", len(wrong))
    assert wrong == []
    assert len(rows) == len(found), found.keys() - rows.keys()
    row, lifecycle = rows["inspection"], found["inspection"].LIFECYCLE
    with monkeypatch.context() as off:
        off.setattr(Lifecycle, "check", lambda self, state, name, facts, reason="": self.move(name))
        none = sum(
            state not in move.sources and state != move.target for move in lifecycle.moves for state in lifecycle.states
        )
        caught = sum(" from " in each for each in taken(row, lifecycle, by))
    figures.control("the lifecycle is not asked", caught=int(caught >= none > 0), of=1)


# {lifecycle: (address of its moves, what is in the world)}
PAGES = {
    "inspection": ("inspections:inspection-move", lambda world: world.inspection, ()),
    "letter": ("reports:letter-move", lambda world: world.things["letter"], ()),
    "plan": ("improvement:plan-move", lambda world: world.things["plan"], ()),
    "tracked_case": ("cases:case-step", lambda world: world.things["case"], ("A",)),
}


# A letter that is issued while a complaint is open is held in the same act: two moves, each on record.
AND_THEN = {("letter", "issue"): "complaint_hold"}
# What the forms of moves ask for.
TYPED = {"reason": "A reason", "on_0": "2", "on_1": "3", "on_2": "2026"}


@pytest.mark.prove
@pytest.mark.django_db
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("stand", ["shared"], indirect=True)
@pytest.mark.parametrize("name", PAGES)
@pytest.mark.trust(
    "A9", "each move sent as a form from each state by each person; what changed against the lifecycle and the rights"
)
def test_every_move_by_everybody(stand: Stand, name: str, figures: Figures, settings: Any) -> None:  # noqa: F811
    address, of, more = PAGES[name]
    row = of(stand.world)
    lifecycle = type(row).LIFECYCLE
    sent, made, wrong = 0, Counter[bool](), []
    scope = stand.world.inspection
    for move in lifecycle.moves:
        url = reverse(address, args=[scope.reference, *more, move.name])
        for state in lifecycle.states:
            # One of each office by turns from every state; everybody from those it leaves.
            people = CAST if state in move.sources else CAST[sent % 5 :: 5]
            for who in people:
                person = stand.world.people[who]
                with transaction.atomic():
                    set_state(row, state)
                    may = can(person, move.permission, scope)
                    send(stand, who, "POST", url, TYPED, keep=range(200, 600))
                    sent += 1
                    now = state_of(row)
                    if now != state:
                        made[True] += 1
                        led_to = (move.target, AND_THEN.get((name, move.name)))
                        if state not in move.sources or now not in led_to or not (may or name == "tracked_case"):
                            wrong.append(f"{who}: {move.name} from {state} to {now}")
                    transaction.set_rollback(True)
    figures("forms sent", sent)
    figures("moves made", made[True])
    figures("moves made that are none", len(wrong))
    assert wrong == []


def at_once(row: Any, by: Any, moves: list[str]) -> None:
    start = threading.Barrier(len(moves))

    def run(move: str) -> None:
        start.wait(timeout=20)
        try:
            advance(type(row)._base_manager.get(pk=row.pk), move, by=by, facts=AllTrue(), reason="A reason")
        except Refused:
            pass
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(move,)) for move in moves]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)


def broken_links(row: Any, lifecycle: Lifecycle, since: int, first: str) -> list[str]:
    """Where what is on record is no way through the lifecycle."""
    state, wrong = first, []
    for entry in Entry.objects.filter(pk__gt=since, verb__startswith=f"{lifecycle.name}.").order_by("pk"):
        move = lifecycle.move(entry.verb.partition(".")[2])
        before, after = entry.changes["state"]
        if before != state or before not in move.sources or after != move.target:
            wrong.append(f"{move.name}: {before} to {after}, after {state}")
        state = after
    if state_of(row) != state:
        wrong.append(f"it stands at {state_of(row)}, on record at {state}")
    return wrong


@pytest.mark.prove
@pytest.mark.django_db(transaction=True)
@pytest.mark.trust(
    "A9", "all moves that leave a state made at the same moment by threads on PostgreSQL, each state of the inspection"
)
def test_moves_at_the_same_moment(figures: Figures, monkeypatch: Any) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("rows are locked on PostgreSQL only; make prove asks it there")
    # Every guard is content: what is asked is which state the database holds at that moment.
    monkeypatch.setattr(Lifecycle, "missing", lambda *_: ())
    inspection = make.InspectionFactory.create(state="notified")
    by, lifecycle = make.UserFactory.create(), Inspection.LIFECYCLE

    def race(rounds: int = 1) -> tuple[int, int]:
        """(moves tried at once, links broken)."""
        tried = broken = 0
        for state in lifecycle.states:
            moves = [move.name for move in lifecycle.available(state)]
            for _ in range(rounds if moves else 0):
                moves_twice = [*moves, *moves]
                set_state(inspection, state)
                since = Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
                at_once(inspection, by, moves_twice)
                tried += len(moves_twice)
                broken += bool(broken_links(inspection, lifecycle, since, state))
        return tried, broken

    tried, broken = race(3)
    figures("moves made at once", tried)
    figures("ways that are none", broken)
    assert broken == 0

    def unlocked(row: Any, name: str, *, by: Any, facts: Any, reason: str) -> None:
        """Read, check, write: as it is without the lock and without compare and swap."""
        before = state_of(row)
        made = lifecycle.check(before, name, facts, reason)
        meet.wait(timeout=20)
        with transaction.atomic():
            set_state(row, made.target)
            changes = {"state": (before, made.target)}
            advancing.record(actor=by, verb=f"{lifecycle.name}.{name}", subject=row, changes=changes)

    state = next(state for state in lifecycle.states if len(lifecycle.available(state)) > 1)
    moves = [move.name for move in lifecycle.available(state)][:2]
    meet = threading.Barrier(2)
    monkeypatch.setitem(at_once.__globals__, "advance", unlocked)
    set_state(inspection, state)
    since = Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    at_once(inspection, by, moves)
    figures.control(
        "without lock and compare and swap", caught=int(bool(broken_links(inspection, lifecycle, since, state))), of=1
    )
