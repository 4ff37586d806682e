"""Reminding the owners of late items: seen before it is sent, one message for each person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from accounts.access import require
from accounts.choices import Permission
from accounts.models import User
from audit.record import record
from core import clock
from core.errors import Refused
from core.words import short_date
from information import verbs
from information.queries.items import late_by_owner, rows_for
from inspections.models import Inspection
from inspections.queries.calendar import working_calendar
from inspections.services.owners import tell
from rulebook import words


@dataclass(frozen=True)
class Reminder:
    """One message as it would be sent."""

    person: User
    subject: str
    body: str


def reminders(by: Any, inspection: Inspection) -> list[Reminder]:
    """What would be sent now, one message for each owner of late items."""
    rows = rows_for(by, inspection, today=clock.today(), calendar=working_calendar())
    made = []
    for owner, late in late_by_owner(rows).items():
        lines = [
            f"{row.item.number} {row.item.title}: due on {short_date(row.due)}, {row.due_words or 'late'}"
            for row in late
        ]
        count = words.count(len(late), "item")
        made.append(
            Reminder(
                owner,
                f"{inspection.partnership.name}: {count} of the {inspection.words['information_request']} "
                f"{'is' if len(late) == 1 else 'are'} late",
                "\n".join(
                    [
                        "You own these items of the information request:",
                        *lines,
                        "If you do not hold one, say so and why.",
                    ]
                ),
            )
        )
    return made


@transaction.atomic
def remind_owners(*, by: Any, inspection: Inspection) -> int:
    """Send them; returns how many were told. A second time on one day tells nobody again. Raises Refused when nothing is late."""
    require(by, Permission.REQUEST_MANAGE, inspection)
    planned = reminders(by, inspection)
    if not planned:
        raise Refused("No item with an owner is late.")
    told = sum(
        tell(
            reminder.person,
            kind="request_late",
            key=f"request:{inspection.pk}:late:{clock.today().isoformat()}:{reminder.person.pk}",
            subject=reminder.subject,
            body=reminder.body,
            url=f"{inspection.get_absolute_url()}request/?show=mine",
        )
        for reminder in planned
    )
    if told:
        record(actor=by, verb=verbs.REMINDED, subject=inspection, changes={"people": (None, told)})
    return told
