"""Argon2 with the costs that OWASP gives for servers with few cores. Older hashes are made anew when their owner signs in."""

from __future__ import annotations

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """Django's own costs take 100 MB and a third of a second on two cores: a handful of sign-ins would hold everybody up."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
