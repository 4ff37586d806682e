"""The outbox handlers of this app: the e-mails of a message to many people, and the daily summary."""

from __future__ import annotations

from accounts.mail import deliver
from coordination.models import MessageRecipient
from core import clock
from core.models import OutboxRow
from core.outbox import handler


@handler("bulk_email", atomic=False)
def send_to_one(row: OutboxRow) -> None:
    """Send one e-mail of a message. Payload: {"recipient": pk, "reply_to": address}. Safe to run twice: see accounts.mail."""
    to = MessageRecipient.objects.select_related("message").get(pk=row.payload["recipient"])
    deliver(to=to.email, subject=to.subject, body=to.body, key=row.key, reply_to=row.payload["reply_to"])
    MessageRecipient.objects.filter(pk=to.pk, delivered_at=None).update(delivered_at=clock.now())


@handler("digest_email", atomic=False)
def send_digest(row: OutboxRow) -> None:
    """Send one daily summary. Payload: {"to", "subject", "body"}."""
    deliver(to=row.payload["to"], subject=row.payload["subject"], body=row.payload["body"], key=row.key)
