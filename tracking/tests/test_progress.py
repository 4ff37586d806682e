"""How actions stand, on the pages and on a day: Surrey's counts, warnings, exceptions, history that is carried."""

from datetime import date

import pytest

from accounts.models import Notice
from core import clock
from core.errors import Refused
from improvement.models import Action, Milestone
from improvement.tests import world as surreys
from measures.services import measures, values
from tracking.models import MilestoneChange
from tracking.queries import pictures
from tracking.queries.standings import counts, standings
from tracking.services import milestones
from tracking.services.exceptions import send_exceptions
from tracking.tests import world

pytestmark = pytest.mark.django_db
ALL = [(order, number) for order in range(1, 6) for number in range(1, 4)]


@pytest.fixture
def as_reported(surrey, at):
    """The seed's summary of Surrey: 0 not started, 1 behind, 2 on target and 12 completed, reported month by month."""
    at(date(2017, 6, 30))
    for one in ALL:
        world.update(surrey, one, move="start")
    at(date(2017, 9, 29))
    world.update(surrey, (5, 3), move="fall_behind")
    for one in ALL[:12]:
        world.update(surrey, one, who="dcs", move="complete", impact="seen")
    at(date(2017, 12, 4))
    return surrey


def test_the_summary_of_surrey(as_reported, see):
    told = counts(standings(as_reported.plan, clock.today()))
    assert [told[state] for state in pictures.SHOWN] == [0, 1, 2, 12] and told["total"] == 15
    words = world.text_of(see("dfe", "progress"))
    assert "0 Not started 1 Underway, behind target 2 Underway, on target 12 Completed" in words
    assert "Of 15 actions: 12 completed; 2 underway, on target; 1 underway, behind target; 0 not started." in words


def test_each_number_opens_its_rows(as_reported, see):
    for query, rows in (
        ({"state": "completed"}, 12), ({"state": "underway_behind"}, 1), ({"impact": "seen"}, 12), ({"show": "exceptions"}, 1),
        ({"item": "5"}, 3), ({"owner": str(as_reported.officer.pk)}, 15), ({"owner": "none"}, 15), ({"show": "ended"}, 0),
    ):  # fmt: skip
        page = see("lano", "progress", **query)
        assert page.context["page_obj"].paginator.count == rows, query


def test_how_it_stood_on_an_earlier_day(as_reported):
    for day, numbers in (
        (date(2017, 6, 1), [15, 0, 0, 0]),
        (date(2017, 8, 1), [0, 0, 15, 0]),
        (date(2017, 9, 29), [0, 1, 2, 12]),
    ):
        told = counts(standings(as_reported.plan, day))
        assert [told[state] for state in pictures.SHOWN] == numbers, day
    found = standings(as_reported.plan, clock.today())
    rows = pictures.month_rows(found, pictures.month_ends(world.PUBLISHED, clock.today()))
    assert [name for name, _ in rows] == [
        "May 2017",
        "Jun 2017",
        "Jul 2017",
        "Aug 2017",
        "Sep 2017",
        "Oct 2017",
        "Nov 2017",
        "Dec 2017",
    ]
    assert rows[0][1] == [15, 0, 0, 0] and rows[3][1] == [0, 0, 15, 0] and rows[-1][1] == [0, 1, 2, 12]


def test_the_number_of_queries_does_not_grow(as_reported, client, django_assert_max_num_queries):
    client.force_login(as_reported.lano)
    client.get(world.url("progress"))
    with django_assert_max_num_queries(40) as few:
        client.get(world.url("progress"))
    for number in range(4, 24):
        world.add(as_reported, world.item(as_reported), number)
        world.update(as_reported, (1, number))
    with django_assert_max_num_queries(len(few)):
        page = client.get(world.url("progress"))
    assert len(page.context["rows"]) == 25 and page.context["page_obj"].paginator.num_pages == 2


def test_warnings_come_from_what_was_recorded(surrey, at):
    at(date(2017, 6, 30))
    world.update(surrey, move="start")
    world.update(surrey, move="fall_behind")
    world.update(surrey, move="catch_up", new_evidence=None, evidence=[1])
    Action.objects.filter(pk=world.action(surrey).pk).update(finish_by_on=date(2017, 11, 1), measure="")
    Milestone.objects.filter(action=world.action(surrey)).update(due_on=date(2017, 10, 1))
    world.update(surrey, impact="seen")
    at(date(2017, 12, 4))
    one = standings(surrey.plan, clock.today(), falling={world.action(surrey).pk: ("Rate of absence",)})[0]
    assert [doubt.code for doubt in one.doubts] == [
        "better_without_evidence", "no_update", "past_its_day", "milestones_missed", "impact_unmeasured", "measure_falling",
    ]  # fmt: skip


def test_an_action_on_target_whose_measure_falls_is_doubted(surrey, at):
    at(date(2017, 6, 15))
    world.update(surrey, move="start")
    action = world.action(surrey)
    falling = measures.define_measure(
        by=surrey.lano,
        item=action.item,
        action=action,
        name="Rate of absence",
        unit="percent",
        places=1,
        every="month",
        better="lower",
    )
    for period, value in (("April 2017", "4.0"), ("May 2017", "5.0")):
        values.record_value(by=surrey.lano, measure=falling, period=period, value=value)
    found = standings(surrey.plan, clock.today())
    assert [any(doubt.code == "measure_falling" for doubt in one.doubts) for one in found[:2]] == [True, False]
    # What came later does not change what is told of an earlier day.
    at(date(2017, 7, 3))
    values.record_value(by=surrey.lano, measure=falling, period="June 2017", value="3.0")
    for day, doubted in ((date(2017, 6, 29), True), (clock.today(), False)):
        doubts = standings(surrey.plan, day)[0].doubts
        assert any(doubt.code == "measure_falling" for doubt in doubts) is doubted


def test_the_page_of_an_action_shows_what_it_goes_on_with(as_reported, see):
    follow = surreys.revisit(as_reported)
    from improvement.services import plans

    later = plans.request_plan(by=as_reported.assurer, inspection=follow)
    made = Action.objects.create(
        item=later.items.get(), number=1, text="Go on", carried_from=world.action(as_reported, 5, 3)
    )
    assert made.carried_from is not None
    client_page = see_at(see, follow.reference)
    assert "This action goes on with action 5.3 of the Written statement of action" in client_page
    assert (
        "Underway, on target, now underway, behind target" in client_page and "E15 Minutes of the board" in client_page
    )


def see_at(see, reference):
    from django.test import Client

    client = Client()
    client.force_login(surreys_lano())
    answer = client.get(world.url("action-detail", 1, 1, reference=reference))
    assert answer.status_code == 200
    return world.text_of(answer)


def surreys_lano():
    from accounts.models import User

    return User.objects.get(email="lena.surrey@example.org")


def test_the_exception_report_goes_to_each_owner_once_a_month(as_reported, at, see):
    page = world.text_of(see("dfe", "exceptions"))
    assert "1 action is in this report: 1 behind target, 0 late. Each says why and what will be done." in page
    assert "The trainer left." in page and "A new one starts in May." in page
    assert send_exceptions(by=as_reported.lano, plan=as_reported.plan) == 1
    assert send_exceptions(by=as_reported.lano, plan=as_reported.plan) == 0
    at(date(2018, 1, 2))
    assert send_exceptions(by=as_reported.lano, plan=as_reported.plan) == 1
    told = Notice.objects.filter(person=as_reported.officer, key__startswith="exception:")
    assert told.count() == 2 and "Why: The trainer left." in told[0].body
    at(date(2018, 8, 1))
    assert "3 actions are in this report: 1 behind target, 3 late. 2 of them do not say" in world.text_of(
        see("dfe", "exceptions")
    )


def test_milestones_are_met_put_off_and_missed(surrey, at):
    step = Milestone.objects.select_related("action__item").get(action=world.action(surrey))
    with pytest.raises(Refused, match="must be after Wednesday 20 December 2017"):
        milestones.put_off_milestone(by=surrey.officer, milestone=step, due_on=date(2017, 12, 20), reason="x")
    with pytest.raises(Refused, match="after the last day of its action"):
        milestones.put_off_milestone(by=surrey.officer, milestone=step, due_on=date(2018, 8, 1), reason="x")
    with pytest.raises(Refused, match="Enter why it is put off"):
        milestones.put_off_milestone(by=surrey.officer, milestone=step, due_on=date(2018, 1, 20), reason=" ")
    milestones.put_off_milestone(by=surrey.officer, milestone=step, due_on=date(2018, 1, 20), reason="The trainer left")
    at(date(2018, 1, 22))
    assert [standings(surrey.plan, day)[0].steps[0].standing for day in (date(2017, 12, 4), date(2018, 1, 22))] == [
        "due",
        "missed",
    ]
    assert standings(surrey.plan, date(2017, 12, 3))[0].steps[0].due_on == date(2017, 12, 20)
    with pytest.raises(Refused, match="before its action starts"):
        milestones.meet_milestone(by=surrey.officer, milestone=step, met_on=date(2017, 5, 1))
    milestones.meet_milestone(by=surrey.officer, milestone=step, met_on=date(2018, 1, 21))
    with pytest.raises(Refused, match="was met on 21 January 2018 already"):
        milestones.meet_milestone(by=surrey.officer, milestone=step, met_on=date(2018, 1, 21))
    milestones.reopen_milestone(by=surrey.officer, milestone=step, reason="Only half came")
    assert list(MilestoneChange.objects.values_list("kind", flat=True)) == ["deferred", "met", "not_met"]


def test_recording_through_the_pages(surrey, send, see):
    typed = {"done": "A start", "move": "start", "impact": "too_early", **world.day("reported_on", clock.today())}
    answer = send("officer", "update-add", 1, 1, **typed)
    assert answer.status_code == 200
    words = world.text_of(answer)
    assert "Attach the evidence first" in words and "Give a reason" in words and "A start" in words
    answer = send(
        "officer", "update-add", 1, 1, **typed, reason="It began", evidence_title="Minutes", evidence_words="They met"
    )
    assert answer.status_code == 302 and world.action(surrey).state == "underway_on_target"
    assert "Reason: It began" in world.text_of(see("dfe", "action-detail", 1, 1))
    assert send("officer", "milestone-record", 1, 1, 1, kind="met", **world.day("on", clock.today())).status_code == 302
    assert send("lano", "action-end", 1, 2, move="withdraw", reason="Done elsewhere").status_code == 302
    assert world.action(surrey, 1, 2).state == "withdrawn"
    see("dfe", "update-add", 1, 1, status=403)
    see("stranger", "progress", status=404)
