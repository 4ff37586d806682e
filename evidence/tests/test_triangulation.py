"""Lines of enquiry by source and sector, the gaps in words, and asking for tomorrow what a meeting can give."""

from __future__ import annotations

from types import SimpleNamespace
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Notice
from core import clock
from core.errors import Refused
from evidence.models import NoteLink
from evidence.queries import triangulation, voices
from evidence.queries.notes import Filter
from evidence.services import enquiries, tomorrow
from evidence.tests.world import TODAY, build, note
from inspections.models import Evidence, Task
from timetable.models import Meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> SimpleNamespace:
    made = build()
    made.enquiry = enquiries.add_enquiry(by=made.lead, inspection=made.inspection, text="Do families wait too long?")
    return made


def gaps(world: SimpleNamespace) -> dict[str, str]:
    return {gap.code: gap.text for gap in triangulation.table(world.inspection)[0].gaps}


def test_counts_words_and_gaps(world):
    for _ in range(2):
        note(world, "meeting", "health", on=world.enquiry)
    note(world, "document", "education", on=world.enquiry)
    note(world, "visit", "care", on=world.enquiry, withdrawn_at=clock.now(), withdrawn_reason="Wrong place")
    note(world, "visit", "care")
    (row,) = triangulation.table(world.inspection)
    assert [(cell.count, cell.word) for cell in row.kinds] == [
        (2, "Some"), (0, "None"), (0, "None"), (1, "One"), (0, "None"), (0, "None"),
    ]  # fmt: skip
    assert [cell.count for cell in row.strands] == [1, 2, 0]
    assert row.total.count == 3
    assert gaps(world) == {
        "parents": "No parent voice yet on K1",
        "children": "No children’s or young people’s voice yet on K1",
        "care": "Nothing from care yet on K1",
        "kinds": "Only 2 kinds of source yet on K1: no visit or case file or survey or data",
    }


def test_each_number_opens_that_many_notes(world):
    for source, strand in (("meeting", "health"), ("meeting", "care"), ("document", "health")):
        note(world, source, strand, on=world.enquiry)
    note(world, "meeting", "health")
    (row,) = triangulation.table(world.inspection)
    for cell in (*row.kinds, *row.strands, row.total):
        asked = dict(parse_qsl(urlsplit(cell.href).query))
        assert bool(asked) == bool(cell.count)
        if asked:
            assert Filter(**asked).of(world.inspection).count() == cell.count


def test_voices_come_from_people_met_meetings_and_survey_summaries(world):
    assert voices.said_in("Director of children’s services") == set()
    assert voices.said_in("Two parents and a pupil") == {"parents", "children"}
    first = note(world, on=world.enquiry)
    assert {"parents", "children"} <= gaps(world).keys()
    Meeting.objects.create(inspection=world.inspection, number=7, kind="forum", title="Forum")
    NoteLink.objects.create(note=first, kind="meeting", ref="M7")
    assert "parents" not in gaps(world)
    assert "children" in gaps(world)
    Evidence.objects.create(
        inspection=world.inspection, number=1, source_kind="survey", source_ref="1", title="What they say", text="Much.",
        figures={"about": [["Survey", "Children and young people, questions of version 2"]]}, recorded_at=clock.now(),
    )  # fmt: skip
    NoteLink.objects.create(note=first, kind="evidence", ref="1")
    assert "children" not in gaps(world)


def test_the_queries_do_not_grow(world):
    note(world, on=world.enquiry)
    with CaptureQueriesContext(
        connection,
    ) as one:
        triangulation.table(world.inspection)
    for number in range(4):
        made = enquiries.add_enquiry(by=world.lead, inspection=world.inspection, text=f"Question {number}?")
        for kind in ("meeting", "survey"):
            note(world, kind, on=made)
    with CaptureQueriesContext(connection) as five:
        assert len(triangulation.table(world.inspection)) == 5
    assert len(one) == len(five) <= 5


def test_tomorrow_is_asked_once_and_tells_the_area_nothing_of_the_enquiry(world):
    with clock.travelled_to(TODAY):
        assert tomorrow.asked(world.inspection) == {}
        first = tomorrow.ask(by=world.ofsted, enquiry=world.enquiry, gap="parents")
        assert tomorrow.ask(by=world.lead, enquiry=world.enquiry, gap="parents") == first
        assert tomorrow.asked(world.inspection) == {1: {"parents"}}
        with pytest.raises(PermissionDenied):
            tomorrow.ask(by=world.lano, enquiry=world.enquiry, gap="care")
        with pytest.raises(Refused):
            tomorrow.ask(by=world.lead, enquiry=world.enquiry, gap="kinds")
    task = Task.objects.get()
    assert task.title == "Arrange for Thursday 16 May 2024: a meeting with parents and carers"
    assert (task.owner, task.due_at.astimezone(clock.LONDON).hour) == (world.lano, 9)
    assert world.enquiry.text not in f"{task.title} {task.detail} {Notice.objects.get(person=world.lano).body}"
