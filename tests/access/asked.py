"""Whom a run of the tests asks. `make prove` asks everybody everything (test_matrix.test_everybody); `make test` asks those who are alike
by turns, so that over the rows everybody meets every kind of page."""

from __future__ import annotations

import os
from collections.abc import Iterator

from accounts.choices import Role
from tests.access.rows import SIGNED_IN, Row
from tests.access.world import CAST, ELSEWHERE

R = Role
# Who stands in the same place: where a row, typed by hand, gives them the same answers, one of them asks. All others are asked each time.
ALIKE: tuple[tuple[str, ...], ...] = (
    (R.OFSTED_INSPECTOR, R.CQC_INSPECTOR),
    (R.DCS, R.ICB_EXECUTIVE),
    (R.PARTNERSHIP_OFFICER, "named_officer"),
    (R.DFE_ADVISER, R.NHSE_ADVISER),
    ("kit_delegate", "accuracy_delegate", "plan_delegate"),
    tuple(ELSEWHERE),
    # Nothing is theirs today.
    ("former_lano", "future_lano", "former_delegate", "nobody"),
)
PLACE = {name: alike for alike in ALIKE for name in alike}
Answers = tuple[int, int, bool]

# Only these, for a quick look: "lano,lano_elsewhere,anonymous".
CHOSEN = os.environ.get("MATRIX_PEOPLE", "").split(",") if os.environ.get("MATRIX_PEOPLE") else []


def answers(row: Row, name: str) -> Answers:
    """What the row says of somebody: the answers to GET and to POST, and whether the secret may be in them."""
    get, post = (next(status for status, names in of.items() if name in names) for of in (row.get, row.post))
    return get, post, name in row.may_read_secret


def everybody(_row: Row, _number: int) -> Iterator[tuple[str, str]]:
    """(who, by which method)."""
    yield from ((name, method) for name in CAST for method in ("GET", "POST"))


def by_turns(row: Row, number: int) -> Iterator[tuple[str, str]]:
    """(who, by which method) of the row of this number. Where nobody’s POST is taken, one of each circle tries."""
    takes_nothing = {answers(row, name)[1] for name in SIGNED_IN} <= {403, 404, 405}
    circles: dict[Answers, list[str]] = {}
    for name in asked(row, number):
        yield name, "GET"
        circles.setdefault(answers(row, name), []).append(name)
        if not takes_nothing:
            yield name, "POST"
    if takes_nothing:
        yield from ((names[number % len(names)], "POST") for names in circles.values())


def asked(row: Row, number: int) -> list[str]:
    """One of those who are alike and get the same, another one at each row; and everybody else."""
    if CHOSEN:
        return CHOSEN
    groups: dict[tuple[object, Answers], list[str]] = {}
    for name in CAST:
        groups.setdefault((PLACE.get(name, name), answers(row, name)), []).append(name)
    return [names[number % len(names)] for names in groups.values()]
