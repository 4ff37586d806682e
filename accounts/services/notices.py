"""Telling people things, once."""

from __future__ import annotations

from django.db import transaction

from accounts.models import Notice, User
from core import clock, outbox


@transaction.atomic
def notify(*, person: User, kind: str, key: str, subject: str, body: str, url: str = "", email: bool = True) -> bool:
    """Leave a notice for a person and ask for its e-mail. False when this key was told to this person before.

    The subject must name no child: it travels by e-mail.
    """
    notice, made = Notice.objects.get_or_create(
        person=person,
        key=key,
        defaults={"kind": kind, "subject": subject, "body": body, "url": url, "at": clock.now()},
    )
    if made and email:
        outbox.enqueue(kind="notice_email", key=f"notice:{notice.pk}", payload={"notice": notice.pk})
    return made


@transaction.atomic
def mark_read(*, by: User, notice: Notice) -> None:
    """Mark one of the person's own notices as read."""
    Notice.objects.filter(pk=notice.pk, person=by, read_at=None).update(read_at=clock.now())
