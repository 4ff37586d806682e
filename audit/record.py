"""The only writer of audit entries."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import structlog
from django.db import models, transaction
from django.utils import timezone

from audit import verbs
from audit.models import Entry


def plain(value: Any) -> Any:
    """A value as it can stand in JSON: dates as ISO text, rows as their label."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, models.Model):
        return str(value)
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    return str(value)


def record(
    *,
    actor: Any,
    verb: str,
    subject: models.Model,
    changes: dict[str, tuple[Any, Any]] | None = None,
    reason: str = "",
    at: datetime | None = None,
) -> Entry:
    """Write one entry in the caller's transaction.

    `actor` is a user or None (the service itself). `changes` is {field: (old, new)}.
    Raises KeyError for an unregistered verb, and RuntimeError outside a transaction: an act and its entry stand or fall together.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("audit.record needs the transaction of the act it records")
    verbs.sentence(verb)
    signed_in = actor if getattr(actor, "pk", None) else None
    scope = getattr(subject, "audit_scope", None)
    partnership_ref, inspection_ref = scope() if scope else ("", "")
    label = getattr(subject, "audit_label", None)
    return Entry.objects.create(
        at=at or timezone.now(),
        actor=signed_in,
        actor_label=str(signed_in) if signed_in else "The service",
        verb=verb,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        subject_label=(label() if label else str(subject))[:300],
        partnership_ref=partnership_ref,
        inspection_ref=inspection_ref,
        changes={field: [plain(old), plain(new)] for field, (old, new) in (changes or {}).items()},
        reason=reason,
        request_id=str(structlog.contextvars.get_contextvars().get("request_id", ""))[:60],
    )
