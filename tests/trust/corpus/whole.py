"""Files of every kind that is taken, as people give them; the others of the corpus are made from these."""

from __future__ import annotations

import random
from collections.abc import Callable

from tests import given_files as given

Made = tuple[str, bytes] | tuple[str, bytes, tuple[bytes, ...]]
# What bad files carry, so that it can be looked for in what was kept of them.
MARK = b"corpus-mark"
SCRIPT = b"<html><script>alert('" + MARK + b"')</script></html>"
KINDS = ("pdf", "docx", "xlsx", "pptx", "odt", "ods", "png", "jpg")


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
