"""The engine, on a lifecycle small enough to see whole."""

from __future__ import annotations

from datetime import date

import pytest

from rulebook.lifecycle import Lifecycle, Move, MoveRefused, forbids, in_order, needs

STATES = {"draft": "Draft", "sent": "Sent", "done": "Done"}
SEND = Move(
    "send", "Send", frozenset({"draft"}), "sent", "thing.send", (needs("text", "Write it."), forbids("bad", "No."))
)
BACK = Move("back", "Take back", frozenset({"sent"}), "draft", "thing.send", needs_reason=True)
END = Move("end", "End", frozenset({"sent", "draft"}), "done", "thing.end")
THING = Lifecycle("thing", STATES, "draft", (SEND, BACK, END))


def test_a_move_whose_guards_pass_is_returned() -> None:
    assert THING.check("draft", "send", {"text": "x", "bad": False}) is SEND
    assert THING.missing("draft", "send", {"text": "x", "bad": False}) == ()


def test_every_reason_is_given_at_once() -> None:
    with pytest.raises(MoveRefused) as refused:
        THING.check("draft", "send", {})
    assert refused.value.reasons == ("Write it.", "No.")
    assert str(refused.value) == "Write it. No."


def test_a_move_from_the_wrong_state_is_refused_in_words() -> None:
    with pytest.raises(MoveRefused, match=r"‘Send’ cannot be done now: this is at ‘Done’."):
        THING.check("done", "send", {"text": "x", "bad": False})
    assert THING.missing("done", "send", {}) == ("‘Send’ cannot be done now: this is at ‘Done’.",)


@pytest.mark.parametrize("state", ["draft", "nowhere"])
def test_a_step_that_does_not_exist_is_refused(state: str) -> None:
    with pytest.raises(MoveRefused, match=r"There is no step called fly."):
        THING.check(state, "fly", {})


def test_a_state_that_does_not_exist_is_refused() -> None:
    with pytest.raises(MoveRefused, match=r"this is at ‘nowhere’"):
        THING.check("nowhere", "send", {})


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_reason_is_asked_for(reason: str) -> None:
    with pytest.raises(MoveRefused, match=r"Give a reason."):
        THING.check("sent", "back", {}, reason)
    assert THING.check("sent", "back", {}, "Wrong page") is BACK


def test_what_is_available() -> None:
    assert THING.available("draft") == (SEND, END)
    assert THING.available("done") == ()
    assert THING.final() == {"done"}
    assert THING.reachable() == {"draft", "sent", "done"}


@pytest.mark.parametrize(
    ("value", "passes"), [(False, True), (0, True), ([], True), (None, False), (True, False), (2, False)]
)
def test_a_forbidding_guard_wants_to_have_been_told(value: object, passes: bool) -> None:
    guard = forbids("bad", "No.")
    assert guard.test({"bad": value}) is passes
    assert guard.test({}) is False


@pytest.mark.parametrize(
    ("earlier", "later", "passes"),
    [(1, 2, True), (2, 2, True), (3, 2, False), (None, 2, True), (3, None, True)],
)
def test_a_guard_on_order(earlier: int | None, later: int | None, passes: bool) -> None:
    facts = {
        "received_on": date(2024, 1, earlier) if earlier else None,
        "published_on": date(2024, 1, later) if later else None,
    }
    assert in_order("received_on", "published_on", "No.").test(facts) is passes


def test_the_diagram() -> None:
    assert THING.diagram().splitlines() == [
        "stateDiagram-v2",
        '    state "Draft" as draft',
        '    state "Sent" as sent',
        '    state "Done" as done',
        "    [*] --> draft",
        "    draft --> sent: Send",
        "    sent --> draft: Take back",
        "    draft --> done: End",
        "    sent --> done: End",
        "    done --> [*]",
    ]


@pytest.mark.parametrize(
    ("moves", "fault"),
    [
        ((SEND, SEND, END), "two moves have the same name"),
        ((SEND, END, Move("fly", "Fly", frozenset({"draft"}), "sky", "p")), "no such state: sky"),
        ((SEND, END, Move("fly", "Fly", frozenset({"nest"}), "sent", "p")), "no such state: nest"),
        ((SEND,), "nothing reaches done"),
    ],
)
def test_a_table_with_a_fault_cannot_be_built(moves: tuple[Move, ...], fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        Lifecycle("thing", STATES, "draft", moves)
