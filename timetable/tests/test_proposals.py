from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from core import outbox
from core.errors import Refused
from core.models import OutboxRow
from timetable.models import Proposal
from timetable.services import proposals
from timetable.services.meetings import move_meeting
from timetable.tests.conftest import moment

WHOLE = [date(2024, 5, day) for day in range(13, 18)]


@pytest.fixture
def asked(week):
    week.meeting("Leaders", moment(1, 10), needs_cqc=True, inspectors=[week.cqc], pinned=True)
    week.meeting("Focus group", people=[week.contact("Ada")])
    return proposals.ask_for_proposal(by=week.lano, inspection=week.inspection, seconds=5)


def worked_out(proposal):
    assert outbox.run(OutboxRow.objects.get(kind=proposals.KIND).pk)
    proposal.refresh_from_db()
    return proposal


def test_a_worker_places_what_has_no_time_and_leaves_what_is_pinned(week, asked):
    done = worked_out(asked)
    assert done.state == "done" and not done.answer["unplaced"]
    pinned, free = done.answer["placed"]
    assert (pinned["date"], pinned["start"], pinned["inspectors"]) == ("2024-05-14", "10:00", [f"user-{week.cqc.pk}"])
    assert week.inspection.meetings.get(number=2).starts_at is None, "nothing changes before it is accepted"
    assert len(free["inspectors"]) == 1


def test_one_at_a_time(week, asked):
    with pytest.raises(Refused, match="worked out already"):
        proposals.ask_for_proposal(by=week.lano, inspection=week.inspection)


def test_cancelled_before_it_began_it_never_runs(week, asked):
    proposals.cancel_proposal(by=week.lano, proposal=asked)
    assert worked_out(asked).state == "cancelled"
    assert asked.answer == {}


def test_accepted_whole_the_meeting_has_its_time_and_a_second_click_is_refused(week, asked):
    done = worked_out(asked)
    [moved] = proposals.accept_proposal(by=week.lano, proposal=done, days=WHOLE)
    row = week.inspection.meetings.get(number=moved.number)
    assert row.state == "proposed" and row.starts_at and row.inspectors.count() == 1
    with pytest.raises(Refused):
        proposals.accept_proposal(by=week.lano, proposal=done, days=WHOLE)


def test_only_the_days_chosen_are_taken_up(week, asked):
    done = worked_out(asked)
    proposed_on = date.fromisoformat(done.answer["placed"][1]["date"])
    proposals.accept_proposal(by=week.lano, proposal=done, days=[day for day in WHOLE if day != proposed_on])
    assert week.inspection.meetings.get(number=2).starts_at is None


def test_a_clash_that_came_meanwhile_is_refused_in_words(week, asked):
    done = worked_out(asked)
    placed = proposals.placements(done)[1]
    other = week.meeting("Forum", people=list(asked_people(week)))
    hour, minute = divmod(placed.start, 60)
    move_meeting(by=week.lano, meeting=other, starts_at=moment((placed.on - WHOLE[0]).days, hour, minute))
    with pytest.raises(Refused, match="Ada is in"):
        proposals.accept_proposal(by=week.lano, proposal=done, days=WHOLE)
    done.refresh_from_db()
    assert done.state == "done"


def asked_people(week):
    return [person.contact for person in week.inspection.meetings.get(number=2).people.all()]


def test_the_pages_show_progress_then_the_week(client, week, asked):
    client.force_login(week.lano)
    page = asked.get_absolute_url()
    assert "Cancel the search" in client.get(page).content.decode()
    worked_out(asked)
    shown = client.get(page).content.decode()
    assert "Accept all of it" in shown and "New time" in shown and "Load of each inspector" in shown
    client.post(page, {"what": "whole"})
    asked.refresh_from_db()
    assert asked.state == "accepted"


def test_asking_by_the_page(client, week):
    week.meeting("Focus group")
    client.force_login(week.lano)
    answer = client.post(reverse("timetable:proposal-list", args=[week.inspection.reference]), {"seconds": 5})
    assert answer.url == Proposal.objects.get().get_absolute_url()
