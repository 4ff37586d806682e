"""No words of a meeting name a tracked child: they reach calendars, packs and printed sheets."""

from __future__ import annotations

import pytest

from cases.models import CaseIdentity, TrackedCase
from core import clock
from core.errors import Refused
from timetable.models import Meeting
from timetable.services import attendance, meetings, paste
from timetable.tests.conftest import moment

WORDS = "Use ‘Case A’ instead of the name"


@pytest.fixture
def named(week):
    case = TrackedCase.objects.create(inspection=week.inspection, code="A", state="coordinator_assigned")
    CaseIdentity.objects.create(case=case, name="Marisol Thistlewood", given_by=week.lano, given_at=clock.now())
    return week


@pytest.mark.parametrize(
    "more", [{"title": "Visit for Marisol"}, {"purpose": "Meet Marisol’s mother"}, {"room": "Thistlewood"}]
)
def test_a_new_meeting_names_no_child(named, more):
    with pytest.raises(Refused, match=WORDS):
        named.meeting(**more)
    assert not Meeting.objects.exists()


def test_a_changed_or_cancelled_meeting_names_no_child(named):
    meeting = named.meeting("Visit", moment(0, 10))
    with pytest.raises(Refused, match=WORDS):
        meetings.change_meeting(by=named.lano, meeting=meeting, version=meeting.version, title="Visit for Marisol")
    with pytest.raises(Refused, match=WORDS):
        meetings.cancel(by=named.lano, meeting=meeting, reason="Marisol is ill")
    with pytest.raises(Refused, match=WORDS):
        meetings.move_meeting(by=named.lano, meeting=meeting, starts_at=moment(0, 11), reason="Marisol is ill")
    with pytest.raises(Refused, match=WORDS):
        attendance.write_note(by=named.lano, meeting=meeting, side="area", text="Marisol was there")


def test_pasted_rows_name_no_child(named):
    rows = [{"title": "Visit for Marisol", "kind": "focus group"}]
    (row,) = paste.check(named.inspection, rows, add_unknown=False)
    assert ("title", WORDS) in row.faults
