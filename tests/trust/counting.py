"""Hashers that leave a mark for each password they really check, readable from outside the process that checks."""

from __future__ import annotations

import os
from pathlib import Path

from django.contrib.auth.hashers import MD5PasswordHasher

from accounts.hashers import Argon2

MARK = "PASSWORD_CHECKS"


def checks() -> int:
    return Path(os.environ[MARK]).stat().st_size


class _Counted:
    def verify(self, password: str, encoded: str) -> bool:
        # One byte each, appended whole whoever else appends.
        with Path(os.environ[MARK]).open("ab", buffering=0) as to:
            to.write(b".")
        return bool(super().verify(password, encoded))  # type: ignore[misc]


class CountedMD5(_Counted, MD5PasswordHasher):
    """Quick, where the count matters and the cost does not."""


class CountedArgon2(_Counted, Argon2):
    pass
