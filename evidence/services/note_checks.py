"""What must be so before a note is kept. Each reason stands beside the field it speaks of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from core.errors import Reason, Refused
from evidence.choices import Bearing
from evidence.models import Enquiry, Note
from evidence.queries import references
from evidence.queries.content import CHOICES, LABELS, TEXTS, Content
from inspections.choices import ENDED_STATES
from inspections.models import Inspection
from inspections.services.child_names import refuse_names

# Characters. Twenty pages: more is a document, which belongs in the information request.
LONGEST = {"title": 200, "people_met": 500, "text": 60_000}
CLOSED = "This inspection has ended, so its evidence notes are not changed any more."
WITHDRAWN = "This note was withdrawn, so it is not changed any more."


def refuse_when_over(inspection: Inspection, note: Note | None = None) -> None:
    """Raises Refused once the letter is published or the inspection cancelled, and for a withdrawn note."""
    if inspection.state in ENDED_STATES:
        raise Refused(CLOSED)
    if note is not None and note.withdrawn_at is not None:
        raise Refused(WITHDRAWN)


def faults(by: Any, inspection: Inspection, given: Mapping[str, Any], had: Content) -> list[Reason]:
    """What is wrong with the fields that are given. Every reason has its field. `had` is what the note said before."""
    found = [*_texts(given), *_choices(given), *_criteria(inspection, given), *_enquiries(inspection, given, had)]
    found += _links(by, inspection, given, had)
    try:
        refuse_names(inspection, **{name: given[name] for name in TEXTS if given.get(name)})
    except Refused as refused:
        found += refused.reasons
    return found


def missing(content: Content) -> list[Reason]:
    """What a note must have when somebody says that it is ready: until then it may be half written."""
    needed = {
        "text": "Write what you found",
        "source_kind": "Choose where it comes from",
        "happened_on": "Enter the day",
    }
    return [Reason(words, name) for name, words in needed.items() if not str(content[name]).strip()]


def _texts(given: Mapping[str, Any]) -> list[Reason]:
    return [
        Reason(f"{LABELS[name]} has {len(given[name]):,} characters and may have {most:,}", name)
        for name, most in LONGEST.items()
        if len(given.get(name, "")) > most
    ]


def _choices(given: Mapping[str, Any]) -> list[Reason]:
    found = [
        Reason("Choose one of the answers on this page", name)
        for name, choices in CHOICES.items()
        if given.get(name) and given[name] not in choices.values
    ]
    try:
        date.fromisoformat(given.get("happened_on") or "2000-01-01")
    except ValueError:
        found.append(Reason("The day must be a real date", "happened_on"))
    return found


def _criteria(inspection: Inspection, given: Mapping[str, Any]) -> list[Reason]:
    tags = given.get("criteria", {})
    known = {area.code for area in inspection.kind_spec.questions}
    if set(tags) <= known and set(tags.values()) <= set(Bearing.values):
        return []
    return [Reason(f"Choose from the {inspection.words['questions']} of this inspection", "criteria")]


def _enquiries(inspection: Inspection, given: Mapping[str, Any], had: Content) -> list[Reason]:
    tags = {number: bearing for number, bearing in given.get("enquiries", {}).items() if number not in had["enquiries"]}
    if not set(given.get("enquiries", {}).values()) <= set(Bearing.values):
        return [Reason("Choose one of the answers on this page", "enquiries")]
    if not tags:
        return []
    numbers = [int(number) for number in tags if number.isdecimal()]
    found = Enquiry.objects.filter(inspection=inspection, closed_at=None, number__in=numbers)
    known = {str(number) for number in found.values_list("number", flat=True)}
    return [
        Reason(f"K{number} is not an open line of enquiry of this inspection", "enquiries")
        for number in set(tags) - known
    ]


def _links(by: Any, inspection: Inspection, given: Mapping[str, Any], had: Content) -> list[Reason]:
    """What the note pointed at before may stay, also where it can be seen no more."""
    new = [(kind, ref) for kind, ref in given.get("links", []) if [kind, ref] not in had["links"]]
    return [
        Reason(f"{references.shown(link)} is not in this inspection", "links")
        for link in (references.missing(by, inspection, new) if new else [])
    ]
