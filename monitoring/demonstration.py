"""What the demonstration shows of this app: a visit held with its letter, one planned, evidence due, an engagement meeting."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from accounts.choices import Role
from core import clock
from improvement.models import Plan
from monitoring.services import contents, engagement, evidence, ladder, letters, records, visits

AGENDA = (
    "1. What has changed for children and young people since the report\n\n2. Waits for assessment, by age and by district\n\n"
    "3. What families tell the forum\n\n4. What each body needs from the others"
)
ASKED = "The figures behind each measure of the plan, by month; the notes of the last two boards; what families said, in their words."
NOTES = {
    Role.DFE_ADVISER: "Leaders know where they stand. Annual reviews are on time in two districts of three; nobody could say why not "
    "in the third.",
    Role.NHSE_ADVISER: "Waits for speech and language therapy fell by a fifth. The agreement for next year is not signed, and two posts "
    "end in March.",
}
FOUND = (
    (
        "some",
        "Waits are falling, from a high level. The board sees the figures each month and asks the right questions.",
    ),
    ("not_enough", "Fewer than half of annual reviews are finished on time. The new officers start only next month."),
)
OFFICES = (
    "Director of children’s services",
    "Integrated care board chief executive",
    "Head of SEND",
    "Designated clinical officer",
    "DfE SEND adviser",
    "NHS England adviser",
)


def furnish(*, cast: dict[Any, Any], plan: Plan) -> None:
    """Add to an open plan. `cast` is {role: the demonstration's person}; the clock stands on the day it is loaded."""
    dfe, nhse, lano = cast[Role.DFE_ADVISER], cast[Role.NHSE_ADVISER], cast[Role.LANO]
    today = clock.today()
    held_on = max(plan.opened_on, today - timedelta(days=35))
    planned_on = today + timedelta(days=24)
    while planned_on.weekday() > 4:
        planned_on += timedelta(days=1)
    # Asked for and sent in time where the plan is old enough; the letter follows a week after the visit.
    asked_on, sent_on = (max(plan.opened_on, held_on - timedelta(days=days)) for days in (42, 16))
    with clock.travelled_to(datetime.combine(asked_on, time(9))):
        kind = plan.kind_spec.visits[0].code
        visit = visits.plan_visit(by=dfe, plan=plan, kind=kind, visit_on=held_on, where="Civic Centre, room 2")
        visit = visits.change_visit(
            by=dfe, visit=visit, version=visit.version, visit_on=held_on, where=visit.where, agenda=AGENDA
        )
        visit = visits.request_evidence(by=nhse, visit=visit, evidence_asked=ASKED)
    with clock.travelled_to(datetime.combine(sent_on, time(15))):
        evidence.send_evidence(
            by=lano, visit=visit, text="Waits by month and district, and the notes of both boards.", complete=True
        )
    with clock.travelled_to(datetime.combine(held_on, time(17))):
        visit = visits.hold(by=dfe, visit=visit, held_on=held_on, attended=OFFICES)
        for role, text in NOTES.items():
            note = records.write_notes(by=cast[role], visit=visit, version=0, text=text)
            records.sign_notes(by=cast[role], visit=visit, version=note.version)
        for number, item in enumerate(plan.items.order_by("order")):
            progress, text = FOUND[number % len(FOUND)]
            records.write_finding(by=dfe, visit=visit, item=item, version=0, progress=progress, text=text)
        boards = [body["name"] for body in plan.accountable_bodies if body["kind"] == "board"]
        if first := plan.items.order_by("order").first():
            records.raise_action(
                by=nhse,
                visit=visit,
                item=first,
                text="Sign the agreement for speech and language therapy for next year",
                owner_office="Director of commissioning",
                body=boards[0] if boards else "",
                finish_by_on=planned_on,
            )
        visit = visits.write_up(by=dfe, visit=visit)
    with clock.travelled_to(datetime.combine(min(today, held_on + timedelta(days=8)), time(10))):
        letter = letters.draft_follow_up(by=dfe, visit=visit)
        for by in (dfe, nhse):
            letters.sign_letter(by=by, letter=letter, sha256=contents.digest_of(letter))
        letters.send_letter(by=dfe, letter=letter)
        ladder.step(
            by=dfe,
            plan=plan,
            level="visits",
            on=held_on,
            reason="Visits with a letter after each, until reviews are on time.",
        )
    following = visits.plan_visit(by=nhse, plan=plan, kind=kind, visit_on=planned_on, where="By video")
    following = visits.change_visit(
        by=nhse, visit=following, version=following.version, visit_on=planned_on, where="By video", agenda=AGENDA
    )
    following = visits.request_evidence(by=dfe, visit=following, evidence_asked=ASKED)
    visits.invite_forum(by=nhse, visit=following)
    _engagement(cast, plan)


def _engagement(cast: dict[Any, Any], plan: Plan) -> None:
    manager, area, today = cast[Role.INSPECTION_MANAGER], plan.inspection.partnership, clock.today()
    held_on = today - timedelta(days=320)
    with clock.travelled_to(datetime.combine(held_on, time(15))):
        meeting = engagement.plan_meeting(
            by=manager,
            partnership=area,
            meet_on=held_on,
            agenda="What has changed since last year\n\nWhat worries leaders most",
        )
        engagement.hold_meeting(
            by=manager,
            meeting=meeting,
            held_on=held_on,
            attended=OFFICES[:3],
            notes="Leaders named waits for assessment before they were asked.",
            for_scheduling="The new case system starts in spring: figures will be thin for a term.",
        )
        engagement.agree_action(
            by=manager,
            meeting=meeting,
            text="Send the self-evaluation when the board has agreed it",
            owner_office="Head of SEND",
            due_on=held_on + timedelta(days=60),
        )
    engagement.plan_meeting(by=manager, partnership=area, meet_on=today + timedelta(days=45))
