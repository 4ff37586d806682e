"""Asking for many rights at once gives what asking for each gives."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.access import can, held_on
from accounts.choices import Permission
from core import clock
from tests.access.world import TODAY, build

SOME = (
    "lead_inspector",
    "lano",
    "dcs",
    "pcf",
    "quality_assurer",
    "dfe_adviser",
    "accuracy_delegate",
    "former_lano",
    "anonymous",
)


@pytest.mark.django_db
@pytest.mark.parametrize("stage", ["notified", "shared"])
def test_many_rights_at_once_are_those_asked_one_by_one(stage: str, django_assert_max_num_queries: Any) -> None:
    with clock.travelled_to(TODAY):
        world = build(stage)
        for name in SOME:
            person = world.people[name]
            for scope in (world.inspection, world.here):
                asked_singly = {p for p in Permission if can(person, p, scope)}
                with django_assert_max_num_queries(0 if name == "anonymous" else 5):
                    assert held_on(person, Permission, scope) == asked_singly, f"{name} on {scope}"
