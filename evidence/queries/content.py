"""What a note says, as plain values: what is compared, what is kept of each save, and what a form shows.

{"title", "people_met", "text", "source_kind", "strand", "quotation": text; "happened_on": ISO date or ""; "criteria": {code: bearing};
"enquiries": {number of the line of enquiry, as text: bearing}; "links": [[kind, reference]]}
"""

from __future__ import annotations

from datetime import date
from typing import Any

from evidence.choices import Bearing, Quotation, SourceKind, Strand
from evidence.models import Note
from evidence.queries import references
from rulebook import words

Content = dict[str, Any]
TEXTS = ("title", "people_met", "text")
CHOICES = {"source_kind": SourceKind, "strand": Strand, "quotation": Quotation}
OF_THE_NOTE = (*TEXTS, *CHOICES, "happened_on")
LABELS = {
    "title": "Title",
    "text": "What you found",
    "source_kind": "Where it comes from",
    "strand": "The sector it speaks of",
    "happened_on": "Day",
    "people_met": "Who you met",
    "quotation": "Quotation",
    "criteria": "What it bears on",
    "enquiries": "Lines of enquiry",
    "links": "Refers to",
}


def empty() -> Content:
    return dict.fromkeys((*OF_THE_NOTE,), "") | {"criteria": {}, "enquiries": {}, "links": []}


def says_nothing(content: Content) -> bool:
    """Whether there is nothing to keep: blanks and a day are no note."""
    return not any(str(value).strip() for name, value in content.items() if value and name != "happened_on")


def content_of(note: Note) -> Content:
    """What a note says now. No further query when its criteria, enquiries (with the enquiry) and links were fetched with it."""
    return {name: getattr(note, name) for name in (*TEXTS, *CHOICES)} | {
        "happened_on": note.happened_on.isoformat() if note.happened_on else "",
        "criteria": {tag.code: tag.bearing for tag in note.criteria.all()},
        "enquiries": {str(tag.enquiry.number): tag.bearing for tag in note.enquiries.all()},
        "links": sorted([link.kind, link.ref] for link in note.links.all()),
    }


def in_words(content: Content) -> dict[str, str]:
    """{field: its value in words}, a line for each tag or reference; "" where nothing is said. For reading two saves side by side."""
    said = {name: str(content.get(name, "")) for name in TEXTS}
    for name, choices in CHOICES.items():
        value = content.get(name, "")
        said[name] = str(choices(value).label) if value and value in choices.values else ""
    on = content.get("happened_on", "")
    said["happened_on"] = words.weekday(date.fromisoformat(on)) if on else ""
    said["criteria"] = _tags(content.get("criteria", {}), "")
    said["enquiries"] = _tags(content.get("enquiries", {}), "K")
    said["links"] = "\n".join(references.shown((kind, ref)) for kind, ref in content.get("links", []))
    return {name: said[name] for name in LABELS}


def _tags(tags: dict[str, str], before: str) -> str:
    return "\n".join(f"{before}{code}: {str(Bearing(bearing).label).lower()}" for code, bearing in tags.items())
