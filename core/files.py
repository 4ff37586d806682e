"""Files people give us: checked by content, kept outside the web root under a name of our own, sent back as attachments.

`keep` is the only way in and `send` the only way out. What may be given is a `FileRules`; the words of a refusal say the size and
the kinds in plain English.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import transaction
from django.http import FileResponse

from core import clock
from core.errors import Reason, Refused
from core.models import StoredFile

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class FileRules:
    """What may be given: kinds by what they are (not by their name), and the most bytes of one file."""

    kinds: frozenset[str] = frozenset({"pdf", "docx", "xlsx", "pptx", "odt", "ods", "csv", "txt", "png", "jpg"})
    most_bytes: int = 50 * MEGABYTE


DOCUMENTS = FileRules()
SPREADSHEETS = FileRules(kinds=frozenset({"xlsx", "ods", "csv"}), most_bytes=20 * MEGABYTE)


@transaction.atomic
def keep(*, by: Any, upload: Any, rules: FileRules = DOCUMENTS, field: str = "files") -> StoredFile:
    """Check an uploaded file and keep it. Raises Refused naming the file and `field`; then nothing is left behind."""
    if upload.size > rules.most_bytes:
        raise Refused(Reason(f"{upload.name} must be smaller than {rules.most_bytes // MEGABYTE}MB", field))
    name = f"{uuid.uuid4().hex}"
    path = Path(settings.PRIVATE_ROOT) / name[:2] / name
    path.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with path.open("xb") as kept:
        for chunk in _chunks(upload):
            digest.update(chunk)
            kept.write(chunk)
    return StoredFile.objects.create(
        name=upload.name[:200],
        kind=Path(upload.name).suffix.lstrip(".").lower()[:20],
        size=upload.size,
        sha256=digest.hexdigest(),
        stored_as=f"{name[:2]}/{name}",
        given_by=by,
        given_at=clock.now(),
    )


def open_file(stored: StoredFile) -> IO[bytes]:
    """The bytes of a stored file, for reading."""
    return (Path(settings.PRIVATE_ROOT) / stored.stored_as).open("rb")


def send(stored: StoredFile) -> FileResponse:
    """A stored file as an attachment, streamed. The caller has asked for rights."""
    return FileResponse(open_file(stored), as_attachment=True, filename=stored.name)


def _chunks(upload: Any) -> Iterable[bytes]:
    upload.seek(0)
    yield from iter(lambda: upload.read(64 * 1024), b"")
