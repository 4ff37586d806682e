"""Small whole files of every kind, as people give them."""

from __future__ import annotations

import io
import zipfile
from functools import cache
from typing import Any

AUTHOR = "Ada Fictional-Author"


@cache
def pdf(pages: int = 1, author: str = "", title: str = "") -> bytes:
    import pikepdf

    document, made = pikepdf.new(), io.BytesIO()
    for _ in range(pages):
        document.add_blank_page()
    if author:
        document.docinfo["/Author"] = author
    if title:
        document.docinfo["/Title"] = title
    document.save(made, deterministic_id=True)
    return made.getvalue()


def picture(kind: str = "png", size: tuple[int, int] = (32, 24), **saved: Any) -> bytes:
    from PIL import Image

    made = io.BytesIO()
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    image.save(made, "JPEG" if kind == "jpg" else kind.upper(), **saved)
    return made.getvalue()


def with_place() -> Any:
    """The EXIF block of a camera that knows where it is and whose it is."""
    from PIL import Image
    from PIL.ExifTags import GPS, IFD, Base

    exif = Image.Exif()
    exif[Base.Artist], exif[Base.Orientation] = AUTHOR, 6
    exif.get_ifd(IFD.GPSInfo).update({GPS.GPSLatitudeRef: "N", GPS.GPSLatitude: (51.0, 14.0, 10.0)})
    return exif


def workbook(*rows: list[Any], creator: str = "openpyxl") -> bytes:
    from openpyxl import Workbook

    book, made = Workbook(), io.BytesIO()
    book.properties.creator = creator
    for row in rows:
        book.active.append(row)
    book.save(made)
    return made.getvalue()


def with_comments() -> dict[str, bytes]:
    """Files whose comments, changes and threads name their author, as Word, Excel, PowerPoint and LibreOffice write them."""
    from openpyxl import Workbook
    from openpyxl.comments import Comment

    word15, who = (
        "http://schemas.microsoft.com/office/word/2012/wordml",
        f'w:author="{AUTHOR}" w:date="2026-03-02T09:00:00Z"',
    )
    changed = f'<w:ins w:id="1" {who}><w:r><w:t>Put in</w:t></w:r></w:ins>'
    document = f'<w:document xmlns:w="{W}"><w:body><w:p>{changed}</w:p></w:body></w:document>'
    comments = (
        f'<w:comments xmlns:w="{W}"><w:comment w:id="0" {who} w:initials="AFA"><w:p><w:r><w:t>A comment</w:t></w:r></w:p></w:comment>'
        "</w:comments>"
    )
    people = (
        f'<w15:people xmlns:w15="{word15}"><w15:person w15:author="{AUTHOR}">'
        f'<w15:presenceInfo w15:providerId="AD" w15:userId="S::{AUTHOR}"/></w15:person></w15:people>'
    )
    book, made = Workbook(), io.BytesIO()
    book.active["A1"] = 1
    book.active["A1"].comment = Comment(f"{AUTHOR}:\nA comment", AUTHOR)
    book.save(made)
    threads = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
    slides = "http://schemas.openxmlformats.org/presentationml/2006/main"
    modern = "http://schemas.microsoft.com/office/powerpoint/2018/8/main"
    with zipfile.ZipFile(made) as archive:
        sheets: dict[str, bytes | str] = {name: archive.read(name) for name in archive.namelist()}
    sheets["xl/persons/person.xml"] = (
        f'<personList xmlns="{threads}"><person displayName="{AUTHOR}" id="{{P1}}" userId="S::{AUTHOR}" providerId="AD"/></personList>'
    )
    sheets["xl/threadedComments/threadedComment1.xml"] = (
        f'<ThreadedComments xmlns="{threads}"><threadedComment ref="A1" personId="{{P1}}" id="{{T1}}"><text>A comment</text>'
        "</threadedComment></ThreadedComments>"
    )
    annotation = f"<office:annotation><dc:creator>{AUTHOR}</dc:creator><text:p>A comment</text:p></office:annotation>"
    with zipfile.ZipFile(io.BytesIO(open_document())) as archive:
        text = archive.read("content.xml").decode().replace("<text:p>", f"<text:p>{annotation}", 1)
        text = text.replace(" xmlns:text=", ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:text=', 1)
    return {
        "comments.docx": office(more={"word/document.xml": document, "word/comments.xml": comments, "word/people.xml": people}),
        "comments.xlsx": zipped(sheets),
        "comments.pptx": office("pptx", more={
            "ppt/commentAuthors.xml": f'<p:cmAuthorLst xmlns:p="{slides}">'
            f'<p:cmAuthor id="1" name="{AUTHOR}" initials="AFA"/></p:cmAuthorLst>',
            "ppt/authors.xml": f'<p188:authorLst xmlns:p188="{modern}"><p188:author id="{{A1}}" name="{AUTHOR}" initials="AFA" '
            f'userId="S::{AUTHOR}" providerId="AD"/></p188:authorLst>',
        }),
        "comments.odt": open_document("odt", more={"content.xml": text}),
    }  # fmt: skip


def zipped(members: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return made.getvalue()


TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def office(
    kind: str = "docx", body: str = "Text", creator: str = "", more: dict[str, bytes | str] | None = None
) -> bytes:
    """A Word or PowerPoint file of one part; `more` adds parts or replaces them."""
    part, told = ("word/document.xml", WORD) if kind == "docx" else ("ppt/presentation.xml", SLIDES)
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": f'<Types xmlns="{TYPES}"><Override PartName="/{part}" ContentType="{told}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{RELATIONS}">'
        f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="{part}"/></Relationships>',
        part: f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>{body}</w:t></w:r></w:p></w:body></w:document>',
        "docProps/core.xml": '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{creator}</dc:creator></cp:coreProperties>',
    }
    return zipped(parts | (more or {}))


def open_document(
    kind: str = "odt", body: str = "Text", creator: str = "", more: dict[str, bytes | str] | None = None
) -> bytes:
    ns = "urn:oasis:names:tc:opendocument:xmlns"
    what = {"odt": "text", "ods": "spreadsheet"}[kind]
    parts: dict[str, bytes | str] = {
        "mimetype": f"application/vnd.oasis.opendocument.{what}",
        "content.xml": f'<office:document-content xmlns:office="{ns}:office:1.0" xmlns:text="{ns}:text:1.0"><office:body>'
        f"<office:{what}><text:p>{body}</text:p></office:{what}></office:body></office:document-content>",
        "meta.xml": f'<office:document-meta xmlns:office="{ns}:office:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><office:meta>'
        f"<dc:creator>{creator}</dc:creator></office:meta></office:document-meta>",
    }
    return zipped(parts | (more or {}))
