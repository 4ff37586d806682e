"""A letter being drafted, by two people of its team, made straight in the tables: quick, for the tests of the editor."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

from accounts.choices import Role
from reports.models import Letter, LetterSection
from reports.services.letters import written_by_people
from tests import factories

TODAY = date(2024, 6, 14)


def desk(*, state: str = "drafting", **fields: Any) -> SimpleNamespace:
    """A full inspection of 2023 after its feedback; `regime_2016=True` makes it one of 2016."""
    given = {
        "state": "reporting", "notified_on": date(2024, 4, 29), "onsite_start_on": date(2024, 5, 13),
        "onsite_end_on": date(2024, 5, 17), "feedback_on": date(2024, 5, 17), "outcome": "outcome-3",
    }  # fmt: skip
    inspection = factories.InspectionFactory(**given | fields)
    letter = Letter.objects.create(inspection=inspection, state=state)
    for spec in letter.spec.sections_for(inspection.outcome or None):
        if written_by_people(spec.content):
            LetterSection.objects.create(letter=letter, code=spec.code)
    return SimpleNamespace(
        inspection=inspection,
        letter=letter,
        gwen=factories.team(inspection, Role.LEAD_INSPECTOR, factories.UserFactory(name="Gwen Atherley")),
        omar=factories.team(inspection, Role.CQC_LEAD, factories.UserFactory(name="Omar Prescott")),
        quality=factories.national(Role.QUALITY_ASSURER, factories.UserFactory(name="Ines Quill")),
        lano=factories.member(inspection.partnership, Role.LANO),
    )


def section(made: SimpleNamespace, code: str = "experience", text: str | None = None) -> LetterSection:
    """A section; with `text`, after those words were put there as the first ones."""
    found = LetterSection.objects.get(letter=made.letter, code=code)
    if text is not None:
        LetterSection.objects.filter(pk=found.pk).update(text=text)
        found.refresh_from_db()
    return found
