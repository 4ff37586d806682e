"""Engagement meetings and thematic visits, and the view of all areas."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.choices import Role
from accounts.models import Notice
from core import clock
from core.errors import Conflict, Refused
from improvement.tests.pages import text_of
from monitoring.models import EngagementMeeting
from monitoring.queries import engagement as reads
from monitoring.services import engagement
from tests.factories import PartnershipFactory, member, national

pytestmark = pytest.mark.django_db
HELD = date(2026, 3, 3)


@pytest.fixture
def area(at):
    at(HELD)
    return PartnershipFactory.create(name="Seaborough")


@pytest.fixture
def manager(area):
    return national(Role.INSPECTION_MANAGER)


def a_meeting(manager, area, on=HELD):
    return engagement.plan_meeting(by=manager, partnership=area, meet_on=on, agenda="What has changed")


def test_the_leaders_read_agenda_and_actions_and_nothing_else(client, manager, area):
    director, officer = member(area, Role.DCS), member(area, Role.PARTNERSHIP_OFFICER)
    meeting = a_meeting(manager, area)
    assert list(Notice.objects.values_list("person", flat=True)) == [director.pk]
    meeting = engagement.hold_meeting(
        by=manager, meeting=meeting, held_on=HELD, attended=["Director"], notes="Defensive", for_scheduling="Go early"
    )
    engagement.agree_action(by=manager, meeting=meeting, text="Send the figures", owner_office="Head of SEND")
    address = meeting.get_absolute_url()
    client.force_login(director)
    seen = text_of(client.get(address))
    assert "What has changed" in seen
    assert "Send the figures" in seen
    assert "Defensive" not in seen
    assert "Go early" not in seen
    client.force_login(officer)
    assert client.get(address).status_code == 403
    client.force_login(manager)
    assert "Go early" in text_of(client.get(address))
    with pytest.raises(PermissionDenied):
        engagement.agree_action(by=director, meeting=meeting, text="Ours", owner_office="Us")


def test_a_meeting_goes_its_way_once(manager, area):
    meeting = a_meeting(manager, area)
    with pytest.raises(Refused, match="planned already"):
        a_meeting(manager, area)
    with pytest.raises(Refused, match="once the meeting was held"):
        engagement.agree_action(by=manager, meeting=meeting, text="Early", owner_office="Us")
    with pytest.raises(Refused, match="past"):
        engagement.hold_meeting(by=manager, meeting=meeting, held_on=date(2026, 3, 4), attended=["Director"])
    meeting = engagement.hold_meeting(by=manager, meeting=meeting, held_on=HELD, attended=["Director"])
    with pytest.raises(Refused, match="not changed any more"):
        engagement.change_meeting(by=manager, meeting=meeting, version=meeting.version, meet_on=date(2026, 4, 1))
    with pytest.raises(Conflict):
        engagement.change_meeting(by=manager, meeting=meeting, version=meeting.version + 1, notes="Mine")
    action = engagement.agree_action(by=manager, meeting=meeting, text="Send", owner_office="Head of SEND", due_on=HELD)
    engagement.action_done(by=manager, action=action)
    with pytest.raises(Refused, match="done already"):
        engagement.action_done(by=manager, action=action)
    again = a_meeting(manager, area, date(2027, 3, 1))
    with pytest.raises(Refused, match="reason"):
        engagement.cancel_meeting(by=manager, meeting=again, reason="")
    assert engagement.cancel_meeting(by=manager, meeting=again, reason="An inspection was called").state == "cancelled"


def test_a_meeting_moved_back_to_a_day_it_had_before_is_told_again(manager, area):
    lano, meeting = member(area, Role.LANO), a_meeting(manager, area)
    for day in (21, 24, 21):
        meeting = engagement.change_meeting(
            by=manager, meeting=meeting, version=meeting.version, meet_on=date(2026, 4, day)
        )
    assert Notice.objects.filter(person=lano, subject__contains="now planned").count() == 3


def test_a_thematic_visit_belongs_to_its_year(manager, area):
    def write(**given):
        fields = {"theme": "2025", "starts_on": date(2025, 9, 8), "ends_on": date(2025, 9, 12)} | given
        return engagement.write_thematic(by=manager, partnership=area, **fields)

    for given, match in (
        ({"theme": "1999"}, "theme"),
        ({"ends_on": date(2025, 9, 7)}, "before the first"),
        ({"theme": "2024"}, "were in 2024"),
    ):
        with pytest.raises(Refused, match=match):
            write(**given)
    assert str(write()) == "Thematic visit, children not in school, Seaborough"
    with pytest.raises(Refused, match="recorded already"):
        write()


def test_who_schedules_sees_who_has_not_been_met(client, manager, area, at):
    engagement.hold_meeting(
        by=manager, meeting=a_meeting(manager, area), held_on=HELD, attended=["Director"], for_scheduling="Go early"
    )
    PartnershipFactory.create(name="Ashford")
    at(date(2027, 3, 4))
    first, second = reads.overview(list(reads.areas(today=clock.today())), today=clock.today(), calendar=None)
    assert (first.area.name, first.last, first.late) == ("Ashford", None, False)
    assert (second.area.name, second.expected_on, second.late) == ("Seaborough", date(2027, 3, 3), True)
    client.force_login(manager)
    address = reverse("monitoring:engagement-overview")
    assert "Go early" in text_of(client.get(address))
    queries = count(client, address)
    for name in ("Brook", "Cope", "Dale"):
        made = PartnershipFactory.create(name=name)
        EngagementMeeting.objects.create(partnership=made, number=1, state="held", meet_on=HELD, held_on=HELD)
    assert count(client, address) == queries


def count(client, address):
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)
