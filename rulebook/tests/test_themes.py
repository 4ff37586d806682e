"""Themes of weakness are sourced data, and a suggestion reads plain words."""

from __future__ import annotations

import pytest

from rulebook.themes import NAMES, THEMES, suggested


def test_the_seven_reasons_stand_first_and_everything_has_a_source() -> None:
    assert len(NAMES) == len(THEMES)
    assert [theme.reason for theme in THEMES] == [True] * 7 + [False] * 4
    assert all(theme.source.key == "S0" and theme.means and theme.words for theme in THEMES)
    assert all(word == word.lower() for theme in THEMES for word in theme.words)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Leaders should improve the governance of joint commissioning", {"leadership", "joint"}),
        ("The timeliness of EHC plans", {"statutory", "ehc_plans"}),
        ("Long waits for CAMHS and speech and language therapy", {"health"}),
        ("Children are EXCLUDED from school", {"inclusion"}),
        ("Leaders should improve the quality of provision", set()),
        ("", set()),
    ],
)
def test_words_suggest_themes(text: str, codes: set[str]) -> None:
    assert set(suggested(text)) == codes


def test_a_word_counts_from_its_beginning_only() -> None:
    assert suggested("an awaited misleader of trusts") == ("confidence",)
