"""A letter under way, for the tests of its review and of the factual accuracy check."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

from accounts.choices import Role
from core import clock
from reports.models import Letter, LetterSection
from reports.services import letters
from tests import factories

SENT = date(2024, 6, 14)  # a Friday
TEXT = "Children wait for 40 weeks. Families tell us so.\n\nLeaders know this. Leaders know this."


def desk() -> SimpleNamespace:
    """A 2023 inspection in quality assurance, with its people."""
    inspection = factories.InspectionFactory(
        state="reporting", notified_on=date(2024, 4, 29), onsite_start_on=date(2024, 5, 13), onsite_end_on=date(2024, 5, 17),
        feedback_on=date(2024, 5, 17), outcome="outcome-3",
    )  # fmt: skip
    area = inspection.partnership
    made = SimpleNamespace(
        inspection=inspection,
        lead=factories.team(inspection, Role.LEAD_INSPECTOR),
        cqc=factories.team(inspection, Role.CQC_LEAD),
        quality=factories.national(Role.QUALITY_ASSURER),
        lano=factories.member(area, Role.LANO),
        dcs=factories.member(area, Role.DCS),
        icb=factories.member(area, Role.ICB_EXECUTIVE),
        pcf=factories.member(area, Role.PCF),
    )
    factories.FindingFactory(
        inspection=inspection, order=1, text="Leaders must act on waiting times.", responsible_bodies=["Council"]
    )
    with clock.travelled_to(SENT):
        factories.signed_judgement(inspection, made.lead)
        letter = letters.open_letter(by=made.lead, inspection=inspection)
        letters.make_move(by=made.lead, letter=letter, move="start")
        LetterSection.objects.filter(letter=letter).update(text="Written.")
        LetterSection.objects.filter(letter=letter, code="experience").update(text=TEXT)
        go(made, letter, ("send_to_team", made.lead), ("send_to_qa", made.lead))
    made.letter = Letter.objects.get(pk=letter.pk)
    return made


def go(desk: Any, letter: Any, *moves: tuple[str, Any]) -> None:
    for move, by in moves:
        letters.make_move(by=by, letter=letter, move=move)
        letter.refresh_from_db()
        desk.inspection.refresh_from_db()
