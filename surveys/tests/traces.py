"""Reading everything that was kept: every table of the database, whatever it is for, and text in every dress it may wear."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import zlib
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from django.db import connection

# {table: {row as a tuple of its cells in words: how often}}
Tables = dict[str, list[tuple[str, ...]]]


def tables(*, like: str = "") -> Tables:
    """Every table there is, Django's own and the cache too, not only those of models."""
    found: Tables = {}
    with connection.cursor() as cursor:
        for name in sorted(connection.introspection.table_names(cursor)):
            if like in name:
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)}")
                found[name] = sorted(tuple(_words(cell) for cell in row) for row in cursor.fetchall())
    return found


def _words(cell: Any) -> str:
    return bytes(cell).hex() if isinstance(cell, bytes | memoryview) else str(cell)


def columns(table: str) -> dict[str, str]:
    """{column: the type of its field}."""
    with connection.cursor() as cursor:
        return {
            column.name: str(connection.introspection.get_field_type(column.type_code, column))
            for column in connection.introspection.get_table_description(cursor, table)
        }


def changed(before: Tables, after: Tables) -> dict[str, list[tuple[str, ...]]]:
    """{table: rows that were not there before or are not any more}."""
    return {
        name: rows
        for name in after
        if (rows := sorted(set(after[name]) ^ set(before.get(name, []))))
        or len(after[name]) != len(before.get(name, []))
    }


def dresses(needle: str) -> set[str]:
    """A text as itself, escaped for an address, in hexadecimal, in base64 wherever it may begin, and hashed without a key."""
    raw = needle.encode()
    found = {needle, needle.lower(), quote(needle, safe=""), raw.hex()}
    for shift in range(3):
        coded = base64.b64encode(b"\0" * shift + raw).decode()
        # The first and last letters depend on the neighbours.
        core = coded[-(-shift * 8 // 6) : len(coded) - 4]
        found |= {core, core.replace("+", "-").replace("/", "_")} if len(core) >= 8 else set()
    for made in (hashlib.md5, hashlib.sha1, hashlib.sha256):
        for text in (raw, raw.lower(), needle.replace("-", "").encode()):
            found |= {made(text).hexdigest(), base64.b64encode(made(text).digest()).decode().rstrip("=")}
    return {dress for dress in found if len(dress) >= 6}


def unpacked(text: str) -> Iterator[str]:
    """The text, and what is in it coded or pressed, as sessions and the cache keep things."""
    yield text
    for token in re.findall(r"[A-Za-z0-9+/_=-]{16,}", text):
        for decode in (base64.b64decode, base64.urlsafe_b64decode, bytes.fromhex):
            try:
                raw = decode(token.strip(".") + ("" if decode is bytes.fromhex else "=" * (-len(token) % 4)))  # type: ignore[operator]
            except (ValueError, binascii.Error):
                continue
            yield raw.decode("latin-1")
            try:
                yield zlib.decompress(raw).decode("latin-1")
            except zlib.error:
                continue


def found_in(kept: Tables, needles: Iterable[str]) -> dict[str, set[str]]:
    """{table: the needles that are in it in one dress or another}."""
    dressed = {needle: dresses(needle) for needle in needles}
    found: dict[str, set[str]] = {}
    for name, rows in kept.items():
        for row in rows:
            text = "\n".join(row)
            for layer in unpacked(text):
                for needle, looks in dressed.items():
                    if any(look in layer for look in looks):
                        found.setdefault(name, set()).add(needle)
    return found
