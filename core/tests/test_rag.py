"""Ratings are a word, a shape and a colour; the pictures say their message and hold every number."""

import pytest

from core.rag import BAD, DONE, GOOD, NONE, Rating, labelled, rag_matrix, stacked_bars

RATINGS = (
    Rating("Not started", "circle", NONE),
    Rating("Behind", "triangle", BAD),
    Rating("On target", "square", GOOD),
    Rating("Completed", "tick", DONE),
)


def test_a_rating_in_text_has_its_word_and_a_hidden_shape():
    shown = labelled(Rating("<b>", "tick", DONE))
    assert 'aria-hidden="true"' in shown and "&lt;b&gt;" in shown


def test_no_two_ratings_share_a_shape_or_a_colour():
    paths = {labelled(rating).split(' d="')[1].split('"')[0] for rating in RATINGS}
    assert len(paths) == len({rating.colour for rating in RATINGS}) == 4


def test_the_matrix_shows_every_number_and_its_message():
    drawn = rag_matrix(
        rows=[("Item 1", [0, 1, 2, 12])], ratings=RATINGS, title="Items", description="Twelve of fifteen."
    )
    for words in ('role="img"', "<title", "Twelve of fifteen.", ">12<", ">2<", "Behind", "style="):
        assert (words in drawn) is (words != "style="), words
    with pytest.raises(ValueError, match="a number for each rating"):
        rag_matrix(rows=[("Item 1", [1])], ratings=RATINGS, title="t", description="d")


def test_bars_need_a_month_and_give_each_part_its_number():
    drawn = stacked_bars(months=[("May 2017", [15, 0, 0, 0])], ratings=RATINGS, title="t", description="d")
    assert ">15<" in drawn and "hatch" in drawn
    with pytest.raises(ValueError, match="bars need a month"):
        stacked_bars(months=[], ratings=RATINGS, title="t", description="d")
