"""Search: what is found and where, and that nobody finds what they may not open."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse

from accounts.choices import Role
from core import clock
from dashboard.queries.search import search, words_of
from improvement.models import Action, PlanItem, PlanPublication
from information.models import AnswerFile, RequestItem
from inspections.models import Inspection, TeamPlace
from inspections.tests.pages import signed_in, statements, text_of
from reports.models import Passage, Withdrawal
from reports.services import passages
from tests import factories as make
from tests.access.rows import FINAL_READERS, PLAN_READERS
from tests.access.world import CANARY, CAST, CHILD_CANARY, LONG_AGO, TODAY, build
from timetable.models import Meeting

pytestmark = pytest.mark.django_db
PAGE = reverse("dashboard:search")


@pytest.fixture(autouse=True)
def today() -> Any:
    with clock.travelled_to(TODAY):
        yield


def page(client: Client, text: str, kind: str = "") -> Any:
    return client.get(PAGE, {"q": text, "kind": kind})


def test_the_words_looked_for() -> None:
    assert words_of("The  wait for 'Assessment', assessment & <b>") == ["wait", "assessment"]
    assert len(words_of(" ".join(f"w{n}" for n in range(50)))) == 10
    for text, said in (("", "Looks through"), ("the of", "Enter a rarer word"), ("zzzqqq", "Nothing you may open")):
        assert said in text_of(page(Client(), text))
    for nonsense in ('"', "a:b & !c | (d", "%00", "x" * 500, "' OR 1=1 --", "NEAR(a b)"):
        assert page(Client(), nonsense).status_code == 200


@pytest.mark.parametrize("stage", ["issued", "published"])
def test_nobody_finds_embargoed_words_or_a_childs_name(stage: str) -> None:
    """The canary stands in the letter's section, its frozen version, a finding, a plan item and an Easy Read summary."""
    world = build(stage)
    version = world.things["version"]
    assert Action.objects.filter(text=CANARY).exists()
    Meeting.objects.filter(pk=world.things["meeting"].pk).update(purpose=f"About {CHILD_CANARY}")
    if stage == "published":
        passages.index(version)
        assert Passage.objects.filter(text__contains=CANARY).exists()
    finders = {"plan": set(), "letter": set()}
    for name in CAST:
        client = Client() if name == "anonymous" else signed_in(world.people[name])
        body = page(client, "canary").content.decode()
        assert CHILD_CANARY not in body and "Childsname" not in page(client, "childsname").context["found"], name
        assert page(client, "childsname").context["found"] == [], name
        for one in page(client, "canary weakness").context["found"]:
            # The published plan is anybody's to find.
            if one.kind != "plans" or not all(hit.url.startswith("/plans/") for hit in one.hits):
                finders["plan" if one.kind == "plans" else "letter"].add(name)
    # The right to the plan, as on its own page; the letter nobody before it is published, then everybody.
    assert finders["plan"] == {str(name) for name in PLAN_READERS}
    assert finders["letter"] == (set(CAST) if stage == "published" else set())
    assert FINAL_READERS["issued"] - finders["letter"] or stage == "published"
    if stage == "published":
        Withdrawal.objects.create(
            version=version, kind="removed", reason="A child", by=world.people[Role.QUALITY_ASSURER], at=clock.now()
        )
        assert search(AnonymousUser(), "canary weakness", today=TODAY, kind="letters")[0].hits == []


def test_meetings_and_documents_are_found_by_those_who_may_open_them() -> None:
    world = build("notified")
    inspection = world.inspection
    Meeting.objects.create(inspection=inspection, number=70, kind="other", title="Zebra huddle", inspectors_only=True,
        starts_at=datetime(2026, 1, 20, 9, tzinfo=clock.LONDON))  # fmt: skip
    Meeting.objects.create(inspection=inspection, number=71, kind="other", title="Zebra breakfast")
    Meeting.objects.create(inspection=world.elsewhere, number=1, kind="other", title="Zebra elsewhere")
    item = RequestItem.objects.filter(inspection=inspection, person_list="").first()
    listed = RequestItem.objects.filter(inspection=inspection).exclude(person_list="").first()
    assert item and listed
    held = AnswerFile.objects.filter(item__inspection=inspection).first()
    assert held
    common = {"file": held.file, "given_by": held.given_by, "given_at": clock.now(), "shared_at": clock.now()}
    AnswerFile.objects.create(item=item, part=90, title="Zebra strategy", **common)
    AnswerFile.objects.create(item=item, part=91, title="Zebra draft", **(common | {"shared_at": None}))
    AnswerFile.objects.create(item=listed, part=92, title="Zebra list of names", **common)

    def titles(person: Any) -> set[str]:
        return {hit.title.split(" ", 1)[1] for one in search(person, "zebra", today=TODAY) for hit in one.hits}

    assert titles(world.people[Role.LEAD_INSPECTOR]) == {"Zebra huddle", "Zebra breakfast", "Zebra strategy"}
    assert titles(world.people[Role.LANO]) == {"Zebra breakfast", "Zebra strategy", "Zebra draft"}
    assert titles(world.people[Role.PCF]) == titles(AnonymousUser()) == titles(world.people["nobody"]) == set()
    assert titles(world.people[Role.DFE_ADVISER]) == set()
    assert "Meeting of Seaborough, 20 January 2026" in text_of(
        page(signed_in(world.people[Role.LEAD_INSPECTOR]), "huddle")
    )


def test_an_area_is_found_by_part_of_its_name_and_every_word_counts() -> None:
    make.PartnershipFactory.create(name="Northwold and Southwold")
    make.PartnershipFactory.create(name="Southwold")
    assert [hit.title for hit in search(AnonymousUser(), "south", today=TODAY, kind="areas")[0].hits] == [
        "Northwold and Southwold",
        "Southwold",
    ]
    assert [hit.title for hit in search(AnonymousUser(), "southw NORTH", today=TODAY)[1].hits] == [
        "Northwold and Southwold"
    ]


def test_other_forms_of_a_word_are_found_in_letters_and_the_statements_do_not_grow() -> None:
    world = build("published")
    passages.index(world.things["version"])
    Passage.objects.create(
        version=world.things["version"],
        order=99,
        section_code="x",
        heading="What works",
        text="Pupils are waiting longer than <b>before</b>.",
    )
    hit = page(Client(), "waited").context["found"][0].hits[0]
    assert (hit.where, hit.word, hit.url) == ("What works", "waiting", f"/letters/{world.inspection.reference}/")
    assert Client().get(hit.url).status_code == 200
    assert "&lt;b&gt;before" in page(Client(), "waited").content.decode()
    person = signed_in(make.national(Role.QUALITY_ASSURER))
    one = statements(person, f"{PAGE}?q=waiting")
    plan_one = statements(person, f"{PAGE}?q=canary&kind=plans")
    for number in range(3):
        Passage.objects.create(
            version=world.things["version"], order=100 + number, section_code="x", text=f"Waiting {number}"
        )
        PlanItem.objects.create(
            plan=world.things["plan"],
            finding=world.things["finding"],
            order=10 + number,
            text="Canary",
        )
    assert statements(person, f"{PAGE}?q=waiting") == one
    assert statements(person, f"{PAGE}?q=canary&kind=plans") == plan_one


def test_one_inspection_alone_is_looked_in_by_those_who_may_see_it() -> None:
    world = build("notified")
    for inspection, number in ((world.inspection, 70), (world.elsewhere, 71)):
        Meeting.objects.create(inspection=inspection, number=number, kind="other", title=f"Zebra {number}")
    person = world.people[Role.LEAD_INSPECTOR]
    TeamPlace.objects.create(inspection=world.elsewhere, user=person, role=Role.CQC_LEAD, starts_on=LONG_AGO)
    client = signed_in(person)

    def titles(client: Client, query: str) -> list[str]:
        found = client.get(f"{PAGE}?q=zebra&{query}").context["found"]
        return sorted(hit.title.split(" ", 1)[1] for one in found for hit in one.hits)

    here = f"inspection={world.inspection.reference}"
    assert titles(client, "") == ["Zebra 70", "Zebra 71"] and titles(client, here) == ["Zebra 70"]
    assert titles(client, f"{here}&kind=areas") == []
    assert "Find in this inspection" in text_of(client.get(f"{PAGE}?{here}"))
    # Who may not see the inspection is told nothing of it: neither its name nor that it is there.
    stranger = signed_in(world.people["nobody"])
    assert text_of(stranger.get(f"{PAGE}?{here}")) == text_of(stranger.get(f"{PAGE}?inspection=nowhere-2020"))
    assert titles(stranger, here) == []
    for nonsense in ("inspection=%00", f"inspection={'x' * 300}"):
        assert client.get(f"{PAGE}?q=zebra&{nonsense}").status_code == 200


def test_a_published_plan_is_found_by_everybody_in_its_published_words() -> None:
    world = build("published")
    made = PlanPublication.objects.get()
    PlanItem.objects.filter(plan=made.plan).update(outcome="Quagga only in the draft")
    public = reverse("improvement:published-plan", args=[made.plan.inspection.reference])

    def hits(person: Any, text: str) -> set[str]:
        (found,) = search(person, text, today=TODAY, kind="plans")
        return {hit.url for hit in found.hits}

    assert hits(AnonymousUser(), "canary") == {public}
    assert Client().get(public).status_code == 200
    # Neither a draft nor the names of the parts of what is kept.
    assert hits(AnonymousUser(), "quagga") == hits(AnonymousUser(), "milestones owner_office") == set()
    manager = make.national(Role.INSPECTION_MANAGER)
    assert hits(manager, "quagga") == {made.plan.get_absolute_url()}
    assert public not in hits(manager, "canary")
    Inspection.objects.filter(pk=made.plan.inspection_id).update(state="reporting")
    assert hits(AnonymousUser(), "canary") == set()
    assert world.inspection.reference not in str(hits(AnonymousUser(), "canary"))


def test_actions_of_a_plan_are_found_by_those_who_read_it() -> None:
    world = build("published")
    item = PlanItem.objects.first()
    Action.objects.create(item=item, number=90, text="Hire a zebra therapist")
    readers = {name for name in CAST if any(one.hits for one in search(world.people[name], "zebra", today=TODAY))}
    assert readers == {str(name) for name in PLAN_READERS}
