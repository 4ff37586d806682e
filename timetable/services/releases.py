"""Releasing a version of the timetable, and telling only those whose own meeting changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse

from accounts.mail import message_id
from accounts.models import User
from accounts.services.notices import notify
from audit.record import record
from core import clock, outbox
from core.errors import Refused
from core.models import OutboxRow
from inspections.models import Inspection
from rulebook import words
from timetable import verbs
from timetable.models import Release
from timetable.queries import conflicts
from timetable.queries.versions import (
    Change,
    Entry,
    Told,
    changes_between,
    entries_now,
    entries_of,
    latest,
    people_told,
    shown_to,
)


@dataclass(frozen=True)
class Preview:
    """What a release made now would do. `digest` stands for all that it would hold: with the number, for whom it tells too."""

    number: int
    entries: list[Entry]
    changes: list[Change]
    told: list[Told]
    unreachable: list[Told]
    blocks: list[conflicts.Found]

    @property
    def snapshot(self) -> str:
        return json.dumps(self.entries, ensure_ascii=False, sort_keys=True)

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.snapshot.encode()).hexdigest()


def preview(inspection: Inspection, *, team_reads: bool = True) -> Preview:
    """`team_reads` False leaves the inspectors’ own meetings out of the changes shown, not out of the release."""
    last = latest(inspection)
    before = entries_of(last)
    after = entries_now(inspection, before)
    told = people_told(before, after)
    return Preview(
        number=(last.number if last else 0) + 1,
        entries=after,
        changes=changes_between(shown_to(before, team_reads), shown_to(after, team_reads), who=True),
        told=[person for person in told if person.user or person.email],
        unreachable=[person for person in told if not person.user and not person.email],
        blocks=conflicts.blocks_of(inspection),
    )


@transaction.atomic
def release(*, by: Any, inspection: Inspection, number: int, digest: str) -> Release:
    """Release version `number` with the `digest` of its preview; given again, the version already made. Raises Refused.

    Nothing goes out that was not previewed: a meeting changed since is refused, to be looked at again.
    Blocks that nobody kept stop it. Everybody whose own meeting changed gets one notice or e-mail; nobody else gets any.
    """
    Inspection.objects.select_for_update().get(pk=inspection.pk)
    if made := Release.objects.filter(inspection=inspection, number=number, sha256=digest).first():
        return made
    now = preview(inspection)
    if now.number != number:
        raise Refused("Another version has been released meanwhile. Look at the changes again.")
    if now.digest != digest:
        raise Refused("The timetable changed while you were looking. Look at the changes again, then release.")
    if now.blocks:
        raise Refused(*(found.sentence for found in now.blocks))
    if not now.changes and not now.told:
        raise Refused("Nothing has changed since the last version")
    made = Release.objects.create(
        inspection=inspection, number=number, released_at=clock.now(), released_by=by, snapshot=now.snapshot,
        sha256=now.digest,
    )  # fmt: skip
    record(
        actor=by,
        verb=verbs.RELEASED,
        subject=made,
        changes={"meetings": (None, len(now.entries)), "people told": (None, len(now.told))},
    )
    _tell(made, now.told)
    return made


def _tell(made: Release, told: Sequence[Told]) -> None:
    users = User.objects.in_bulk([person.user for person in told if person.user])
    inspection = made.inspection
    for person in told:
        key = f"timetable:{inspection.reference}:{made.number}"
        subject, body = letter_to(made, person)
        if person.user:
            url = reverse("timetable:timetable", args=[inspection.reference])
            notify(person=users[person.user], kind="timetable", key=key, subject=subject, body=body, url=url)
        else:
            payload = {"to": person.email, "name": person.name, "subject": subject, "body": body}
            outbox.enqueue(kind="timetable_email", key=f"{key}:contact:{person.contact}", payload=payload)


def letter_to(made: Release, person: Told) -> tuple[str, str]:
    """(subject, body) for one person. No name of a child: titles of meetings hold none, cases have letters."""
    number = len(person.changes)
    area = made.inspection.partnership.name
    subject = f"{words.count(number, 'of your meetings changed', 'of your meetings changed')}: {area} inspection"
    lines = [
        f"Version {made.number} of the timetable was released. What changed for you:",
        *(f"- {change.what}: {change.title}. {change.text}" for change in person.changes),
    ]
    return subject[:200], "\n".join(lines)


@outbox.handler("timetable_email", atomic=False)
def send_changes(row: OutboxRow) -> None:
    """Tell somebody without an account. Payload: {to, name, subject, body}; the same key gives the same Message-ID."""
    given = row.payload
    why = "You get this message because you are asked to a meeting of an area SEND inspection."
    EmailMessage(
        subject=given["subject"],
        body=f"Dear {given['name']}\n\n{given['body']}\n\n{settings.SITE_URL}\n\n{why}",
        to=[given["to"]],
        headers={"Message-ID": message_id(row.key)},
    ).send(fail_silently=False)
