"""The demonstration: a plan that was returned, submitted again, accepted and published. Its words are invented."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from accounts.choices import Role
from accounts.models import User
from core import clock
from improvement.models import Plan, PlanItem
from improvement.services import actions, approvals, families, items, milestones, plans, proofs, publishing, reviews
from inspections.models import Deadline, Inspection
from inspections.services import products, timeline
from inspections.services.calendar import working_calendar

INVENTED = "This text is invented for the demonstration."
# For each item: outcome, first action, its office, its measure.
WRITTEN = (
    ("Families see the same priorities in every service.", "Hold one partnership board each month with a published action log.",
     "Director of children’s services", "Actions closed on time: from 40% to 90%"),
    ("Needs are noticed early and met without waiting for a label.", "Train staff of every nursery and school in the graduated approach.",
     "Principal educational psychologist", "Settings trained: all by July"),
    ("Nobody waits without help.", "Offer every waiting family a call within ten days and a named contact.",
     "Designated clinical officer", "Families called within ten days: 95%"),
    ("Young people know what comes after school.", "Begin preparation for adulthood in every annual review from year 9.",
     "Head of post-16", "Reviews with a plan for adulthood: all"),
    ("Moving on is planned, not sudden.", "Write a protocol for each move with young people who made it.",
     "Head of SEND", "Moves planned six months ahead: 90%"),
    ("Plans say what a child needs now.", "Check one plan in ten each month, with health and social care.",
     "Service manager, education, health and care plans", "Plans judged good: from 35% to 75%"),
)  # fmt: skip
STATEMENT = f"We were asked early and answered honestly. Item 3 changed because of what families said. {INVENTED}"
ADDRESS = "https://www.example.gov.uk/send/priority-action-plan"
# Weeks before today on which the address was looked at, and whether the plan was found.
LOOKS = ((28, True), (21, True), (14, False), (13, True), (7, True), (0, True))


def furnish(*, cast: dict[Role, User], inspection: Inspection) -> None:
    """Take the plan of an imported report from its opening to its publication. Nothing where one was opened already."""
    if Plan.objects.filter(inspection=inspection).exists() or inspection.published_on is None:
        return
    day, reviewer = working_calendar().add_working_days, cast[Role.QUALITY_ASSURER]
    opened_on = inspection.published_on
    with _at(opened_on):
        products.record_receipt(by=reviewer, inspection=inspection, received_on=day(opened_on, -5), assumed=True)
        plan = plans.request_plan(by=reviewer, inspection=Inspection.objects.get(pk=inspection.pk))
        assert plan is not None
    with _at(day(opened_on, 5)):
        _write(cast, plan)
        plans.make_move(by=cast[Role.LANO], plan=plan, move="co_produce")
        families.make_statement(by=cast[Role.PCF], plan=plan, position="in_part", text=STATEMENT, number=0)
    _submit(cast, plan, day(opened_on, 20), "submit")
    _review(
        reviewer, plan, day(opened_on, 24), accepted=False, letter=f"The plan does not say when families will notice. {INVENTED}"
    )  # fmt: skip
    with _at(day(opened_on, 26)):
        plans.make_move(by=cast[Role.LANO], plan=plan, move="redraft")
        _improve(cast, plan)
    _submit(cast, plan, day(opened_on, 29), "resubmit")
    _review(
        reviewer,
        plan,
        day(opened_on, 33),
        accepted=True,
        letter=f"The milestones now say what families will notice. {INVENTED}",
    )
    with _at(day(opened_on, 38)):
        plans.make_move(by=cast[Role.DCS], plan=plan, move="publish")
    with _at(day(opened_on, 40)):
        plans.make_move(by=cast[Role.LANO], plan=plan, move="deliver")
        publishing.publish_again(by=cast[Role.DCS], plan=plan, on=clock.today(), reason="A spelling mistake in item 1")
    _prove(cast, plan)
    for deadline in Deadline.objects.open().filter(inspection=inspection, due_on__lt=clock.today()):
        timeline.mark_met(by=reviewer, deadline=deadline, met_on=deadline.due_on)


def _at(on: date) -> Any:
    return clock.travelled_to(datetime.combine(on, time(11)))


def _write(cast: dict[Role, User], plan: Plan) -> None:
    lano, day = cast[Role.LANO], working_calendar().add_working_days
    # The report names both for every item, so each action has one that answers for it and one that shares it.
    council, board = plan.body_names[:2]
    for item, (outcome, text, office, measure) in zip(plan.items.order_by("order"), WRITTEN, strict=False):
        items.write_item(by=lano, item=item, version=item.version, outcome=f"{outcome} {INVENTED}")
        of_health = item.order in (2, 3)
        action = actions.add_action(
            by=lano, item=item, text=text, owner_office=office, body=board if of_health else council,
            co_body=council if of_health else board, finish_by_on=day(plan.opened_on, 230), measure=measure,
        )  # fmt: skip
        milestones.add_milestone(
            by=lano, action=action, text="The first families tell us", due_on=day(plan.opened_on, 90)
        )


def _improve(cast: dict[Role, User], plan: Plan) -> None:
    """What the return asked for: a second milestone for the third item, and a clearer outcome."""
    item = PlanItem.objects.get(plan=plan, order=3)
    outcome = f"Nobody waits without help, and families know on the first day whom to call. {INVENTED}"
    items.write_item(by=cast[Role.LANO], item=item, version=item.version, outcome=outcome)
    due_on = working_calendar().add_working_days(plan.opened_on, 60)
    milestones.add_milestone(
        by=cast[Role.LANO],
        action=item.actions.get(number=1),
        text="Every family on the list was called once",
        due_on=due_on,
    )


def _submit(cast: dict[Role, User], plan: Plan, on: date, move: str) -> None:
    with _at(on):
        plans.make_move(by=cast[Role.LANO], plan=plan, move="seek_approval")
        for body in Plan.objects.get(pk=plan.pk).accountable_bodies:
            chief = cast[Role.DCS if body["kind"] == "local_authority" else Role.ICB_EXECUTIVE]
            approvals.approve(by=chief, plan=plan, body_name=body["name"], approved_on=on)
        plans.make_move(by=cast[Role.DCS], plan=plan, move=move)


def _review(by: User, plan: Plan, on: date, *, accepted: bool, letter: str) -> None:
    with _at(on):
        plans.start_review(by=by, plan=plan)
        submission = plan.submissions.order_by("-number")[0]
        for criterion in plan.kind_spec.criteria:
            partly = not accepted and criterion.code == "improvement"
            reviews.write(
                by=by, submission=submission, place=f"criterion:{criterion.code}", version=0, answer="partly" if partly else "met",
                comment="Item 3 names no day that families would notice." if partly else "",
            )  # fmt: skip
        if not accepted:
            reviews.write(
                by=by, submission=submission, place="item:3", version=0, comment="Say what families will notice, and when.",
                action_comments={"3.1": "Ten days is good. When does it begin?"},
            )  # fmt: skip
        answer = "accepted" if accepted else "returned"
        reviews.write(by=by, submission=submission, place="decision", version=0, answer=answer, comment=letter)
        read = reviews.fingerprint(reviews.letter(submission))
        reviews.send(by=by, submission=submission, read=read)


def _prove(cast: dict[Role, User], plan: Plan) -> None:
    """An address of the area's own with what was seen there; nothing of the network is touched while this is loaded."""
    address, today = None, clock.today()
    for before, found in LOOKS:
        with _at(today - timedelta(days=before)):
            if address is None:
                address = proofs.add_address(by=cast[Role.LANO], plan=plan, address=ADDRESS)
            seen = {
                "found": found,
                "status": 200 if found else 404,
                "title": "Priority action plan",
                "names_plan": found or None,
            }
            proofs.keep(
                address=address, on=clock.today(), seen=seen | {"problem": "" if found else "The site answered 404."}
            )  # fmt: skip
