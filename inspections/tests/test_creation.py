"""Planning an inspection, and everything that refuses it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from audit.models import Entry
from core.clock import travelled_to
from core.errors import Refused
from inspections.models import Inspection
from inspections.queries.inspections import followable
from inspections.services.inspections import create_inspection
from partnerships.models import PartnershipSuccession
from tests import factories as make

pytestmark = pytest.mark.django_db


def refused(**given: Any) -> dict[str | None, str]:
    """{field: reason} of a refusal, after which no inspection was added."""
    before = Inspection.objects.count()
    with pytest.raises(Refused) as caught:
        create_inspection(by=None, **given)
    assert Inspection.objects.count() == before
    return {reason.field: reason.text for reason in caught.value.reasons}


def test_a_full_inspection_under_the_framework_of_its_day() -> None:
    area = make.PartnershipFactory.create(name="Bury", slug="bury")
    manager = make.UserFactory.create()
    made = create_inspection(by=manager, partnership=area, kind="full", planned_for_on=date(2024, 1, 29))
    assert (made.reference, made.framework_code, made.edition_code) == ("bury-2024", "area-send-2023", "2023-01")
    assert (made.state, made.source, made.notified_on) == ("planned", "service", None)
    entry = Entry.objects.get(verb="inspection.created")
    assert (entry.actor, entry.partnership_ref, entry.inspection_ref) == (manager, "bury", "bury-2024")


def test_the_first_framework_on_its_days_and_today_by_default() -> None:
    area = make.PartnershipFactory.create()
    with travelled_to(date(2016, 10, 10)):
        made = create_inspection(by=None, partnership=area, kind="full")
    assert (made.framework_code, made.edition_code) == ("local-area-send-2016", "2016-04")


def test_a_second_inspection_of_a_year_gets_a_number() -> None:
    area = make.PartnershipFactory.create(name="Bury", slug="bury")
    make.InspectionFactory.create(partnership=area, reference="bury-2024", out=True)
    made = create_inspection(by=None, partnership=area, kind="full", planned_for_on=date(2024, 11, 4))
    assert made.reference == "bury-2024-2"


def test_a_second_open_inspection_of_a_kind_is_refused_by_the_service_and_by_the_database() -> None:
    first = make.InspectionFactory.create()
    reasons = refused(partnership=first.partnership, kind="full", planned_for_on=date(2024, 9, 2))
    assert "open inspection of this kind already" in reasons["kind"]
    with pytest.raises(IntegrityError), transaction.atomic():
        make.InspectionFactory.create(partnership=first.partnership)
    Inspection.objects.update(state="cancelled")
    assert create_inspection(by=None, partnership=first.partnership, kind="full", planned_for_on=date(2024, 9, 2))


@pytest.mark.parametrize(
    ("given", "field", "text"),
    [
        (
            {"kind": "full", "framework_code": "area-send-2030"},
            "framework_code",
            "There is no framework area-send-2030",
        ),
        ({"kind": "revisit"}, "kind", "no such inspection on 2 September 2024"),
        ({"kind": "full", "framework_code": "local-area-send-2016"}, "framework_code", "not on 2 September 2024"),
        ({"kind": "full", "planned_for_on": date(2012, 3, 5)}, "planned_for_on", "outside the bank holidays known"),
        ({"kind": "full", "planned_for_on": date(2039, 3, 7)}, "planned_for_on", "outside the bank holidays known"),
        ({"kind": "full", "planned_for_on": date(2015, 3, 2)}, "planned_for_on", "No framework was in force"),
        ({"kind": "monitoring"}, "follows", "Choose the published inspection"),
    ],
)
def test_refusals_stand_beside_their_field(given: dict[str, Any], field: str, text: str) -> None:
    area = make.PartnershipFactory.create()
    assert text in refused(partnership=area, **({"planned_for_on": date(2024, 9, 2)} | given))[field]


def test_an_area_that_is_gone_or_not_there_yet_is_refused() -> None:
    gone = make.PartnershipFactory.create(valid_to=date(2019, 3, 31))
    coming = make.PartnershipFactory.create(valid_from=date(2025, 4, 1))
    for area in (gone, coming):
        assert (
            "does not exist on"
            in refused(partnership=area, kind="full", planned_for_on=date(2024, 9, 2))["partnership"]
        )


def test_a_follow_up_needs_a_published_inspection_of_the_area_that_required_a_plan() -> None:
    first = make.InspectionFactory.create(out=True)
    area, day = first.partnership, date(2026, 1, 12)
    made = create_inspection(by=None, partnership=area, kind="monitoring", planned_for_on=day, follows=first)
    assert (made.follows, made.reference) == (first, f"{area.slug}-monitoring-2026")

    other = make.InspectionFactory.create(out=True)
    new = make.PartnershipFactory.create()
    good = make.InspectionFactory.create(out=True, outcome="outcome-1")
    live = make.InspectionFactory.create()
    for follows, text in ((other, "not an inspection of"), (good, "required no plan"), (live, "is not published")):
        partnership = new if follows is other else follows.partnership
        assert (
            text in refused(partnership=partnership, kind="monitoring", planned_for_on=day, follows=follows)["follows"]
        )
    assert "does not follow" in refused(partnership=area, kind="full", planned_for_on=day, follows=first)["follows"]


def test_a_new_area_is_revisited_after_the_inspection_of_the_area_it_was_made_from() -> None:
    old = make.InspectionFactory.create(
        regime_2016=True, state="published", outcome="wsoa-required", published_on=date(2017, 3, 20)
    )
    new = make.PartnershipFactory.create()
    PartnershipSuccession.objects.create(predecessor=old.partnership, successor=new, on=date(2019, 4, 1))
    day = date(2021, 5, 10)
    assert followable(new, "revisit", day) == old
    made = create_inspection(by=None, partnership=new, kind="revisit", planned_for_on=day, follows=old)
    assert (made.edition_code, made.kind_spec.judged_per_item) == ("2021-03", True)
    assert followable(make.PartnershipFactory.create(), "revisit", day) is None
    assert followable(new, "full", day) is None
