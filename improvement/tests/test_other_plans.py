"""Plans of the other kinds, and which steps are offered to whom."""

from datetime import date

import pytest

from core.errors import Refused
from improvement.services import dates, moves, plans
from improvement.tests import world
from inspections.models import Deadline

pytestmark = pytest.mark.django_db


def deadline(plan, code, occurrence=1):
    return Deadline.objects.get(inspection=plan.inspection, rule_code=code, occurrence=occurrence)


def test_an_accelerated_plan_has_milestones_3_6_and_12_months_after_approval(surrey, wsoa, at):
    at(date(2019, 5, 13))
    plan = plans.request_plan(by=surrey.assurer, inspection=world.revisit(surrey))
    at(date(2019, 6, 28))
    plan = plans.submit(by=surrey.dcs, plan=world.ready_to_submit(surrey, plan))
    submission = plan.submissions.get()
    assert submission.receipt_number == "APP-SURREY-REVISIT-2019-1"
    assert submission.counted == "No due date stood when it was submitted"
    with pytest.raises(Refused, match="reviewed by DfE and NHS England"):
        plans.start_review(by=surrey.assurer, plan=plan)
    at(date(2019, 7, 31))
    plans.start_review(by=surrey.nhse, plan=plan)
    plans.accept(by=surrey.dfe, plan=plan)
    milestones = Deadline.objects.filter(inspection=plan.inspection, rule_code="app-milestone")
    assert list(milestones.values_list("due_on", flat=True)) == [
        date(2019, 10, 31),
        date(2020, 1, 31),
        date(2020, 7, 31),
    ]


def test_a_strategic_plan_is_published_not_submitted(db, at, nothing_changes):
    at(date(2024, 4, 17))
    area = world.bury()
    area.inspection.outcome = "outcome-2"
    area.inspection.save(update_fields=["outcome"])
    plan = plans.request_plan(by=area.assurer, inspection=area.inspection)
    plans.make_move(by=area.lano, plan=plan, move="start")
    plan = world.ready_to_submit(area, plan)
    assert "submit" not in [move.name for move in moves.available(plan, area.dcs)]
    nothing_changes(lambda: plans.submit(by=area.dcs, plan=plan), "published by the area and is not submitted")
    plan = plans.make_move(by=area.dcs, plan=plan, move="publish_unreviewed")
    assert (plan.state, plan.published_on) == ("published", date(2024, 4, 17))
    assert dates.due_deadline(plan).met_on == date(2024, 4, 17)


@pytest.mark.parametrize(
    ("who", "offered"),
    [
        ("lano", ["return_to_drafting"]),
        ("dcs", ["return_to_drafting", "submit"]),
        ("assurer", ["supersede"]),
        ("officer", []),
        ("forum", []),
    ],
)
def test_each_person_is_offered_their_own_steps(surrey, ready, who, offered):
    assert [move.name for move in moves.available(ready, surrey.people[who])] == offered


def test_review_is_offered_only_to_those_who_review_such_plans(surrey, sent):
    assert "start_review" in [move.name for move in moves.available(sent, surrey.assurer)]
    assert "start_review" not in [move.name for move in moves.available(sent, surrey.dfe)]
