"""A child's name is found whatever it hides in, and a common word is not taken for one."""

from __future__ import annotations

import pytest

from cases.names import names_in, words_of

CANARY = words_of("Canary Childsname")


@pytest.mark.parametrize(
    "text", ["canary", "CANARY’S plan", "the Childsname family", "(Canary)", "Canary-Childsname", "Cánary"]
)
def test_a_name_is_found(text: str) -> None:
    assert names_in(text, CANARY)


@pytest.mark.parametrize("text", ["", "Case A", "canaries sing", "a plan in the can"])
def test_what_is_no_name_is_let_through(text: str) -> None:
    assert not names_in(text, CANARY)


@pytest.mark.parametrize("name", ["canarychildsname.pdf", "CanaryReview.docx", "2024_canary_plan.pdf", "Canary.txt"])
def test_a_file_name_may_run_words_together(name: str) -> None:
    assert names_in(name, CANARY, running=False)


def test_a_name_that_is_a_word_counts_only_with_a_capital_in_prose() -> None:
    names = words_of("Will Rose")
    assert not names_in("They will see that numbers rose", names)
    assert names_in("We met Will", names)
    assert names_in("will.pdf", names, running=False)


def test_accents_apostrophes_and_two_letters() -> None:
    assert words_of("Zoë O’Neill") == {"zoe", "oneill"}
    assert names_in("Zoe was there", words_of("Zoë O’Neill"))
    assert names_in("O'Neill", words_of("Zoë O’Neill"))
    assert words_of("Li Bo") == frozenset()
