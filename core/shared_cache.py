"""The cache all processes share: Redis, and the table in the database for as long as Redis is away, hung or full.

The limits of sign-in and of the surveys are counted in it, so neither may an ill Redis hold a page up, nor may the limits be gone with
it. The counts begin anew when one takes over from the other.
"""

from __future__ import annotations

import logging
from time import monotonic
from typing import Any

from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.db import DatabaseCache
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

log = logging.getLogger(__name__)
TABLE = "cache"
PATIENCE = 0.25  # seconds for an answer of Redis
AWAY = 15.0  # seconds in which it is not asked again


class Absence:
    """Shared by the threads of a process: until when Redis is taken to be away."""

    until = 0.0


absence = Absence()


class RedisOrDatabase(BaseCache):
    def __init__(self, location: Any, params: dict[str, Any]) -> None:
        super().__init__(params)
        options = {"socket_timeout": PATIENCE, "socket_connect_timeout": PATIENCE, "retry": Retry(NoBackoff(), 0)}
        self.redis = RedisCache(location, params | {"OPTIONS": options | params.get("OPTIONS", {})})
        self.table = DatabaseCache(TABLE, {name: value for name, value in params.items() if name != "OPTIONS"})

    def _ask(self, method: str, *args: Any, **kwargs: Any) -> Any:
        if monotonic() >= absence.until:
            try:
                return getattr(self.redis, method)(*args, **kwargs)
            except (RedisError, OSError) as error:
                absence.until = monotonic() + AWAY
                log.error("Redis does not answer, the database counts meanwhile: %s", type(error).__name__)  # noqa: TRY400
        return getattr(self.table, method)(*args, **kwargs)

    def add(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("add", *args, **kwargs)

    def get(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("get", *args, **kwargs)

    def set(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("set", *args, **kwargs)

    def touch(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("touch", *args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("delete", *args, **kwargs)

    def incr(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("incr", *args, **kwargs)

    def has_key(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("has_key", *args, **kwargs)

    def clear(self) -> Any:
        return self._ask("clear")
