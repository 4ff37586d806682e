"""Findings are tagged by quality assurance when the letter is fixed, and counted for the public once it is out."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from accounts.choices import Role
from audit.models import Entry
from core import clock
from core.errors import Refused
from inspections.models import Finding
from inspections.tests.pages import signed_in, text_of
from reports import verbs
from reports.models import FindingTheme, Letter, Withdrawal
from reports.queries import themes as queries
from reports.services import themes
from tests.access.world import TODAY, build

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with clock.travelled_to(TODAY):
        yield


class Place:
    def __init__(self, stage: str) -> None:
        self.world = build(stage)
        self.letter: Letter = self.world.things["letter"]
        FindingTheme.objects.all().delete()  # what the access matrix lays out
        if stage == "issued":
            Letter.objects.filter(pk=self.letter.pk).update(state="issued")
        self.finding: Finding = self.world.things["finding"]
        self.quality = self.world.people[Role.QUALITY_ASSURER]
        self.page = f"/inspections/{self.world.inspection.reference}/letter/themes/"

    def tag(self, *codes: str, by=None, seen: str | None = None) -> None:
        rows = queries.findings(self.world.inspection)
        themes.tag(
            by=by or self.quality,
            letter=self.letter,
            chosen={self.finding.pk: codes},
            seen=themes.state_of(rows) if seen is None else seen,
        )

    def codes(self) -> set[str]:
        return set(FindingTheme.objects.filter(finding=self.finding).values_list("theme", flat=True))


def test_a_finding_is_tagged_again_and_the_change_is_kept() -> None:
    place = Place("issued")
    place.tag("leadership", "joint")
    kept = FindingTheme.objects.get(theme="joint").pk
    place.tag("joint", "ehc_plans")
    assert place.codes() == {"joint", "ehc_plans"} and FindingTheme.objects.get(theme="joint").pk == kept
    entries = Entry.objects.filter(verb=verbs.THEMES_TAGGED).order_by("pk")
    name = f"finding {place.finding.order}"
    assert entries.last().changes[name] == [
        "Strategic leadership, Joint commissioning",
        "Joint commissioning, Education, health and care plans",
    ]
    place.tag("joint", "ehc_plans")
    assert entries.count() == 2, "nothing changed, nothing recorded"


def test_who_may_not_and_what_may_not_be_tagged() -> None:
    place = Place("issued")
    with pytest.raises(PermissionDenied):
        place.tag("joint", by=place.world.people[Role.LEAD_INSPECTOR])
    with pytest.raises(Refused, match="themes of the list"):
        place.tag("weather")
    other = Finding.objects.create(inspection=place.world.inspection, kind="effective", order=1, text="Good")
    with pytest.raises(Refused, match="of this page"):
        themes.tag(
            by=place.quality, letter=place.letter, chosen={other.pk: ["joint"]},
            seen=themes.state_of(queries.findings(place.world.inspection)),
        )  # fmt: skip
    place.tag("joint")
    with pytest.raises(Refused, match="Somebody else"):
        place.tag("health", seen=f"{place.finding.pk}:")
    assert place.codes() == {"joint"}
    Letter.objects.filter(pk=place.letter.pk).update(state="drafting")
    with pytest.raises(Refused, match="once the letter is signed off"):
        place.tag("health")
    assert "signed off" in text_of(signed_in(place.quality).get(place.page))


def test_the_page_suggests_and_ticks_nothing_by_itself() -> None:
    place = Place("issued")
    Finding.objects.filter(pk=place.finding.pk).update(text="Leadership waits for therapies", points=[])
    client = signed_in(place.quality)
    shown = client.get(place.page)
    assert "Its words suggest: Strategic leadership, Waiting for health services" in text_of(shown)
    assert "checked" not in shown.content.decode()
    sent = {"seen": shown.context["form"]["seen"].value(), f"finding_{place.finding.pk}": ["health"]}
    assert client.post(place.page, sent | {"submission_key": "k1"}).status_code == 302
    assert place.codes() == {"health"}
    wrong = client.post(place.page, sent | {f"finding_{place.finding.pk}": ["weather"], "submission_key": "k2"})
    assert wrong.status_code == 200 and "weather is not one of the available choices" in text_of(wrong)
    assert place.codes() == {"health"}


def test_only_published_letters_that_stand_are_counted() -> None:
    place = Place("issued")
    place.tag("joint")
    assert queries.counted() == [] and not queries.tags().exists()
    assert "No finding of a published letter has a theme yet." in text_of(Client().get("/national/themes/"))
    assert Client().get("/national/themes/joint/letters/").context["rows"] == []


def test_each_number_opens_its_rows_and_a_withdrawn_letter_is_gone() -> None:
    place = Place("published")
    second = Finding.objects.create(
        inspection=place.world.inspection, kind=place.finding.kind, order=place.finding.order + 1, text="Health waits"
    )
    seen = themes.state_of(queries.findings(place.world.inspection))
    chosen = {place.finding.pk: ["joint", "health"], second.pk: ["health"]}
    themes.tag(by=place.quality, letter=place.letter, chosen=chosen, seen=seen)
    assert [(row["theme"], row["letters"], row["findings"]) for row in queries.counted()] == [
        ("health", 1, 2),
        ("joint", 1, 1),
    ]
    lines = Client().get("/national/themes.json").json()["rows"]
    assert {
        "Theme": "Waiting for health services",
        "By": "Region",
        "Which": "South East",
        "Letters": 1,
        "Findings": 2,
    } in lines
    page = Client().get("/national/themes/")
    links = re.findall(r'href="(/national/themes/[a-z_]+/[a-z]+/[^"]*)">(\d+)<', page.content.decode())
    assert len(links) == 2 * (2 + 1 + 1)
    for address, number in links:
        opened = Client().get(address.replace("&amp;", "&"))
        assert opened.context["page_obj"].paginator.count == int(number), address
    text = text_of(Client().get("/national/themes/health/findings/"))
    assert "Health waits" in text and "2 findings" in text
    for wrong in (
        "joint/people/",
        "x/letters/",
        "joint/letters/?year=x",
        "joint/letters.exe",
    ):
        assert Client().get(f"/national/themes/{wrong}").status_code == 404, wrong
    # NUL is taken out before a page sees it: what is left is asked.
    whole = Client().get("/national/themes/joint/letters/").context["rows"]
    assert Client().get("/national/themes/joint/letters/?region=%00").context["rows"] == whole
    for nothing in ("year=2019", "year=0000", "year=99999", "region=Mars"):
        assert Client().get(f"/national/themes/joint/letters/?{nothing}").context["rows"] == []
    Withdrawal.objects.create(
        version=place.world.things["version"], kind="mistake", reason="Wrong", by=place.quality, at=clock.now()
    )
    assert queries.counted() == []
