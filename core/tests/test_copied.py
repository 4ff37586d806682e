"""What the database keeps equal to its parent row: the partnership of a plan and of a deadline."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection

from improvement import triggers as of_plans
from improvement.models import Plan
from inspections import triggers as of_deadlines
from inspections.models import Deadline, Inspection
from tests import factories as make

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 4)


def plan(inspection: Inspection) -> Plan:
    return Plan(inspection=inspection, kind="priority-action-plan", opened_on=DAY)


def deadline(inspection: Inspection) -> Deadline:
    return Deadline(
        inspection=inspection, rule_code="a-rule", name="Due", owner_code="lano", anchor="published_on", anchor_on=DAY, offset=5,
        unit="working_days", due_on=DAY, original_due_on=DAY, calendar_edition="-", source="-", confirmed=False, laid_on=DAY,
    )  # fmt: skip


KINDS = pytest.mark.parametrize(("made", "copied"), [(plan, of_plans.AREA), (deadline, of_deadlines.AREA)])


def kept(row: Any) -> int | None:
    held: int | None = type(row).objects.values_list("partnership_id", flat=True).get(pk=row.pk)
    return held


@KINDS
def test_a_row_has_the_partnership_of_its_inspection_however_it_is_written(made: Any, copied: Any) -> None:
    one, other = make.InspectionFactory.create_batch(2, out=True)
    (row,) = type(made(one)).objects.bulk_create([made(one)])
    assert kept(row) == one.partnership_id
    # What the version before, or somebody who read it earlier, writes into it.
    row.partnership_id = None
    row.save()
    assert kept(row) == one.partnership_id
    type(row).objects.filter(pk=row.pk).update(partnership=other.partnership_id)
    assert kept(row) == one.partnership_id
    row.inspection = other
    row.save()
    assert kept(row) == other.partnership_id


@KINDS
def test_it_follows_when_the_inspection_is_put_right(made: Any, copied: Any) -> None:
    inspection, area = make.InspectionFactory.create(out=True), make.PartnershipFactory.create()
    row = made(inspection)
    row.save()
    inspection.partnership = area
    inspection.save()
    assert kept(row) == area.pk


@KINDS
def test_rows_that_were_there_before_are_filled_once_touched(made: Any, copied: Any) -> None:
    row = made(make.InspectionFactory.create(out=True))
    copied.drop(connection)
    row.save()
    assert kept(row) is None, "without the trigger nothing keeps it"
    copied.create(connection)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {copied.table} SET {copied.key} = {copied.key}")
    assert kept(row) == row.inspection.partnership_id
