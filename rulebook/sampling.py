"""A random sample that anybody can repeat: standard library only, no clock, no source of chance but the seed.

The draw: write each item of the population as SEED:ITEM in UTF-8, take the SHA-256 of it in hexadecimal, sort the items by those digests
and take the first SIZE of them. Nobody can choose a seed for a wished result without trying many, and a seed is kept with its draw.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

METHOD = "sha256-order-1"


def digest(seed: str, item: str) -> str:
    """The digest an item is sorted by: SHA-256 of "SEED:ITEM", 64 hexadecimal digits."""
    return hashlib.sha256(f"{seed}:{item}".encode()).hexdigest()


def frozen(items: Iterable[str]) -> tuple[str, ...]:
    """The population as it is kept: trimmed, without empty lines and repeats, in the order of their characters."""
    return tuple(sorted({" ".join(item.split()) for item in items} - {""}))


def fingerprint(population: Iterable[str]) -> str:
    """SHA-256 of the frozen population, one item a line with a newline after each: it proves that the list was not changed later."""
    return hashlib.sha256("".join(f"{item}\n" for item in population).encode()).hexdigest()


def draw(population: Iterable[str], *, size: int, seed: str) -> tuple[str, ...]:
    """`size` items in the order they are drawn. Raises ValueError for a size below 1 or above the population, or an empty seed."""
    items = frozen(population)
    if not seed:
        raise ValueError("a draw needs a seed")
    if not 1 <= size <= len(items):
        raise ValueError(f"cannot draw {size} of {len(items)}")
    return tuple(sorted(items, key=lambda item: (digest(seed, item), item))[:size])
