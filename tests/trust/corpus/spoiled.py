"""Too large, too small, cut off or damaged."""

from __future__ import annotations

import io
import random
import struct
import zlib
from functools import cache

from tests import given_files as given
from tests.trust.corpus.whole import KINDS, Made, whole


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
