"""Days that no source gives: kept as assumed until a known day takes their place."""

from __future__ import annotations

from datetime import date

import pytest

from core.clock import travelled_to
from inspections.models import Inspection
from inspections.services import inspections as services
from inspections.tests import walk

pytestmark = pytest.mark.django_db


def test_an_assumed_receipt_is_assumed_until_it_is_known() -> None:
    inspection = walk.to("issue")
    with travelled_to(date(2024, 7, 12)):
        services.record_receipt(by=None, inspection=inspection, received_on=date(2024, 7, 10), assumed=True)
        assert kept(inspection).assumed == ["report_received_on"]
        services.record_receipt(by=None, inspection=inspection, received_on=date(2024, 7, 11))
    assert kept(inspection).assumed == []
    assert kept(inspection).report_received_on == date(2024, 7, 11)


def test_a_known_receipt_leaves_an_assumed_call_assumed() -> None:
    inspection = walk.to("issue")
    Inspection.objects.filter(pk=inspection.pk).update(assumed=["notified_on"])
    inspection.refresh_from_db()
    with travelled_to(date(2024, 7, 12)):
        services.record_receipt(by=None, inspection=inspection, received_on=date(2024, 7, 10))
    assert kept(inspection).assumed == ["notified_on"]


def kept(inspection: Inspection) -> Inspection:
    return Inspection.objects.get(pk=inspection.pk)
