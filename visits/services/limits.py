"""A gentle limit on forms sent by people without an account."""

from __future__ import annotations

import hashlib

from django.core.cache import cache

from core import clock

WINDOW = 600  # seconds
MOST = 40  # forms by one link in a window: far above what people do, far below what a script does


def too_many(link: str) -> bool:
    """Count one form sent by this link; True once there were more than `MOST` in ten minutes."""
    window = int(clock.now().timestamp()) // WINDOW
    key = f"visits:{hashlib.sha256(link.encode()).hexdigest()[:32]}:{window}"
    cache.add(key, 0, WINDOW)
    try:
        return int(cache.incr(key)) > MOST
    except ValueError:  # it ran out between the two calls
        return False
