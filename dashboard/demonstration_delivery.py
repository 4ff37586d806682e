"""A plan in delivery: inspected some seventeen months ago, its plan accepted and published, its actions under way. All invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from accounts.choices import Role
from core import clock, outbox
from dashboard.demonstration_inspections import Cast, met, monday, planned, worked
from improvement.models import Plan
from improvement.services import actions, approvals, items, milestones, plans
from inspections.models import Inspection
from inspections.services import inspections as inspection_services
from inspections.services.calendar import working_calendar
from measures import demonstration as measures
from monitoring import demonstration as monitoring
from reports.models import AccuracyRound, Letter
from reports.services import accuracy, letters
from tracking import demonstration as tracking

AREA = "reading"
DAYS_SINCE_THE_CALL = 520
COUNCIL, BOARD = 0, 1
INVENTED = "This text is invented for the demonstration."
FINDINGS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("effective", "Schools and health visitors find the needs of young children early.", ()),
    ("needs_improvement", "Young people do not know who helps them once they are 18.", ()),
    (
        "area_for_priority_action",
        "Leaders across the partnership should act urgently to shorten the time children wait for speech and language therapy.",
        ("Reading Borough Council", "NHS Thames Valley Integrated Care Board"),
    ),
    (
        "area_for_priority_action",
        "Leaders should make sure that education, health and care plans are of good quality and are reviewed each year.",
        ("Reading Borough Council",),
    ),
    ("area_for_improvement", "Leaders should say more clearly what help there is for young adults.", ()),
)


@dataclass(frozen=True)
class Act:
    """One action: item, words, office, who keeps it up to date, body, months from acceptance to its end, measure, milestones."""

    item: int
    text: str
    office: str
    owner: Role
    body: int
    months: int
    measure: str
    steps: tuple[tuple[str, int], ...]


OUTCOMES = (
    "Children get speech and language therapy within 18 weeks, wherever in Reading they live.",
    "Each plan says what the child needs now, in words that families recognise.",
)
ACTS = (
    Act(1, "Recruit four therapists and two assistants", "Head of children’s therapies", Role.HEALTH_LEAD, BOARD, 9,
        "Posts filled, each month", (("Posts advertised", 1), ("Half of the posts filled", 5), ("All posts filled", 9))),
    Act(1, "Open a drop-in for families who wait, in each children’s centre", "Head of early help", Role.PARTNERSHIP_OFFICER,
        COUNCIL, 6, "Families seen, each month", (("First drop-in open", 3), ("All five open", 6))),
    Act(1, "Agree one pathway for assessment with the hospital trust", "Designated clinical officer", Role.HEALTH_LEAD, BOARD, 12,
        "Share of referrals accepted the first time", (("Pathway agreed", 8),)),
    Act(2, "Train every case officer to write plans with families", "Head of SEND", Role.LANO, COUNCIL, 5,
        "Plans judged good or better in the monthly audit", (("First half trained", 2), ("Everybody trained", 5))),
    Act(2, "Review every plan older than a year", "Head of SEND", Role.LANO, COUNCIL, 14,
        "Reviews finished on time, each month", (("Plans of school leavers", 6), ("All others", 14))),
    Act(2, "Ask families after each review whether the plan is right", "Participation lead", Role.PARTNERSHIP_OFFICER, COUNCIL, 8,
        "Answers received and what they say, each term", (("Questions agreed with the forum", 2),)),
)  # fmt: skip


def furnish(*, cast: Cast) -> Plan:
    """Inspection, letter and plan of the area, up to the plan's delivery."""
    today, calendar = clock.today(), working_calendar()
    call_on = monday(today - timedelta(days=DAYS_SINCE_THE_CALL))
    with clock.travelled_to(datetime.combine(call_on, time(17))):
        inspection = planned(cast, AREA, call_on)
    worked(cast, inspection, call_on, written=FINDINGS, decision="outcome-3")
    assert inspection.onsite_end_on is not None
    received_on = calendar.add_working_days(inspection.onsite_end_on, 45)
    _letter(cast, inspection, received_on)
    plan = Plan.objects.get(inspection=inspection)
    _plan(cast, plan, received_on)
    met(cast[Role.LEAD_INSPECTOR], inspection, before=today)
    plan = Plan.objects.get(pk=plan.pk)
    for part in (measures, tracking, monitoring):
        part.furnish(cast=cast, plan=plan)
    return plan


def _letter(cast: Cast, inspection: Inspection, received_on: date) -> None:
    lead, quality, calendar = cast[Role.LEAD_INSPECTOR], cast[Role.QUALITY_ASSURER], working_calendar()
    steps = (
        (-15, ("start", "send_to_team", "send_to_qa"), lead),
        (-14, ("send_to_area",), quality),
        (-4, ("record_comments", "revise", "send_to_final_qa"), lead),
        (-2, ("sign_off", "issue"), quality),
    )
    letter: Letter | None = None
    for days, names, by in steps:
        with clock.travelled_to(calendar.add_working_days(received_on, days)):
            if letter is None:
                letter = letters.open_letter(by=lead, inspection=inspection)
                for section in letter.sections.filter(text=""):
                    section.text = f"Inspectors spoke with families, practitioners and leaders. {INVENTED}"
                    section.save(update_fields=["text"])
            for name in names:
                letters.make_move(by=by, letter=letter, move=name)
            if "send_to_area" in names:
                # Its time for comments runs from here, and is over when the lead goes on.
                round_ = AccuracyRound.objects.select_related("letter__inspection").get(letter=letter)
                accuracy.record_receipt(by=cast[Role.LANO], round_=round_, received_on=clock.today())
    assert letter is not None
    with clock.travelled_to(received_on):
        inspection_services.record_receipt(by=cast[Role.DCS], inspection=inspection, received_on=received_on)
        outbox.relay()
    with clock.travelled_to(calendar.add_working_days(received_on, 5)):
        letters.make_move(by=quality, letter=Letter.objects.get(pk=letter.pk), move="publish")


def _plan(cast: Cast, plan: Plan, received_on: date) -> None:
    calendar = working_calendar()
    lano, dcs, chief = cast[Role.LANO], cast[Role.DCS], cast[Role.ICB_EXECUTIVE]
    accepted_on = calendar.add_working_days(received_on, 50)
    with clock.travelled_to(calendar.add_working_days(received_on, 10)):
        _write(cast, plan, accepted_on)
    move: Any = plans.make_move
    with clock.travelled_to(calendar.add_working_days(received_on, 26)):
        move(by=lano, plan=plan, move="seek_approval")
        for place, body in enumerate(plan.accountable_bodies):
            by = dcs if place == COUNCIL else chief
            approvals.approve(by=by, plan=plan, body_name=body["name"], approved_on=clock.today())
    with clock.travelled_to(calendar.add_working_days(received_on, 34)):
        plans.submit(by=dcs, plan=plan)
    reviewer = cast[Role.QUALITY_ASSURER if "Ofsted" in plan.kind_spec.reviewed_by else Role.DFE_ADVISER]
    with clock.travelled_to(accepted_on):
        plans.start_review(by=reviewer, plan=plan)
        plans.accept(by=reviewer, plan=plan)
    with clock.travelled_to(calendar.add_working_days(accepted_on, 5)):
        move(by=dcs, plan=plan, move="publish")
        move(by=lano, plan=plan, move="deliver")


def _write(cast: Cast, plan: Plan, accepted_on: date) -> None:
    lano, bodies = cast[Role.LANO], [body["name"] for body in plan.accountable_bodies]
    held = {item.order: item for item in plan.items.all()}
    for item, outcome in zip(held.values(), OUTCOMES, strict=True):
        items.write_item(by=lano, item=item, version=item.version, outcome=outcome)
    for act in ACTS:
        action = actions.add_action(
            by=lano, item=held[act.item], text=act.text, owner_office=act.office, owner=cast[act.owner],
            body=bodies[min(act.body, len(bodies) - 1)], starts_on=accepted_on, finish_by_on=_after(accepted_on, act.months),
            measure=act.measure,
        )  # fmt: skip
        for text, months in act.steps:
            milestones.add_milestone(by=lano, action=action, text=text, due_on=_after(accepted_on, months))


def _after(day: date, months: int) -> date:
    return day + timedelta(days=30 * months)
