"""What the inspections of the demonstration have in common: the call with its team, the weeks to reporting, the letter's way out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from accounts.choices import TEAM_ROLES, Role
from accounts.models import User
from core import clock
from evidence import demonstration_judgements as judgements
from inspections.models import Deadline, Inspection
from inspections.services import inspections as inspection_services
from inspections.services import team as team_services
from inspections.services import timeline
from inspections.services.calendar import working_calendar
from partnerships.models import Partnership

Cast = dict[Role, User]


def monday(day: date) -> date:
    """The Monday on or before a day that is a working day, going back a week at a time."""
    found = day - timedelta(days=day.weekday())
    while not working_calendar().is_working_day(found):
        found -= timedelta(days=7)
    return found


def planned(cast: Cast, slug: str, call_on: date) -> Inspection:
    """An inspection called on a day, with its team, both calls and its LANO. The clock stands on that day."""
    manager, lead = cast[Role.INSPECTION_MANAGER], cast[Role.LEAD_INSPECTOR]
    partnership = Partnership.objects.get(slug=slug)
    inspection = inspection_services.create_inspection(
        by=manager, partnership=partnership, kind="full", planned_for_on=call_on
    )
    for role in TEAM_ROLES:
        if role in cast:
            team_services.add_member(by=manager, inspection=inspection, user=cast[role], role=role, starts_on=call_on)
    inspection_services.record_notification(by=lead, inspection=inspection, notified_on=call_on)
    inspection.refresh_from_db()
    for call, hour in zip(inspection_services.calls_outstanding(inspection), (9, 10), strict=False):
        inspection_services.record_call(
            by=lead,
            inspection=inspection,
            body_kind=call.spec.code,
            body_name=call.body_name or call.title,
            person_told=cast[Role.DCS if hour == 9 else Role.ICB_EXECUTIVE].name,
            office=call.spec.office.split(",")[0],
            told_at=datetime.combine(call_on, time(hour, 35), clock.LONDON),
        )
    inspection_services.nominate_lano(by=cast[Role.DCS], inspection=inspection, lano=cast[Role.LANO])
    return inspection


def worked(
    cast: Cast,
    inspection: Inspection,
    call_on: date,
    *,
    written: Sequence[tuple[str, str, tuple[str, ...]]],
    decision: str,
) -> None:
    """From the set-up discussion to reporting, with findings and a signed judgement; what was due is met on its day."""
    lead, calendar = cast[Role.LEAD_INSPECTOR], working_calendar()
    move: Any = inspection_services.make_move
    set_up_on, prepared_on = calendar.add_working_days(call_on, 1), calendar.add_working_days(call_on, 2)
    steps: tuple[tuple[str, date | None, dict[str, Any]], ...] = (
        ("set_up", set_up_on, {"setup_on": set_up_on, "code_of_conduct": True}),
        ("prepare", prepared_on, {}),
        ("start_on_site", inspection.onsite_start_on, {}),
        ("give_feedback", inspection.onsite_end_on, {"feedback_on": inspection.onsite_end_on}),
        ("start_reporting", inspection.onsite_end_on, {}),
    )
    for name, on, facts in steps:
        assert on is not None
        with clock.travelled_to(on):
            if name == "give_feedback":
                judgements.judged(cast=cast, inspection=inspection, written=written, decision=decision)
                inspection.refresh_from_db()
            move(by=lead, inspection=inspection, move=name, **facts)
            inspection.refresh_from_db()
    met(lead, inspection, before=clock.today())


def met(by: User, inspection: Inspection, *, before: date) -> None:
    """Every open deadline of an inspection that was due before a day is met on its day."""
    for deadline in Deadline.objects.open().filter(inspection=inspection, due_on__lt=before):
        timeline.mark_met(by=by, deadline=deadline, met_on=deadline.due_on)
