"""Walking the chain of the audit, and the heads of it that were written down outside the database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import connection

from audit.chain import FIRST, WORDS, entry_digest, facts_sql, link_hash, word_digest, words_sql
from audit.models import Link


@dataclass(frozen=True)
class Head:
    """How far the chain had come at a moment."""

    number: int
    hash: str

    def __str__(self) -> str:
        return f"{self.number} {self.hash}"


@dataclass(frozen=True)
class Fault:
    """`number` is the place in the chain, 0 for what has none; `entry` is the row, 0 where none is known."""

    number: int
    entry: int
    what: str

    def __str__(self) -> str:
        place = f"link {self.number}" if self.number else "no link"
        return f"{place}, entry {self.entry or 'unknown'}: {self.what}"


def head() -> Head:
    last = Link.objects.filter(number__isnull=False).order_by("-number").first()
    return Head(last.number or 0, last.hash) if last else Head(0, FIRST)


def faults(heads: dict[int, str] | None = None) -> Iterator[Fault]:
    """Everything wrong with the chain, in its order, then entries without a link, then heads that were written down and are not there."""
    wanted = dict(heads or {})
    number, previous = 0, FIRST
    for row in _rows():
        at, entry, before, digest, made, there, *said = row
        while number + 1 < at:
            number += 1
            yield Fault(number, 0, "the link is gone")
            previous = before  # told once: what follows is asked on its own
        number = at
        fault = _fault(entry, before, digest, made, there, said, number=at, previous=previous)
        if fault is None and wanted.pop(at, made) != made:
            fault = "the chain was another when its head was written down"
        if fault:
            yield Fault(at, entry, fault)
        wanted.pop(at, None)
        previous = made
    for entry in _unlinked():
        yield Fault(0, entry, "the entry has no link")
    for at in sorted(wanted):
        yield Fault(at, 0, "the chain ends before a head that was written down")


def _fault(
    entry: int, before: str, digest: str, made: str, there: int | None, said: list[str | None], *, number: int, previous: str
) -> str | None:  # fmt: skip
    if there is None:
        return "the entry is gone"
    facts, salt, *rest = said
    words, redacted = rest[: len(WORDS)], rest[len(WORDS) :]
    kept = [str(one) for one in redacted] if redacted[0] else [word_digest(str(salt), str(word)) for word in words]
    if entry_digest(str(facts), kept) != digest:
        return "the entry was changed"
    if before != previous:
        return "the link does not follow the one before"
    return None if link_hash(number, entry, before, digest) == made else "the link was changed"


def _rows() -> Iterator[tuple[int, int, str, str, str, int | None, *tuple[str | None, ...]]]:
    vendor = connection.vendor
    words = ", ".join(words_sql(vendor, "e"))
    sql = (
        f"SELECT l.number, l.entry_id, l.previous, l.digest, l.hash, e.id, {facts_sql(vendor, 'e')}, e.salt, {words}, "  # noqa: S608
        f"{', '.join(f'r.{name}' for name in WORDS)} FROM audit_link l LEFT JOIN audit_entry e ON e.id = l.entry_id "
        "LEFT JOIN audit_redaction r ON r.entry_id = l.entry_id WHERE l.number > %s ORDER BY l.number LIMIT 5000"
    )
    last = -1
    while True:
        with connection.cursor() as cursor:
            cursor.execute(sql, [last])
            rows = cursor.fetchall()
        yield from rows
        if not rows:
            return
        last = rows[-1][0]


def _unlinked() -> Iterator[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.id FROM audit_entry e WHERE NOT EXISTS "
            "(SELECT 1 FROM audit_link l WHERE l.entry_id = e.id AND l.number IS NOT NULL) ORDER BY e.id"
        )
        yield from [row[0] for row in cursor.fetchall()]


# --- heads outside the database
def write_head(path: Path, at: datetime) -> Head:
    """Add the head of the moment to the file, as one line."""
    now = head()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as kept:
        kept.write(f"{at.isoformat()} {now}\n")
    return now


def read_heads(path: Path) -> dict[int, str]:
    """{number: hash} of a file of heads. Raises ValueError naming a line that is none."""
    heads = {}
    for place, line in enumerate(path.read_text().splitlines(), 1):
        parts = line.split()
        if not parts:
            continue
        if len(parts) != 3 or not parts[1].isdecimal() or len(parts[2]) != len(FIRST):
            raise ValueError(f"line {place} is not a head of the audit")
        if int(parts[1]):
            heads[int(parts[1])] = parts[2]
    return heads
