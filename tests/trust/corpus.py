"""Ten thousand files as people and attackers give them, the same ones for the same seed.

`files(each)` gives `each` files of every family in BAD and GOOD. A bad one must be refused, or kept without its `marks`.
"""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from tests import given_files as given

SEED = 20261129
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
MARK = b"corpus-mark"
SCRIPT = b"<html><script>alert('" + MARK + b"')</script></html>"
KINDS = ("pdf", "docx", "xlsx", "pptx", "odt", "ods", "png", "jpg")


@dataclass(frozen=True)
class File:
    family: str
    name: str
    content: bytes
    bad: bool
    marks: tuple[bytes, ...] = ()
    damaged: bool = False  # may be kept once it is mended


Made = tuple[str, bytes] | tuple[str, bytes, tuple[bytes, ...]]


def files(each: int, *, good_each: int = 0, families: tuple[str, ...] = ()) -> Iterator[File]:
    for name, make in BAD.items():
        if not families or name in families:
            yield from _family(name, make, each, bad=True)
    for name, make in GOOD.items():
        if not families or name in families:
            yield from _family(name, make, good_each or each, bad=False)


def _family(family: str, make: Callable[[random.Random, int], Made], each: int, *, bad: bool) -> Iterator[File]:
    for number in range(each):
        made = make(random.Random(f"{SEED} {family} {number}"), number)
        yield File(family, made[0], made[1], bad, made[2] if len(made) > 2 else (), family in DAMAGED)


# --- whole files


def whole(kind: str, rng: random.Random) -> bytes:
    words = " ".join(rng.choices(("plan", "review", "need", "support", "board", "school"), k=rng.randrange(5, 40)))
    who = rng.choice(("", given.AUTHOR))
    if kind == "pdf":
        return given.pdf(rng.randrange(1, 6), author=who, title=words[:30])
    if kind in ("png", "jpg"):
        size = rng.randrange(8, 200), rng.randrange(8, 200)
        exif = {"exif": given.with_place()} if who else {}
        return given.picture(kind, size, **exif)
    if kind == "xlsx":
        return given.workbook(
            *[[words[:20], number, 1.5] for number in range(rng.randrange(1, 30))], creator=who or "x"
        )
    if kind in ("docx", "pptx"):
        return given.office(kind, words, who)
    return given.open_document(kind, words, who)


def text(kind: str, rng: random.Random) -> bytes:
    line = rng.choice(("a,b,ü\r\n1,2,£3\r\n", "Name;Day\nX;1/2/2024\n", "plain words – and “quotes”\n"))
    return (line * rng.randrange(1, 50)).encode(rng.choice(("utf-8", "utf-8-sig", "utf-16"))) if kind else b""


def good(kind: str) -> Callable[[random.Random, int], Made]:
    def make(rng: random.Random, number: int) -> Made:
        name = rng.choice(("plan", "Board minutes", "Überblick", "SEND – April", "a.b.c", "notes(2)"))
        ending = rng.choice((kind, kind.upper(), "jpeg" if kind == "jpg" else kind))
        return f"{name} {number}.{ending}", text(kind, rng) if kind in ("csv", "txt") else whole(kind, rng)

    return make


# --- what is not what it says, or is of no kind that is taken


def wrong_pair(rng: random.Random, number: int) -> Made:
    is_kind, says = rng.sample(KINDS, 2)
    return f"{number}.{says}", whole(is_kind, rng)


def not_taken(rng: random.Random, number: int) -> Made:
    start, own = rng.choice(
        (
            (b"MZ\x90\x00", "exe"),
            (b"\x7fELF", "bin"),
            (b"#!/bin/sh\n", "sh"),
            (SCRIPT, "html"),
            (b"GIF89a", "gif"),
            (b"\x1f\x8b\x08", "gz"),
            (b"7z\xbc\xaf\x27\x1c", "7z"),
            (b"Rar!\x1a\x07", "rar"),
            (b"<?php x(); ?>", "php"),
            (b"MSCF", "cab"),
            (b"\xca\xfe\xba\xbe", "class"),
            (b"{\\rtf1 ", "rtf"),
            (b"ITSF", "chm"),
            (b"L\x00\x00\x00\x01\x14\x02\x00", "lnk"),
            (b"BM", "bmp"),
            (b"II*\x00", "tif"),
        )
    )
    return f"{number}.{rng.choice((own, *KINDS))}", start + rng.randbytes(rng.randrange(10, 500))


def no_text(rng: random.Random, number: int) -> Made:
    return f"{number}.{rng.choice(('csv', 'txt'))}", b"a,b\n" * rng.randrange(1, 9) + rng.choice(
        (b"\x00", b"\x1b[2J", b"\x08\x08", b"\x7fELF\x02\x01")
    )


def polyglot_pdf(rng: random.Random, number: int) -> Made:
    pdf = whole("pdf", rng)
    body = {
        0: lambda: SCRIPT + b"\n" + pdf,
        1: lambda: pdf + b"\n" + SCRIPT,
        2: lambda: pdf.replace(b"\n", b"\n%" + SCRIPT + b"\n", 1),
        3: lambda: pdf + given.zipped({"run.js": SCRIPT}, zipfile.ZIP_STORED),
        4: lambda: b"MZ" + MARK + pdf,
        5: lambda: b"\xff\xd8\xff\xe0" + MARK + pdf,
    }[rng.randrange(6)]()
    return f"{number}.{rng.choice(('pdf', 'pdf', 'jpg'))}", body, (MARK,)


def polyglot_picture(rng: random.Random, number: int) -> Made:
    kind = rng.choice(("png", "jpg"))
    picture = whole(kind, rng)
    behind = rng.choice(
        (SCRIPT, given.zipped({"run.js": SCRIPT}, zipfile.ZIP_STORED), b"<?php " + MARK, given.pdf() + MARK)
    )
    if kind == "jpg" and rng.random() < 0.5:
        return (
            f"{number}.jpg",
            picture[:2] + b"\xff\xfe" + struct.pack("!H", len(SCRIPT) + 2) + SCRIPT + picture[2:],
            (MARK,),
        )
    if kind == "png" and rng.random() < 0.5:
        chunk = b"tEXtComment\0" + SCRIPT
        held = struct.pack("!L", len(chunk) - 4) + chunk + struct.pack("!L", zlib.crc32(chunk))
        return f"{number}.png", picture[:33] + held + picture[33:], (MARK,)
    return f"{number}.{kind}", picture + behind, (MARK,)


def polyglot_office(rng: random.Random, number: int) -> Made:
    kind = rng.choice(("docx", "xlsx", "odt"))
    if rng.random() < 0.5:
        return (
            f"{number}.{kind}",
            rng.choice((b"MZ", b"GIF89a=", SCRIPT, b"%PDF-1.7\n")) + MARK + whole(kind, rng),
            (MARK,),
        )
    packed = io.BytesIO(whole(kind, rng))
    with zipfile.ZipFile(packed, "a") as archive:
        archive.comment = SCRIPT
    return f"{number}.{kind}", packed.getvalue(), (MARK,)


# --- XML


def svg(rng: random.Random, number: int) -> Made:
    body = rng.choice(
        (
            b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
            b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><image href='http://127.0.0.1/x'/></svg>",
            b"<!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><svg>&x;</svg>",
        )
    )
    if rng.random() < 0.5:
        return f"{number}.{rng.choice(('svg', 'png', 'jpg'))}", body
    return f"{number}.docx", given.office(
        more={
            "word/media/image1.svg": rng.choice(
                (
                    body[:0] + b"<svg><script>1</script></svg>",
                    b"<!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><svg>&x;</svg>",
                )
            )
        }
    )


def _part(rng: random.Random) -> tuple[str, str]:
    return rng.choice(
        (
            ("docx", "word/document.xml"),
            ("docx", "docProps/core.xml"),
            ("docx", "_rels/.rels"),
            ("pptx", "ppt/presentation.xml"),
            ("odt", "content.xml"),
            ("ods", "content.xml"),
            ("odt", "meta.xml"),
            ("docx", "customXml/item1.xml"),
        )
    )


def _office(kind: str, more: dict[str, bytes | str]) -> bytes:
    return given.office(kind, more=more) if kind in ("docx", "pptx") else given.open_document(kind, more=more)


def entities(rng: random.Random, number: int) -> Made:
    kind, part = _part(rng)
    levels = rng.randrange(2, 12)
    told = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10 if n else 'lol'}'>" for n in range(levels))
    return f"{number}.{kind}", _office(
        kind, {part: f"<?xml version='1.0'?><!DOCTYPE d [{told}]><d>&e{levels - 1};</d>"}
    )


def external_entity(rng: random.Random, number: int) -> Made:
    kind, part = _part(rng)
    told = rng.choice(
        (
            "<!ENTITY x SYSTEM 'file:///etc/passwd'>",
            "<!ENTITY % x SYSTEM 'http://127.0.0.1:9/x.dtd'> %x;",
            "<!ENTITY x PUBLIC 'a' 'http://127.0.0.1:9/'>",
            "<!NOTATION n SYSTEM 'x'><!ENTITY x SYSTEM 'y' NDATA n>",
        )
    )
    body = f"<?xml version='1.0'?><!DOCTYPE d [{told}]><d>&x;</d>"
    return f"{number}.{kind}", _office(kind, {part: body.encode(rng.choice(("utf-8", "utf-16")))})


# --- archives


@cache
def _zeros(megabytes: int) -> bytes:
    return given.office(more={"word/media/image1.bin": b"\0" * (megabytes << 20)})


def bomb(rng: random.Random, number: int) -> Made:
    if number % 2:  # the directory lies: it says little of what comes
        body = bytearray(_zeros(8))
        at = body.rindex(b"PK\x01\x02", 0, body.rindex(b"word/media/image1.bin"))
        struct.pack_into("<L", body, at + 24, rng.randrange(1, 1000))
        return f"{number}.docx", bytes(body)
    return f"{number}.docx", _zeros(25 if number < 4 else rng.choice((25, 60, 201, 260)))


def nested(rng: random.Random, number: int) -> Made:
    inner = given.zipped({"0": b"\0" * (1 << 20)})
    for depth in range(rng.randrange(1, 5)):
        inner = given.zipped({f"{depth}.zip": inner})
    where = rng.choice(
        ("word/embeddings/a.zip", "word/media/a.png", "word/embeddings/a.docx", "word/embeddings/oleObject1.bin")
    )
    return f"{number}.docx", given.office(
        more={where: inner if rng.random() < 0.8 or not where.endswith("docx") else given.zipped({"a.zip": inner})}
    )


def overlapping(rng: random.Random, number: int) -> Made:
    kind = rng.choice(("docx", "xlsx", "odt"))
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(whole(kind, rng))) as old,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for member in old.infolist():
            new.writestr(member.filename, old.read(member))
        first = new.infolist()[-1]
        for copy in range(rng.randrange(1, 200)):
            other = zipfile.ZipInfo(f"{first.filename[:-3]}{copy:03}")
            for name in ("header_offset", "CRC", "compress_size", "file_size", "compress_type"):
                setattr(other, name, getattr(first, name))
            new.filelist.append(other)
            new.NameToInfo[other.filename] = other
        new._didModify = True
    return f"{number}.{kind}", packed.getvalue()


def many_parts(rng: random.Random, number: int) -> Made:
    return f"{number}.docx", _many(2_000 if number < 4 else rng.choice((2_000, 2_500, 5_000, 20_000)))


@cache
def _many(parts: int) -> bytes:
    return given.office(more={f"word/{n}.xml": "<a/>" for n in range(parts)})


def slip(rng: random.Random, number: int) -> Made:
    name = rng.choice(
        (
            "../evil.xml",
            "word/../../evil.xml",
            "/etc/cron.d/evil",
            "C:\\evil.xml",
            "..\\..\\evil.xml",
            "word/..",
            "//host/evil.xml",
        )
    )
    return f"{number}.docx", given.office(more={name: "<a/>"})


def symlink(rng: random.Random, number: int) -> Made:
    packed = io.BytesIO(given.office())
    with zipfile.ZipFile(packed, "a") as archive:
        link = zipfile.ZipInfo(rng.choice(("word/media/image1.png", "word/x.xml", "a")))
        link.external_attr = 0o120777 << 16
        archive.writestr(link, rng.choice(("/etc/passwd", "../../../etc/passwd", "word/document.xml")))
    return f"{number}.docx", packed.getvalue()


def encrypted(rng: random.Random, number: int) -> Made:
    way = rng.randrange(3)
    if way == 0:
        import pikepdf

        made, document = io.BytesIO(), pikepdf.new()
        document.add_blank_page()
        document.save(
            made, encryption=pikepdf.Encryption(user=rng.choice(("", "secret")), owner="x", R=rng.choice((4, 6)))
        )
        return f"{number}.pdf", made.getvalue()
    if way == 1:
        kind = rng.choice(("docx", "xlsx"))
        return f"{number}.{kind}", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + rng.randbytes(500) + "EncryptedPackage".encode(
            "utf-16-le"
        )
    kind = rng.choice(("docx", "xlsx", "odt"))
    body = bytearray(whole(kind, rng))
    at = body.find(b"PK\x01\x02")
    body[at + 8] |= 1
    return f"{number}.{kind}", bytes(body)


# --- documents that act


def macros(rng: random.Random, number: int) -> Made:
    if rng.random() < 0.2:
        return f"{number}.odt", given.open_document(
            "odt", more={rng.choice(("Basic/Standard/M.xml", "Scripts/python/a.py")): "x"}
        )
    if rng.random() < 0.2:
        types = (
            f'<Types xmlns="{given.TYPES}"><Override PartName="/word/document.xml" '
            'ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'
        )
        return f"{number}.{rng.choice(('docx', 'docm'))}", given.office(more={"[Content_Types].xml": types})
    where = rng.choice(
        (
            "word/vbaProject.bin",
            "xl/vbaProject.bin",
            "word/VBAPROJECT.BIN",
            "xl/macrosheets/sheet1.xml",
            "word/activeX/activeX1.bin",
            "custom/vbaproject.bin",
            "word/vbaData.xml",
            "xl/dialogsheets/sheet1.xml",
        )
    )
    return f"{number}.docx", given.office(more={where: "<a/>" if where.endswith("xml") else rng.randbytes(50)})


def old_office(rng: random.Random, number: int) -> Made:
    return (
        f"{number}.{rng.choice(('doc', 'xls', 'ppt', 'docx', 'msg'))}",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + rng.randbytes(2_000),
    )


def fetching(rng: random.Random, number: int) -> Made:
    def relation(kind: str, target: str) -> str:
        return (
            f'<Relationships xmlns="{given.RELATIONS}"><Relationship Id="r9" Type="{given.OFFICE}/{kind}" Target="{target}" '
            'TargetMode="External"/></Relationships>'
        )

    def field(words: str) -> str:
        half = rng.randrange(1, 4)
        return (
            f'<w:document xmlns:w="{given.W}"><w:p><w:r><w:instrText>{words[:half]}</w:instrText></w:r><w:r><w:instrText>{words[half:]}'
            "</w:instrText></w:r></w:p></w:document>"
        )

    parts: dict[str, bytes | str] = rng.choice(
        (
            {
                "word/_rels/settings.xml.rels": relation(
                    "attachedTemplate",
                    rng.choice(("http://127.0.0.1/t.dotm", "\\\\host\\t.dotm", "file://host/t.dotm")),
                )
            },
            {"word/_rels/document.xml.rels": relation("oleObject", "http://127.0.0.1/x.html!")},
            {"word/_rels/document.xml.rels": relation("frame", "http://127.0.0.1/x")},
            {"word/_rels/document.xml.rels": relation("subDocument", "http://127.0.0.1/x")},
            {"word/document.xml": field(" DDEAUTO c:\\\\windows\\\\cmd.exe '/k calc'")},
            {"word/document.xml": field("DDE Excel x")},
            {"word/document.xml": field("INCLUDEPICTURE http://127.0.0.1/x.png")},
            {"word/document.xml": f'<w:document xmlns:w="{given.W}"><w:fldSimple w:instr="DDEAUTO cmd"/></w:document>'},
            {
                "xl/externalLinks/externalLink1.xml": '<externalLink><ddeLink ddeService="cmd" ddeTopic="calc"/></externalLink>'
            },
        )
    )
    return f"{number}.docx", given.office(more=parts)


def inside(rng: random.Random, number: int) -> Made:
    content = rng.choice(
        (
            b"MZ\x90\x00" + rng.randbytes(100),
            b"\x7fELF" + rng.randbytes(90),
            b"#!/bin/sh\nrm -r /\n",
            b"Rar!\x1a\x07" + rng.randbytes(50),
            b"\xd0\xcf\x11\xe0" + "\x01Ole10Native".encode("utf-16-le") + b"evil.exe",
        )
    )
    return f"{number}.docx", given.office(
        more={rng.choice(("word/embeddings/oleObject1.bin", "word/embeddings/package.bin")): content}
    )


def pdf_acting(rng: random.Random, number: int) -> Made:
    import pikepdf

    made, document = io.BytesIO(), pikepdf.new()
    document.add_blank_page()
    name, array, thing = pikepdf.Name, pikepdf.Array, pikepdf.Dictionary
    script = thing(
        S=name.JavaScript, JS=rng.choice((pikepdf.String("app.alert(1)"), pikepdf.Stream(document, b"app.alert(1)")))
    )
    way = rng.randrange(8)
    if way == 0:
        document.Root.OpenAction = script
    elif way == 1:
        document.Root.OpenAction = thing(S=name.Launch, F=pikepdf.String("cmd.exe"))
    elif way == 2:
        document.attachments["evil.exe"] = b"MZ"
    elif way == 3:
        document.pages[0].AA = thing(O=script)
    elif way == 4:
        document.Root.Names = thing(
            JavaScript=thing(Names=array([pikepdf.String("a"), document.make_indirect(script)]))
        )
    elif way == 5:
        document.pages[0].Annots = array(
            [
                thing(
                    Type=name.Annot,
                    Subtype=name.Link,
                    Rect=array([0, 0, 9, 9]),
                    A=thing(S=name.SubmitForm, F=pikepdf.String("http://127.0.0.1/")),
                )
            ]
        )
    elif way == 6:
        document.Root.AcroForm = thing(XFA=document.make_stream(b"<xdp/>"), Fields=array([]))
    else:
        document.pages[0].Annots = array(
            [
                thing(
                    Type=name.Annot,
                    Subtype=name.FileAttachment,
                    Rect=array([0, 0, 9, 9]),
                    FS=thing(EF=thing(F=document.make_stream(b"MZ"))),
                )
            ]
        )
    document.save(
        made, object_stream_mode=rng.choice((pikepdf.ObjectStreamMode.disable, pikepdf.ObjectStreamMode.generate))
    )
    body = made.getvalue()
    return f"{number}.pdf", body.replace(b"/JavaScript", b"/J#61vaScript").replace(
        b"/Launch", b"/L#61unch"
    ) if rng.random() < 0.5 else body


def pdf_long(rng: random.Random, number: int) -> Made:
    return f"{number}.pdf", _pages(3_001 if number < 4 else rng.choice((3_001, 5_000, 10_000)))


@cache
def _pages(pages: int) -> bytes:
    import pikepdf

    document, made = pikepdf.new(), io.BytesIO()
    document.add_blank_page()
    one = document.pages[0].obj
    document.Root.Pages.Kids = pikepdf.Array([document.make_indirect(pikepdf.Dictionary(one)) for _ in range(pages)])
    document.Root.Pages.Count = pages
    document.save(made)
    return made.getvalue()


def pdf_broken(rng: random.Random, number: int) -> Made:
    body = whole("pdf", rng)
    way = rng.randrange(4)
    if way == 0:
        body = body.replace(b"startxref\n", b"startxref\n9")
    elif way == 1:
        body = body[: rng.randrange(10, len(body) - 10)]
    elif way == 2:
        at = rng.randrange(10, len(body) - 20)
        body = body[:at] + rng.randbytes(12) + body[at + 12 :]
    else:
        body = body.replace(b" 0 obj", b" 0 obx", rng.randrange(1, 4))
    return f"{number}.pdf", body


# --- too large, too small, cut


def flood(rng: random.Random, number: int) -> Made:
    wide, high = rng.randrange(9_000, 65_000), rng.randrange(9_000, 65_000)
    if number % 2:
        body = bytearray(given.picture("jpg"))
        at = body.index(b"\xff\xc0")
        struct.pack_into("!HH", body, at + 5, high, wide)
        return f"{number}.jpg", bytes(body)
    head = b"IHDR" + struct.pack("!LLBBBBB", wide, high, 8, 2, 0, 0, 0)
    data = b"IDAT" + zlib.compress(b"\0" * 1_000)
    chunks = b"".join(
        struct.pack("!L", len(c) - 4) + c + struct.pack("!L", zlib.crc32(c)) for c in (head, data, b"IEND")
    )
    return f"{number}.png", b"\x89PNG\r\n\x1a\n" + chunks


def cut(rng: random.Random, number: int) -> Made:
    kind = rng.choice(tuple(set(KINDS) - {"pdf"}))
    body = whole(kind, random.Random(number))
    # The last bytes of a picture may go unmissed: the picture is whole without them.
    return f"{number}.{kind}", body[: int(len(body) * rng.uniform(0.02, 0.9))]


def empty_or_huge(rng: random.Random, number: int) -> Made:
    if number % 40 == 39:  # the largest, and one byte more
        return f"{number}.pdf", _huge()
    return f"{number}.{rng.choice((*KINDS, 'csv', 'txt'))}", b""


@cache
def _huge() -> bytes:
    return given.pdf().ljust(50 * 1024 * 1024, b"\n")


def eicar(rng: random.Random, number: int) -> Made:
    return f"{number}.{rng.choice(('txt', 'csv'))}", rng.choice((b"", b"a,b\n", b"\n" * 300)) + EICAR + rng.choice(
        (b"", b"\n", b"\nmore")
    )


BAD: dict[str, Callable[[random.Random, int], Made]] = {
    "another kind than its name": wrong_pair,
    "a kind not taken": not_taken,
    "text that is none": no_text,
    "PDF and something else": polyglot_pdf,
    "picture and something else": polyglot_picture,
    "Office and something else": polyglot_office,
    "SVG": svg,
    "entities": entities,
    "entities from elsewhere": external_entity,
    "archive that expands": bomb,
    "archives within": nested,
    "parts over each other": overlapping,
    "too many parts": many_parts,
    "names that lead out": slip,
    "links": symlink,
    "passwords": encrypted,
    "macros": macros,
    "old Office": old_office,
    "fetching": fetching,
    "programs inside": inside,
    "PDF that acts": pdf_acting,
    "PDF of too many pages": pdf_long,
    "PDF damaged": pdf_broken,
    "too many pixels": flood,
    "cut off": cut,
    "empty or too large": empty_or_huge,
    "EICAR": eicar,
}
GOOD: dict[str, Callable[[random.Random, int], Made]] = {f"good {kind}": good(kind) for kind in (*KINDS, "csv", "txt")}
DAMAGED = {"PDF damaged", "cut off"}
