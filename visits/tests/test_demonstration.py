"""The demonstration's part, in an area of its own."""

from __future__ import annotations

import pytest

from accounts.choices import Role
from partnerships.models import Contact, Site
from visits import demonstration
from visits.models import RandomSample, SettingLink, SignUp, SiteVisit
from visits.tests.conftest import at, meeting


@pytest.mark.parametrize("with_meeting", [True, False])
def test_it_looks_alive(world, with_meeting):
    if with_meeting:
        meeting(world, 9, at(2024, 5, 14, 18), kind="open", title="Open meeting")
    Site.objects.create(partnership=world.area, name="Civic centre", kind="office")
    for number, kind in enumerate(("special", "health", "other")):
        Site.objects.create(partnership=world.area, name=f"Place {number}", kind=kind, in_area=number != 0)
    Contact.objects.create(partnership=world.area, name="Without an address")
    world.visit.delete()
    demonstration.furnish(cast={Role.LEAD_INSPECTOR: world.lead, Role.LANO: world.lano}, inspection=world.inspection)
    assert SiteVisit.objects.standing().count() == 4
    assert SettingLink.objects.count() == RandomSample.objects.count() == 1
    assert SignUp.objects.count() == (12 if with_meeting else 0)
