"""Mail: the backend that keeps messages in the product, and the outbox handler that sends a notice."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import make_msgid

from accounts.models import Notice, SentMail
from accounts.services import forgotten
from core import clock
from core.models import OutboxRow
from core.outbox import handler


class KeptInTheProduct(BaseEmailBackend):
    """The default backend: no message leaves; all are on the page "Sent messages"."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        sent = 0
        for message in email_messages:
            for to in message.recipients():
                made_id = message.extra_headers.get("Message-ID") or make_msgid(domain="inspections.example")
                _, made = SentMail.objects.get_or_create(
                    message_id=f"{made_id} {to}"[:200],
                    defaults={"to": to, "subject": str(message.subject), "body": str(message.body), "at": clock.now()},
                )
                sent += made
        return sent


def message_id(key: str) -> str:
    """The same for the same key, so that a mail server or reader can drop a second copy."""
    host = urlsplit(settings.SITE_URL).hostname or "inspections.example"
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{host}>"


def body_of(notice: Notice) -> str:
    lines = [f"Dear {notice.person.name}", "", notice.body]
    if notice.url:
        lines += ["", f"{settings.SITE_URL}{notice.url}"]
    return "\n".join([*lines, "", "You get this message because of your role in an area SEND inspection."])


@handler("notice_email", atomic=False)
def send_notice(row: OutboxRow) -> None:
    """Send the e-mail of one notice. Payload: {"notice": pk}. Safe to run twice: the Message-ID comes from the key.

    Nothing goes to somebody whose account was closed meanwhile.
    """
    notice = Notice.objects.select_related("person").get(pk=row.payload["notice"])
    if not notice.person.is_active:
        return
    deliver(to=notice.person.email, subject=notice.subject, body=body_of(notice), key=row.key)


@handler("invitation_email", atomic=False, forgotten=True)
def send_invitation(row: OutboxRow) -> None:
    """Send an invitation. Payload: {"to", "subject", "body"}; the payload is emptied once sent, since it holds the link."""
    deliver(to=row.payload["to"], subject=row.payload["subject"], body=row.payload["body"], key=row.key)


@handler("password_reset_email")
def send_password_reset(row: OutboxRow) -> None:
    """Send the link to whoever has the address. Payload: {"email"}; for an address without an account nothing is sent."""
    if found := forgotten.link_for(row.payload["email"]):
        user, link = found
        deliver(to=user.email, subject=forgotten.SUBJECT, body=forgotten.BODY.format(link=link), key=row.key)
    OutboxRow.objects.filter(pk=row.pk).update(payload={})


def deliver(*, to: str, subject: str, body: str, key: str, reply_to: str = "") -> None:
    """Send one e-mail; the same `key` makes the same Message-ID. Answers go to `reply_to` where one is given."""
    EmailMessage(
        subject=" ".join(subject.split()),
        body=body,
        to=[to],
        reply_to=[reply_to] if reply_to else None,
        headers={"Message-ID": message_id(key)},
    ).send(fail_silently=False)
