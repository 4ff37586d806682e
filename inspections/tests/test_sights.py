"""Who has seen what while it was embargoed, and who holds a right: the same people as the pages let in."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.access import can
from accounts.choices import Permission, Role
from accounts.models import User
from core import clock
from inspections.models import Sight
from inspections.queries.holders import Places, holders
from inspections.services import sights
from tests import factories as make
from tests.access.world import STAGES, TODAY, build

pytestmark = pytest.mark.django_db


def test_a_thing_is_counted_from_feedback_to_publication_only():
    inspection = make.InspectionFactory.create(onsite_end_on=date(2024, 5, 17), onsite_start_on=date(2024, 5, 13))
    person = make.team(inspection, Role.LEAD_INSPECTOR)
    look = {"by": person, "inspection": inspection, "what": sights.FINDINGS}
    sights.seen(**look)
    inspection.feedback_on = date(2024, 5, 17)
    with clock.travelled_to(date(2024, 5, 20)):
        sights.seen(**look)
        sights.seen(**look | {"by": AnonymousUser()})
    with clock.travelled_to(date(2024, 5, 21)), CaptureQueriesContext(connection) as asked:
        sights.seen(**look)
    assert len(asked) == 1
    inspection.published_on = date(2024, 7, 1)
    sights.seen(**look)
    row = Sight.objects.get()
    assert (row.person, row.what, row.words, row.times) == (person, "findings", "Findings", 2)
    assert row.last_at - row.first_at == timedelta(days=1)


@pytest.mark.parametrize("stage", STAGES)
def test_holders_are_those_whom_the_policy_lets_in(stage: str) -> None:
    with clock.travelled_to(TODAY):
        world = build(stage)
        User.objects.filter(email="cqc_inspector@example.org").update(is_active=False)
        people = User.objects.all()
        places = Places(world.inspection)
        for permission in (
            Permission.FINDINGS_VIEW, Permission.LETTER_VIEW, Permission.JUDGEMENT_VIEW, Permission.SAFEGUARDING_VIEW,
            Permission.PLAN_VIEW, Permission.INSPECTION_VIEW, Permission.KIT_AGREE, Permission.PLAN_EDIT,
        ):  # fmt: skip
            listed = {holder.person.email for holder in places.holders(permission)}
            assert listed == {person.email for person in people if can(person, permission, world.inspection)}, (
                permission
            )
        with CaptureQueriesContext(connection) as asked:
            holders(world.inspection, Permission.LETTER_VIEW)
    assert len(asked) <= 4
