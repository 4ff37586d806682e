"""PDFs are read and written anew: no programs, no files inside, no earlier versions, nothing beside the document, no author."""

from __future__ import annotations

import contextlib
import re
from typing import IO, Any

import pikepdf

from core.examine_pictures import without_exif
from core.file_kinds import PROTECTED, NotTaken

MOST_PAGES = 3_000
MOST_OBJECTS = 400_000
# Names as the library writes them, whatever way they were written in the file.
RUNS = re.compile(
    rb"/S\s*/(?:JavaScript|Launch|ImportData|SubmitForm|Rendition|RichMediaExecute|GoToE)\b|/JS\b|/XFA\b|/RichMedia\b"
)
HOLDS = re.compile(rb"/EmbeddedFiles?\b|/EF\s*<<|/EF\s+\d|/FileAttachment\b")


def copy_pdf(content: IO[bytes], copy: IO[bytes]) -> None:
    """Raises NotTaken, and what the library raises of a broken file."""
    try:
        document = pikepdf.open(content, suppress_warnings=True)
    except pikepdf.PasswordError:
        raise NotTaken(PROTECTED) from None
    with document:
        if document.is_encrypted:
            raise NotTaken(PROTECTED)
        if len(document.objects) > MOST_OBJECTS or len(document.pages) > MOST_PAGES:
            raise NotTaken(f"has more than {MOST_PAGES:,} pages. Split it and choose the parts one by one")
        if not document.pages:
            raise NotTaken("is damaged and cannot be opened")
        title = _title(document)
        for thing in document.objects:
            _look(thing)
        # Only the title stays: readers say it aloud.
        if "/Info" in document.trailer:
            del document.trailer["/Info"]
        if title:
            document.docinfo["/Title"] = title
        document.save(copy, deterministic_id=True, fix_metadata_version=False)
    # What was damaged is written whole, or is not taken: the copy must open without any mending.
    with pikepdf.open(copy, attempt_recovery=False, suppress_warnings=True) as made:
        if not made.pages or made.get_warnings():
            raise NotTaken("is damaged and cannot be opened")


def _look(thing: Any) -> None:
    is_stream = isinstance(thing, pikepdf.Stream)
    if not is_stream and not isinstance(thing, pikepdf.Dictionary | pikepdf.Array):
        return
    words = (thing.stream_dict if is_stream else thing).unparse(resolved=True)
    if RUNS.search(words):
        raise NotTaken("holds a program or a form that sends what is typed. Print it to a new PDF and choose that")
    if HOLDS.search(words):
        raise NotTaken("holds other files. Choose them one by one, and print this one to a new PDF")
    if isinstance(thing, pikepdf.Array):
        return
    for name in ("/Metadata", "/PieceInfo"):
        if name in thing:
            del thing[name]
    if is_stream and b"/DCTDecode" in words and thing.get("/Filter") == pikepdf.Name.DCTDecode:
        raw = thing.read_raw_bytes()
        if (bare := without_exif(raw)) != raw:
            thing.write(bare, filter=pikepdf.Name.DCTDecode)


def _title(document: Any) -> str:
    with contextlib.suppress(Exception):
        return str(document.docinfo["/Title"])[:500]
    with contextlib.suppress(Exception):
        return str(document.open_metadata(set_pikepdf_as_editor=False).get("dc:title") or "")[:500]
    return ""
