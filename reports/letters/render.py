"""A letter's context and its template version -> accessible HTML. Pure: no database, no clock, no request.

One set of partials draws both outputs, so the web page and the PDF cannot say different things. A template version is
never edited once a letter has been published with it: a change is a new folder (docs/recipes/letter_version.md).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from reports.letters.blocks import Body, Details
from reports.letters.context import LetterContext, Section
from rulebook import words

FOLDER = "reports/letters"
# The version a new letter is drawn with. Older versions stay in their folders for the letters published with them.
CURRENT_VERSION = {
    "area_send_2016": "v1",
    "area_send_2016_revisit": "v1",
    "area_send_2023": "v1",
    "area_send_2023_monitoring": "v1",
}
_WEBSITE = re.compile(r"(?:https?://)?((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}(?:/[\w./~%-]*)?)", re.I | re.A)


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
    return str(_render(letter, "letter.html", base_level=1))


def render_fragment(letter: LetterContext, *, base_level: int = 1) -> SafeString:
    """The letter as a part of a page of the site. `base_level` is the heading level of its title (1 to 4)."""
    if base_level not in range(1, 5):
        raise ValueError("the title of a letter is a heading of level 1 to 4")
    # Every value went through the template engine's escaping.
    return mark_safe(_render(letter, "fragment.html", base_level=base_level))  # noqa: S308


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


def _render(letter: LetterContext, name: str, *, base_level: int) -> str:
    folder = f"{FOLDER}/{letter.template}/{letter.template_version}"
    try:
        template = get_template(f"{folder}/{name}")
    except TemplateDoesNotExist:
        raise UnknownTemplate(f"There is no letter template {letter.template} {letter.template_version}.") from None
    stamped_on = letter.published_on or letter.letter_on
    return template.render(
        {
            "letter": letter,
            "sections": _sections(letter),
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
                "blocks": _blocks(section),
            }
        )
    return drawn


def _blocks(section: Section) -> list[dict[str, Any]]:
    drawn = []
    for block in section.blocks:
        values: dict[str, Any] = {name: getattr(block, name) for name in block.__slots__}
        if isinstance(block, Details):
            values["columns"] = [
                {"heading": column.heading, "bodies": [_body(body) for body in column.bodies]} for column in block.columns
            ]
        drawn.append(values)
    return drawn


def _body(body: Body) -> dict[str, Any]:
    values = {name: getattr(body, name) for name in body.__slots__}
    return values | {"link": website_link(body.website)}
