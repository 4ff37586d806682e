"""Files people give us: checked by content, kept outside the web root under a name of our own, sent back as attachments.

`keep` is the only way in and `send` the only way out. What may be given is a `FileRules`; the words of a refusal say the size and
the kinds in plain English. A file whose transaction is rolled back goes with it; `sweep` removes what a crash left.
"""

from __future__ import annotations

import hashlib
import uuid
import weakref
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import transaction
from django.http import FileResponse

from core import clock
from core.errors import Reason, Refused
from core.file_kinds import CONTENT_TYPES, NAMES, NotTaken, ending_of, kind_of
from core.file_names import cleaned, identifies, masked
from core.models import StoredFile

MEGABYTE = 1024 * 1024
MOST_FILES = 20
# What a crash may leave is older than any request.
ORPHANED_AFTER = timedelta(hours=1)
INCOMING = "incoming"


@dataclass(frozen=True)
class FileRules:
    """What may be given: kinds by what they are (not by their name), and the most bytes of one file."""

    kinds: frozenset[str] = frozenset({"pdf", "docx", "xlsx", "pptx", "odt", "ods", "csv", "txt", "png", "jpg"})
    most_bytes: int = 50 * MEGABYTE

    @property
    def words(self) -> str:
        """The kinds and the size as a hint beside a field."""
        return f"{_kinds(self)}, smaller than {self.most_bytes // MEGABYTE}MB each"


DOCUMENTS = FileRules()
SPREADSHEETS = FileRules(kinds=frozenset({"xlsx", "ods", "csv"}), most_bytes=20 * MEGABYTE)


@transaction.atomic
def keep(*, by: Any, upload: Any, rules: FileRules = DOCUMENTS, field: str = "files") -> StoredFile:
    """Check an uploaded file and keep it. Raises Refused naming the file and `field`; then nothing is left behind."""
    name = cleaned(upload.name or "")
    try:
        kind = _check(upload, name, rules)
    except NotTaken as refusal:
        raise Refused(Reason(str(refusal), field)) from None
    stored_as, digest, size = _write(upload)
    return StoredFile.objects.create(
        name=name,
        kind=kind,
        size=size,
        sha256=digest,
        stored_as=stored_as,
        given_by=by,
        given_at=clock.now(),
    )


@transaction.atomic
def keep_made(*, by: Any, name: str, kind: str, content: bytes) -> StoredFile:
    """Keep a file the service itself made for a person; nothing in it comes unchecked, so nothing is checked."""
    stored_as, digest, size = _write(BytesIO(content))
    return StoredFile.objects.create(
        name=cleaned(name), kind=kind, size=size, sha256=digest, stored_as=stored_as, given_by=by, given_at=clock.now()
    )


@transaction.atomic
def keep_all(
    *, by: Any, uploads: Sequence[Any], rules: FileRules = DOCUMENTS, field: str = "files"
) -> list[StoredFile]:
    """Keep several files or none. Raises Refused with a reason for each file that is not taken."""
    if len(uploads) > MOST_FILES:
        raise Refused(Reason(f"Choose {MOST_FILES} files or fewer at once", field))
    kept: list[StoredFile] = []
    reasons: list[Reason] = []
    for upload in uploads:
        try:
            kept.append(keep(by=by, upload=upload, rules=rules, field=field))
        except Refused as refused:
            reasons += refused.reasons
    if reasons:
        raise Refused(*reasons)
    return kept


def open_file(stored: StoredFile) -> IO[bytes]:
    """The bytes of a stored file, for reading."""
    return (Path(settings.PRIVATE_ROOT) / stored.stored_as).open("rb")


def send(stored: StoredFile, *, name: str = "") -> FileResponse:
    """A stored file as an attachment, streamed, that no browser runs. The caller has asked for rights."""
    response = FileResponse(
        open_file(stored),
        as_attachment=True,
        filename=cleaned(name or stored.name),
        content_type=CONTENT_TYPES.get(stored.kind, "application/octet-stream"),
    )
    response["X-Content-Type-Options"] = "nosniff"
    # The last three are not covered by default-src.
    response["Content-Security-Policy"] = (
        "sandbox; default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    response["Cache-Control"] = "private, no-store"
    return response


@transaction.atomic
def forget(stored: StoredFile) -> None:
    """Delete a file that nothing refers to, its content with it unless another row shares it."""
    shared = StoredFile.objects.filter(stored_as=stored.stored_as).exclude(pk=stored.pk).exists()
    path = Path(settings.PRIVATE_ROOT) / stored.stored_as
    stored.delete()
    if not shared:
        transaction.on_commit(lambda: path.unlink(missing_ok=True))


def sweep() -> int:
    """Remove contents that no row knows, older than an hour; returns how many."""
    root = Path(settings.PRIVATE_ROOT)
    if not root.is_dir():
        return 0
    before = (clock.now() - ORPHANED_AFTER).timestamp()
    known = set(StoredFile.objects.values_list("stored_as", flat=True))
    orphans = [
        path
        for path in root.rglob("*")
        if path.is_file() and str(path.relative_to(root)) not in known and path.stat().st_mtime < before
    ]
    for path in orphans:
        path.unlink(missing_ok=True)
    return len(orphans)


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
    rows = dict(StoredFile.objects.order_by("stored_as").values_list("stored_as", "sha256"))
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


def _check(upload: Any, name: str, rules: FileRules) -> str:
    """The kind of an upload. Raises NotTaken with a whole sentence."""
    if what := identifies(upload.name or ""):
        raise NotTaken(f"The name of {masked(name)} looks as if it holds {what}. Rename the file and choose it again")
    if upload.size >= rules.most_bytes:
        raise NotTaken(f"{name} must be smaller than {rules.most_bytes // MEGABYTE}MB")
    try:
        kind = kind_of(upload, name)
    except NotTaken as refusal:
        advice = f". Choose {_kinds(rules)}" if str(refusal).endswith("a kind we do not take") else ""
        raise NotTaken(f"{name} {refusal}{advice}") from None
    if kind not in rules.kinds:
        raise NotTaken(f"{name} is of a kind we do not take here. Choose {_kinds(rules)}")
    if ending_of(name) != kind:
        raise NotTaken(f"{name} holds {NAMES[kind]} although its name says otherwise. Rename it to end in .{kind}")
    return kind


def _kinds(rules: FileRules) -> str:
    named = [name for kind, name in NAMES.items() if kind in rules.kinds]
    return " or ".join([", ".join(named[:-1]), named[-1]]) if len(named) > 1 else named[0]


def _write(upload: Any) -> tuple[str, str, int]:
    """Copy an upload under a name of our own; returns where (below PRIVATE_ROOT), its SHA-256 and its size."""
    root = Path(settings.PRIVATE_ROOT)
    name = uuid.uuid4().hex
    incoming, path = root / INCOMING / name, root / name[:2] / name
    for folder in (incoming.parent, path.parent):
        folder.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    try:
        with incoming.open("xb") as kept:
            for chunk in _chunks(upload):
                digest.update(chunk)
                kept.write(chunk)
                size += len(chunk)
        incoming.replace(path)
    except BaseException:
        incoming.unlink(missing_ok=True)
        raise
    transaction.on_commit(_Kept(path))
    return f"{name[:2]}/{name}", digest.hexdigest(), size


class _Kept:
    """Called at the commit. Dropped uncalled when the transaction (or its savepoint) is rolled back: then the file goes too."""

    def __init__(self, path: Path) -> None:
        self._removal = weakref.finalize(self, path.unlink, missing_ok=True)

    def __call__(self) -> None:
        self._removal.detach()


def _chunks(upload: Any) -> Iterable[bytes]:
    upload.seek(0)
    yield from iter(lambda: upload.read(64 * 1024), b"")
