"""Asking for a meeting where a line of enquiry has a gap."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.urls import reverse

from accounts.access import require
from accounts.choices import Permission
from core import clock
from core.errors import Refused
from core.words import long_date
from evidence.models import Enquiry
from evidence.queries import triangulation
from inspections.models import Inspection, Task
from inspections.services.calendar import working_calendar
from inspections.services.work import raise_task

# The coordinator needs the request before the day begins.
DUE_BY = time(9)


def next_day() -> date:
    return working_calendar().add_working_days(clock.today(), 1)


@transaction.atomic
def ask(*, by: Any, enquiry: Enquiry, gap: str) -> Task:
    """Ask the LANO to arrange for the next working day what a line of enquiry lacks. Asked twice for a day is asked once.

    Nothing of the line of enquiry is in the task: the area reads it. Raises PermissionDenied and Refused.
    """
    inspection = enquiry.inspection
    require(by, Permission.EVIDENCE_WRITE, inspection)
    wanted = triangulation.ASKED_FOR.get(gap)
    if wanted is None:
        raise Refused("No meeting gives what is missing here.")
    if inspection.lano is None:
        raise Refused("No local area nominated officer (LANO) is named yet, so nobody can be asked.")
    day = next_day()
    return raise_task(
        by=by,
        inspection=inspection,
        key=f"tomorrow:{enquiry.number}:{gap}:{day.isoformat()}",
        title=f"Arrange for {long_date(day)}: {wanted}",
        detail="The inspectors ask for this meeting. Add it to the timetable, or tell the lead inspector why it cannot be.",
        owner=inspection.lano,
        due_at=datetime.combine(day, DUE_BY, clock.LONDON),
        source="the inspectors’ review of their evidence",
        path=reverse("timetable:meeting-add", args=[inspection.reference]),
    )


def asked(inspection: Inspection) -> dict[int, set[str]]:
    """{number of a line of enquiry: the gaps that somebody has asked to fill on the next working day}. One query."""
    day = next_day().isoformat()
    found: dict[int, set[str]] = defaultdict(set)
    for key in Task.objects.filter(inspection=inspection, key__startswith="tomorrow:").values_list("key", flat=True):
        _, number, gap, on = key.split(":")
        if on == day:
            found[int(number)].add(gap)
    return found
