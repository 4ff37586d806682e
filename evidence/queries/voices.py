"""Whose voice a note carries. Nobody ticks that: it is worked out from what the note says it is, and the page says how."""

from __future__ import annotations

import re
from collections import defaultdict

from evidence.choices import LinkKind
from evidence.models import NoteLink
from inspections.models import Evidence, Inspection
from timetable.choices import MeetingKind
from timetable.models import Meeting

PARENTS, CHILDREN = "parents", "children"
VOICES = {PARENTS: "parent", CHILDREN: "children’s or young people’s"}
# In the title of a note, in the people met, or in what a filed survey says it is of. “Children’s services” is an office, not a child.
SAID = {
    PARENTS: re.compile(
        r"\b(parents?|carers?|families|family members?|mothers?|fathers?|mums?|dads?|pcf)\b", re.IGNORECASE
    ),
    CHILDREN: re.compile(
        r"\b(children|child|young people|young person|pupils?|students?|learners?)\b(?!['’]s? (?:services|social|board))",
        re.IGNORECASE,
    ),
}
MEETINGS = {
    MeetingKind.FORUM: PARENTS,
    MeetingKind.OPEN: PARENTS,
    MeetingKind.YOUNG_PEOPLE: CHILDREN,
}


def said_in(text: str) -> set[str]:
    """The voices that a title or a list of people met names."""
    return {voice for voice, pattern in SAID.items() if pattern.search(text)}


def linked(inspection: Inspection) -> dict[int, set[str]]:
    """{note: voices} by the meetings and the survey summaries that the notes point at. Three queries at most."""
    links: dict[tuple[str, int], list[int]] = defaultdict(list)
    asked = (LinkKind.MEETING, LinkKind.EVIDENCE)
    for note, kind, ref in NoteLink.objects.filter(note__inspection=inspection, kind__in=asked).values_list(
        "note_id", "kind", "ref"
    ):
        if (digits := ref.lstrip("MmEe")).isdecimal():
            links[kind, int(digits)].append(note)
    found: dict[int, set[str]] = defaultdict(set)
    meetings = [number for kind, number in links if kind == LinkKind.MEETING]
    for number, kind in Meeting.objects.filter(
        inspection=inspection, number__in=meetings, kind__in=MEETINGS
    ).values_list("number", "kind"):
        for note in links[LinkKind.MEETING, number]:
            found[note].add(MEETINGS[MeetingKind(kind)])
    pieces = [number for kind, number in links if kind == LinkKind.EVIDENCE]
    for number, title, figures in Evidence.objects.filter(inspection=inspection, number__in=pieces).values_list(
        "number", "title", "figures"
    ):
        about = " ".join(str(value) for _, value in figures.get("about", []))
        for note in links[LinkKind.EVIDENCE, number]:
            found[note] |= said_in(f"{title} {about}")
    return found
