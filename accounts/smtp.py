"""Handing a message to the mail server, knowing which of three ends it had: taken, not taken, or nobody knows.

A server that took the whole message and then fell silent may have it or not. Sent again, somebody could get it twice; so it is not, and
the service administrator is asked (`core.outbox.Parked`).
"""

from __future__ import annotations

import smtplib
from typing import Any

from django.core.mail.backends import smtp

from core.outbox import Parked, handed_back, handing_over

TAKEN = 250
UNCONFIRMED = (
    "The mail server took the whole message and did not say whether it will deliver it. "
    "Ask there before you have it sent again: the person may have it already."
)


class _Confirmed:
    ended = False

    def send(self, s: Any) -> None:
        super().send(s)  # type: ignore[misc]
        self.ended = s.endswith(b".\r\n" if isinstance(s, bytes) else ".\r\n")

    def data(self, msg: Any) -> Any:
        handing_over()
        try:
            code, answer = super().data(msg)  # type: ignore[misc]
        except OSError as error:  # of which smtplib's own are kinds
            if self.ended and not isinstance(error, smtplib.SMTPResponseException):
                raise Parked(UNCONFIRMED) from error
            handed_back()  # it said no, or never had the last line
            raise
        if code != TAKEN:
            handed_back()
        return code, answer


class Plain(_Confirmed, smtplib.SMTP):
    pass


class Encrypted(_Confirmed, smtplib.SMTP_SSL):
    pass


class Backend(smtp.EmailBackend):
    @property
    def connection_class(self) -> Any:
        return Encrypted if self.use_ssl else Plain
