"""An inspection of the 2023 framework with its people, called on Monday 16 February 2026: for the tests of the surveys' management."""

from __future__ import annotations

from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

from accounts.choices import Role
from core import clock
from inspections.models import Inspection
from tests import factories as make

CALLED_ON = date(2026, 2, 16)
# The framework's own window for that call.
OPENS = datetime(2026, 2, 17, 12, tzinfo=clock.LONDON)
CLOSES = datetime(2026, 2, 23, 9, tzinfo=clock.LONDON)


def at(day: int, hour: int, minute: int = 0, month: int = 2) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=clock.LONDON)


def called(name: str = "Seaborough", **fields: Any) -> SimpleNamespace:
    """`inspection`, `area`, `lead`, `inspector`, `lano`, `pcf`."""
    area = make.PartnershipFactory.create(name=name)
    given = {
        "partnership": area, "reference": f"{area.slug}-2026", "edition_code": "2025-07-07", "state": "notified",
        "notified_on": CALLED_ON, "onsite_start_on": date(2026, 3, 2), "onsite_end_on": date(2026, 3, 6),
    }  # fmt: skip
    inspection: Inspection = make.InspectionFactory.create(**(given | fields))
    inspection.lano = make.member(area, Role.LANO)
    inspection.save()
    return SimpleNamespace(
        inspection=inspection,
        area=area,
        lano=inspection.lano,
        pcf=make.member(area, Role.PCF),
        lead=make.team(inspection, Role.LEAD_INSPECTOR),
        inspector=make.team(inspection, Role.OFSTED_INSPECTOR),
    )
