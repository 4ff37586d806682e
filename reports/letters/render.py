"""A letter's context and its template version -> accessible HTML. Pure: no database, no clock, no request.

One set of partials draws both outputs, so the web page and the PDF cannot say different things. A template version is
never edited once a letter has been published with it: a change is a new folder (docs/recipes/letter_version.md).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from reports.letters.blocks import Body
from reports.letters.context import LetterContext
from rulebook import words

FOLDER = "reports/letters"
# The version a new letter is drawn with. Older versions stay in their folders for the letters published with them.
CURRENT_VERSION = {
    "area_send_2016": "v1",
    "area_send_2016_revisit": "v1",
    "area_send_2023": "v1",
    "area_send_2023_monitoring": "v1",
}
_WEBSITE = re.compile(
    r"(?:https?://)?((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}(?:/[\w./~%-]*)?)", re.IGNORECASE | re.ASCII
)
_WORDS = re.compile(r"(\s+)")
# Up to forty characters: a longer word has to be free to break, or it would run off the page.
_BREAKABLE = re.compile(r"(?=.{3,40}$)\S+[-/\u2010\u2013\u2014]\S+")
_NOT_PRINTED = frozenset({"type", "code", "id", "group_id", "level", "opens_group", "result", "link"})


class UnknownTemplate(LookupError):
    """The letter names a template or a version that is not here."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A heading to jump to on the web page: `#id`, the words, and whether it stands under the one before."""

    id: str
    heading: str
    nested: bool = False


def current_version(template: str) -> str:
    """The version new letters use. Raises UnknownTemplate."""
    try:
        return CURRENT_VERSION[template]
    except KeyError:
        raise UnknownTemplate(f"There is no letter template {template}.") from None


def render_document(letter: LetterContext) -> str:
    """The whole HTML document for the PDF, style sheet inside, asking for nothing but the bundled typeface."""
    return str(_render(letter, "letter.html", base_level=1, keep=True))


def render_fragment(letter: LetterContext, *, base_level: int = 1) -> SafeString:
    """The letter as a part of a page of the site. `base_level` is the heading level of its title (1 to 4)."""
    if base_level not in range(1, 5):
        raise ValueError("the title of a letter is a heading of level 1 to 4")
    # Every value went through the template engine's escaping.
    return mark_safe(_render(letter, "fragment.html", base_level=base_level, keep=False))  # noqa: S308


def contents(letter: LetterContext) -> tuple[Anchor, ...]:
    """The headings of the letter in order, for a list of contents beside the fragment."""
    anchors: list[Anchor] = []
    for section in _sections(letter):
        if section["opens_group"]:
            anchors.append(Anchor(f"letter-{section['group_id']}", section["group"]))
        if section["heading"]:
            anchors.append(Anchor(f"letter-{section['id']}", section["heading"], nested=section["level"] == 3))
    return tuple(anchors)


def website_link(website: str) -> str:
    """The https address of a printed website such as "www.bury.gov.uk"; "" when it does not look like one."""
    found = _WEBSITE.fullmatch(website.strip())
    return f"https://{found[1]}" if found else ""


def _render(letter: LetterContext, name: str, *, base_level: int, keep: bool) -> str:
    folder = f"{FOLDER}/{letter.template}/{letter.template_version}"
    try:
        template = get_template(f"{folder}/{name}")
    except TemplateDoesNotExist:
        raise UnknownTemplate(f"There is no letter template {letter.template} {letter.template_version}.") from None
    stamped_on = letter.published_on or letter.letter_on
    shown = _kept if keep else str
    return template.render(
        {
            "letter": letter,
            "title": _drawn(_kept_together(letter.title), shown),
            "printed_dates": shown(letter.dates.printed),
            "previous_inspection": shown(letter.previous_inspection),
            "envelope": _drawn(letter.envelope, shown),
            "colophon": _drawn(letter.colophon, shown),
            "sections": [_drawn(section, shown) for section in _sections(letter)],
            "letter_date": words.day(letter.letter_on) if letter.letter_on else "",
            "stamped_on": stamped_on.isoformat() if stamped_on else "",
            "levels": {"title": base_level, "section": base_level + 1, "sub": base_level + 2},
            "body": f"{folder}/body.html",
            "css": f"{folder}/letter.css",
        }
    )


def _sections(letter: LetterContext) -> list[dict[str, Any]]:
    drawn: list[dict[str, Any]] = []
    group, groups = "", 0
    for section in letter.sections:
        opens = bool(section.group) and section.group != group
        group, groups = section.group, groups + opens
        drawn.append(
            {
                "code": section.code,
                "id": section.code.replace("_", "-"),
                "heading": section.heading,
                "level": section.level,
                "group": section.group,
                "group_id": f"group-{groups}",
                "opens_group": opens,
                "blocks": section.blocks,
            }
        )
    return drawn


def _kept_together(title: str) -> tuple[str, str]:
    """The title and its last words, which stay on one line so that none is left alone ("Local Area Partnership")."""
    head, *tail = title.rsplit(maxsplit=3)
    end = " ".join(tail)
    return (head, end) if len(end) <= 32 else (title, "")


def _drawn(value: Any, shown: Callable[[str], str]) -> Any:
    """Dataclasses as dictionaries for the templates, with every printed string passed through `shown`."""
    if isinstance(value, str):
        return shown(value)
    if isinstance(value, tuple | list):
        return [_drawn(item, shown) for item in value]
    if is_dataclass(value):
        drawn = {part.name: getattr(value, part.name) for part in fields(value)}
        if isinstance(value, Body):
            drawn["link"] = website_link(value.website)
        value = drawn
    if isinstance(value, dict):
        return {name: inner if name in _NOT_PRINTED else _drawn(inner, shown) for name, inner in value.items()}
    return value


def _kept(text: str) -> SafeString:
    """The text escaped, with each word that holds a hyphen or a slash kept on one line.

    A line that ends in "well-" reads, and is copied out of a PDF, as if the hyphen belonged to the line break.
    """
    pieces = [
        format_html('<span class="letter-keep">{}</span>', piece) if _BREAKABLE.fullmatch(piece) else escape(piece)
        for piece in _WORDS.split(text)
    ]
    return mark_safe("".join(pieces))  # noqa: S308 - every piece is escaped above
