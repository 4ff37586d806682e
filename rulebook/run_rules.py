"""Whether progress is sustained and not spiky: a run rule on the values of a measure, in words. Pure.

How many values in a row make a run is not set by any source: "for example 6 points one side" is what was asked for, so six is marked
unconfirmed, and a page says so.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from statistics import median

from rulebook import words

RUN = 6  # values in a row on one side of the baseline's median
RUN_CONFIRMED = False
RUN_NOTE = "No official source sets how many values in a row show that progress is sustained; six is an assumption."
# A value that moves so many times the usual move between two values is a step to look at.
STEP, STEP_FROM = 3, 4


class Standing(StrEnum):
    NO_BASELINE = "no_baseline"
    TOO_FEW = "too_few"
    SUSTAINED = "sustained"
    SUSTAINED_WORSE = "sustained_worse"
    SPIKY = "spiky"
    NOT_YET = "not_yet"


@dataclass(frozen=True)
class Flag:
    """What the run says. `run` is how many of the newest values lie in a row on the better side (negative: on the worse)."""

    standing: Standing
    words: str
    run: int = 0

    @property
    def is_sustained(self) -> bool:
        return self.standing == Standing.SUSTAINED


def judge(baseline: Sequence[Decimal], values: Sequence[Decimal], *, higher_is_better: bool, run: int = RUN) -> Flag:
    """`values` in order of time, after the baseline's. A value on the median is on neither side and ends a run."""
    if not baseline:
        return Flag(Standing.NO_BASELINE, "There is no baseline to compare with.")
    middle = median(baseline)
    sides = [_side(value, middle, higher_is_better) for value in values]
    length = _run_of(sides)
    signed = length * (sides[-1] if sides else 0)
    if len(values) < run:
        since = f"{words.count(len(values), 'value')} since the baseline" if values else "none since the baseline"
        return Flag(Standing.TOO_FEW, f"Too few values to say: {since}, {run} are needed.", signed)
    if length >= run:
        return _sustained(length, sides[-1], signed)
    last = sides[-run:]
    if sum(one != other for one, other in itertools.pairwise(last)) > 1:
        return Flag(
            Standing.SPIKY,
            "Up and down: some values are better than the baseline median, the next not: not sustained yet.",
            signed,
        )
    if sides[-1] == 0:
        return Flag(Standing.NOT_YET, "The newest value is the same as the baseline median: not sustained yet.", signed)
    which = "better" if sides[-1] > 0 else "worse"
    newest = "The newest value is" if length == 1 else f"The last {length} values are"
    rest = f"{run} in a row are needed: not sustained yet" if sides[-1] > 0 else "progress has been lost"
    return Flag(Standing.NOT_YET, f"{newest} {which} than the baseline median; {rest}.", signed)


def step(values: Sequence[Decimal]) -> str:
    """Words for a newest value that moves far more than values usually do; "" where it does not."""
    moves = [abs(after - before) for before, after in itertools.pairwise(values)]
    if len(moves) < STEP_FROM:
        return ""
    usual = median(moves[:-1])
    if usual == 0 or moves[-1] <= STEP * usual:
        return ""
    return "The newest value is a sharp step from the one before. Check it, and wait for the next values before you rely on it."


def trend(values: Sequence[Decimal], *, higher_is_better: bool) -> int:
    """1 where the newest value is better than the one before, -1 worse, 0 the same or too few to say."""
    return _side(values[-1], values[-2], higher_is_better) if len(values) > 1 else 0


def _side(value: Decimal, middle: Decimal, higher_is_better: bool) -> int:
    over = (value > middle) - (value < middle)
    return over if higher_is_better else -over


def _run_of(sides: Sequence[int]) -> int:
    """How many at the end lie on the same side."""
    if not sides or sides[-1] == 0:
        return 0
    length = 0
    for side in reversed(sides):
        if side != sides[-1]:
            break
        length += 1
    return length


def _sustained(length: int, side: int, signed: int) -> Flag:
    if side > 0:
        return Flag(
            Standing.SUSTAINED, f"The last {length} values are all better than the baseline median: sustained.", signed
        )
    return Flag(
        Standing.SUSTAINED_WORSE,
        f"The last {length} values are all worse than the baseline median: no progress.",
        signed,
    )
