"""Where in a published letter the words of a plan's item stand."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

# So many words find a paragraph, and survive a correction further on in it.
WORDS = 8


def letter_place(inspection: Any, finding_kind: str, text: str) -> str:
    """The end of the letter's address: its section, then the first words of the paragraph, which browsers scroll to and mark.

    “#letter-significant-concerns:~:text=the%20timeliness…”; a browser that knows no such mark goes to the section. Empty where the
    letter has no section of this kind of finding.
    """
    letter = inspection.kind_spec.letter
    if letter is None:
        return ""
    sections = letter.sections_for(inspection.outcome or None)
    section = next((one for one in sections if one.finding_kind == finding_kind), None)
    if section is None:
        return ""
    # A dash has a meaning of its own in such a mark.
    start = quote(" ".join(text.split()[:WORDS]), safe="").replace("-", "%2D")
    return f"#letter-{section.code.replace('_', '-')}:~:text={start}"
