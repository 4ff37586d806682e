"""Office files part by part: what may be in one, and a copy without the names of those who wrote it."""

from __future__ import annotations

import io
import posixpath
import re
import stat
import zipfile
from collections.abc import Iterator
from typing import IO, Any
from xml.parsers import expat

from core.examine_authors import CREATORS, PEOPLE, WORD, without_makers, without_people
from core.examine_pictures import without_exif
from core.file_kinds import MEGABYTE, NotTaken, check_archive

CHUNK = 256 * 1024
DEEPEST = 500  # elements within elements
MOST_PART = 100 * MEGABYTE  # of a part that is held whole: a picture, an embedded document
DAMAGED = "is damaged and cannot be opened"
MACROS = "holds macros. Save it without macros and choose it again"
INSIDE = "holds a program or another file. Take it out and choose it again"
ELSEWHERE = (
    "fetches parts of itself from another place. Save it without links to templates and objects and choose it again"
)
ENTITIES = "holds definitions that no Office program writes. Open it, save it again and choose it again"
EMBEDDED = (".docx", ".xlsx", ".pptx")
PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
PACKAGED = "Ole10Native".encode("utf-16-le")
RUNS = ("vbaproject.bin", "vbadata.xml")
RUNNING_FOLDERS = ("/macrosheets/", "/activex/", "/dialogsheets/")
# Kinds of links a document follows by itself when it is opened.
FOLLOWED = ("/attachedTemplate", "/oleObject", "/frame", "/subDocument", "/control", "/aFChunk", "/package")
LOCAL = re.compile(r"^(?:file:///)?[A-Za-z]:[\\/]|^[\w %.-]+$", re.ASCII)
FIELD = re.compile(r"\s*(?:DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE)\b", re.IGNORECASE)
# The parts that say who wrote the whole.
SAYS_WHO = ("docprops/core.xml", "docprops/app.xml", "meta.xml")
SAYS_MORE = "docprops/custom.xml"


def copy_office(archive: zipfile.ZipFile, copy: IO[bytes], kind: str) -> bool:
    """Look at every part. True when `copy` holds the file without its writers' names. Raises NotTaken."""
    check_places(archive)
    changed: dict[str, bytes] = {}
    for member in archive.infolist():
        if not member.is_dir():
            _look(archive, member, changed, office=kind not in ("odt", "ods"))
    if not changed and _plain(archive):
        return False
    with zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as made:
        for member in archive.infolist():
            if member.is_dir():
                continue
            bare = zipfile.ZipInfo(member.filename)  # without its moment, comment and additional fields
            bare.compress_type = (
                zipfile.ZIP_STORED if member.compress_type == zipfile.ZIP_STORED else zipfile.ZIP_DEFLATED
            )
            if member.filename in changed:
                made.writestr(bare, changed[member.filename])
                continue
            with archive.open(member) as part, made.open(bare, "w", force_zip64=False) as out:
                for chunk in _chunks(part):
                    out.write(chunk)
    return True


def check_places(archive: zipfile.ZipFile) -> None:
    """No name leads out of the archive, no member is a link, none lies over another. Raises NotTaken."""
    end = 0
    for member in sorted(archive.infolist(), key=lambda each: each.header_offset):
        name = member.filename.replace("\\", "/")
        if (
            name.startswith("/")
            or ".." in posixpath.normpath(name).split("/")
            or ".." in name.split("/")
            or ":" in name.split("/")[0]
        ):
            raise NotTaken(DAMAGED)
        if stat.S_ISLNK(member.external_attr >> 16) or member.header_offset < end:
            raise NotTaken(DAMAGED)
        end = member.header_offset + 30 + len(member.orig_filename.encode("utf-8")) + member.compress_size


def _plain(archive: zipfile.ZipFile) -> bool:
    """Whether nothing stands before the first part, and no comment behind the last."""
    return not archive.comment and min((each.header_offset for each in archive.infolist()), default=0) == 0


def _look(archive: zipfile.ZipFile, member: zipfile.ZipInfo, changed: dict[str, bytes], *, office: bool) -> None:
    name = member.filename.lower()
    if name.endswith(RUNS) or any(folder in f"/{name}" for folder in RUNNING_FOLDERS):
        raise NotTaken(MACROS)
    with archive.open(member) as part:
        head = part.read(8)
    if name.endswith((".xml", ".rels", ".rdf", ".svg")):
        _look_at_xml(archive, member, changed, office=office and not name.endswith(".svg"))
        return
    if head.startswith(PROGRAMS) and not name.endswith((".emz", ".wmz")):
        raise NotTaken(INSIDE)
    if member.file_size > MOST_PART:
        raise NotTaken("expands to more than we can open safely")
    content = archive.read(member)  # to its end: damage is found by its sum
    if head.startswith(b"PK\x03\x04"):
        _nested(content, name)
    elif name.endswith((".bin", ".ole")) and PACKAGED in content:
        raise NotTaken(INSIDE)
    elif head.startswith(b"\xff\xd8\xff") and (bare := without_exif(content)) != content:
        changed[member.filename] = bare


def _look_at_xml(archive: zipfile.ZipFile, member: zipfile.ZipInfo, changed: dict[str, bytes], *, office: bool) -> None:
    names_people, name, after = check_xml(archive, member, office=office), member.filename.lower(), None
    if name.endswith((*SAYS_WHO, SAYS_MORE)):
        after = without_makers(archive.read(member), whole=name.endswith(SAYS_MORE))
    elif names_people:
        after = without_people(archive.read(member))
    if after is not None:
        changed[member.filename] = after


def _nested(content: bytes, name: str) -> None:
    """A document within the document: one, within the same limits, and none within it."""
    if not name.endswith(EMBEDDED):
        raise NotTaken(INSIDE)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        check_archive(archive)
        check_places(archive)
        for member in archive.infolist():
            with archive.open(member) as part:
                head = part.read(8)
            if head.startswith((b"PK\x03\x04", *PROGRAMS)) or member.filename.lower().endswith(RUNS):
                raise NotTaken(INSIDE)


def check_xml(archive: zipfile.ZipFile, member: zipfile.ZipInfo, *, office: bool) -> bool:
    """Well-formed, without entities, not too deep, and following no link by itself. Whether it names people. Raises NotTaken."""
    seen = _Part(office=office)
    with archive.open(member) as part:
        try:
            seen.read(part)
        except expat.ExpatError:
            if member.file_size:
                raise NotTaken(DAMAGED) from None
    return seen.names_people


class _Part:
    """One pass over the XML of a part."""

    def __init__(self, *, office: bool) -> None:
        self.office = office
        self.depth = 0
        self.in_field, self.field = False, ""  # the words of a field may be cut into several runs
        self.parser = parser = expat.ParserCreate()
        parser.EntityDeclHandler = parser.UnparsedEntityDeclHandler = parser.ExternalEntityRefHandler = self.refuse
        if office:
            parser.StartDoctypeDeclHandler = self.refuse
        parser.StartElementHandler, parser.EndElementHandler = self.begin, self.end
        self.by_name = {
            "Relationship": self.relationship, "fldSimple": self.simple_field, "instrText": self.begin_field, "p": self.new_field,
            "ddeLink": self.refuse_inside, "object-ole": self.refuse_inside, "applet": self.refuse_inside, "plugin": self.refuse_inside,
        }  # fmt: skip
        self.names_people = self.in_word = False
        if not office:
            self.by_name |= {"script": self.refuse_inside} | dict.fromkeys(CREATORS, self.person)

    def read(self, part: IO[bytes]) -> None:
        for chunk in _chunks(part):
            self.parser.Parse(chunk, False)
        self.parser.Parse(b"", True)

    def begin(self, element: str, values: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise NotTaken(ENTITIES)
        local = element.rpartition(":")[2]
        if self.depth == 1:
            self.names_people = local in PEOPLE
            self.in_word = self.office and local in WORD
        if self.in_word and not self.names_people and any(key.endswith(":author") for key in values):
            self.names_people = True
        if known := self.by_name.get(local):
            known(values)

    def end(self, element: str) -> None:
        self.depth -= 1
        if self.in_field and element.rpartition(":")[2] == "instrText":
            self.in_field, self.parser.CharacterDataHandler = False, None
            instruction(self.field)

    def text(self, words: str) -> None:
        self.field = (self.field + words)[:200]

    def begin_field(self, _: dict[str, str]) -> None:
        self.in_field, self.parser.CharacterDataHandler = True, self.text

    def new_field(self, _: dict[str, str]) -> None:
        self.field = ""

    def simple_field(self, values: dict[str, str]) -> None:
        instruction(next((value for key, value in values.items() if key.endswith("instr")), ""))

    def relationship(self, values: dict[str, str]) -> None:
        kind, target = values.get("Type", ""), values.get("Target", "")
        if values.get("TargetMode") != "External" or not kind.endswith(FOLLOWED):
            return
        if not (kind.endswith("/attachedTemplate") and LOCAL.match(target)):
            raise NotTaken(ELSEWHERE)

    def person(self, _: dict[str, str]) -> None:
        self.names_people = True

    @staticmethod
    def refuse(*_: Any) -> None:
        raise NotTaken(ENTITIES)

    @staticmethod
    def refuse_inside(_: dict[str, str]) -> None:
        raise NotTaken(INSIDE)


def instruction(words: str) -> None:
    """Raises NotTaken where a field of a document starts a program or fetches from elsewhere."""
    found = FIELD.match(words)
    if found and (found.group().strip().upper().startswith("DDE") or "://" in words or "\\\\" in words):
        raise NotTaken(ELSEWHERE)


def _chunks(part: IO[bytes]) -> Iterator[bytes]:
    return iter(lambda: part.read(CHUNK), b"")
