"""What a file is, found from its content. Nothing here is unpacked to disk; what expands beyond limits is refused before it is read."""

from __future__ import annotations

import codecs
import zipfile
import zlib
from pathlib import Path
from typing import IO

MEGABYTE = 1024 * 1024
MOST_MEMBERS = 2_000
MOST_EXPANDED = 200 * MEGABYTE
# Spreadsheets of repeated text reach about 30; a bomb reaches a thousand. Small files are never a bomb.
MOST_RATIO, RATIO_FROM = 100, 20 * MEGABYTE
HEAD = 4096
ENDINGS = {"jpeg": "jpg", "jpe": "jpg", "text": "txt", "tsv": "csv"}
NAMES = {
    "pdf": "PDF",
    "docx": "Word (.docx)",
    "xlsx": "Excel (.xlsx)",
    "pptx": "PowerPoint (.pptx)",
    "odt": "OpenDocument text (.odt)",
    "ods": "OpenDocument spreadsheet (.ods)",
    "csv": "CSV",
    "txt": "plain text",
    "png": "PNG picture",
    "jpg": "JPEG picture",
}
_OFFICE = {
    b"wordprocessingml.document.main": "docx",
    b"spreadsheetml.sheet.main": "xlsx",
    b"presentationml.presentation.main": "pptx",
}
_OPEN_DOCUMENT = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}
OFFICE = frozenset({"docx", "xlsx", "pptx", "odt", "ods"})
PICTURES = frozenset({"png", "jpg"})
PROTECTED = "is protected by a password. Save it without one and choose it again"
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "csv": "text/csv",
    "txt": "text/plain",
    "png": "image/png",
    "jpg": "image/jpeg",
}


class NotTaken(Exception):
    """Why a file is not taken: the end of a sentence that begins with its name."""


def kind_of(content: IO[bytes], name: str) -> str:
    """What the content is: one of NAMES. Raises NotTaken. The name decides only between csv and txt."""
    content.seek(0)
    head = content.read(HEAD)
    if not head:
        raise NotTaken("is empty")
    found = _by_signature(content, head) or _as_text(content, ending_of(name))
    if not found:
        raise NotTaken("is of a kind we do not take")
    return found


def ending_of(name: str) -> str:
    """The ending of a name in its usual form: "jpeg" is "jpg"."""
    ending = Path(name).suffix.lstrip(".").lower()
    return ENDINGS.get(ending, ending)


def _by_signature(content: IO[bytes], head: bytes) -> str:
    if b"%PDF-" in head[:1024]:
        return _pdf(content, head)
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _old_office(content)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zipped(content)
    return ""


def _pdf(content: IO[bytes], head: bytes) -> str:
    content.seek(0, 2)
    size = content.tell()
    content.seek(max(0, size - 16 * 1024))
    if b"/Encrypt" in head or b"/Encrypt" in content.read():
        raise NotTaken(PROTECTED)
    return "pdf"


def _old_office(content: IO[bytes]) -> str:
    content.seek(0)
    start = content.read(MEGABYTE)
    if "EncryptedPackage".encode("utf-16-le") in start:
        raise NotTaken(PROTECTED)
    raise NotTaken("is in an old Office format. Save it as .docx, .xlsx or PDF and choose it again")


def _zipped(content: IO[bytes]) -> str:
    try:
        with zipfile.ZipFile(content) as archive:
            names = check_archive(archive)
            if "[Content_Types].xml" in names:
                return _office(archive, names)
            if "mimetype" in names:
                return _open_document(archive, names)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError) as error:
        raise NotTaken("is damaged and cannot be opened") from error
    raise NotTaken("is an archive. Choose the files in it one by one")


def check_archive(archive: zipfile.ZipFile) -> set[str]:
    """The names of the members, if their number, size and ratio are within limits. Raises NotTaken.

    The sizes are those the archive declares: reading a member stops there, so an archive that lies gains nothing.
    """
    members = archive.infolist()
    if len(members) > MOST_MEMBERS:
        raise NotTaken("holds too many parts to be opened safely")
    if any(member.flag_bits & 0x1 for member in members):
        raise NotTaken(PROTECTED)
    expanded = sum(member.file_size for member in members)
    packed = max(sum(member.compress_size for member in members), 1)
    if expanded > MOST_EXPANDED or (expanded > RATIO_FROM and expanded / packed > MOST_RATIO):
        raise NotTaken("expands to more than we can open safely")
    names = [member.filename for member in members]
    if len(set(names)) != len(names):
        raise NotTaken("is damaged and cannot be opened")
    return set(names)


def _office(archive: zipfile.ZipFile, names: set[str]) -> str:
    types = _read(archive, "[Content_Types].xml", MEGABYTE)
    if b"macroEnabled" in types or any(name.lower().endswith(("vbaproject.bin", "vbadata.xml")) for name in names):
        raise NotTaken("holds macros. Save it without macros (as .docx or .xlsx) and choose it again")
    for mark, kind in _OFFICE.items():
        if mark in types:
            return kind
    raise NotTaken("is of a kind we do not take")


def _open_document(archive: zipfile.ZipFile, names: set[str]) -> str:
    kind = _OPEN_DOCUMENT.get(_read(archive, "mimetype", 200).strip())
    if kind is None:
        raise NotTaken("is of a kind we do not take")
    if any(name.startswith(("Basic/", "Scripts/")) and not name.endswith("/") for name in names):
        raise NotTaken("holds macros. Save it without macros and choose it again")
    if "META-INF/manifest.xml" in names and b"encryption-data" in _read(archive, "META-INF/manifest.xml", MEGABYTE):
        raise NotTaken(PROTECTED)
    return kind


def _read(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    with archive.open(name) as member:
        return member.read(most)


def _as_text(content: IO[bytes], ending: str) -> str:
    """csv or txt, by its name, when the whole content is text; else nothing."""
    if ending not in ("csv", "txt"):
        return ""
    content.seek(0)
    start = content.read(2)
    encoding = "utf-16" if start in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else "utf-8-sig"
    if not (is_text(content, encoding) or (encoding == "utf-8-sig" and is_text(content, "cp1252"))):
        return ""
    return ending


def is_text(content: IO[bytes], encoding: str) -> bool:
    """Whether all of it can be read in this encoding and holds no control characters but tabs and line ends."""
    content.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while True:
            chunk = content.read(256 * 1024)
            text = decoder.decode(chunk, final=not chunk)
            if any(letter < " " and letter not in "\t\r\n\f" for letter in set(text)):
                return False
            if not chunk:
                return True
    except UnicodeDecodeError:
        return False
