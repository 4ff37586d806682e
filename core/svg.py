"""SVG built from elements: everything escaped, no style attribute (the content security policy refuses one), so it works in a PDF too."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

INK, GREY, LINE, SHADE = "#0b0c0c", "#505a5f", "#b1b4b6", "#f0f1f2"
# The Government Analysis Function's palette: 3:1 against white and between neighbours.
PALETTE = ("#12436D", "#28A197", "#801650", "#F46A25")
# What can be read upon each of them.
INK_ON = {"#12436D": "#ffffff", "#28A197": INK, "#801650": "#ffffff", "#F46A25": INK}
# Arial's mean width of a character, as a part of its size; rounded up, so that what is computed to fit does.
CHARACTER = 0.55


def el(name: str, *children: Any, **attributes: Any) -> SafeString:
    """An element. `class_` is class, `stroke_width` is stroke-width; None leaves an attribute out; children are escaped unless safe."""
    given = (
        (key.rstrip("_").replace("_", "-"), _number(value)) for key, value in attributes.items() if value is not None
    )
    shown = format_html_join(
        "", ' {}="{}"', ((("viewBox" if key == "viewbox" else key), value) for key, value in given)
    )
    return format_html("<{0}{1}>{2}</{0}>", mark_safe(name), shown, together(children))  # noqa: S308  (names are written in code)


def together(parts: Iterable[Any]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))


def _number(value: Any) -> Any:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else value


def words(
    x: float, y: float, content: Any, *, size: int = 16, anchor: str = "start", bold: bool = False, fill: str = INK
) -> SafeString:
    """A line of text whose baseline is y."""
    return el(
        "text",
        str(content),
        x=x,
        y=y,
        font_size=size,
        text_anchor=anchor,
        fill=fill,
        font_weight="bold" if bold else None,
    )


def width_of(text: str, size: int = 16) -> float:
    """An upper estimate of the text's width in user units."""
    return len(text) * size * CHARACTER


def lines_of(text: str, room: float, size: int = 16) -> list[str]:
    """The text broken at spaces so that each line fits in `room`; a word longer than that stays whole."""
    lines: list[str] = []
    for word in text.split():
        if lines and width_of(f"{lines[-1]} {word}", size) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def hatch(ident: str, colour: str = GREY, paper: str = "#ffffff") -> SafeString:
    """A pattern of slanting lines, to be used as fill="url(#ident)"."""
    return el(
        "pattern",
        el("rect", width=8, height=8, fill=paper),
        el("path", d="M-2 2l4-4M0 8l8-8M6 10l4-4", stroke=colour, stroke_width=1.2),
        id=ident,
        width=8,
        height=8,
        patternUnits="userSpaceOnUse",
    )


def picture(
    width: float, height: float, *children: Any, ident: str, title: str, description: str, classes: str = ""
) -> SafeString:
    """The whole drawing, which a screen reader reads as one image: its title, then one sentence that gives the message."""
    return el(
        "svg",
        el("title", title, id=f"{ident}-title"),
        el("desc", description, id=f"{ident}-desc"),
        *children,
        xmlns="http://www.w3.org/2000/svg",
        viewbox=f"0 0 {_number(float(width))} {_number(float(height))}",
        role="img",
        aria_labelledby=f"{ident}-title {ident}-desc",
        font_family="arial, sans-serif",
        class_=f"app-picture {classes}".strip(),
    )


def two_widths(wide: Any, narrow: Any) -> SafeString:
    """Two drawings of the same thing: the style sheet shows the one that fits, so the text is always of a readable size."""
    return format_html(
        '<div class="app-strip"><div class="app-strip__wide">{}</div><div class="app-strip__narrow">{}</div></div>',
        wide,
        narrow,
    )
