"""The codes of a second factor, each taken once. In the database, since what Redis remembers may be gone at any time."""

from __future__ import annotations

import re

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt, encrypt
from django.db import transaction

LAST = "last_counter"


@transaction.atomic
def take(*, authenticator: Authenticator, code: str) -> bool:
    """Whether this code is newer than the last one taken; from now on it is the last. Two that ask at once: one is told yes."""
    row = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
    secret = decrypt(row.data["secret"])
    digits = re.sub("[^0-9]", "", code)  # people type a space in the middle
    fitting = [
        each for each in yield_hotp_counters_from_time() if format_hotp_value(hotp_value(secret, each)) == digits
    ]
    if not fitting or max(fitting) <= row.data.get(LAST, 0):
        return False
    row.data |= {LAST: max(fitting), "secret": encrypt(secret)}  # under the current key, whatever it was under
    row.save(update_fields=["data"])
    return True
