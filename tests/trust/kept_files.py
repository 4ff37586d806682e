"""What the tests of the store share: what lies on the disk beside the rows, and files to give."""

from __future__ import annotations

import os
import uuid
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core import file_store
from core.models import StoredFile
from information.tests.base import Cast

MEGABYTE = 1024 * 1024


def on_disk(store: Path) -> set[str]:
    return {str(path.relative_to(store)) for path in store.rglob("*") if path.is_file()}


def unmatched(store: Path) -> tuple[int, int]:
    """Rows without their file, files without a row."""
    rows, there = set(StoredFile.objects.values_list("stored_as", flat=True)), on_disk(store)
    return len(rows - there), len(there - rows)


def upload_page(cast: Cast) -> str:
    return reverse("information:item-upload", args=[cast.inspection.reference, "A12"])


def noise(name: str, size: int) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, os.urandom(size // 2).hex().encode())


def straight(content: Any) -> file_store.Written:
    """The guard off: written to its place at once, as a plain storage does."""
    from django.conf import settings

    name = uuid.uuid4().hex
    path = Path(settings.PRIVATE_ROOT) / name[:2] / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as out:
        for chunk in file_store.chunks(content):
            out.write(chunk)
            out.flush()
    return file_store.Written(f"{name[:2]}/{name}", "0" * 64, path.stat().st_size)
