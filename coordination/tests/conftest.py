from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pytest

from accounts.choices import Activity, Role
from core import clock
from inspections.models import Inspection
from tests import factories as make

# The Tuesday of the week on site, at noon.
NOW = datetime(2024, 5, 14, 12, tzinfo=clock.LONDON)


@dataclass
class Scene:
    inspection: Inspection
    lead: Any
    cqc: Any
    inspector: Any
    lano: Any
    dcs: Any
    icb: Any
    delegate: Any
    pcf: Any
    officer: Any

    @property
    def area(self) -> Any:
        return self.inspection.partnership


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with clock.travelled_to(NOW):
        yield


@pytest.fixture
def scene(db: None) -> Scene:
    inspection = make.InspectionFactory.create(
        state="on_site",
        notified_on=date(2024, 4, 29),
        onsite_start_on=date(2024, 5, 13),
        onsite_end_on=date(2024, 5, 17),
        partnership__name="Medway",
    )
    area = inspection.partnership
    people = {
        "lead": make.team(inspection, Role.LEAD_INSPECTOR),
        "cqc": make.team(inspection, Role.CQC_LEAD),
        "inspector": make.team(inspection, Role.OFSTED_INSPECTOR),
        "lano": make.member(area, Role.LANO, office="Head of SEND"),
        "dcs": make.member(area, Role.DCS),
        "icb": make.member(area, Role.ICB_EXECUTIVE),
        "pcf": make.member(area, Role.PCF),
        "officer": make.member(area, Role.PARTNERSHIP_OFFICER),
    }
    people["delegate"] = make.delegate(people["icb"], area, Activity.KEEP_IN_TOUCH)
    inspection.lano = people["lano"]
    inspection.save()
    return Scene(inspection, **people)
