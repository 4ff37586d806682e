"""No words of the set-up call, the feedback meeting or a withdrawn task name a tracked child."""

from __future__ import annotations

import pytest

from cases.models import CaseIdentity, TrackedCase
from coordination.services import feedback, setup, work
from coordination.tests.conftest import NOW, Scene
from core.errors import Refused


def test_no_words_name_a_tracked_child(scene: Scene) -> None:
    case = TrackedCase.objects.create(inspection=scene.inspection, code="A", state="selected")
    CaseIdentity.objects.create(case=case, name="Marisol Thistlewood", given_by=scene.lano, given_at=NOW)
    given = {"by": scene.lano, "inspection": scene.inspection}
    task = work.add_task(**given, title="Book a room", detail="", owner=scene.officer, due_at=None, room="shared")
    acts = (
        lambda: feedback.arrange(**given, starts_at=None, place="Hall", note="Marisol’s mother comes"),
        lambda: setup.add_line(**given, title="Visit of Marisol", owner_code="area"),
        lambda: setup.save_slot(**given, title="Marisol’s story", owner="Nadia", minutes=5, order=1),
        lambda: work.withdraw(by=scene.lano, task=task, reason="Marisol is away"),
    )
    for act in acts:
        with pytest.raises(Refused, match="Use ‘Case A’ instead of the name"):
            act()
