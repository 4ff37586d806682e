"""Themes of the comments: suggested, kept, dismissed."""

from __future__ import annotations

from typing import Any

import pytest

from core import outbox
from core.errors import Refused
from core.models import OutboxRow
from surveys.models import Comment, Theme
from surveys.services import themes
from surveys.tests import reading
from surveys.tests.reading import address, client_of, comment, concern

world = reading.world
TRANSPORT = (
    "The bus is late again",
    "Our taxi did not come, transport is poor",
    "Transport by taxi changes every week",
)
WAITING = (
    "We wait two years for an assessment",
    "The assessment waiting list is long",
    "Waiting for an autism assessment",
)


def forty(world: Any) -> None:
    for number in range(20):
        comment(world, number * 2 + 1, f"{TRANSPORT[number % 3]} and taxi transport {number}")
        comment(world, number * 2 + 2, f"{WAITING[number % 3]} and assessment waiting {number}")


def test_words_that_come_together_are_a_theme(world: Any):
    forty(world)
    themes.ask(by=world.lead, survey=world.survey)
    with pytest.raises(Refused, match="under way"):
        themes.ask(by=world.lead, survey=world.survey)
    outbox.relay()
    assert OutboxRow.objects.get(kind="survey_themes").done_at
    found = [set(theme.words) for theme in Theme.objects.all()]
    assert any({"taxi", "transport"} <= words for words in found)
    assert any({"assessment", "waiting"} <= words for words in found)
    for theme in Theme.objects.all():
        about = {"taxi" in each.text for each in theme.comments.all()}
        assert len(about) == 1


def test_the_same_comments_give_the_same_themes():
    texts = [
        *(f"{TRANSPORT[n % 3]} taxi {n}" for n in range(20)),
        *(f"{WAITING[n % 3]} waiting {n}" for n in range(20)),
    ]
    assert themes.groups(texts) == themes.groups(texts)
    assert themes.groups(texts[:5]) == []
    assert themes.groups(["one", "two", "three", "four"] * 2 + [str(n) * 3 for n in range(30)]) is not None


def test_a_kept_theme_stays_and_a_dismissed_one_is_gone(world: Any):
    forty(world)
    themes.look(world.survey)
    first, second = Theme.objects.order_by("number")[:2]
    with pytest.raises(Refused):
        themes.keep(by=world.lead, theme=first, name=" ")
    themes.keep(by=world.lead, theme=first, name="Transport to school")
    themes.dismiss(by=world.lead, theme=second)
    themes.look(world.survey)
    assert Theme.objects.get(pk=first.pk).name == "Transport to school"
    page = client_of(world.lead).get(address(world, "theme-list", "parents")).content.decode()
    assert "Transport to school" in page


def test_too_few_comments_have_no_themes(world: Any):
    comment(world, 1, "Only one")
    with pytest.raises(Refused, match="fewer than 20"):
        themes.ask(by=world.lead, survey=world.survey)


def test_what_waits_is_in_no_theme(world: Any):
    forty(world)
    concern(world, Comment.objects.get(order=1).text)
    themes.look(world.survey)
    assert not Theme.objects.filter(comments__order=1).exists()
