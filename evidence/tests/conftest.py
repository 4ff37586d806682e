"""An inspection on site with two inspectors, a reader of letters and somebody of the area."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any

import pytest

from accounts.choices import Role
from core import clock
from core.autosave import Mark
from evidence.models import Note
from evidence.services.notes import Saved, save_note
from inspections.models import Inspection
from tests import factories as make

NOW = datetime(2024, 5, 14, 10, 42, tzinfo=clock.LONDON)
WRITTEN = {"text": "Families wait for months.", "source_kind": "meeting", "happened_on": "2024-05-14"}


@dataclass
class Desk:
    inspection: Inspection
    lead: Any
    cqc: Any
    quality: Any
    lano: Any
    keys: Iterator[int] = field(default_factory=lambda: count(1))

    def mark(self, key: str = "", version: int = 0, continues: tuple[str, ...] = ()) -> Mark:
        """A save of a session of its own, unless a key is given."""
        return Mark(key or f"session-{next(self.keys):04}.1", version, continues)

    def save(self, key: str = "", version: int = 0, **more: Any) -> Saved:
        """A note by the lead, half written unless `ready`."""
        given = {"by": self.lead, "inspection": self.inspection, "client_key": "client-0001", "ready": False} | more
        given.setdefault("given", WRITTEN)
        return save_note(mark=self.mark(key, version, given.pop("continues", ())), **given)

    def note(self, by: Any = None, **fields: Any) -> Note:
        """Another note, of the lead."""
        client_key = f"client-of-{next(self.keys):04}"
        made = self.save(by=by or self.lead, given=WRITTEN | fields, client_key=client_key, ready=True).note
        assert made is not None
        return made


@pytest.fixture
def desk(db: None) -> Iterator[Desk]:
    inspection = make.InspectionFactory.create(state="on_site", partnership__name="Medway")
    with clock.travelled_to(NOW):
        yield Desk(
            inspection=inspection,
            lead=make.team(inspection, Role.LEAD_INSPECTOR, make.UserFactory.create(name="Sarah Okafor")),
            cqc=make.team(inspection, Role.CQC_INSPECTOR, make.UserFactory.create(name="Priya Nair")),
            quality=make.national(Role.QUALITY_ASSURER),
            lano=make.member(inspection.partnership, Role.LANO),
        )
