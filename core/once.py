"""A form sent twice has one effect: the second sending is led to where the first one went."""

from __future__ import annotations

import secrets
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest

from core import clock
from core.models import Submission

FIELD = "submission_key"


def new_key() -> str:
    return secrets.token_urlsafe(24)


def already(request: HttpRequest) -> str | None:
    """Where this form's first sending led, or None."""
    key = request.POST.get(FIELD, "")[:64]
    if not key or not request.user.is_authenticated:
        return None
    found = Submission.objects.filter(key=key, person=request.user).first()
    return found.led_to if found else None


def remember(request: HttpRequest, led_to: str) -> None:
    """Keep, in the transaction of the act, that this form was answered. Raises AnsweredBefore when another sending won the race."""
    key = request.POST.get(FIELD, "")[:64]
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
