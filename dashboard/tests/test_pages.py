"""Public pages, notices, and the page of an area."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.choices import Role
from accounts.models import Notice
from accounts.services.notices import notify
from dashboard.glossary import TERMS
from dashboard.queries.area_plans import plan_lines
from improvement.models import Plan
from inspections.models import Inspection
from inspections.tests.pages import signed_in, text_of
from partnerships.models import PartnershipSuccession
from tests import factories as make

pytestmark = pytest.mark.django_db
NOTICES = reverse("dashboard:notices")


def test_the_privacy_page_says_that_words_of_the_record_can_be_taken_out(client):
    said = client.get(reverse("dashboard:privacy")).content.decode()
    assert "words of an entry" in said
    assert "Nobody can change" not in said


@pytest.mark.parametrize("name", ["accessibility", "privacy", "glossary", "national"])
def test_pages_of_text_are_for_everybody(name: str) -> None:
    assert Client().get(reverse(f"dashboard:{name}")).status_code == 200


def test_the_glossary_is_in_order_and_has_no_term_twice() -> None:
    terms = [term.term.lower() for term in TERMS]
    assert terms == sorted(set(terms))
    words = text_of(Client().get(reverse("dashboard:glossary")))
    assert "Local area nominated officer (LANO)" in words


# --- notices


def tell(person: Any, number: int) -> Notice:
    notify(
        person=person,
        kind="test",
        key=str(number),
        subject=f"Notice {number}",
        body="Words",
        url="/glossary/",
        email=False,
    )
    return Notice.objects.get(person=person, key=str(number))


def test_a_person_reads_their_own_notices_only() -> None:
    mine, other = make.UserFactory.create(), make.UserFactory.create()
    tell(mine, 1)
    tell(other, 2)
    words = text_of(signed_in(mine).get(NOTICES))
    assert "Notice 1" in words
    assert "Notice 2" not in words
    assert Client().get(NOTICES).status_code == 302


def test_no_notices_yet() -> None:
    assert "You have no notices yet." in text_of(signed_in(make.UserFactory.create()).get(NOTICES))


def test_one_or_all_are_marked_as_read_and_never_another_persons() -> None:
    mine, other = make.UserFactory.create(), make.UserFactory.create()
    one, two, theirs = tell(mine, 1), tell(mine, 2), tell(other, 3)
    client = signed_in(mine)
    client.post(NOTICES, {"notice": one.pk})
    client.post(NOTICES, {"notice": theirs.pk})
    assert set(Notice.objects.filter(read_at=None)) == {two, theirs}
    client.post(NOTICES)
    assert set(Notice.objects.filter(read_at=None)) == {theirs}


@pytest.mark.parametrize("nonsense", ["x", "-1", "9" * 40])
def test_a_notice_that_is_no_number_marks_nothing(nonsense: str) -> None:
    mine = make.UserFactory.create()
    tell(mine, 1)
    signed_in(mine).post(NOTICES, {"notice": nonsense})
    assert Notice.objects.get().read_at is None


# --- the page of an area


def test_an_area_shows_its_inspections_across_frameworks_and_boundaries() -> None:
    old = make.PartnershipFactory.create(name="Old county", valid_to=date(2019, 3, 31))
    new = make.PartnershipFactory.create(name="New county", valid_from=date(2019, 4, 1))
    PartnershipSuccession.objects.create(predecessor=old, successor=new, on=date(2019, 4, 1))
    first = make.InspectionFactory.create(
        partnership=old, regime_2016=True, state="published", outcome="wsoa-required", source_url="https://letters.example/1",
        onsite_start_on=date(2017, 1, 23), onsite_end_on=date(2017, 1, 27), published_on=date(2017, 4, 3),
    )  # fmt: skip
    make.InspectionFactory.create(partnership=new, out=True)
    make.InspectionFactory.create(
        partnership=new, state="on_site", kind="monitoring", notified_on=date(2025, 12, 1), outcome="effective"
    )
    response = Client().get(reverse("partnerships:partnership-detail", args=[new.slug]))
    entries = response.context["history"]
    assert [entry["title"] for entry in entries] == ["Full inspection, 2024", "Local area SEND inspection, 2017"]
    assert entries[1]["url"] == first.source_url
    assert entries[1]["outcome"] == "Written statement of action required"
    assert "Of Old county" in entries[1]["note"]
    assert "Monitoring inspection, 20" not in text_of(response)


def test_an_area_shows_its_plans_and_how_they_stand_to_those_who_may_read_them(django_assert_num_queries: Any) -> None:
    area = make.PartnershipFactory.create()
    old = make.InspectionFactory.create(partnership=area, regime_2016=True, out=True, outcome="wsoa-required")
    plan = Plan.objects.create(
        inspection=old, kind="wsoa", opened_on=date(2017, 4, 3), state="in_delivery", submitted_on=date(2017, 7, 3),
        accepted_on=date(2017, 7, 10),
    )  # fmt: skip
    page = reverse("partnerships:partnership-detail", args=[area.slug])
    adviser = signed_in(make.national(Role.DFE_ADVISER, region_code=area.region_id))
    assert "Written statement of action: in delivery. Accepted on 10 July 2017" in text_of(adviser.get(page))
    assert "Written statement of action:" not in text_of(Client().get(page))
    Plan.objects.filter(pk=plan.pk).update(published_on=date(2017, 7, 20))
    assert "Written statement of action: published on 20 July 2017" in text_of(Client().get(page))
    # A plan of an inspection that is not public yet is not there, whatever else is published.
    assert "in delivery" not in text_of(Client().get(page))
    with django_assert_num_queries(1):
        plan_lines(AnonymousUser(), [old])
    make.InspectionFactory.create(partnership=area, out=True)
    both = list(Inspection.objects.filter(partnership=area))
    with django_assert_num_queries(1):
        plan_lines(AnonymousUser(), both)


def test_an_area_shows_its_newest_inspections_and_all_of_them_when_asked() -> None:
    area = make.PartnershipFactory.create()
    page = reverse("partnerships:partnership-detail", args=[area.slug])
    made = make.InspectionFactory.create_batch(26, partnership=area, out=True)
    old = made[0]
    Inspection.objects.filter(pk=old.pk).update(onsite_start_on=date(2019, 5, 13), onsite_end_on=date(2019, 5, 17))
    words = "Show earlier inspections too"
    newest, every = Client().get(page), Client().get(page, {"inspections": "all"})
    assert (len(newest.context["history"]), words in text_of(newest)) == (25, True)
    assert (len(every.context["history"]), words in text_of(every)) == (26, False)
    assert "13 to 17 May 2019" in text_of(every)
    assert "13 to 17 May 2019" not in text_of(newest)
    Inspection.objects.filter(pk=made[-1].pk).update(state="on_site")
    assert words not in text_of(Client().get(page))


def test_an_area_shows_about_when_its_next_inspection_is_expected_and_why() -> None:
    area = make.PartnershipFactory.create()
    page = reverse("partnerships:partnership-detail", args=[area.slug])
    make.InspectionFactory.create(partnership=area, state="on_site", outcome="outcome-1")
    assert "expected about" not in text_of(Client().get(page))
    made = make.InspectionFactory.create(partnership=area, out=True)
    assert made.published_on == date(2024, 7, 16)
    words = text_of(Client().get(page))
    # From publication, as the report says, and from the first day on site, as a third party counts.
    assert "Full inspection expected about May to July 2027" in words
    assert "about 3 years after publication on Tuesday 16 July 2024. This is the rule of the edition" in words
    assert "about 3 years after the first day on site on Monday 13 May 2024. As a third-party list counts it." in words
    area.valid_to = date(2025, 3, 31)
    area.save()
    assert "expected about" not in text_of(Client().get(page))


# --- national figures


def test_the_national_page_shows_the_official_counts() -> None:
    call_command("load_reference_data", verbosity=0)
    call_command("load_history", verbosity=0)
    response = Client().get(reverse("dashboard:national"))
    totals = {regime.name: dict(regime.totals) for regime in response.context["regimes"]}
    old = totals["Local area SEND inspections, 2016 to 2022"]
    assert (old["Inspections"], old["Written statement of action required"], old["Revisits"]) == (149, 82, 46)
    assert totals["Area SEND inspections, from 2023"]["Inspections"] == 96
    assert "lists 39 areas inspected, 13 of which" in text_of(response)
    tables = [table for regime in response.context["regimes"] for table in regime.tables]
    assert len([table for table in tables if table.picture and table.rows]) == 8


def test_the_national_page_without_any_inspection_says_so() -> None:
    words = text_of(Client().get(reverse("dashboard:national")))
    assert words.count("No published inspection is loaded yet.") == 2
