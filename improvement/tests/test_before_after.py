"""What the letter said, what the area's actions reached and the result, side by side."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from core import clock
from improvement.before_after import compared
from improvement.models import Action, Milestone, Plan
from improvement.review_points import review_points
from improvement.services import follow_up, plans
from improvement.tests import world
from improvement.tests.pages import text_of
from inspections.models import Inspection, ProgressJudgement, TeamPlace
from inspections.services.calendar import working_calendar

pytestmark = pytest.mark.django_db
REVISITED = date(2019, 5, 13)


@pytest.fixture
def delivered(surrey: world.Area, wsoa: Plan) -> Plan:
    """Three actions on absence, one of them live, with milestones; nothing on the others."""
    Plan.objects.filter(pk=wsoa.pk).update(state="in_delivery", accepted_on=date(2017, 3, 24))
    absence = wsoa.items.get(order=5)
    for number, state in enumerate(("underway_behind", "completed", "completed"), start=1):
        made = Action.objects.create(item=absence, number=number, text=f"Act {number}", state=state)
        Milestone.objects.create(
            action=made, order=1, text="Step", due_on=date(2019, 7, 1), met_on=None if number == 1 else date(2018, 5, 1)
        )
    return wsoa


@pytest.fixture
def revisit(surrey: world.Area, delivered: Plan, at: Any) -> Inspection:
    at(REVISITED)
    made = world.revisit(surrey)
    for name in ("lead", "inspector"):
        role = TeamPlace.objects.get(inspection=surrey.inspection, user=surrey.people[name]).role
        TeamPlace.objects.create(inspection=made, user=surrey.people[name], role=role, starts_on=world.LONG_AGO)
    ProgressJudgement.objects.filter(inspection=made, sufficient=False).update(narrative="Absence stayed high.")
    return made


def test_before_and_after_of_the_plan_on_the_page(client: Any, surrey: world.Area, revisit: Inspection) -> None:
    follow_up.after_publication(by=surrey.assurer, inspection=revisit)
    client.force_login(surrey.inspector)
    words = text_of(client.get(reverse("improvement:before-after", args=[revisit.reference])))
    for text in world.WEAKNESSES:
        assert text in words
    assert "Underway, behind target: 1 Completed: 2 2 of 3 milestones met" in words
    assert "Not sufficient progress Absence stayed high." in words
    assert "Goes on as item 1 of the accelerated progress plan, with 1 action carried on." in words
    assert words.count("Released from monitoring on 13 May 2019.") == 4
    assert "Sufficient progress in all areas: Some." in words
    # An inspector without the right to plans reads the table and is led to no plan.
    assert "Plans" not in words.split("milestones met")[1]
    client.force_login(surrey.dfe)
    assert "Written statement of action, superseded" in text_of(
        client.get(reverse("improvement:before-after", args=[revisit.reference]))
    )


def test_its_queries_do_not_grow_with_items_and_actions(
    surrey: world.Area, revisit: Inspection, delivered: Plan, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(7):
        compared(revisit)
    for item in delivered.items.all():
        for number in (11, 12, 13):
            Action.objects.create(item=item, number=number, text="More", state="evidenced")
    with django_assert_num_queries(7):
        found = compared(revisit)
    assert found.totals == [("Underway, behind target", 1), ("Completed", 2), ("Evidenced in practice", 15)]


def test_what_follows_nothing_has_no_such_page(client: Any, surrey: world.Area, wsoa: Plan) -> None:
    client.force_login(surrey.lead)
    assert client.get(reverse("improvement:before-after", args=[surrey.inspection.reference])).status_code == 404


def test_a_monitoring_inspection_shows_one_outcome_for_all_areas(client: Any, at: Any) -> None:
    at(date(2024, 4, 18))
    bury = world.bury()
    plans.request_plan(by=bury.lead, inspection=bury.inspection)
    monitoring = Inspection.objects.create(
        reference="bury-monitoring-2025", partnership=bury.partnership, framework_code="area-send-2023",
        edition_code="2025-07-07", kind="monitoring", state="published", outcome="not-effective", follows=bury.inspection,
        notified_on=date(2025, 10, 6), letter_issued_on=date(2025, 12, 3), published_on=date(2025, 12, 10),
    )  # fmt: skip
    at(date(2025, 12, 11))
    client.force_login(bury.dfe)
    words = text_of(client.get(reverse("improvement:before-after", args=[monitoring.reference])))
    assert "an effective educational psychology service." in words
    assert "No action is recorded Not effective action" in words
    assert "has one outcome for all areas for priority action together" in words


def test_reviews_at_3_6_and_12_months_count_the_milestones_due_by_then(
    client: Any, surrey: world.Area, revisit: Inspection, at: Any
) -> None:
    plan = follow_up.after_publication(by=surrey.assurer, inspection=revisit)
    assert plan is not None
    assert review_points(plan, today=clock.today(), calendar=working_calendar()) == []
    Plan.objects.filter(pk=plan.pk).update(
        state="in_delivery", submitted_on=date(2019, 6, 3), accepted_on=date(2019, 6, 14)
    )
    plan.refresh_from_db()
    plans.receipt_recorded(by=None, inspection=revisit)
    action = plan.items.get().actions.get()
    for order, due_on, met_on in ((2, date(2019, 9, 14), date(2019, 9, 1)), (3, date(2019, 9, 15), None)):
        Milestone.objects.create(action=action, order=order, text="Step", due_on=due_on, met_on=met_on)
    at(date(2019, 10, 1))
    points = review_points(plan, today=clock.today(), calendar=working_calendar())
    assert [(point.months, point.due.on) for point in points] == [
        (3, date(2019, 9, 14)), (6, date(2019, 12, 14)), (12, date(2020, 6, 14)),
    ]  # fmt: skip
    # The carried step of July is not met; the day of the review itself still belongs to it.
    assert [(point.milestones, point.met, point.late) for point in points] == [(2, 1, 1), (1, 0, 1), (0, 0, 0)]
    client.force_login(surrey.dfe)
    words = text_of(client.get(plan.get_absolute_url()))
    assert "3 months Saturday 14 September 2019 1 of 2 met, 1 late" in words
