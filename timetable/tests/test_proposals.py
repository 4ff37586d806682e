from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from core import clock, outbox
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


def test_a_meeting_longer_than_a_day_is_not_placed_and_the_page_says_why(client, week):
    week.meeting("Focus group")
    week.meeting("Endless", minutes=720)
    done = worked_out(proposals.ask_for_proposal(by=week.lano, inspection=week.inspection, seconds=5))
    client.force_login(week.lano)
    shown = client.get(done.get_absolute_url()).content.decode()
    assert "1 of 2 meetings have a time" in shown
    assert "M2 Endless" in shown and "It lasts 12 hours, longer than a day of meetings (8:30am to 5:30pm)" in shown


def test_who_is_in_a_pinned_meeting_longer_than_a_day_is_not_planned_beside_it(week):
    """On the last day, with one inspector left, nothing else can be held."""
    week.meeting("Endless", moment(4, 8), minutes=720, pinned=True)
    week.meeting("Focus group", inspectors=[])
    week.inspection.team_places.filter(user=week.cqc).delete()
    with clock.travelled_to(date(2024, 5, 17)):
        done = worked_out(proposals.ask_for_proposal(by=week.lano, inspection=week.inspection, seconds=5))
    assert [one["id"] for one in done.answer["unplaced"]] == ["M2"]


def test_with_nothing_but_a_meeting_longer_than_a_day_the_form_says_so(week):
    week.meeting("Endless", minutes=720)
    with pytest.raises(Refused, match="M1 Endless cannot be planned. It lasts 12 hours"):
        proposals.ask_for_proposal(by=week.lano, inspection=week.inspection)


def test_a_problem_that_cannot_be_read_is_shown_in_words_and_can_be_cancelled(client, week, asked):
    asked.problem["meetings"][1]["minutes"] = 720
    asked.save()
    client.force_login(week.lano)
    shown = client.get(asked.get_absolute_url()).content.decode()
    assert "lasts 720 minutes" in shown and "Cancel the search" in shown
    assert worked_out(asked).state == "failed"
    assert "lasts 720 minutes" in asked.failure
    assert client.get(asked.get_absolute_url()).status_code == 200


def test_a_search_cancelled_twice_says_so_in_words(client, week, asked):
    client.force_login(week.lano)
    page = reverse("timetable:proposal-cancel", args=[week.inspection.reference, asked.number])
    client.post(page)
    shown = client.post(page, follow=True).content.decode()
    assert "‘Cancel’ cannot be done now" in shown and "Reason(" not in shown


@pytest.fixture
def two_days(week):
    """A proposal that gives two meetings a time on a day each."""
    week.meeting("One")
    week.meeting("Two")
    done = worked_out(proposals.ask_for_proposal(by=week.lano, inspection=week.inspection, seconds=5))
    done.answer["placed"] = [
        {"id": f"M{at}", "date": f"2024-05-{12 + at}", "start": "10:00", "inspectors": [f"user-{week.lead.pk}"]}
        for at in (1, 2)
    ]
    done.save()
    return done


def starts(week):
    return list(week.inspection.meetings.order_by("number").values_list("starts_at", flat=True))


def test_the_other_days_can_be_accepted_later(client, week, two_days):
    client.force_login(week.lano)
    page = two_days.get_absolute_url()
    client.post(page, {"what": "days", "days": ["2024-05-14"]})
    assert starts(week) == [None, moment(1, 10)]
    shown = client.get(page).content.decode()
    assert "Accept all that is left" in shown and "Days accepted: Tuesday 14 May 2024" in shown
    assert 'value="2024-05-14"' not in shown
    client.post(page, {"what": "days", "days": ["2024-05-13"]})
    assert starts(week) == [moment(0, 10), moment(1, 10)]
    two_days.refresh_from_db()
    assert (two_days.state, two_days.accepted_days) == ("accepted", ["2024-05-13", "2024-05-14"])


def test_no_more_days_are_accepted_and_what_was_stays(client, week, two_days):
    client.force_login(week.lano)
    client.post(two_days.get_absolute_url(), {"what": "days", "days": ["2024-05-14"]})
    client.post(two_days.get_absolute_url(), {"what": "none"})
    two_days.refresh_from_db()
    assert (two_days.state, starts(week)) == ("accepted", [None, moment(1, 10)])
    with pytest.raises(Refused, match="cannot be accepted any more"):
        proposals.accept_proposal(by=week.lano, proposal=two_days, days=WHOLE)
    assert starts(week)[0] is None
