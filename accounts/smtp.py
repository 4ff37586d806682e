"""Handing a message to the mail server, knowing which of three ends it had: taken, not taken, or nobody knows.

A server that took the whole message and then fell silent may have it or not. Sent again, somebody could get it twice; so it is not, and
the service administrator is asked (`core.outbox.Parked`).
"""

from __future__ import annotations

import smtplib
from typing import Any

from django.core.mail.backends import smtp

from core.outbox import Parked, handing_over

UNCONFIRMED = (
    "The mail server took the whole message and did not say whether it will deliver it. "
    "Ask there before you have it sent again: the person may have it already."
)


class _Confirmed:
    handed_over = False

    def send(self, s: Any) -> None:
        super().send(s)  # type: ignore[misc]
        end = b".\r\n" if isinstance(s, bytes) else ".\r\n"
        self.handed_over = s.endswith(end)

    def data(self, msg: Any) -> Any:
        handing_over()
        try:
            return super().data(msg)  # type: ignore[misc]
        except Exception as error:
            # An answer, if only a refusal, is certain. Silence after the last line is not.
            if self.handed_over and not isinstance(error, smtplib.SMTPResponseException):
                raise Parked(UNCONFIRMED) from error
            raise


class Plain(_Confirmed, smtplib.SMTP):
    pass


class Encrypted(_Confirmed, smtplib.SMTP_SSL):
    pass


class Backend(smtp.EmailBackend):
    @property
    def connection_class(self) -> Any:
        return Encrypted if self.use_ssl else Plain
