"""The demonstration: a plan being written with families, contested by their forum, with its committee meetings."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from accounts.choices import Role
from accounts.models import User
from core import clock
from improvement import queries
from improvement.committees import CABINET, HEALTH_AND_WELLBEING
from improvement.models import Plan
from improvement.services import actions, committees, families, items, milestones, plans
from inspections.models import Inspection
from inspections.services.calendar import working_calendar

OUTCOMES = (
    "Children and young people see a specialist within 18 weeks, and families know how long the wait is and whom to ask meanwhile.",
    "Every education, health and care plan is reviewed once a year, and says what the child needs now.",
)
# For each action: order of the item, text, owner, whether the council answers for it (else the NHS body), whether the other shares it,
# working days from now to its start and its end, measure, evidence, resource, and milestones (working days from now, text).
ACTIONS: tuple[tuple[int, str, str, bool, bool, int, int, str, str, str, tuple[tuple[int, str], ...]], ...] = (
    (
        1, "Hire three specialists for assessments of autism and attention, and open a clinic on Saturdays until the list is cleared.",
        "Designated clinical officer", False, False, 10, 180, "Children waiting more than 18 weeks: from 412 to none",
        "The monthly list of waits, by age and by the step each child waits for", "£310,000 a year for two years, agreed by both bodies",
        ((40, "The posts are advertised"), (85, "Two of three specialists work"), (150, "Nobody waits more than 26 weeks")),
    ),
    (
        1, "Write to every waiting family each month: where they are on the list, and what help there is meanwhile.",
        "Head of SEND", True, True, 5, 60, "Nine waiting families in ten know whom to ask", "The forum’s own survey, each term",
        "", ((20, "The first letters are sent"),),
    ),
    (
        2, "Give every case officer protected time for annual reviews, and check one plan in ten each month.",
        "Service manager, education, health and care plans", True, False, 0, 120, "Reviews held on time: from 58% to 95%",
        "Audit of one plan in ten each month", "Four case officers", ((30, "The new rota starts"), (90, "80% are on time")),
    ),
)  # fmt: skip
COMMENT = "Letters do not help a family in crisis. Who answers the telephone when school has sent the child home?"
ANSWER = "A named navigator answers on working days from January. We will write that into action 1.2. Evenings cannot be staffed yet."
STATEMENT = (
    "We wrote parts of this plan together and thank those who listened. We contest its first item: the waits it measures begin when a "
    "referral is accepted, and families wait for months before that.\n\nThis text is invented for the demonstration."
)


def furnish(*, cast: dict[Role, User], inspection: Inspection) -> None:
    """Write the open plan of an inspection, share it, and let the forum speak. Nothing where it is begun already."""
    plan = queries.plan_of(inspection)
    if plan is None or plan.state != plan.LIFECYCLE.initial:
        return
    days = working_calendar().add_working_days
    lano, forum, today = cast[Role.LANO], cast[Role.PCF], clock.today()
    written_on, shared_on = max(days(today, -2), plan.opened_on), max(days(today, -1), plan.opened_on)
    with clock.travelled_to(datetime.combine(written_on, time(11))):
        _write(cast, plan)
        _meet(cast, plan)
    with clock.travelled_to(datetime.combine(shared_on, time(9, 30))):
        plans.make_move(by=lano, plan=plan, move="co_produce")
    with clock.travelled_to(datetime.combine(shared_on, time(14, 5))):
        about = plan.items.get(order=1)
        comment = families.comment_on(by=forum, item=about, action=about.actions.get(number=2), text=COMMENT)
    with clock.travelled_to(datetime.combine(shared_on, time(16, 20))):
        families.answer_comment(by=lano, comment=comment, verdict="partly", text=ANSWER, number=0)
        families.make_statement(by=forum, plan=plan, position="contested", text=STATEMENT, number=0)


def _write(cast: dict[Role, User], plan: Plan) -> None:
    lano, days, today = cast[Role.LANO], working_calendar().add_working_days, clock.today()
    held = {item.order: item for item in plan.items.all()}
    for order, outcome in enumerate(OUTCOMES, start=1):
        items.write_item(by=lano, item=held[order], version=held[order].version, outcome=outcome)
    council, board = plan.body_names[:2]
    for order, text, office, of_council, shared, starts, ends, measure, evidence, resource, steps in ACTIONS:
        body, other = (council, board) if of_council else (board, council)
        action = actions.add_action(
            by=lano, item=held[order], text=text, owner_office=office, body=body, co_body=other if shared else "",
            owner=cast[Role.LANO if of_council else Role.HEALTH_LEAD], starts_on=days(today, starts), finish_by_on=days(today, ends),
            measure=measure, evidence=evidence, resource=resource,
        )  # fmt: skip
        for due, step in steps:
            milestones.add_milestone(by=lano, action=action, text=step, due_on=days(today, due))


def _meet(cast: dict[Role, User], plan: Plan) -> None:
    """The cabinet in time, the health and wellbeing board too late; the NHS body's board is still to be found a day."""
    detail = queries.detail(plan, today=clock.today(), calendar=working_calendar())
    ends: dict[str, Any] = {stage.code: stage.on for stage in detail.stages}
    if not ends:
        return
    days = working_calendar().add_working_days
    committees.add_meeting(
        by=cast[Role.DCS], plan=plan, body=CABINET, meets_on=days(ends["approval"], -1), decision="To approve the plan"
    )
    committees.add_meeting(
        by=cast[Role.DCS],
        plan=plan,
        body=HEALTH_AND_WELLBEING,
        meets_on=days(ends["approval"], 3),
        decision="To note the plan",
    )
