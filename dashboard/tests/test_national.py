"""The national figures on pages: each number opens its rows, the map is a table too, and files say what the screen says."""

from __future__ import annotations

import json
import re
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from dashboard.queries.tiles import letter_codes
from dashboard.tests.test_national_areas import cells
from inspections.tests.pages import text_of

pytestmark = pytest.mark.django_db
PAGE, MAP, PUBLISHING = (reverse(f"dashboard:{name}") for name in ("national", "national-map", "national-publishing"))


@pytest.fixture(scope="module")
def record(django_db_setup: None, django_db_blocker: Any) -> Any:
    """The published record, loaded once for this module."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_reference_data", stdout=StringIO())
        call_command("load_history", stdout=StringIO())
        yield
        transaction.set_rollback(True)


def test_nothing_loaded_is_said() -> None:
    assert "No area is loaded yet." in text_of(Client().get(MAP))
    assert "No published inspection is loaded yet." in text_of(Client().get(PUBLISHING))
    assert cells(Client()) == {}


def test_the_page_says_what_the_command_prints_and_each_number_opens_its_rows(record: None) -> None:
    out = StringIO()
    call_command("national_figures", "--json", stdout=out)
    printed = json.loads(out.getvalue())
    response = Client().get(PAGE)
    shown = {item["text"]: item for regime in response.context["regimes"] for item in regime.numbers}
    assert {item["figure"] for item in shown.values()} >= set(printed["local-area-send-2016"].values())
    assert [n for regime in response.context["regimes"] for _, n in regime.totals] == [
        *printed["area-send-2023"].values(),
        *printed["local-area-send-2016"].values(),
    ]
    linked = re.findall(
        r'href="(/national/inspections/\?[^"]+)"[^>]*>(?:<span class="app-numbers__figure">)?(\d+)',
        response.content.decode(),
    )
    assert len(linked) > 150
    # That every count equals its rows is held for all of them in inspections/tests/test_history.py; here the way to the page.
    for address, number in [*linked[:12], *linked[12::25], *linked[-2:]]:
        opened = Client().get(address.replace("&amp;", "&"))
        assert opened.context["page_obj"].paginator.count == int(number), address
    assert "39 areas inspected, 13 of which" in text_of(response)
    assert ("/national/inspections/?of=first_year&amp;count=areas", "39") in linked


def test_the_rows_behind_a_number_are_the_file_too(record: None) -> None:
    query = "of=local-area-send-2016&count=wsoa_required&year=2017&region=London"
    page = Client().get(f"/national/inspections/?{query}")
    links = [link["href"] for link in page.context["files"]]
    data = Client().get(links[-1]).json()
    plain = [[str(cell) for cell in row[1:]] for row in page.context["rows"]]
    assert [[str(cell) for cell in list(row.values())[1:]] for row in data["rows"]] == plain and plain
    assert data["about"]["filter"] == {
        "Of": "Local area SEND inspections, 2016 to 2022", "Counted": "Written statement of action required",
        "Year": "2017", "Region": "London",
    }  # fmt: skip
    for wrong in (
        "",
        "of=x&count=inspections",
        "of=area-send-2023&count=areas",
        f"{query}&term=2016-winter",
        f"{query}&year=-1",
        f"{query}&year=0000",
    ):
        assert Client().get(f"/national/inspections/?{wrong}").status_code == 404, wrong
    # NUL is taken out before a page sees it: what is left is asked.
    assert Client().get(f"/national/inspections/?{query}%00").context["rows"] == page.context["rows"]


def test_every_number_is_in_the_file(record: None) -> None:
    rows = Client().get("/national.json").json()["rows"]
    found = {(row["Framework"], row["By"], row["Which"], row["What"]): row["Number"] for row in rows}
    assert len(found) == len(rows)
    assert found["The first year", "All", "", "Areas inspected"] == 39
    assert found["2016 framework", "All", "", "Revisits"] == 46
    assert found["2016 framework", "Term", "Summer 2016", "Inspections"] == 8
    assert Client().get("/national.csv").status_code == Client().get("/national.xlsx").status_code == 200


def test_the_map_is_a_table_and_its_letters_open_their_areas(record: None) -> None:
    response = Client().get(MAP)
    rows, key = response.context["rows"], response.context["key"]
    assert len(rows) == len({row[1] for row in rows}) == sum(line[2] for line in key) == 153
    body = response.content.decode()
    assert body.count('role="img"') == 2
    assert body.count('text-anchor="middle" fill="#0b0c0c" font-weight="bold"') == 2 * 153
    for line in key:
        query = re.search(r'outcome=([^"&]+)', str(line[1]))
        if query:
            assert Client().get(f"/national/areas/?outcome={query[1]}").context["page_obj"].paginator.count == line[2]
    assert {row[3] for row in rows} == {line[0] for line in key}


def test_letters_differ_whatever_the_names() -> None:
    names = ["Surrey", "Surbiton", "Sur", "Bath and North East Somerset", "Bath", "A", "B", "Å"]
    codes = letter_codes(names)
    assert len(set(codes.values())) == len(names)
    assert codes["Bath and North East Somerset"] == "BNE"


def test_the_time_to_publish_stands_beside_the_target(record: None) -> None:
    response = Client().get(PUBLISHING)
    words = text_of(response)
    assert "The target is 33 working days after the last day on site. Of 149 letters" in words
    assert "No target was found." in words
    full = response.context["groups"][0]
    assert list(map(str, full["rows"][0])) == ["All", "149", "16", "28", "37", "42", "50", "102"]
    # The figures count two more reports than a day is known of, and the page says so.
    assert "Left out: 2 of the 96 that the national figures count" in words
    assert sum(row[1] for row in full["rows"][1:]) == 149
    rows = Client().get("/national/publishing.json").json()["rows"]
    assert list(rows[0].values())[2:] == full["rows"][0]
