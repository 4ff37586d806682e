"""Messages to many people: written as drafts, sent once, each e-mail kept as it was written."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import F

from audit.record import record
from coordination import audiences as circles
from coordination import verbs
from coordination.models import Message, MessagePart, MessageRecipient
from coordination.queries.messages import preview
from coordination.services.guards import no_findings, no_names, refuse_names, still_open
from coordination.wording import NOTIFICATION_PACK, SINGLE, Wording, unknown_fields
from core import clock, outbox
from core.errors import Reason, Refused
from core.versioning import save_if_unchanged
from inspections.models import Inspection

PACK = "notification-pack"
SENT = "This message has been sent, so it cannot be changed."


@transaction.atomic
def start(*, by: Any, inspection: Inspection, wording: str, title: str = "") -> Message:
    """A draft from one wording, or from all of the notification pack (`PACK`). Raises Refused for a wording that is not ours."""
    still_open(inspection)
    if wording != PACK and wording not in SINGLE:
        raise Refused(Reason("Choose what the message is about", "wording"))
    chosen: tuple[Wording, ...] = NOTIFICATION_PACK if wording == PACK else (SINGLE[wording],)
    named = title.strip() or ("Notification: letters to everybody" if wording == PACK else chosen[0].title)
    refuse_names(inspection, title=named)
    message = Message.objects.create(inspection=inspection, title=named[:150], written_by=by)
    MessagePart.objects.bulk_create(
        MessagePart(message=message, order=order, audiences=list(part.audiences), subject=part.subject, body=part.body)
        for order, part in enumerate(chosen, 1)
    )
    record(actor=by, verb=verbs.MESSAGE_WRITTEN, subject=message)
    return message


@transaction.atomic
def write_part(
    *, by: Any, part: MessagePart, version: int, audiences: Iterable[str], subject: str, body: str
) -> MessagePart:
    """Change one wording of a draft. Raises Refused beside "audiences", "subject" or "body", and Conflict."""
    message = part.message
    still_open(message.inspection)
    if message.sent_at:
        raise Refused(SENT)
    codes = list(dict.fromkeys(audiences))
    subject, body = " ".join(subject.split()), body.strip()
    check_words(message.inspection, codes, subject, body)
    part.audiences, part.subject, part.body = codes, subject, body
    save_if_unchanged(part, version=version, fields=("audiences", "subject", "body"))
    record(actor=by, verb=verbs.MESSAGE_WRITTEN, subject=message)
    return part


def check_words(inspection: Inspection, codes: list[str], subject: str, body: str) -> None:
    """Raises Refused: nobody chosen, a text missing, a merge field nobody can fill in, a child's name, a finding in the subject."""
    reasons = []
    if not codes or any(code not in circles.WORDS for code in codes):
        reasons.append(Reason("Choose who gets it", "audiences"))
    for field, text, ask in (("subject", subject, "Enter the subject"), ("body", body, "Enter the text")):
        if not text:
            reasons.append(Reason(ask, field))
        reasons += [
            Reason(f"Nobody can fill in ‘{name}’. Use only the merge fields listed", field)
            for name in unknown_fields(text)
        ]
    reasons += no_names(inspection, subject=subject, body=body)
    reasons += no_findings(inspection, subject)
    if reasons:
        raise Refused(*reasons)


@transaction.atomic
def send(*, by: Any, message: Message, digest: str) -> int:
    """Send a draft to everybody its preview showed; returns how many e-mails. `digest` is that of the preview.

    One outbox row for each reader and message, so sending twice is once. Raises Refused when it was sent, when the readers or
    words are no longer what was shown, or when a text may not leave.
    """
    still_open(message.inspection)
    for part in message.parts.all():
        check_words(message.inspection, part.audiences, part.subject, part.body)
    shown = preview(message, sender=by)
    if not shown.letters:
        raise Refused("Nobody would get this message. Choose who gets it first.")
    if shown.digest != digest:
        raise Refused("The people or the words changed while you were looking. Look at the e-mails again, then send.")
    now = clock.now()
    if not Message.objects.filter(pk=message.pk, sent_at=None).update(
        sent_at=now, sent_by=by, version=F("version") + 1
    ):
        raise Refused("This message has been sent already.")
    message.refresh_from_db()
    for letter in shown.letters:
        row = MessageRecipient.objects.create(
            message=message,
            name=letter.name,
            office=letter.office,
            email=letter.email.lower(),
            subject=letter.subject[:200],
            body=letter.body,
        )
        outbox.enqueue(kind="bulk_email", key=key_of(row), payload={"recipient": row.pk, "reply_to": by.email})
    MessageRecipient.objects.bulk_create(
        MessageRecipient(
            message=message, name=letter.name, office=letter.office, email=letter.email, left_out=letter.left_out
        )
        for letter in shown.left_out
    )
    counts = {"sent": (None, len(shown.letters)), "left out": (None, len(shown.left_out))}
    record(actor=by, verb=verbs.MESSAGE_SENT, subject=message, changes=counts)
    return len(shown.letters)


def key_of(row: MessageRecipient) -> str:
    """Unique for a message and an address."""
    address = hashlib.sha256(row.email.encode()).hexdigest()[:32]
    return f"bulk:{row.message_id}:{address}"


@transaction.atomic
def discard(*, by: Any, message: Message) -> None:
    """Throw a draft away. Raises Refused for a message that was sent."""
    if Message.objects.get(pk=message.pk).sent_at:
        raise Refused(SENT)
    record(actor=by, verb=verbs.MESSAGE_DISCARDED, subject=message)
    message.delete()
