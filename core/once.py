"""A form sent twice has one effect: the second sending is led to where the first one went.

Twice means with the same words in it. Whoever goes back, changes what they typed and sends the same page again has said something
new: it is done, or refused in words, and never passed over in silence.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest

from core import clock
from core.models import Submission

FIELD = "submission_key"
NOT_TYPED = (FIELD, "csrfmiddlewaretoken")


def new_key() -> str:
    return secrets.token_urlsafe(24)


def key_of(sent: Any, files: Mapping[str, Any]) -> str:
    """The key of a form as it was sent: of its hidden field and of everything that was typed. Empty without the hidden field."""
    if not (key := sent.get(FIELD, "")[:64]):
        return ""
    typed = sorted((name, values) for name, values in sent.lists() if name not in NOT_TYPED)
    chosen = sorted((name, file.name, file.size) for name, file in files.items())
    return hashlib.sha256(json.dumps([key, typed, chosen]).encode()).hexdigest()


def already(request: HttpRequest) -> str | None:
    """Where this form's first sending led, or None."""
    key = key_of(request.POST, request.FILES)
    if not key or not request.user.is_authenticated:
        return None
    found = Submission.objects.filter(key=key, person=request.user).first()
    return found.led_to if found else None


def remember(request: HttpRequest, led_to: str) -> None:
    """Keep, in the transaction of the act, that this form was answered. Raises AnsweredBefore when another sending won the race."""
    key = key_of(request.POST, request.FILES)
    if not key or not request.user.is_authenticated:
        return
    person: Any = request.user
    try:
        with transaction.atomic():
            Submission.objects.create(
                key=key, person=person, path=request.path[:300], led_to=led_to[:300], at=clock.now()
            )
    except IntegrityError as error:
        raise AnsweredBefore from error


class AnsweredBefore(Exception):
    """The same form was answered by a request that ran at the same time."""
