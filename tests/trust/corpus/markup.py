"""XML that acts, reads other files or grows, by itself and within documents."""

from __future__ import annotations

import random

from tests import given_files as given
from tests.trust.corpus.whole import Made


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
