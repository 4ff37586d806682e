"""Archives that expand, nest, overlap, lead out or are locked."""

from __future__ import annotations

import io
import random
import struct
import zipfile
from functools import cache

from tests import given_files as given
from tests.trust.corpus.whole import Made, whole


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
