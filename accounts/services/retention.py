"""What of accounts is past its time."""

from __future__ import annotations

from datetime import date

from accounts.models import Notice, SentMail
from core.retention import emptied, end_of, removed, remover

GONE = "A notice that is past its time"


@remover("sent_mail")
def sent_mail(until: date) -> int:
    return removed(SentMail.objects.filter(at__lte=end_of(until)))


@remover("notices")
def notices(until: date) -> int:
    return emptied(Notice.objects.filter(at__lte=end_of(until)).exclude(subject=GONE), subject=GONE, body="", url="")
