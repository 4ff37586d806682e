from __future__ import annotations

import json
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from accounts.choices import Role
from core import clock
from partnerships.models import Contact, Site
from tests import factories as make
from timetable.models import Meeting, MeetingInspector, Release
from timetable.queries.versions import Entry, entry_of
from visits.services import visits

TODAY = date(2024, 4, 30)


@pytest.fixture
def now():
    """The clock stands on Tuesday of the first week."""
    with clock.travelled_to(TODAY):
        yield


@pytest.fixture
def world(db: Any, now: Any) -> SimpleNamespace:
    """An area two weeks before its on-site week (13 to 17 May 2024): one setting chosen, its visit agreed for the Wednesday."""
    area = make.PartnershipFactory.create(name="Seaborough")
    inspection = make.InspectionFactory.create(
        partnership=area,
        reference="seaborough-2024",
        state="preparation",
        notified_on=date(2024, 4, 29),
        onsite_start_on=date(2024, 5, 13),
        onsite_end_on=date(2024, 5, 17),
    )
    lano = make.member(area, Role.LANO)
    lead = make.team(inspection, Role.LEAD_INSPECTOR)
    head = Contact.objects.create(
        partnership=area, name="Robin Ellery", job_title="Headteacher", email="robin@example.org"
    )
    site = Site.objects.create(
        partnership=area,
        name="Northfield School",
        kind="primary",
        address="1 North Street",
        postcode="SB1 1AA",
        contact=head,
    )
    visit = visits.choose(by=lead, inspection=inspection, site=site, reason="Many pupils with SEN support")
    made = SimpleNamespace(area=area, inspection=inspection, lano=lano, lead=lead, head=head, site=site, visit=visit)
    made.meeting = meeting(made, 1, at(2024, 5, 15, 9), kind="visit", title="Visit to Northfield School", site=site)
    MeetingInspector.objects.create(meeting=made.meeting, user=lead)
    return made


def at(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=clock.LONDON)


def meeting(world: SimpleNamespace, number: int, starts_at: datetime | None, **fields: Any) -> Meeting:
    values = {"kind": "focus_group", "title": f"Meeting {number}", "state": "confirmed"} | fields
    return Meeting.objects.create(inspection=world.inspection, number=number, starts_at=starts_at, **values)


def release(world: SimpleNamespace, *entries: Entry) -> Release:
    """A released version holding these meetings, in the form in which the timetable keeps them."""
    number = Release.objects.filter(inspection=world.inspection).count() + 1
    return Release.objects.create(
        inspection=world.inspection, number=number, released_at=clock.now(), released_by=world.lead,
        snapshot=json.dumps(entries), sha256="0" * 64,
    )  # fmt: skip


def entry(made: Meeting, **changes: Any) -> Entry:
    """A meeting as a release keeps it."""
    return entry_of(made) | changes
