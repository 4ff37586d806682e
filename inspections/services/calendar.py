"""The working-day calendar in use, and bank holidays announced after its file was made."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction

from audit.record import record
from core import clock
from core.errors import Reason, Refused
from inspections import verbs
from inspections.choices import PLAN_DUE_ANCHOR
from inspections.models import AddedBankHoliday, Deadline
from inspections.queries.calendar import working_calendar
from inspections.services.owners import Owners, tell
from rulebook import words
from rulebook.calendar import Holiday, NotCovered, WorkingCalendar
from rulebook.frameworks.base import Unit

__all__ = ["Shift", "add_bank_holiday", "preview_bank_holiday", "working_calendar"]


class Shift(NamedTuple):
    """What a new bank holiday does to one deadline. A date moved by hand is listed with both dates equal: it stays."""

    deadline: Deadline
    old_due_on: date
    new_due_on: date

    @property
    def moves(self) -> bool:
        return self.old_due_on != self.new_due_on


def preview_bank_holiday(day: date, name: str) -> list[Shift]:
    """Which open deadlines a new bank holiday touches, soonest first, with the old and the new due date. Changes nothing.

    Touched is a deadline counted in working days that has the day in its sum. Raises Refused, beside "day" or "name", for a
    day that is a bank holiday already, a weekend day or outside the calendar, and for a new date beyond the calendar.
    """
    calendar = working_calendar()
    new = _with(calendar, day, name)
    rows = list(
        Deadline.objects.open()
        .filter(unit=Unit.WORKING_DAYS)
        .select_related("inspection__partnership")
        .order_by("due_on", "pk")
    )
    # Dates counted back from a plan's due date follow it, so the others are worked out first.
    first = [_shift(row, row.anchor_on, new) for row in rows if row.anchor != PLAN_DUE_ANCHOR and _spans(row, day)]
    moved = {(shift.deadline.inspection_id, shift.old_due_on): shift.new_due_on for shift in first if shift.moves}
    second = []
    for row in rows:
        if row.anchor == PLAN_DUE_ANCHOR:
            anchor_on = moved.get((row.inspection_id, row.anchor_on), row.anchor_on)
            if anchor_on != row.anchor_on or _spans(row, day):
                second.append(_shift(row, anchor_on, new))
    return sorted([*first, *second], key=lambda shift: (shift.old_due_on, shift.deadline.pk))


@transaction.atomic
def add_bank_holiday(*, by: Any, day: date, name: str, reason: str) -> list[Shift]:
    """Add a bank holiday announced late: move the open deadlines it touches, record why on each, tell each owner once.

    Returns what moved and what stayed. Raises Refused as the preview does, and beside "reason" when it is empty.
    """
    if not reason.strip():
        raise Refused(Reason("Say why it is added, such as where it was announced", "reason"))
    touched = preview_bank_holiday(day, name)
    try:
        with transaction.atomic():
            added = AddedBankHoliday.objects.create(
                date=day,
                name=name.strip(),
                announced_on=clock.today(),
                reason=reason.strip(),
                added_by=by,
                added_at=clock.now(),
            )
    except IntegrityError as error:
        raise Refused(Reason(f"{words.weekday(day)} has been added already", "day")) from error
    record(actor=by, verb=verbs.HOLIDAY_ADDED, subject=added, changes={"date": (None, day)}, reason=reason)
    edition = working_calendar().edition
    why = f"{name.strip()} on {words.weekday(day)} is a bank holiday. {reason.strip()}"
    moved = [shift for shift in touched if shift.moves]
    new_due = {(shift.deadline.inspection_id, shift.old_due_on): shift.new_due_on for shift in moved}
    for deadline, old, due in moved:
        if deadline.anchor == PLAN_DUE_ANCHOR:
            deadline.anchor_on = new_due.get((deadline.inspection_id, deadline.anchor_on), deadline.anchor_on)
        deadline.due_on = due
        deadline.calendar_edition = edition
        deadline.moved_reason = why
        deadline.moved_by = by
        deadline.laid_on = clock.today()
        deadline.version += 1
        record(actor=by, verb=verbs.SHIFTED, subject=deadline, changes={"due_on": (old, due)}, reason=why)
    Deadline.objects.bulk_update(
        [shift.deadline for shift in moved],
        ["anchor_on", "due_on", "calendar_edition", "moved_reason", "moved_by", "laid_on", "version"],
    )
    _tell_owners(moved, day, name.strip())
    return touched


def _tell_owners(moved: Iterable[Shift], day: date, name: str) -> None:
    shifts = list(moved)
    owners = Owners([shift.deadline for shift in shifts], clock.today())
    lines: dict[Any, list[str]] = {}
    for deadline, old, due in shifts:
        line = f"{deadline}: {words.weekday(due)} (was {words.weekday(old)})"
        for person in owners.of(deadline):
            lines.setdefault(person, []).append(line)
    for person, its in lines.items():
        tell(
            person,
            kind="bank_holiday",
            key=f"bank-holiday:{day.isoformat()}",
            subject=f"A bank holiday on {words.weekday(day)} moves {words.count(len(its), 'of your deadlines', 'of your deadlines')}",
            body="\n".join([f"{name} on {words.weekday(day)} does not count as a working day.", "", *its]),
            url="/deadlines/",
        )


def _with(calendar: WorkingCalendar, day: date, name: str) -> WorkingCalendar:
    if not name.strip():
        raise Refused(Reason("Enter the name of the bank holiday", "name"))
    try:
        held = calendar.holiday_name(day)
    except NotCovered as error:
        raise Refused(Reason(str(error), "day")) from error
    if held:
        raise Refused(Reason(f"{words.weekday(day)} is a bank holiday already ({held})", "day"))
    if day.weekday() > 4:
        raise Refused(Reason(f"{words.weekday(day)} is at the weekend: it is not a working day already", "day"))
    return calendar.with_added([Holiday(day, name.strip())])


def _spans(row: Deadline, day: date) -> bool:
    """Whether the sum of a deadline counts this day, or its clock was moved by hand across it."""
    low, high = sorted((row.anchor_on, row.due_on))
    return low <= day <= high and day != row.anchor_on


def _shift(row: Deadline, anchor_on: date, calendar: WorkingCalendar) -> Shift:
    if row.hand_moved:
        return Shift(row, row.due_on, row.due_on)
    try:
        return Shift(row, row.due_on, row.counted(calendar, anchor_on))
    except NotCovered as error:
        raise Refused(Reason(str(error), "day")) from error
