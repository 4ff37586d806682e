"""A draw is repeatable by hand, and nothing but the list, the size and the seed decides it."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulebook import sampling

ITEMS = st.lists(st.text(alphabet="abcXYZ019- ", min_size=1, max_size=8), min_size=1, max_size=30)
SEEDS = st.text(alphabet="abc0129", min_size=1, max_size=12)


def by_hand(items: list[str], size: int, seed: str) -> list[str]:
    lines = [(hashlib.sha256(f"{seed}:{item}".encode()).hexdigest(), item) for item in items]
    return [item for _, item in sorted(lines)][:size]


def test_a_draw_worked_out_on_paper():
    population = ["EHC-1", "EHC-2", "EHC-3", "EHC-4"]
    assert list(sampling.draw(population, size=2, seed="seven")) == by_hand(population, 2, "seven")
    assert sampling.digest("seven", "EHC-1") == hashlib.sha256(b"seven:EHC-1").hexdigest()


def test_this_draw_is_never_to_change():
    """Written down once: a new version of the algorithm must be a new METHOD."""
    assert sampling.METHOD == "sha256-order-1"
    assert sampling.draw(["a1", "b2", "c3", "d4", "e5"], size=3, seed="42") == ("c3", "d4", "b2")


@given(ITEMS, SEEDS, st.data())
def test_order_and_repeats_of_the_list_do_not_matter(items, seed, data):
    frozen = sampling.frozen(items)
    if not frozen:
        return
    size = data.draw(st.integers(1, len(frozen)))
    drawn = sampling.draw(items, size=size, seed=seed)
    assert drawn == sampling.draw([*reversed(items), *items], size=size, seed=seed)
    assert len(set(drawn)) == size
    assert set(drawn) <= set(frozen)


@given(ITEMS, SEEDS)
def test_a_larger_sample_begins_with_the_smaller_one(items, seed):
    frozen = sampling.frozen(items)
    whole = sampling.draw(items, size=len(frozen), seed=seed) if frozen else ()
    assert sorted(whole) == list(frozen)
    for size in range(1, len(frozen)):
        assert sampling.draw(items, size=size, seed=seed) == whole[:size]


@given(ITEMS)
def test_the_fingerprint_is_of_the_list(items):
    frozen = sampling.frozen(items)
    assert sampling.fingerprint(frozen) == hashlib.sha256("".join(f"{item}\n" for item in frozen).encode()).hexdigest()
    assert sampling.fingerprint(frozen) != sampling.fingerprint([*frozen, "one more"])


@pytest.mark.parametrize(("size", "seed"), [(0, "s"), (3, "s"), (1, "")])
def test_what_cannot_be_drawn(size, seed):
    with pytest.raises(ValueError, match="draw"):
        sampling.draw(["a", "b"], size=size, seed=seed)


def test_every_item_has_the_same_chance():
    """Over many seeds each of ten items is drawn about as often as the others."""
    items = [f"R-{number}" for number in range(10)]
    counts = dict.fromkeys(items, 0)
    for seed in range(2000):
        counts[sampling.draw(items, size=1, seed=str(seed))[0]] += 1
    assert all(150 <= count <= 250 for count in counts.values())
