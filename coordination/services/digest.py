"""The daily summary: one e-mail on each working day morning to those who want it, about what is new, due and late."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.db import transaction

from audit.record import record
from coordination import verbs
from coordination.models import DigestChoice
from coordination.queries.my_work import LATE, SOON, TODAY, Thing, my_work
from core import clock, outbox
from inspections.services.calendar import working_calendar
from rulebook import words

MORNING = time(7)
GROUPS = ((LATE, "Late"), (TODAY, "Today"), (SOON, "Due soon"))


@transaction.atomic
def choose(*, by: Any, wanted: bool, muted_until_on: date | None = None) -> DigestChoice:
    """A person says whether they want the summary, and may silence it up to and including a day."""
    choice, _ = DigestChoice.objects.get_or_create(person=by)
    before = choice.wanted
    choice.wanted, choice.muted_until_on = wanted, muted_until_on
    choice.save()
    record(actor=by, verb=verbs.DIGEST_CHOSEN, subject=choice, changes={"wanted": (before, wanted)})
    return choice


def send_digests(*, today: date) -> int:
    """Ask for the summary of everybody who wants one and has something to read. Returns how many are new.

    None on a day that is not a working day. Once for each person and day, however often this runs.
    """
    if not working_calendar().is_working_day(today):
        return 0
    morning = datetime.combine(today, MORNING, clock.LONDON)
    wanting = DigestChoice.objects.filter(wanted=True, person__is_active=True).select_related("person")
    return sum(_send(choice.person, morning) for choice in wanting if choice.speaks_on(today))


def _send(person: Any, morning: datetime) -> bool:
    things = [thing for thing in my_work(person, morning) if thing.standing in (LATE, TODAY, SOON) or thing.new]
    if not things:
        return False
    payload = {"to": person.email, "subject": subject_of(things), "body": body_of(person, things)}
    with transaction.atomic():
        return outbox.enqueue(
            kind="digest_email", key=f"digest:{person.pk}:{morning.date().isoformat()}", payload=payload
        )


def subject_of(things: list[Thing]) -> str:
    """ "Today: 3 things due, 1 late – Medway inspection": counts and areas, and nothing else."""
    late = sum(thing.standing == LATE for thing in things)
    due = sum(thing.standing == TODAY for thing in things)
    counts = [f"{words.count(due, 'thing')} due"] if due else []
    counts += [f"{late} late"] if late else []
    if not counts:
        counts = [words.count(len(things), "new or coming thing")]
    areas = sorted({thing.area for thing in things})
    where = f"{areas[0]} inspection" if len(areas) == 1 else words.count(len(areas), "area")
    return f"Today: {', '.join(counts)} – {where}"


def body_of(person: Any, things: list[Thing]) -> str:
    lines = [f"Dear {person.name}", ""]
    shown = [(title, [thing for thing in things if thing.standing == code]) for code, title in GROUPS]
    listed = {id(thing) for _, group in shown for thing in group}
    shown.append(("New", [thing for thing in things if id(thing) not in listed]))
    for title, group in shown:
        if group:
            lines += [title, ""]
            for thing in group:
                lines += [
                    f"- {thing.what}: {thing.title}, {thing.area} ({thing.due})",
                    f"  {settings.SITE_URL}{thing.url}",
                ]
            lines.append("")
    lines.append("You get this summary because you asked for it.")
    lines.append(f"To change or stop it: {settings.SITE_URL}/my-e-mails/")
    return "\n".join(lines)
