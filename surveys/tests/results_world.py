"""A closed survey with its answers moved, for the tests of results."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

from accounts.choices import Role
from surveys.models import Survey
from surveys.services.release import move
from surveys.tests import answers as given
from surveys.tests.world import survey as a_survey
from tests import factories as make


def answered(
    number: int, *, reference: str = "seaborough-2026", year: int = 2026, area: Any = None, **more: Any
) -> SimpleNamespace:
    """`inspection`, `survey`, `lead`, `area`: so many people have answered and all their answers were moved."""
    area = area or make.PartnershipFactory.create(name="Seaborough")
    inspection = make.InspectionFactory.create(
        partnership=area, reference=reference, state="notified" if year == 2026 else "published",
        edition_code="2025-07-07" if year > 2024 else "2024-04-05",
        notified_on=date(year, 1, 5), onsite_start_on=date(year, 1, 19), onsite_end_on=date(year, 1, 23),
    )  # fmt: skip
    lead = make.team(inspection, Role.LEAD_INSPECTOR)
    survey = a_survey(inspection, state="closed", **more)
    given.some(survey, number)
    move(survey, last=True)
    return SimpleNamespace(inspection=inspection, survey=Survey.objects.get(pk=survey.pk), lead=lead, area=area)
