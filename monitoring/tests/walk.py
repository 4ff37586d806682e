"""The steps of a visit through the services, for tests. Real areas and dates; every person is invented."""

from datetime import date

from core import clock
from improvement.models import Plan
from improvement.services import plans
from improvement.tests import world
from monitoring.services import contents, letters, records, visits

OFFICES = ["Director of children’s services", "DfE SEND adviser", "NHS England adviser"]


def after_revisit(area: world.Area, *, insufficient: tuple[int, ...] = (5,)) -> world.Area:
    """The same people, with the revisit as the inspection."""
    return world.Area(area.partnership, world.revisit(area, insufficient=insufficient), area.people)


def delivered(area: world.Area, plan: Plan) -> Plan:
    """Submitted today, approved by the DfE, published and in delivery."""
    plans.submit(by=area.dcs, plan=plan)
    plans.start_review(by=area.dfe, plan=plan)
    plans.accept(by=area.dfe, plan=plan)
    plans.make_move(by=area.dcs, plan=plan, move="publish")
    return plans.make_move(by=area.lano, plan=plan, move="deliver")


def asked(area, plan, visit_on: date, kind: str = "monitoring_visit"):
    visit = visits.plan_visit(by=area.dfe, plan=plan, kind=kind, visit_on=visit_on, where="Civic Centre")
    visit = visits.change_visit(
        by=area.nhse,
        visit=visit,
        version=visit.version,
        visit_on=visit_on,
        where=visit.where,
        agenda="Progress on absence",
    )
    return visits.request_evidence(by=area.dfe, visit=visit, evidence_asked="Figures for absence by term")


def held(area, visit):
    return visits.hold(by=area.dfe, visit=visit, held_on=clock.today(), attended=OFFICES)


def written_up(area, visit):
    """Notes of both signed, every item found, one action raised, the record finished."""
    for who in ("dfe", "nhse"):
        by = area.people[who]
        note = records.write_notes(by=by, visit=visit, version=0, text=f"What {who} saw")
        records.sign_notes(by=by, visit=visit, version=note.version)
    for item in visits.items_without_finding(visit):
        records.write_finding(
            by=area.dfe, visit=visit, item=item, version=0, progress="some", text="Absence has fallen"
        )
    return visits.write_up(by=area.nhse, visit=visit)


def sign(area, letter, *who):
    for name in who or ("dfe", "nhse"):
        letters.sign_letter(by=area.people[name], letter=letter, sha256=contents.digest_of(letter))
    return letter


def letter_after(area, visit):
    """The letter of a visit, sent."""
    letter = sign(area, letters.draft_follow_up(by=area.dfe, visit=visit))
    return letters.send_letter(by=area.nhse, letter=letter).letter


def released(area, plan, orders, on: date):
    """A letter of release, sent on the day the clock stands at."""
    letter = sign(area, letters.draft_release(by=area.dfe, plan=plan, orders=orders, released_on=on))
    return letters.send_letter(by=area.dfe, letter=letter).letter
