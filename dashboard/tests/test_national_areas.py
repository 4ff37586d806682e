"""All areas in one table: what each person sees, filters, orders, files, views and the watchlist."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from accounts.choices import Role
from core import clock
from dashboard.models import SavedView, WatchedArea
from dashboard.queries.areas import COLUMNS
from improvement.models import Action, Plan, PlanItem
from inspections.models import Deadline, Finding
from inspections.tests.pages import signed_in, statements, text_of
from tests import factories as make

pytestmark = pytest.mark.django_db
PAGE = reverse("dashboard:national-areas")
TODAY = date(2026, 3, 2)
NORTH = {"code": "E12000001", "name": "North East"}


@pytest.fixture(autouse=True)
def today() -> Any:
    with clock.travelled_to(TODAY):
        yield


def deadline(inspection: Any, due_on: date, **more: Any) -> Deadline:
    return Deadline.objects.create(**{
        "inspection": inspection, "scope": "plan", "rule_code": "pap-due", "name": "Priority action plan due", "owner_code": "lead_hmi",
        "anchor": "report_received_on", "anchor_on": date(2026, 1, 5), "offset": 35, "unit": "working_days", "due_on": due_on,
        "original_due_on": due_on, "calendar_edition": "test", "source": "test", "confirmed": False, "laid_on": date(2026, 1, 5),
    } | more)  # fmt: skip


@pytest.fixture
def world() -> Any:
    """Ashby: published with a plan that is late; Birch: on site, nothing public; Cedar: nothing at all, in another region."""
    ashby, birch = make.PartnershipFactory.create(name="Ashby"), make.PartnershipFactory.create(name="Birch")
    make.PartnershipFactory.create(name="Cedar", region=make.RegionFactory.create(**NORTH))
    make.PartnershipFactory.create(name="Gone", valid_to=date(2019, 3, 31))
    out = make.InspectionFactory.create(partnership=ashby, out=True)
    Plan.objects.create(inspection=out, kind="priority-action-plan", state="drafting", opened_on=date(2026, 1, 5))
    deadline(out, date(2026, 2, 23))
    under_way = make.InspectionFactory.create(
        partnership=birch, state="on_site", notified_on=date(2026, 2, 9), onsite_start_on=date(2026, 2, 23),
        onsite_end_on=date(2026, 2, 27), outcome="outcome-1",
    )  # fmt: skip
    return {"ashby": ashby, "birch": birch, "out": out, "under_way": under_way}


def cells(client: Client, query: str = "") -> dict[str, dict[str, Any]]:
    response = client.get(f"{PAGE}?{query}")
    assert response.status_code == 200
    return {row.area.name: dict(zip(COLUMNS, row.values(), strict=True)) for row in response.context["rows"]}


def test_everybody_sees_what_is_published_and_no_more(world: Any) -> None:
    seen = cells(Client())
    assert list(seen) == ["Ashby", "Birch", "Cedar"]
    assert seen["Ashby"]["Latest outcome"] == "Widespread and/or systemic failings"
    assert seen["Ashby"]["Stage"] == "Full inspection: Published"
    assert seen["Ashby"]["Next inspection"] == "Monitoring inspection about November 2025 to January 2026"
    assert seen["Ashby"]["Plan"] == seen["Ashby"]["Next deadline"] == ""
    assert seen["Birch"]["Stage"] == seen["Birch"]["Latest outcome"] == seen["Birch"]["Next inspection"] == ""
    for query in ("stage=on_site", "outcome=outcome-1", "plan=drafting", "show=watched&stage=on_site"):
        assert cells(Client(), query) == {}, query
    assert len(cells(Client(), "show=late")) == 3, "no choice of theirs"
    # An order by what is hidden would tell it.
    for order in ("stage", "due", "outcome"):
        assert list(cells(Client(), f"order={order}")) == ["Ashby", "Birch", "Cedar"]


def test_a_published_plan_is_public_and_its_state_is_not(world: Any) -> None:
    Plan.objects.update(state="in_delivery", submitted_on=date(2026, 1, 20), published_on=date(2026, 2, 20))
    assert cells(Client())["Ashby"]["Plan"].endswith(": Published")
    assert list(cells(Client(), "plan=published")) == ["Ashby"]
    assert cells(Client(), "plan=in_delivery") == {}


def test_each_sees_unpublished_stages_where_they_reach(world: Any) -> None:
    manager = signed_in(make.national(Role.INSPECTION_MANAGER))
    seen = cells(manager)
    assert seen["Birch"]["Stage"] == "Full inspection: On site"
    assert seen["Birch"]["Latest outcome"] == ""  # chosen, not published
    assert seen["Ashby"]["Plan"].endswith(": Being drafted")
    assert (seen["Ashby"]["Next deadline"], seen["Ashby"]["Working days left"]) == ("Priority action plan due", -5)
    assert list(cells(manager, "show=late")) == list(cells(manager, "plan=drafting")) == ["Ashby"]
    assert list(cells(manager, "stage=on_site")) == ["Birch"]
    assert next(iter(cells(manager, "order=due"))) == "Ashby"
    here, there = (signed_in(make.national(Role.DFE_ADVISER, region_code=code)) for code in ("E12000008", "E12000001"))
    assert cells(here)["Birch"]["Stage"] == cells(there)["Birch"]["Stage"] == ""
    assert cells(here)["Ashby"]["Plan"].endswith(": Being drafted")
    assert cells(there)["Ashby"]["Plan"] == cells(there)["Ashby"]["Next deadline"] == ""
    world["under_way"].letter_issued_on = TODAY
    world["under_way"].save()
    assert cells(here)["Birch"]["Stage"] == "Full inspection: On site"
    assert cells(there)["Birch"]["Stage"] == ""
    lano = signed_in(make.member(world["birch"], Role.LANO))
    assert cells(lano)["Birch"]["Stage"] == "Full inspection: On site"
    assert cells(lano)["Ashby"]["Plan"] == ""


def test_who_reads_plans_alone_sees_the_dates_of_plans_alone(world: Any) -> None:
    """An adviser reads the plan of their region before its letter is issued, but nothing of the inspection's own dates."""
    deadline(
        world["under_way"], date(2026, 3, 9), scope="inspection", rule_code="report-published", name="Report published"
    )
    adviser = signed_in(make.national(Role.DFE_ADVISER, region_code="E12000008"))
    assert cells(adviser)["Birch"]["Next deadline"] == ""
    deadline(world["under_way"], date(2026, 3, 10))
    assert cells(adviser)["Birch"]["Next deadline"] == "Priority action plan due"
    manager = signed_in(make.national(Role.INSPECTION_MANAGER))
    assert cells(manager)["Birch"]["Next deadline"] == "Report published"
    assert list(cells(manager, "order=due"))[:2] == ["Ashby", "Birch"]


def test_the_actions_of_a_plan_are_read_by_whom_its_state_is_and_by_nobody_else_once_it_is_published(
    world: Any,
) -> None:
    plan = Plan.objects.get()
    finding = Finding.objects.create(inspection=world["out"], kind="area_for_priority_action", order=1, text="Waits")
    item = PlanItem.objects.create(plan=plan, finding=finding, order=1, text="Waits")
    states = ("completed", "underway_behind", "completed", "not_started", "withdrawn", "superseded")
    for number, state in enumerate(states, 1):
        Action.objects.create(item=item, number=number, text="Do it", state=state)
    manager = signed_in(make.national(Role.INSPECTION_MANAGER))
    told = ("Underway, behind target", "1 underway, behind target; 1 not started; 2 completed")
    cell = ("Actions, the worst", "Actions by state")
    assert tuple(cells(manager)["Ashby"][name] for name in cell) == told
    assert list(cells(manager, "actions=underway_behind")) == ["Ashby"]
    assert cells(manager, "actions=underway_on_target") == {}
    lano = signed_in(make.member(world["birch"], Role.LANO))
    for published_on in (None, date(2026, 2, 20)):
        Plan.objects.update(state="in_delivery", submitted_on=date(2026, 1, 20), published_on=published_on)
        for stranger in (Client(), lano):
            assert {cells(stranger)["Ashby"][name] for name in cell} == {""}
            assert cells(stranger, "actions=underway_behind") == {}
    assert tuple(cells(manager)["Ashby"][name] for name in cell) == told
    # Only the plan that is shown counts: the next one has no action yet.
    Plan.objects.update(state="completed")
    Plan.objects.create(
        inspection=world["out"], kind="priority-action-plan", state="drafting", opened_on=date(2026, 2, 25)
    )
    assert {cells(manager)["Ashby"][name] for name in cell} == {""}
    assert cells(manager, "actions=underway_behind") == {}


def test_filters_are_in_the_address_and_nonsense_is_left_out(world: Any) -> None:
    assert list(cells(Client(), "text=ash")) == list(cells(Client(), "framework=area-send-2023")) == ["Ashby"]
    assert list(cells(Client(), "region=E12000001")) == ["Cedar"]
    assert len(cells(Client(), "region=nowhere&order=x&page=&plan=%00")) == 3
    assert Client().get(f"{PAGE}?page=9").status_code == 200
    assert "No area matches" in text_of(Client().get(f"{PAGE}?text=zzz"))


def test_the_files_are_the_page_with_its_filter_and_time(world: Any) -> None:
    make.PartnershipFactory.create(name="=HYPERLINK(1)", slug="formula")
    person = signed_in(make.national(Role.INSPECTION_MANAGER))
    shown = [
        [str("" if cell is None else cell) for cell in row.values()]
        for row in cells(person, "region=E12000008").values()
    ]
    assert len(shown) == 3
    links = [link["href"] for link in person.get(f"{PAGE}?region=E12000008").context["files"]]
    assert links == [f"/national/areas.{ending}?region=E12000008" for ending in ("xlsx", "csv", "json")]
    xlsx, text, data = (person.get(link) for link in links)
    assert data.json()["columns"] == list(COLUMNS)
    assert [[str("" if cell is None else cell) for cell in row.values()] for row in data.json()["rows"]] == shown
    assert data.json()["about"]["filter"] == {"Region": "South East"}
    lines = list(csv.reader(io.StringIO(text.content.decode("utf-8-sig"))))
    neutral = [[cell.replace("=HYPER", "'=HYPER") for cell in row] for row in shown]
    assert (lines[0], lines[1:4]) == (list(COLUMNS), neutral)
    assert ["Region", "South East"] in lines and lines[-1][0] == "Made on" and "2 March 2026" in lines[-1][1]
    book = openpyxl.load_workbook(io.BytesIO(xlsx.content))
    rows = [list(row) for row in book["All areas"].iter_rows(values_only=True)]
    assert rows[0] == list(COLUMNS)
    assert [
        [str("" if cell is None else cell).removesuffix(" 00:00:00") for cell in row] for row in rows[1:]
    ] == neutral
    about = dict(book["About this file"].iter_rows(values_only=True))
    assert about["Region"] == "South East" and "2 March 2026" in about["Made on"]
    assert person.get("/national/areas.exe").status_code == 404


def test_the_number_of_statements_does_not_grow(world: Any) -> None:
    person = make.national(Role.INSPECTION_MANAGER)
    client = signed_in(person)
    WatchedArea.objects.create(person=person, partnership=world["ashby"])
    one, anonymous = statements(client, f"{PAGE}?text=Ashby"), statements(Client(), f"{PAGE}?text=Ashby")
    for number in range(5):
        made = make.InspectionFactory.create(out=True, partnership__name=f"Ashby {number}")
        Plan.objects.create(inspection=made, kind="priority-action-plan", opened_on=date(2026, 1, 5))
        deadline(made, date(2026, 4, number + 1))
    assert len(cells(client, "text=Ashby")) == 6
    # Session and person; then what they hold, the count, the areas with all their cells, bank holidays, notices and their views.
    assert statements(client, f"{PAGE}?text=Ashby") == one == 2 + 6
    assert statements(Client(), f"{PAGE}?text=Ashby") == anonymous == 3
    files = [statements(client, f"/national/areas.csv?text={text}") for text in ("Ashby 1", "Ashby")]
    assert files[0] == files[1] == 2 + 3


def test_a_person_watches_areas_and_nobody_else_does(world: Any) -> None:
    mine, other = make.UserFactory.create(), make.UserFactory.create()
    client = signed_in(mine)
    address = reverse("dashboard:national-watch", args=["ashby"])
    sent = {"watch": "yes", "address": "region=E12000008&evil=//example.org", "page": "1"}
    for _ in range(2):
        assert client.post(address, sent).url == f"{PAGE}?region=E12000008&page=1#area-ashby"
    assert WatchedArea.objects.count() == 1
    assert list(cells(client, "show=watched")) == ["Ashby"]
    assert list(cells(signed_in(other), "show=watched")) == []
    assert client.post(address, {"watch": "no", "page": "x"}).url == f"{PAGE}#area-ashby"
    assert list(cells(client, "show=watched")) == []


def test_a_person_keeps_views_under_names(world: Any) -> None:
    mine, other = make.UserFactory.create(), make.UserFactory.create()
    client, add = signed_in(mine), reverse("dashboard:national-view-add")
    assert 'value="region=E12000008"' in client.get(f"{add}?region=E12000008&x=1").content.decode()
    sent = {"name": "South East", "address": "region=E12000008"}
    assert client.post(add, sent).url == f"{PAGE}?region=E12000008"
    again = client.post(add, sent)
    assert "You have a view called ‘South East’" in text_of(again)
    assert "Enter a name for the view" in text_of(client.post(add, {"name": " "}))
    view = SavedView.objects.get()
    assert "South East" in [one.name for one in client.get(PAGE).context["views"]]
    assert not signed_in(other).get(PAGE).context["views"]
    remove = reverse("dashboard:national-view-remove", args=[view.pk])
    assert signed_in(other).post(remove).status_code == 404
    assert client.post(remove).url == PAGE
    assert not SavedView.objects.exists()


def test_the_newest_inspection_is_shown_though_no_record_says_when_it_was_on_site(world: Any) -> None:
    cedar = make.PartnershipFactory.create(name="Cherry")
    make.InspectionFactory.create(partnership=cedar, out=True, regime_2016=True, outcome="wsoa-required")
    make.InspectionFactory.create(
        partnership=cedar,
        out=True,
        notified_on=None,
        onsite_start_on=None,
        onsite_end_on=None,
        published_on=date(2026, 2, 10),
    )
    assert cells(Client(), "text=Cherry")["Cherry"]["Framework"] == "2023 framework"
