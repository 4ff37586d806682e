"""The bundled typeface of letters and other PDFs: Source Sans 3 under the SIL Open Font Licence (fonts/OFL.txt)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont  # type: ignore[import-untyped, unused-ignore]

FOLDER = Path(__file__).parent / "fonts"
FACES = (
    "SourceSans3-Regular.ttf",
    "SourceSans3-Italic.ttf",
    "SourceSans3-SemiBold.ttf",
    "SourceSans3-Bold.ttf",
    "SourceSans3-BoldItalic.ttf",
)
CONFIGURATION = FOLDER / "fonts.conf"

_STYLES = ((400, "normal"), (400, "italic"), (600, "normal"), (700, "normal"), (700, "italic"))


def faces_css(family: str = "Letter Sans") -> str:
    """The `@font-face` rules of every face, in the words of the letters' style sheets: these are what core.pdf holds open."""
    return "\n".join(
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; font-style: {style}; '
        f'src: url("letter-font:{name}"); }}'
        for name, (weight, style) in zip(FACES, _STYLES, strict=True)
    )


@cache
def coverage() -> frozenset[int]:
    """Code points that every face can draw."""
    faces = []
    for name in FACES:
        with TTFont(FOLDER / name, lazy=True) as font:
            faces.append(frozenset(font.getBestCmap()))
    return frozenset.intersection(*faces)


def missing(text: str) -> list[str]:
    """The characters of a text that the typeface cannot draw, in order, each once. Spaces and breaks aside."""
    return list(dict.fromkeys(letter for letter in text if ord(letter) not in coverage() and not letter.isspace()))
