"""When the draft of a letter may be begun."""

from __future__ import annotations

from datetime import date

import pytest

from accounts.choices import Role
from core.errors import Refused
from inspections.models import Inspection
from reports.services import letters
from tests import factories

pytestmark = pytest.mark.django_db


def test_the_draft_is_not_begun_before_the_feedback_meeting():
    inspection = factories.InspectionFactory()
    lead = factories.team(inspection, Role.LEAD_INSPECTOR)
    letter = letters.open_letter(by=lead, inspection=inspection)
    with pytest.raises(Refused, match="final feedback meeting before the draft is begun"):
        letters.make_move(by=lead, letter=letter, move="start")
    assert letter.state == "not_started"
    Inspection.objects.update(feedback_on=date(2024, 5, 17))
    letter.refresh_from_db()
    letters.make_move(by=lead, letter=letter, move="start")
    assert letter.state == "drafting"
