"""The link of a survey as a QR code, drawn here: no other service learns of it."""

from __future__ import annotations

from io import BytesIO

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe


def svg(text: str, *, title: str) -> SafeString:
    """A scalable picture to stand in a page; its size comes from its box."""
    code = segno.make(text, error="m", micro=False)
    size = code.symbol_size(border=4)[0]
    path = code.svg_inline(border=4, omitsize=True, svgclass=None, lineclass=None)
    inner = path[path.index("<path") : path.rindex("</svg>")]
    return format_html(
        '<svg class="app-survey-qr" role="img" viewBox="0 0 {0} {0}" width="{0}" height="{0}" xmlns="http://www.w3.org/2000/svg">'
        '<title>{1}</title><rect width="{0}" height="{0}" fill="#ffffff"/>{2}</svg>',
        size,
        title,
        mark_safe(inner),  # noqa: S308  (drawn by the library from our own link)
    )


def svg_file(text: str) -> bytes:
    """The same as a file to put in a newsletter."""
    out = BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", border=4, scale=8, light="#ffffff")
    return out.getvalue()


def png_file(text: str) -> bytes:
    """A picture for programs that take no SVG, about 400 dots wide."""
    out = BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="png", border=4, scale=12)
    return out.getvalue()
