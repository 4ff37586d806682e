"""What the demonstration shows of this app: lines of enquiry and notes of the first days. Everything goes through the services."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from accounts.choices import Role
from cases.models import TrackedCase
from core import clock
from core.autosave import Mark
from evidence.models import Note
from evidence.services.enquiries import add_enquiry
from evidence.services.notes import save_note, withdraw
from inspections.models import Inspection
from timetable.models import Meeting

LINES = (
    ("Do children wait too long for autism and speech assessments, and who tells their families why?", ("I1", "I3")),
    ("Do health and social care know which children they share, and plan together for them?", ("I3", "L3", "L4")),
    ("Do leaders use what families say to change what they commission?", ("I2", "L2", "L5")),
)


@dataclass(frozen=True)
class Written:
    """A note, by the role of its author. `bears`: codes of criteria; `lines`: numbers of lines of enquiry, each with how it bears."""

    role: Role
    source_kind: str
    strand: str
    title: str
    text: str
    bears: dict[str, str] = field(default_factory=dict)
    lines: dict[str, str] = field(default_factory=dict)
    people_met: str = ""
    quotation: str = ""


NOTES = (
    Written(
        Role.LEAD_INSPECTOR, "data", "health", "Waits for assessments, from the published figures",
        "The share of children seen within 18 weeks fell in each of the last three years.\n\nAsk for the figures by age and by "
        "district: the published ones hide the under-fives.",
        {"I1": "weakens", "L3": "context"}, {"1": "weakens"},
    ),
    Written(
        Role.LEAD_INSPECTOR, "meeting", "education", "Set-up call",
        "Leaders named waits for assessment as their first worry before being asked. They could say how many wait, not for how long.",
        {"L1": "supports", "L3": "weakens"}, {"1": "weakens"}, "Director, nominated officer, designated clinical officer",
    ),
    Written(
        Role.CQC_LEAD, "document", "health", "Joint commissioning strategy",
        "The strategy has actions and dates for occupational therapy. Speech and language therapy has actions without dates.",
        {"L4": "supports", "L5": "weakens"}, {"2": "context"},
    ),
    Written(
        Role.CQC_LEAD, "case_file", "care", "What the agencies know of each other",
        "The social worker’s plan and the health visitor’s plan do not mention each other. The school’s plan names both.",
        {"I3": "weakens", "L3": "weakens"}, {"2": "weakens"},
    ),
    Written(
        Role.LEAD_INSPECTOR, "survey", "", "First answers of parents and carers",
        "A parent: “Each time I start from the beginning, and each time somebody else writes it down.”",
        {"I2": "weakens"}, {"1": "supports", "3": "weakens"}, quotation="usable",
    ),
    Written(
        Role.CQC_LEAD, "meeting", "care", "Parent carer forum, first call",
        "The forum was asked before the short-breaks contract was let, and its three changes are in it.",
        {"L2": "supports", "I2": "supports"}, {"3": "supports"}, "Two representatives of the forum",
    ),
)  # fmt: skip
LATER = "\n\nThe figures by district came this morning. Two districts wait twice as long as the others."
QUOTED_TOO_CLOSELY = "A father: “She is the only one in the village with a feeding tube.”"


def furnish(*, cast: dict[Any, Any], inspection: Inspection) -> None:
    """Add to the inspection under way. `cast` is {role: the demonstration's person}; the clock stands on the day of the call."""
    lead = cast[Role.LEAD_INSPECTOR]
    known = {area.code for area in inspection.kind_spec.questions}
    for text, codes in LINES:
        add_enquiry(by=lead, inspection=inspection, text=text, criteria=[code for code in codes if code in known])
    called = clock.now()
    notes = []
    for number, written in enumerate(NOTES, 1):
        with clock.travelled_to(called + timedelta(minutes=17 * number)):
            notes.append(_note(cast, inspection, number, written))
    with clock.travelled_to(called + timedelta(hours=16)):
        _change(cast[Role.CQC_LEAD], notes[0], text=notes[0].text + LATER)
        close = _note(
            cast,
            inspection,
            7,
            Written(Role.CQC_LEAD, "survey", "health", "", QUOTED_TOO_CLOSELY, quotation="identifying"),
        )
        doubled = _note(
            cast,
            inspection,
            8,
            Written(Role.LEAD_INSPECTOR, "document", "", "Strategy", "Speech therapy has no dates."),
        )
        withdraw(by=lead, note=doubled, reason=f"Written twice: see {notes[2].citation}")
        _change(cast[Role.CQC_LEAD], close, enquiries={"2": "context"})


def _note(cast: dict[Any, Any], inspection: Inspection, number: int, written: Written) -> Note:
    given = {
        "title": written.title, "text": written.text, "source_kind": written.source_kind, "strand": written.strand,
        "people_met": written.people_met, "quotation": written.quotation, "criteria": written.bears, "enquiries": written.lines,
        "happened_on": clock.today().isoformat(), "links": _links(inspection, written.source_kind),
    }  # fmt: skip
    saved = save_note(
        by=cast[written.role], inspection=inspection, given=given, mark=Mark(f"demonstration-{number}.1", 0),
        client_key=f"demonstration-{number}",
    )  # fmt: skip
    assert saved.note is not None
    return saved.note


def _change(by: Any, note: Note, **given: Any) -> None:
    mark = Mark(f"demonstration-change-{note.number}.1", note.version)
    save_note(by=by, inspection=note.inspection, given=given, mark=mark, number=note.number)


def _links(inspection: Inspection, source_kind: str) -> list[list[str]]:
    """The first meeting or case there is, where the note comes from one."""
    if source_kind == "meeting" and (
        meeting := Meeting.objects.filter(inspection=inspection).order_by("number").first()
    ):
        return [["meeting", str(meeting.number)]]
    if source_kind == "case_file":
        case = TrackedCase.objects.filter(inspection=inspection).selected().order_by("code").first()
        return [["case", case.code]] if case else []
    return []
