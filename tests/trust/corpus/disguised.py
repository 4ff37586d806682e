"""What is not what it says, or is of no kind that is taken."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib

from tests import given_files as given
from tests.trust.corpus.whole import KINDS, MARK, SCRIPT, Made, whole


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
