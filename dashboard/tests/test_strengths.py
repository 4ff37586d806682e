"""What works: strengths of published letters that stand, searched by words and region."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.choices import Role
from core import clock
from inspections.tests.pages import statements, text_of
from reports.models import Passage, Withdrawal
from tests.access.world import TODAY, build

pytestmark = pytest.mark.django_db
PAGE = reverse("dashboard:national-strengths")


@pytest.fixture(autouse=True)
def today() -> Any:
    with clock.travelled_to(TODAY):
        yield


def strength(world: Any, order: int, text: str, section: str = "effective") -> None:
    Passage.objects.create(
        version=world.things["version"], order=order, section_code=section, heading="What works", text=text
    )


def found(query: str = "") -> list[str]:
    return [one.text for one in Client().get(f"{PAGE}?{query}").context["object_list"]]


def test_strengths_are_found_by_words_and_region_with_their_letter() -> None:
    assert "No published letter names a strength yet." in text_of(Client().get(PAGE))
    world = build("published")
    strength(world, 50, "Early years settings share what they know.")
    strength(world, 51, "Therapists come to schools <b>weekly</b>.")
    strength(world, 52, "Waits are too long.", section="needs_to_improve")
    assert found() == ["Early years settings share what they know.", "Therapists come to schools <b>weekly</b>."]
    assert found("q=therapists+schools") == ["Therapists come to schools <b>weekly</b>."]
    assert found("q=therapists+settings") == found("q=the+of") == found("region=E12000001") == []
    assert len(found("region=E12000008")) == len(found("region=mars&q=%00")) == 2
    page = Client().get(PAGE).content.decode()
    assert f'href="/letters/{world.inspection.reference}/"' in page and "<b>weekly" not in page
    Withdrawal.objects.create(
        version=world.things["version"], kind="mistake", reason="Wrong", by=world.people[Role.QUALITY_ASSURER],
        at=clock.now(),
    )  # fmt: skip
    assert found() == []


def test_the_statements_do_not_grow() -> None:
    world = build("published")
    strength(world, 50, "One thing works.")
    one = statements(Client(), PAGE)
    for number in range(3):
        strength(world, 60 + number, f"Thing {number} works.")
    assert statements(Client(), PAGE) == one <= 3
