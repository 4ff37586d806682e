"""The spread of tracked cases: gaps in words, and a draw that can be repeated."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from rulebook.frameworks.tracking import FULL_TRACKING
from rulebook.spread import NEEDS, Gap, Traits, draw, measure

ONE = Traits("A", "5-10", "ASD", "ehc", "primary", health=True, in_area=True)


def texts(spread) -> list[str]:
    return [gap.text for gap in spread.gaps]


def test_what_is_missing_is_said_in_words() -> None:
    support = replace(ONE, label="B", plan="support")
    spread = measure([ONE, support], 6, FULL_TRACKING.mix, FULL_TRACKING.mix_assumed)
    assert texts(spread)[:3] == [
        "Six cases are wanted; you have two",
        "No case in alternative provision yet",
        "Two at SEN support are wanted; you have one",
    ]
    assert "No case placed out of the area yet" in texts(spread)
    assert "Four different primary needs are wanted; you have one" in texts(spread)
    assert Gap("No case placed out of the area yet", assumed=True) in spread.gaps
    assert spread.at("ASD", "5-10") == ("A", "B")
    assert spread.needs == ("ASD",)


def test_a_full_mix_has_no_gap_and_one_too_many_is_said() -> None:
    needs = list(NEEDS)
    cases = [
        replace(
            ONE,
            label=letter,
            need=needs[at],
            age=("0-4", "5-10", "11-15")[at % 3],
            plan="support" if at < 2 else "ehc",
            setting="alternative_provision" if at == 0 else "primary",
            in_area=at != 0,
        )
        for at, letter in enumerate("ABCDEF")
    ]
    assert measure(cases, 6, FULL_TRACKING.mix, FULL_TRACKING.mix_assumed).gaps == ()
    assert texts(measure([*cases, ONE], 6, {})) == ["Six cases are wanted; you have seven, which is more"]


def test_a_mix_that_names_no_trait_is_a_fault_of_the_rulebook() -> None:
    with pytest.raises(ValueError, match="plam"):
        measure([], 6, {"plam:support": 1})


def test_a_draw_is_the_same_for_its_seed_whatever_the_order() -> None:
    pool = [f"SEN-{number:04d}" for number in range(40)]
    shuffled = random.Random(1).sample(pool, len(pool))
    assert draw(pool, 6, "seed") == draw(shuffled, 6, "seed")
    assert len(set(draw(pool, 6, "seed"))) == 6
    assert draw(pool, 6, "seed") != draw(pool, 6, "another seed")
    assert draw(pool, 2, "seed") == draw(pool, 6, "seed")[:2]


def test_every_candidate_is_as_likely_as_another() -> None:
    pool = [str(number) for number in range(10)]
    drawn = [one for seed in range(2000) for one in draw(pool, 3, str(seed))]
    counts = [drawn.count(one) for one in pool]
    assert all(500 < count < 700 for count in counts), counts


def test_no_more_can_be_drawn_than_there_are() -> None:
    with pytest.raises(ValueError, match="cannot be drawn from 1"):
        draw(["a", "a"], 2, "seed")
