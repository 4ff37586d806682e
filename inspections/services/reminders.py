"""The sweep: each person is reminded of each deadline once at each rung of its ladder, however often or late it runs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction

from accounts.models import User
from core import clock
from inspections.choices import PAUSE_RULE
from inspections.models import Deadline, Reminder
from inspections.services.calendar import working_calendar
from inspections.services.owners import Owners, tell
from rulebook import words
from rulebook.calendar import WorkingCalendar
from rulebook.deadlines import OVERDUE, Rung, latest_reminded, rungs, standing

# Rows looked at together: each batch costs the same few queries.
BATCH = 500


@dataclass
class Counts:
    """`sent`: notices made; `covered`: missed rungs that a later one covers; `already`: told before; `unowned`: deadlines with a
    rung due but nobody to tell."""

    deadlines: int = 0
    sent: int = 0
    covered: int = 0
    already: int = 0
    unowned: int = 0


def sweep(*, today: date) -> dict[str, int]:
    """Send the reminders due on a day, and those missed before it; returns the counts.

    Of several missed rungs only the latest is sent and the others are recorded as covered. Rungs before the deadline was laid
    or moved are not sent. Only open deadlines of inspections that go on, and only those whose ladder can have begun; while an
    inspection is paused, its clocks stand still. Safe to run twice, or twice at once: a unique row for each deadline, person,
    rung and due date decides who sends.
    """
    calendar = working_calendar()
    counts = Counts()
    open_now = Deadline.objects.open()
    begun = open_now.filter(due_on__lte=latest_reminded(today, calendar), laid_on__lte=today).exclude(reminders=[])
    keys = list(begun.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        # Asked again: meanwhile somebody may have met one.
        rows = list(
            open_now.filter(pk__in=keys[start : start + BATCH]).select_related("inspection__partnership").order_by("pk")
        )
        _sweep_batch(rows, today, calendar, counts)
    return asdict(counts)


def _sweep_batch(batch: list[Deadline], today: date, calendar: WorkingCalendar, counts: Counts) -> None:
    counts.deadlines += len(batch)
    reached = {
        row.pk: climbed for row in batch if not _stands_still(row) and (climbed := _reached(row, today, calendar))
    }
    rows = [row for row in batch if row.pk in reached]
    if not rows:
        return
    owners = Owners(rows, today)
    told = set(Reminder.objects.filter(deadline__in=reached).values_list("deadline_id", "person_id", "rung", "due_on"))
    for row in rows:
        people = owners.of(row)
        counts.unowned += not people
        for person in people:
            *missed, rung = reached[row.pk]
            if (row.pk, person.pk, rung.code, row.due_on) in told:
                counts.already += 1
                continue
            untold = [step for step in missed if (row.pk, person.pk, step.code, row.due_on) not in told]
            if _remind(row, person, rung, untold, today, calendar):
                counts.sent += 1
                counts.covered += len(untold)
            else:
                counts.already += 1


def _stands_still(row: Deadline) -> bool:
    return row.inspection.state == "paused" and row.scope == "inspection" and row.rule_code != PAUSE_RULE


def _reached(row: Deadline, today: date, calendar: WorkingCalendar) -> list[Rung]:
    """The rungs of a deadline that have come by today and not before its clock started, first to last."""
    return [rung for rung in rungs(row.reminders, row.due_on, calendar) if row.laid_on <= rung.on <= today]


def _remind(
    row: Deadline, person: User, rung: Rung, missed: Iterable[Rung], today: date, calendar: WorkingCalendar
) -> bool:
    """Reminder, notice and e-mail stand or fall together. False when another sweep was first."""
    now = clock.now()
    with transaction.atomic():
        _, made = Reminder.objects.get_or_create(
            deadline=row, person=person, rung=rung.code, due_on=row.due_on, defaults={"at": now}
        )
        if not made:
            return False
        Reminder.objects.bulk_create(
            [
                Reminder(deadline=row, person=person, rung=step.code, due_on=row.due_on, covered=True, at=now)
                for step in missed
            ],
            ignore_conflicts=True,
        )
        state = standing(row.due_on, None, today, calendar).words
        due = words.weekday(row.due_on)
        subject = f"{row.name}, {row.inspection.partnership}: {_lower(state)}"
        body = [f"{row.name} for {row.inspection} {'was' if rung.code == OVERDUE else 'is'} due on {due}. {state}."]
        if rung.on < today:
            body.append(f"This reminder is late: it was due on {words.weekday(rung.on)}.")
        if not row.confirmed:
            body.append("The length of this period is not confirmed by any source.")
        return tell(
            person,
            kind="deadline",
            key=f"deadline:{row.pk}:{rung.code}:{row.due_on.isoformat()}",
            subject=subject,
            body="\n\n".join(body),
            url=row.inspection.get_absolute_url(),
        )


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
