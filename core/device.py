"""The key with which a person's own words are kept on a device until the service has them.

It is made from the secret of the service and handed out to that person alone while they are signed in, so what is left on a shared
computer says nothing to anybody else. `owner` names the copies of one person without saying who it is.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Any

from django.utils.crypto import salted_hmac

SALT = "evidence.device-copies"


@dataclass(frozen=True)
class DeviceKey:
    """`key`: 32 bytes in base64; `owner`: a name for the copies, different for each person."""

    key: str
    owner: str


def device_key(person: Any) -> DeviceKey:
    key = salted_hmac(f"{SALT}.key", str(person.pk), algorithm="sha256").digest()
    owner = salted_hmac(f"{SALT}.owner", str(person.pk), algorithm="sha256").hexdigest()[:24]
    return DeviceKey(base64.b64encode(key).decode(), owner)
