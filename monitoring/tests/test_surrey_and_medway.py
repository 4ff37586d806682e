"""The two areas whose visits and letters are known: Surrey in 2019, Medway in 2021."""

from datetime import date

import pytest

from improvement.models import Action, Plan
from improvement.services import plans
from improvement.tests import world
from inspections.models import Deadline, Finding, Inspection, ProgressJudgement
from monitoring.models import SupportLetter, Visit
from monitoring.services import records
from monitoring.tests import walk

pytestmark = pytest.mark.django_db


def reviews_met(plan):
    rows = Deadline.objects.filter(inspection=plan.inspection, rule_code="app-review").order_by("occurrence")
    return [row.met_on for row in rows]


def test_surrey_is_visited_in_june_and_december_2019(surrey, plan, at):
    first = walk.asked(surrey, plan, date(2019, 6, 17))
    due = Deadline.objects.get(rule_code="visit-evidence")
    assert (due.due_on, due.occurrence, due.scope, due.owner) == (date(2019, 6, 3), 1, "plan", "Local area")
    at(date(2019, 6, 17))
    walk.held(surrey, first)
    item = plan.items.get()
    action = records.raise_action(
        by=surrey.nhse, visit=first, item=item, text="Send the figures each term", owner_office="Head of inclusion"
    )
    walk.letter_after(surrey, walk.written_up(surrey, first))

    at(date(2019, 11, 4))
    second = walk.asked(surrey, plan, date(2019, 12, 9))
    assert second.title == "Monitoring visit 2"
    at(date(2019, 12, 9))
    walk.letter_after(surrey, walk.written_up(surrey, walk.held(surrey, second)))

    assert Action.objects.get(raised_at="Monitoring visit 1") == action
    # After the one the plan was submitted with.
    assert action.reference == f"{item.order}.2"
    # Each visit was a review of the plan: the third, due in November 2020, is still to come.
    assert reviews_met(plan) == [date(2019, 6, 17), date(2019, 12, 9), None]
    assert [visit.state for visit in Visit.objects.order_by("place")] == ["letter_sent", "letter_sent"]
    assert not Deadline.objects.open().filter(rule_code__in=("visit-evidence", "visit-day")).exists()


@pytest.fixture
def medway(db, at):
    """Three weaknesses without sufficient progress at the revisit of December 2019, the plan in delivery from June 2020."""
    at(date(2018, 2, 8))
    place = world.partnership("Medway", "887")
    first = Inspection.objects.create(
        reference="medway-2017", partnership=place, framework_code="local-area-send-2016", edition_code="2016-04", kind="full",
        state="published", outcome="wsoa-required", notified_on=date(2017, 11, 27), onsite_start_on=date(2017, 12, 4),
        onsite_end_on=date(2017, 12, 8), letter_issued_on=date(2018, 1, 31), published_on=date(2018, 2, 8),
    )  # fmt: skip
    for order in range(1, 9):
        Finding.objects.create(
            inspection=first, kind="area_of_significant_weakness", order=order, text=f"weakness number {order} of eight"
        )
    second = Inspection.objects.create(
        reference="medway-2019", partnership=place, framework_code="local-area-send-2016", edition_code="2018-11", kind="revisit",
        state="published", outcome="some-sufficient", follows=first, onsite_start_on=date(2019, 12, 9),
        onsite_end_on=date(2019, 12, 11), letter_issued_on=date(2020, 2, 12), report_received_on=date(2020, 2, 12),
        published_on=date(2020, 2, 19),
    )  # fmt: skip
    for finding in first.findings.all():
        ProgressJudgement.objects.create(inspection=second, finding=finding, sufficient=finding.order > 3)
    return world.Area(place, second, world.people_of(place, second))


def test_medway_is_released_weakness_by_weakness(medway, at):
    at(date(2020, 2, 19))
    plan = plans.request_plan(by=medway.assurer, inspection=medway.inspection)
    at(date(2020, 6, 1))
    plan = walk.delivered(medway, world.ready_to_submit(medway, plan))
    at(date(2021, 2, 12))
    walk.released(medway, plan, [3], date(2021, 2, 12))
    assert [item.released_on for item in plan.items.all()] == [None, None, date(2021, 2, 12)]

    at(date(2021, 8, 31))
    visit = walk.asked(medway, plan, date(2021, 9, 20))
    at(date(2021, 9, 20))
    visit = walk.written_up(medway, walk.held(medway, visit))
    # What is released is not looked at any more.
    assert [finding.item.order for finding in visit.findings.all()] == [1, 2]
    walk.letter_after(medway, visit)
    at(date(2021, 10, 5))
    letter = walk.released(medway, plan, [1, 2], date(2021, 10, 5))

    assert [item.released_on for item in plan.items.all()] == [date(2021, 10, 5), date(2021, 10, 5), date(2021, 2, 12)]
    assert [row["order"] for row in letter.copy.shown["released"]] == [1, 2]
    assert "every item of the plan is released" in letter.text
    plan = plans.make_move(by=medway.dfe, plan=plan, move="release")
    assert Plan.objects.get(pk=plan.pk).state == "released"
    assert SupportLetter.objects.filter(state="sent").count() == 3
