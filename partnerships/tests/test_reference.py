"""What the loaded rows say."""

from __future__ import annotations

import pytest

from partnerships.models import (
    IndicatorValue,
    LocalAuthority,
    NhsBody,
    Partnership,
    PartnershipSuccession,
    StatisticalNeighbour,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _loaded(reference):
    pass


def test_a_partnership_is_an_area_not_a_gss_code():
    former = Partnership.objects.exclude(valid_to=None)
    assert sorted(former.values_list("slug", flat=True)) == [
        "bournemouth",
        "cumbria",
        "dorset-county",
        "northamptonshire",
        "poole",
    ]
    assert Partnership.objects.get(slug="dorset-county").authority.dfe_code == "835"
    assert Partnership.objects.get(slug="dorset").authority.dfe_code == "838"
    assert LocalAuthority.objects.filter(dfe_code="370").count() == 2  # Barnsley before and after 2025
    assert Partnership.objects.get(authority__dfe_code="370").authority.gss_code == "E08000038"


def test_the_two_dorsets_can_be_told_apart():
    assert str(Partnership.objects.get(slug="dorset-county")) == "Dorset (until 2019)"
    assert str(Partnership.objects.get(slug="dorset")) == "Dorset"


def test_a_reorganised_area_begins_when_the_old_one_ends():
    rows = {
        (row.predecessor.slug, row.successor.slug): row.on.isoformat() for row in PartnershipSuccession.objects.all()
    }
    assert rows == {
        ("dorset-county", "dorset"): "2019-04-01",
        ("dorset-county", "bournemouth-christchurch-and-poole"): "2019-04-01",
        ("bournemouth", "bournemouth-christchurch-and-poole"): "2019-04-01",
        ("poole", "bournemouth-christchurch-and-poole"): "2019-04-01",
        ("northamptonshire", "north-northamptonshire"): "2021-04-01",
        ("northamptonshire", "west-northamptonshire"): "2021-04-01",
        ("cumbria", "cumberland"): "2023-04-01",
        ("cumbria", "westmorland-and-furness"): "2023-04-01",
    }
    assert Partnership.objects.get(slug="dorset").valid_from.isoformat() == "2019-04-01"
    assert Partnership.objects.get(slug="southampton").valid_from is None


def test_codes_with_leading_zeros_stay_text():
    assert NhsBody.objects.get(ods_code="00L").name == "NHS Northumberland CCG"


def test_a_board_code_from_one_source_is_not_confirmed():
    unconfirmed = NhsBody.objects.filter(ons_code_confirmed=False).values_list("ons_code", flat=True)
    assert sorted(unconfirmed) == ["E54000066", "E54000069", "E54000070"]


def test_a_former_area_may_be_a_neighbour():
    assert StatisticalNeighbour.objects.filter(neighbour__dfe_code="835").exists()
    assert StatisticalNeighbour.objects.filter(authority__dfe_code="928").count() == 20


def test_a_value_that_is_not_available_keeps_its_marker():
    assert IndicatorValue.objects.filter(value=None, marker="-").count() == 697
    assert not IndicatorValue.objects.filter(value=None).exclude(marker="-").exists()
