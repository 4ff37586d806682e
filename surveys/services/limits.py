"""Ceilings that know no person: counted for a whole survey in the cache, never for an address."""

from __future__ import annotations

import logging

from django.core.cache import cache

from core import clock
from surveys.models import Survey

log = logging.getLogger(__name__)

# Ten thousand families at nine o'clock are some two thousand in the worst minute.
STARTS_A_MINUTE = 6_000
# Of 30 ** 10 codes: at this rate a guess is expected to meet one of 10,000 kept codes after more than a thousand years.
WRONG_CODES_A_MINUTE = 60


def too_many_starts(survey: Survey) -> bool:
    return _count(survey, "starts") > STARTS_A_MINUTE


def too_many_wrong_codes(survey: Survey) -> bool:
    """Whether codes may not be tried now."""
    return _read(_key(survey, "codes")) >= WRONG_CODES_A_MINUTE


def wrong_code(survey: Survey) -> None:
    _count(survey, "codes")


def _key(survey: Survey, what: str) -> str:
    return f"surveys:{what}:{survey.pk}:{int(clock.now().timestamp()) // 60}"


def _count(survey: Survey, what: str) -> int:
    """How many in this minute. Without the cache there is no ceiling: families answer, the log says so."""
    key = _key(survey, what)
    try:
        cache.add(key, 0, 120)
        return int(cache.incr(key))
    except ValueError:  # it ran out between the two calls
        return 1
    except Exception as error:  # noqa: BLE001  (each cache has errors of its own)
        log.error("the cache is away, starts and codes are not counted: %s", type(error).__name__)  # noqa: TRY400
        return 0


def _read(key: str) -> int:
    try:
        return int(cache.get(key) or 0)
    except Exception as error:  # noqa: BLE001
        log.error("the cache is away, starts and codes are not counted: %s", type(error).__name__)  # noqa: TRY400
        return 0
