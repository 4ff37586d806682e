"""What one person must act on, read from their places, is what the owners of each deadline say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from accounts.choices import Activity, Role
from accounts.models import User
from inspections.models import Deadline, Inspection
from inspections.services.owners import ROLES, Own, Owners
from tests import factories as make

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 4)


def deadlines(inspection: Inspection) -> list[Deadline]:
    """One of each owner and scope."""
    return [
        Deadline.objects.create(
            inspection=inspection, scope=scope, rule_code=code, name="Due", owner_code=code, anchor="published_on", anchor_on=TODAY,
            offset=5, unit="working_days", due_on=TODAY, original_due_on=TODAY, calendar_edition="-", source="-", confirmed=False,
            laid_on=TODAY,
        )
        for scope in ("inspection", "plan") for code in ROLES
    ]  # fmt: skip


def people(inspection: Inspection) -> Iterator[User]:
    area, other = inspection.partnership, make.PartnershipFactory.create()
    for role in (Role.LANO, Role.DCS, Role.ICB_EXECUTIVE, Role.PCF):
        yield make.member(area, role)
        yield make.member(other, role)
    yield make.member(area, Role.DCS, make.UserFactory.create(is_active=False))
    for role in (Role.DFE_ADVISER, Role.NHSE_ADVISER, Role.INSPECTION_MANAGER):
        yield make.national(role, starts_on=date(2020, 1, 1))
        yield make.national(role, region_code=area.region_id, starts_on=date(2020, 1, 1))
        yield make.national(role, region_code="E12000099", starts_on=date(2020, 1, 1))
        yield make.national(role, starts_on=date(2020, 1, 1), ends_on=date(2021, 1, 1))
    for activity in (Activity.PLAN, Activity.NOTIFICATION_CALL):
        yield make.delegate(make.member(area, Role.DCS), area, activity)


def told(person: User, rows: list[Deadline]) -> tuple[set[int], set[int]]:
    owners, own = Owners(rows, TODAY), Own(person, rows, TODAY)
    return {row.pk for row in rows if person in owners.of(row)}, {row.pk for row in rows if own.has(row)}


@pytest.mark.parametrize("team", [(), (Role.LEAD_INSPECTOR,), (Role.CQC_LEAD,), (Role.OFSTED_INSPECTOR,)])
@pytest.mark.parametrize("named", [False, True])
def test_both_ways_say_the_same_of_everybody(team: tuple[Role, ...], named: bool) -> None:
    inspection = make.InspectionFactory.create(out=True)
    everybody = [*people(inspection), *(make.team(inspection, role) for role in team)]
    if named:
        inspection.lano = make.UserFactory.create()
        inspection.save()
        everybody.append(inspection.lano)
    deadlines(inspection)
    rows = list(Deadline.objects.select_related("inspection__partnership"))
    answers = [told(person, rows) for person in everybody]
    assert [by_owners for by_owners, _ in answers] == [by_places for _, by_places in answers]
    assert sum(map(bool, (by_places for _, by_places in answers))) >= 8


def test_it_asks_nothing_but_the_places(django_assert_num_queries: Any) -> None:
    rows = deadlines(make.InspectionFactory.create(out=True))
    for person, asked in (
        (make.member(rows[0].inspection.partnership, Role.LANO), 1),
        (make.national(Role.INSPECTION_MANAGER), 2),
    ):
        with django_assert_num_queries(asked):
            Own(person, rows, TODAY)
