"""What the demonstration shows of enquiries, emerging findings, judgements and the restricted record. People and facts are invented."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from accounts.choices import Role
from core import clock
from evidence.choices import Standing
from evidence.models import Enquiry, Note
from evidence.services import emerging, enquiries, judgements, safeguarding, tomorrow, wording
from inspections.models import Finding, Inspection
from inspections.services import findings, sights

REWORDED = "Why do children wait too long for autism and speech assessments, and who tells their families?"
# {line of enquiry: how it stands}.
STANDINGS = {1: Standing.CONCERN, 2: Standing.UNCERTAIN, 3: Standing.NO_CONCERN}
# (sort, words, criterion, which notes it rests on by their place)
EMERGING = (
    ("significant_concern", "Children wait too long for assessments, and nobody tells their families for how long.", "I1", (0, 1, 4)),
    ("development", "Plans of health and of social care for one child do not mention each other.", "L3", (3,)),
    ("strength", "Families shaped the short-breaks contract before it was let.", "L2", (4, 5)),
)  # fmt: skip
REASONS = (
    "Waits are long in every district, families are not told, and plans are out of date in most of the files that were read. "
    "The good practice that inspectors saw does not reach most children."
)
DISSENT = "I would have chosen the second outcome: the newest figures move in the right direction."
# Who opened what while it was embargoed.
LOOKED = {
    Role.LEAD_INSPECTOR: (sights.FINDINGS, sights.JUDGEMENT, sights.DRAFT),
    Role.QUALITY_ASSURER: (sights.JUDGEMENT, sights.DRAFT),
    Role.DCS: (sights.FINDINGS, sights.DRAFT),
}
LATER = "Leaders across the partnership should act urgently to reduce the time that children wait for specialist assessments."


def furnish(*, cast: dict[Any, Any], inspection: Inspection) -> None:
    """Add to the inspection under way, after its lines of enquiry and notes. The clock stands on the day of the call."""
    lead, cqc = cast[Role.LEAD_INSPECTOR], cast[Role.CQC_LEAD]
    lines = {
        line.number: line for line in Enquiry.objects.filter(inspection=inspection).select_related("inspection__lano")
    }
    notes = list(Note.objects.filter(inspection=inspection, withdrawn_at=None).order_by("number"))
    for number, standing in STANDINGS.items():
        enquiries.give_standing(by=lead, enquiry=lines[number], standing=standing, reason="From the first documents.")
    lines[1].refresh_from_db()
    enquiries.reword(
        by=cqc, enquiry=lines[1], version=lines[1].version, text=REWORDED,
        reason="The figures show that they wait; the question is why.",
    )  # fmt: skip
    tomorrow.ask(by=cqc, enquiry=lines[2], gap="education")
    for sort, text, code, places in EMERGING:
        emerging.add_emerging(
            by=lead,
            inspection=inspection,
            sort=sort,
            text=text,
            area_code=code,
            pieces=[notes[place] for place in places],
        )
    concern = safeguarding.record_concern(
        by=lead, inspection=inspection, seen_on=clock.today(), place="Telephone call with a setting", immediate_danger=False,
        text="A member of staff said that a child is often not collected until late in the evening. This is invented.",
        referred_to="Multi-agency safeguarding hub", referred_at=clock.now() - timedelta(minutes=20), referral_reference="Invented 12",
    )  # fmt: skip
    safeguarding.add_note(by=cqc, concern=concern, text="The hub confirmed that it has the referral. This is invented.")


def judged(*, cast: dict[Any, Any], inspection: Inspection, written: Any, decision: str) -> None:
    """On the last day on site of another: its findings, given as (kind, text, bodies), the judgement with one dissent, both signatures."""
    lead, cqc = cast[Role.LEAD_INSPECTOR], cast[Role.CQC_LEAD]
    for kind, text, bodies in written:
        findings.add_finding(by=lead, inspection=inspection, kind=kind, text=text, responsible_bodies=bodies)
    people = {cast[role].pk: "" for role in (Role.LEAD_INSPECTOR, Role.OFSTED_INSPECTOR, Role.CQC_LEAD) if role in cast}
    judgement = judgements.save(
        by=lead, inspection=inspection, version=0, met_on=clock.today(), decision=decision, reasons=REASONS,
        present=people | {cqc.pk: DISSENT},
    )  # fmt: skip
    for person in (lead, cqc):
        judgements.sign(by=person, judgement=judgement, version=judgement.version)


def reworded(*, cast: dict[Any, Any], inspection: Inspection) -> None:
    """Weeks later: quality assurance asked for plainer words of one area for priority action; the reason is kept, and who looked."""
    lead = cast[Role.LEAD_INSPECTOR]
    for role, things in LOOKED.items():
        for thing in things:
            sights.seen(by=cast[role], inspection=inspection, what=thing)
    finding = Finding.objects.filter(inspection=inspection, kind="area_for_priority_action").order_by("order").first()
    if finding is None:
        return
    findings.change_finding(
        by=lead, finding=finding, version=finding.version, text=LATER, responsible_bodies=finding.responsible_bodies
    )
    key = f"first-{finding.first_wordings.get().pk}"
    wording.explain(
        by=lead,
        inspection=inspection,
        key=key,
        reason="Quality assurance asked for plainer words. The meaning is the same.",
    )
