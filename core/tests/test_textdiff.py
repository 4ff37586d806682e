"""Differences by word: nothing lost, nothing split, read aloud, and never long."""

from __future__ import annotations

import random
import time

import pytest
from django.template import Context, Template
from hypothesis import given, settings
from hypothesis import strategies as st

from core.textdiff import Pair, Piece, compare, matched, words_changed

WORDS = st.lists(
    st.sampled_from(["Leaders", "know", "don’t", "co-operate", ",", "\n", "  ", "é", "12%", "😀"]), max_size=25
)


def shown(before: str, after: str) -> str:
    return Template("{% compared before after %}").render(Context({"before": before, "after": after}))


def test_whole_words_are_deleted_and_added():
    pieces = compare("Leaders know what works well.", "Leaders do not know what works.")
    assert pieces == (
        Piece("same", "Leaders"), Piece("added", " do not"), Piece("same", " know what works"),
        Piece("deleted", " well"), Piece("same", "."),
    )  # fmt: skip
    assert words_changed(pieces) == (1, 2)


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        ("waiting times", "waiting lists", [("deleted", " times"), ("added", " lists")]),
        ("wait, then go", "wait then go", [("deleted", ",")]),
        ("One.\n\nTwo.", "One. Two.", [("deleted", "\n\nTwo"), ("added", " Two")]),
        ("don’t know", "do know", [("deleted", "don’t"), ("added", "do")]),
        ("", "All new", [("added", "All new")]),
        ("All gone", "", [("deleted", "All gone")]),
        ("Same", "Same", []),
        ("", "", []),
    ],
)
def test_what_changed(before, after, changed):
    assert [(piece.kind, piece.text) for piece in compare(before, after) if piece.kind != "same"] == changed


@settings(max_examples=150, deadline=None)
@given(WORDS, WORDS, st.text(max_size=20), st.text(max_size=20))
def test_both_texts_can_be_read_back(one, other, odd, odder):
    before, after = " ".join(one) + odd, " ".join(other) + odder
    pieces = compare(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == before
    assert "".join(piece.text for piece in pieces if piece.kind != "deleted") == after


def test_two_sections_of_full_length_with_nothing_in_common_take_seconds_at_most():
    made = random.Random(7)
    before, after = (" ".join(f"w{made.randrange(900)}" for _ in range(10_000)) for _ in range(2))
    started = time.perf_counter()
    assert "".join(piece.text for piece in compare(before, after) if piece.kind != "added") == before
    assert time.perf_counter() - started < 8


def test_it_is_said_in_words_and_text_is_never_markup():
    drawn = shown("Help us now", "Help <script>later</script>\nand more")
    assert "Deleted: </span>" in drawn
    assert "Added: </span>" in drawn
    assert "<script>" not in drawn
    assert "&lt;script&gt;" in drawn
    assert "line break" in drawn
    assert "<del" not in shown("Same", "Same")
    assert '<ins class="app-diff__added">' in shown(None, "New")  # type: ignore[arg-type]


def test_paragraphs_and_rows_are_put_beside_what_they_became():
    before = ["Leaders know what works.", "Waiting times are too long for children.", "Data is shared."]
    after = [
        "Leaders know what works.",
        "An entirely fresh thought.",
        "Waiting times are far too long for children.",
        "Data is shared.",
    ]
    assert matched(before, after) == (
        Pair(before[0], after[0]), Pair(None, after[1]), Pair(before[1], after[2]), Pair(before[2], after[3]),
    )  # fmt: skip
    assert matched(["a b c", "d e f"], []) == (Pair("a b c", None), Pair("d e f", None))
    assert matched([], []) == ()


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.sampled_from(["a b", "a b c", "x", "y z", ""]), max_size=8),
    st.lists(st.sampled_from(["a b", "a c", "x", "q"]), max_size=8),
)
def test_no_block_is_lost(before, after):
    pairs = matched(before, after)
    assert [pair.before for pair in pairs if pair.before is not None] == before
    assert [pair.after for pair in pairs if pair.after is not None] == after
