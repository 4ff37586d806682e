"""The folder of files: written beside, made sure of, then given their place in one step; named by us alone."""

from __future__ import annotations

import errno
import hashlib
import logging
import os
import secrets
import weakref
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import transaction

from core import clock
from core.models import StoredFile

logger = logging.getLogger(__name__)
INCOMING = "incoming"
# What a crash may leave is older than any request.
ORPHANED_AFTER = timedelta(hours=1)
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class NoRoom(Exception):
    """The disk, or what is kept free of it, is full."""


@dataclass(frozen=True)
class Written:
    """Where a content lies below PRIVATE_ROOT, its SHA-256 and its size."""

    stored_as: str
    sha256: str
    size: int


def write(content: IO[bytes]) -> Written:
    """Copy a content under a name of our own. It goes again when the transaction is rolled back. Raises NoRoom."""
    try:
        return _write(content)
    except OSError as error:
        if error.errno in FULL:
            raise NoRoom from None
        raise


def _write(content: IO[bytes]) -> Written:
    root = Path(settings.PRIVATE_ROOT)
    name = secrets.token_hex(16)
    incoming, path = root / INCOMING / name, root / name[:2] / name
    for folder in (incoming.parent, path.parent):
        folder.mkdir(parents=True, exist_ok=True)
    room = os.statvfs(root)
    if room.f_bavail * room.f_frsize < settings.FILES_KEEP_FREE:
        raise NoRoom
    digest, size = hashlib.sha256(), 0
    try:
        with incoming.open("xb") as kept:
            for chunk in chunks(content):
                digest.update(chunk)
                kept.write(chunk)
                size += len(chunk)
            kept.flush()
            os.fsync(kept.fileno())
        incoming.replace(path)
        _sync(path.parent)
    except BaseException:
        incoming.unlink(missing_ok=True)
        raise
    transaction.on_commit(_Kept(path))
    return Written(f"{name[:2]}/{name}", digest.hexdigest(), size)


def path_of(stored: StoredFile) -> Path:
    """Where its content lies; always within the store, whatever the row says."""
    root = Path(settings.PRIVATE_ROOT).resolve()
    path = (root / stored.stored_as).resolve()
    if not path.is_relative_to(root):
        raise FileNotFoundError(stored.pk)
    return path


def remove(stored_as: str) -> None:
    (Path(settings.PRIVATE_ROOT) / stored_as).unlink(missing_ok=True)


def sweep() -> int:
    """Remove contents that no row knows, older than an hour; returns how many. Rows without their content are told in the log."""
    root = Path(settings.PRIVATE_ROOT)
    if not root.is_dir():
        return 0
    before = (clock.now() - ORPHANED_AFTER).timestamp()
    held = StoredFile.objects.exclude(standing=StoredFile.Standing.REFUSED)
    known = set(held.values_list("stored_as", flat=True))
    orphans = [
        path
        for path in root.rglob("*")
        if path.is_file() and str(path.relative_to(root)) not in known and path.stat().st_mtime < before
    ]
    for path in orphans:
        path.unlink(missing_ok=True)
    if lost := missing():
        logger.error("%s files are in the database and not in the store, the first of them %s", len(lost), lost[:5])
    return len(orphans)


def missing() -> list[int]:
    """The rows whose content is not in the store; those that were refused have none."""
    root = Path(settings.PRIVATE_ROOT)
    rows = (
        StoredFile.objects.exclude(standing=StoredFile.Standing.REFUSED).values_list("pk", "stored_as").order_by("pk")
    )
    return [pk for pk, stored_as in rows.iterator() if not (root / stored_as).is_file()]


def chunks(content: Any) -> Iterable[bytes]:
    content.seek(0)
    yield from iter(lambda: content.read(64 * 1024), b"")


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class _Kept:
    """Called at the commit. Dropped uncalled when the transaction (or its savepoint) is rolled back: then the file goes too."""

    def __init__(self, path: Path) -> None:
        self._removal = weakref.finalize(self, path.unlink, missing_ok=True)

    def __call__(self) -> None:
        self._removal.detach()


@dataclass(frozen=True)
class Compared:
    """The stored files beside the rows that name them, by `stored_as`."""

    whole: int
    missing: tuple[str, ...]
    changed: tuple[str, ...]
    without_row: int


def compare() -> Compared:
    """Read every stored file and compare it with its row: for after a restore of database and files of different moments."""
    root = Path(settings.PRIVATE_ROOT)
    whole, missing, changed = 0, [], []
    rows = dict(
        StoredFile.objects.exclude(standing=StoredFile.Standing.REFUSED)
        .order_by("stored_as")
        .values_list("stored_as", "sha256")
    )
    for stored_as, digest in rows.items():
        try:
            with (root / stored_as).open("rb") as content:
                same = hashlib.file_digest(content, "sha256").hexdigest() == digest
        except OSError:
            missing.append(stored_as)
            continue
        if same:
            whole += 1
        else:
            changed.append(stored_as)
    there = {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()} if root.is_dir() else set()
    return Compared(whole, tuple(missing), tuple(changed), len(there - rows.keys()))
