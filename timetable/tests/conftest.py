"""An inspection with a team, an area and its LANO, on the day of the call; rows are made plainly."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import pytest

from accounts.choices import Role
from core import clock
from inspections.models import Inspection
from partnerships.models import Contact, Site
from tests.factories import InspectionFactory, UserFactory, member, team
from timetable.services.meetings import add_meeting

MONDAY = date(2024, 5, 13)


def moment(day: int, hour: int, minute: int = 0) -> datetime:
    """An instant of the week on site; day 0 is its Monday."""
    return datetime.combine(date(2024, 5, 13 + day), time(hour, minute), clock.LONDON)


@dataclass
class Week:
    inspection: Inspection
    lead: Any
    cqc: Any
    lano: Any
    forum: Any
    north: Site
    centre: Site

    def contact(self, name: str, **more: Any) -> Contact:
        return Contact.objects.create(partnership=self.inspection.partnership, name=name, **more)

    def meeting(self, title: str = "Focus group", starts_at: datetime | None = None, **more: Any) -> Any:
        given = {"kind": "focus_group", "inspectors": [self.lead]} | more
        return add_meeting(by=self.lano, inspection=self.inspection, title=title, starts_at=starts_at, **given)


@pytest.fixture
def week(db: Any) -> Any:
    inspection = InspectionFactory.create(
        state="notified", notified_on=date(2024, 4, 29), onsite_start_on=MONDAY, onsite_end_on=date(2024, 5, 17)
    )
    area = inspection.partnership
    lano = member(area, Role.LANO, UserFactory.create(name="Nadia"))
    with clock.travelled_to(date(2024, 5, 6)):
        yield Week(
            inspection=inspection,
            lead=team(inspection, Role.LEAD_INSPECTOR, UserFactory.create(name="Sarah", organisation="ofsted")),
            cqc=team(inspection, Role.CQC_LEAD, UserFactory.create(name="Priya", organisation="cqc")),
            lano=lano,
            forum=member(area, Role.PCF, UserFactory.create(name="Joy")),
            north=Site.objects.create(
                partnership=area, name="Northfield School", kind="primary", latitude="51.36", longitude="0.54"
            ),
            centre=Site.objects.create(
                partnership=area, name="Civic Centre", kind="office", latitude="51.44", longitude="0.44"
            ),
        )
