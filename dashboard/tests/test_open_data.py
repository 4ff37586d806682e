"""Open data: published facts only, paged, cached honestly, and as its description says."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlencode

import hypothesis
import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import strategies as st

from accounts.choices import Role
from core import clock
from dashboard import openapi
from dashboard.queries.open_data import COLLECTIONS, Page, Problem
from improvement.models import Plan
from inspections.models import Inspection
from inspections.tests.pages import signed_in, statements, text_of
from partnerships.models import Partnership
from reports.models import LetterVersion, Withdrawal
from tests import factories as make
from tests.access.rows_plan_review import PUBLISHED
from tests.access.world import CANARY, CHILD_CANARY, TODAY, build

pytestmark = pytest.mark.django_db
ROOT = openapi.ROOT


@pytest.fixture(autouse=True)
def today() -> Any:
    with clock.travelled_to(TODAY):
        yield


def get(address: str, **headers: str) -> Any:
    return Client().get(f"{ROOT}/{address}", headers=headers)


def test_every_answer_has_the_described_shape_and_nothing_embargoed() -> None:
    world = build("issued")
    Plan.objects.update(published_on=TODAY)  # even so: its inspection is not published
    for name, one in COLLECTIONS.items():
        body = get(name)
        assert body["Content-Type"] == "application/json" and body["Access-Control-Allow-Origin"] == "*"
        page = Page[one.shape].model_validate_json(body.content)  # type: ignore[name-defined]
        assert (page.count, page.licence, bool(page.source)) == (
            Partnership.objects.count() if name == "areas" else 0,
            "Open Government Licence v3.0",
            True,
        )
        for person in (Client(), signed_in(world.people[Role.LEAD_INSPECTOR])):
            for address in (f"{ROOT}/{name}", f"{ROOT}/{name}/{world.inspection.reference}"):
                shown = person.get(address).content.decode()
                assert CANARY not in shown and CHILD_CANARY not in shown and world.inspection.reference not in shown
    assert get(f"letters/{world.inspection.reference}").status_code == 404


def test_what_is_published_is_there_without_people() -> None:
    world = build("published")
    reference = world.inspection.reference
    one = get(f"inspections/{reference}").json()
    assert (one["outcome"], one["onsite_end_on"], one["published_on"]) == ("outcome-3", "2026-01-23", "2026-03-02")
    letter = get(f"letters/{reference}").json()
    assert Client().get(letter["content"]).status_code == Client().get(letter["page"]).status_code == 200
    assert get(f"plans/{reference}").status_code == 404  # its plan is not
    plan = get(f"plans/{PUBLISHED}").json()
    assert plan["items"][0]["text"] == CANARY and set(plan["items"][0]) == {
        "order", "text", "points", "responsible_bodies", "outcome", "actions",
    }  # fmt: skip
    assert plan["items"][0]["actions"][0]["milestones"] == [{"text": "Half of them", "due_on": "2026-06-01"}]
    assert Client().get(plan["content"]).status_code == Client().get(plan["page"]).status_code == 200
    assert get("plans").json()["count"] == 1
    version = LetterVersion.objects.get(pk=world.things["version"].pk)
    changed = get("letters")["Last-Modified"]
    later = clock.now() + timedelta(hours=1)
    by = world.people[Role.QUALITY_ASSURER]
    Withdrawal.objects.create(version=version, kind="mistake", reason="Wrong", by=by, at=later)
    after = get("letters", **{"If-Modified-Since": changed})
    assert (after.status_code, after.json()["count"]) == (200, 0)
    assert get(f"letters/{reference}").status_code == 404


def test_pages_follow_one_another_and_wrong_ones_are_told() -> None:
    for number in range(5):
        make.PartnershipFactory.create(name=f"Area number {number}", slug=f"n{number}")
    seen, address = [], "areas?page_size=2"
    while address:
        page = get(address.removeprefix(f"{ROOT}/")).json()
        seen += [item["slug"] for item in page["items"]]
        address = page["next"]
    assert seen == [f"n{number}" for number in range(5)] and page["previous"].endswith("page=2&page_size=2")
    for wrong, status in (
        ("areas?page=9", 404),
        ("areas?page=0", 400),
        ("areas?page=x", 400),
        ("areas?page=²", 400),
        ("areas?page_size=101", 400),
        ("people", 404),
        ("areas/nowhere", 404),
    ):
        answer = get(wrong)
        assert answer.status_code == status, wrong
        assert Problem.model_validate_json(answer.content).error
    assert get("areas/%00").status_code == 404
    assert Client().post(f"{ROOT}/areas").status_code == 405


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_it_is_read_only_and_says_so_in_its_own_words(method: str) -> None:
    for address in ("areas", "areas/bury", "openapi.json", "nothing/at/all"):
        answer = getattr(Client(enforce_csrf_checks=True), method)(f"{ROOT}/{address}")
        assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, OPTIONS"), address
        assert Problem.model_validate_json(answer.content).error == "This interface is read only: use GET."


def test_an_address_that_is_none_is_answered_in_json() -> None:
    for address in ("", "areas/", "areas/bury/inspections", "letters/bury-2024/"):
        answer = get(address)
        assert (answer.status_code, answer["Content-Type"]) == (404, "application/json"), address
        assert "openapi.json" in Problem.model_validate_json(answer.content).error


def test_an_unchanged_answer_is_not_sent_again() -> None:
    made = make.InspectionFactory.create(out=True)
    first = get("inspections")
    assert first["Cache-Control"] == "public, no-cache"
    again = get("inspections", **{"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert get("inspections", **{"If-Modified-Since": first["Last-Modified"]}).status_code == 304
    made.outcome = "outcome-1"
    made.save()
    assert get("inspections", **{"If-None-Match": first["ETag"]}).status_code == 200
    assert "Last-Modified" not in get("areas") and get("areas")["ETag"]


def test_the_statements_do_not_grow() -> None:
    build("published")
    counts = {name: statements(Client(), f"{ROOT}/{name}") for name in COLLECTIONS}
    assert max(counts.values()) <= 4
    before = Inspection.objects.published().count()
    for _ in range(3):
        make.InspectionFactory.create(out=True)
    assert {name: statements(Client(), f"{ROOT}/{name}") for name in COLLECTIONS} == counts
    assert Inspection.objects.published().count() == before + 3


def test_the_description_holds_together() -> None:
    found = json.loads(Client().get(reverse("dashboard:open-data-description")).content)
    assert found["openapi"] == "3.1.0" and found["info"]["license"]["name"] == "Open Government Licence v3.0"
    refs = set(re.findall(r'"\$ref": "#/components/schemas/([^"]+)"', json.dumps(found)))
    assert refs and refs <= set(found["components"]["schemas"])
    assert set(found["paths"]) == {path for name in COLLECTIONS for path in (f"/{name}", f"/{name}/{{key}}")}
    operations = [operation for path in found["paths"].values() for operation in path.values()]
    assert all(set(path) == {"get"} for path in found["paths"].values())
    assert len({operation["operationId"] for operation in operations}) == len(operations)
    area = found["components"]["schemas"]["Area"]
    assert area["additionalProperties"] is False and area["properties"]["valid_to"]["anyOf"] == [
        {"type": "string", "format": "date"},
        {"type": "null"},
    ]
    words = text_of(Client().get(reverse("dashboard:open-data")))
    assert all(f"{ROOT}/{name}" in words for name in COLLECTIONS) and "region_code" in words


def test_the_description_is_valid_openapi() -> None:
    """By the validator of the OpenAPI initiative's own schema and of its references."""
    validator = pytest.importorskip("openapi_spec_validator")
    validator.validate(openapi.document())


WILD = st.one_of(
    st.text(max_size=20), st.integers().map(str), st.sampled_from(["", "0", "-1", "1e3", "²", "٣", "\x00", "1" * 400, "None"])
)  # fmt: skip
KEYS = st.text(st.characters(exclude_characters="/", exclude_categories=("Cs",)), min_size=1, max_size=30)


@pytest.mark.trust("F3", "drawn pages, sizes and keys of the open data, each answer read by the description it has")
@hypothesis.settings(
    max_examples=60, deadline=None, derandomize=True,
    suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture],
)  # fmt: skip
@hypothesis.given(name=st.sampled_from([*COLLECTIONS, "people"]), page=WILD, size=WILD, key=KEYS)
def test_whatever_is_asked_is_answered_as_the_description_says(name: str, page: str, size: str, key: str) -> None:
    paths = openapi.document()["paths"]
    for described, address in (
        (paths.get(f"/{name}"), f"{name}?{urlencode({'page': page, 'page_size': size})}"),
        (paths.get(f"/{name}/{{key}}"), f"{name}/{quote(key, safe='')}"),
    ):
        answer = get(address)
        assert str(answer.status_code) in (described["get"]["responses"] if described else {"404"}), address
        if answer.status_code == 200:
            Page[COLLECTIONS[name].shape].model_validate_json(answer.content)  # type: ignore[name-defined]
        else:
            assert Problem.model_validate_json(answer.content).error, address
