"""Files people give us: checked by content, kept outside the web root under a name of our own, sent back as attachments.

`keep` is the only way in and `send` the only way out. What may be given is a `FileRules`; the words of a refusal say the size and
the kinds in plain English. A file whose transaction is rolled back goes with it; `sweep` removes what a crash left.

Pictures, PDFs and Office files are kept without the place, device and author they tell of: what is kept goes to others. The SHA-256
of what was given stays beside it. With a scanner set, what it has not found clean is kept and not sent (`core.quarantine`).
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import IO, Any

from django.db import transaction
from django.http import FileResponse

from core import clock, file_quota, file_store
from core.errors import Reason, Refused
from core.file_intake import FileRules, look_at
from core.file_kinds import CONTENT_TYPES, MEGABYTE, NotTaken
from core.file_names import cleaned
from core.file_store import Compared, NoRoom, compare, sweep
from core.models import StoredFile

__all__ = [
    "DOCUMENTS", "MEGABYTE", "MOST_FILES", "SPREADSHEETS", "Compared", "FileRules", "compare", "forget", "keep", "keep_all", "keep_made",
    "open_file",
    "require_available", "send", "sweep",
]  # fmt: skip

MOST_FILES = 20
NO_ROOM = "There is no room for files at the moment. Nothing was kept. Try again in an hour"
DOCUMENTS = FileRules()
SPREADSHEETS = FileRules(kinds=frozenset({"xlsx", "ods", "csv"}), most_bytes=20 * MEGABYTE)


@transaction.atomic
def keep(*, by: Any, upload: Any, rules: FileRules = DOCUMENTS, field: str = "files", place: str = "") -> StoredFile:
    """Check an uploaded file and keep it. Raises Refused naming the file and `field`; then nothing is left behind.

    A form that cleans the upload with `core.file_fields` has looked at it before any transaction. `place` is the slug of the
    partnership whose quota it counts for.
    """
    name = cleaned(upload.name or "")
    try:
        looked = look_at(upload, rules)
        try:
            file_quota.require_room(by=by, place=place, size=upload.size)
        except NotTaken as refusal:
            raise NotTaken(f"{name} {refusal}") from None
        written = file_store.write(looked.content)
    except NotTaken as refusal:
        raise Refused(Reason(str(refusal), field)) from None
    except NoRoom:
        raise Refused(Reason(NO_ROOM, field)) from None
    waits = looked.verdict is not None and not looked.verdict.clean
    return StoredFile.objects.create(
        name=name,
        kind=looked.kind,
        size=written.size,
        sha256=written.sha256,
        given_sha256=looked.given_sha256,
        stored_as=written.stored_as,
        given_by=by,
        given_at=clock.now(),
        place=place,
        standing=StoredFile.Standing.WAITING if waits else StoredFile.Standing.AVAILABLE,
        asked_at=clock.now() if looked.verdict is not None else None,
    )


@transaction.atomic
def keep_made(*, by: Any, name: str, kind: str, content: bytes) -> StoredFile:
    """Keep a file the service itself made for a person; nothing in it comes unchecked, so nothing is checked. Raises NoRoom."""
    written = file_store.write(BytesIO(content))
    return StoredFile.objects.create(
        name=cleaned(name),
        kind=kind,
        size=written.size,
        sha256=written.sha256,
        given_sha256=written.sha256,
        stored_as=written.stored_as,
        given_by=by,
        given_at=clock.now(),
    )


@transaction.atomic
def keep_all(
    *, by: Any, uploads: Sequence[Any], rules: FileRules = DOCUMENTS, field: str = "files", place: str = ""
) -> list[StoredFile]:
    """Keep several files or none. Raises Refused with a reason for each file that is not taken."""
    if len(uploads) > MOST_FILES:
        raise Refused(Reason(f"Choose {MOST_FILES} files or fewer at once", field))
    kept: list[StoredFile] = []
    reasons: list[Reason] = []
    for upload in uploads:
        try:
            kept.append(keep(by=by, upload=upload, rules=rules, field=field, place=place))
        except Refused as refused:
            reasons += refused.reasons
    if reasons:
        raise Refused(*dict.fromkeys(reasons))
    return kept


def open_file(stored: StoredFile) -> IO[bytes]:
    """The bytes of a stored file, for reading by the service itself."""
    return file_store.path_of(stored).open("rb")


def require_available(stored: StoredFile) -> None:
    """Raises Refused, in words, while a file waits for its virus check and when it was refused by it."""
    if stored.standing == StoredFile.Standing.WAITING:
        raise Refused(
            f"{stored.name} waits for its virus check. It can be opened once it is through; you need do nothing."
        )
    if stored.standing != StoredFile.Standing.AVAILABLE:
        raise Refused(f"{stored.name} was refused by its virus check and deleted. Whoever gave it has been told.")


def send(stored: StoredFile, *, name: str = "") -> FileResponse:
    """A stored file as an attachment, streamed, that no browser runs. The caller has asked for rights. Raises Refused."""
    require_available(stored)
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
    stored_as = stored.stored_as
    stored.delete()
    if not shared:
        transaction.on_commit(lambda: file_store.remove(stored_as))
