"""What became of a file that was given: refused, or kept and harmful or not; and what that cost."""

from __future__ import annotations

import io
from dataclasses import dataclass
from time import perf_counter

from django.core.files.uploadedfile import SimpleUploadedFile

from core import file_intake, files
from core.file_kinds import NotTaken
from tests.trust import corpus


@dataclass(frozen=True)
class Seen:
    """What became of one file. `harmful`: it could be downloaded and is what it should not be."""

    family: str
    bad: bool
    refused: str
    harmful: bool
    seconds: float
    memory: int


def look(file: corpus.File) -> Seen:
    upload, begun = SimpleUploadedFile(file.name, file.content), perf_counter()
    try:
        looked = file_intake.look_at(upload, files.DOCUMENTS)
    except NotTaken as refusal:
        return Seen(file.family, file.bad, str(refusal), False, perf_counter() - begun, 0)
    seconds = perf_counter() - begun
    waits = looked.verdict is not None and not looked.verdict.clean
    looked.content.seek(0)
    harmful = file.bad and not waits and is_harmful(file, looked.content.read())
    return Seen(file.family, file.bad, "", harmful, seconds, looked.used[1])


def is_harmful(file: corpus.File, kept: bytes) -> bool:
    """Whether what is kept of a bad file still is bad: it carries what it smuggled, or was not mended."""
    if file.damaged:
        return not is_whole(kept)
    return not file.marks or any(mark in kept for mark in file.marks)


def is_whole(kept: bytes) -> bool:
    """Whether a file that was damaged opens without any mending now."""
    if kept.startswith(b"%PDF-"):
        import pikepdf

        try:
            with pikepdf.open(io.BytesIO(kept), suppress_warnings=True, attempt_recovery=False) as document:
                return len(document.pages) > 0 and not document.get_warnings()
        except pikepdf.PdfError:
            return False
    if kept.startswith((b"\xff\xd8", b"\x89PNG")):
        from PIL import Image

        try:
            Image.open(io.BytesIO(kept)).load()
        except (OSError, SyntaxError):  # as Pillow says that a picture ends too early, or is none
            return False
        return True
    return False
