"""An inspection just notified, its people, and cases at any stage."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.choices import Role
from cases.models import TrackedCase
from cases.services import cases, identity, pack, selection
from core import clock
from inspections.models import Inspection
from tests.factories import InspectionFactory, UserFactory, member, team

MONDAY = date(2024, 4, 29)
TUESDAY = datetime(2024, 4, 30, 11, tzinfo=clock.LONDON)
NAME = "Canary Childsname"
TRAITS: dict[str, Any] = {
    "age_band": "5-10", "need": "ASD", "plan": "ehc", "setting": "primary", "health_input": True, "in_area": True,
}  # fmt: skip


@dataclass
class Area:
    inspection: Inspection
    lead: Any
    lano: Any
    officer: Any
    health: Any
    dcs: Any

    def candidate(self, reference: str, **traits: Any) -> TrackedCase:
        return selection.propose(by=self.lead, inspection=self.inspection, local_reference=reference, **TRAITS | traits)

    def selected(self, number: int = 1) -> list[TrackedCase]:
        candidates = [self.candidate(f"SEN-{at:04d}") for at in range(number)]
        return selection.select(by=self.lead, inspection=self.inspection, cases=candidates, why="For the mix")

    def asked(self) -> TrackedCase:
        """Case A, identified, coordinated by the officer, the family asked."""
        case = self.selected()[0]
        identity.give(by=self.lano, case=case, name=NAME)
        cases.name_coordinator(by=self.lano, case=case, coordinator=self.officer)
        return cases.make_move(by=self.officer, case=case, move="seek_consent")

    def agreed(self) -> TrackedCase:
        return cases.record_consent(
            by=self.officer, case=self.asked(), given=True, on=clock.today(), giver="both", how="in_person"
        )

    def submitted(self) -> TrackedCase:
        case = self.agreed()
        pack.add_document(by=self.officer, case=case, kind="chronology", title="Chronology", upload=a_file())
        return pack.submit_pack(by=self.officer, case=case)


def a_file(name: str = "chronology.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"What happened, and when.\n", "text/plain")


@pytest.fixture
def private(settings: Any, tmp_path: Any) -> None:
    settings.PRIVATE_ROOT = tmp_path


@pytest.fixture
def area(db: None, private: None) -> Iterator[Area]:
    with clock.travelled_to(TUESDAY):
        inspection = InspectionFactory.create(
            state="set_up", notified_on=MONDAY, setup_on=MONDAY, onsite_start_on=date(2024, 5, 13), onsite_end_on=date(2024, 5, 17)
        )  # fmt: skip
        here = inspection.partnership
        yield Area(
            inspection=inspection,
            lead=team(inspection, Role.LEAD_INSPECTOR, UserFactory.create(name="Gwen Atherley")),
            lano=member(here, Role.LANO, UserFactory.create(name="Nadia Farouk")),
            officer=member(here, Role.PARTNERSHIP_OFFICER, UserFactory.create(name="Kit Marlowe")),
            health=member(here, Role.HEALTH_LEAD, UserFactory.create(name="Samuel Adeyinka")),
            dcs=member(here, Role.DCS, UserFactory.create(name="Edmund Carrow")),
        )
