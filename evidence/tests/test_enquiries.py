"""Lines of enquiry: every wording is kept with the reason for the next, and how it stands has a history."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied

from accounts.choices import Role
from core.errors import Conflict, Refused
from evidence.choices import Standing
from evidence.models import Enquiry
from evidence.services import enquiries
from inspections.services import child_names
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> SimpleNamespace:
    inspection = make.InspectionFactory.create(state="on_site")
    return SimpleNamespace(
        inspection=inspection,
        lead=make.team(inspection, Role.LEAD_INSPECTOR),
        lano=make.member(inspection.partnership, Role.LANO),
    )


def added(world: SimpleNamespace, text: str = "Do families wait too long?", **more: object) -> Enquiry:
    return enquiries.add_enquiry(by=world.lead, inspection=world.inspection, text=text, **more)


def test_every_wording_is_kept_with_its_reason(world):
    first, second = added(world, criteria=["L1", "I3"]), added(world, "Is health in the room?")
    assert [first.citation, second.citation] == ["K1", "K2"]
    assert first.criteria == ["I3", "L1"]
    enquiries.reword(by=world.lead, enquiry=first, version=1, text="Why do they wait?", reason="The lists show it.")
    first.refresh_from_db()
    assert (first.text, first.version) == ("Why do they wait?", 2)
    told = first.versions.values_list("number", "text", "reason")
    assert list(told) == [(1, "Do families wait too long?", ""), (2, "Why do they wait?", "The lists show it.")]
    with pytest.raises(Conflict):
        enquiries.reword(by=world.lead, enquiry=first, version=1, text="Mine", reason="Old page")
    assert first.versions.count() == 2


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"text": " "}, "text"),
        ({"text": "Do families wait too long?"}, "text"),
        ({"reason": " "}, "reason"),
        ({"criteria": ["Z9"]}, "criteria"),
    ],
)
def test_what_a_rewording_needs(world, change, field):
    made = added(world)
    with pytest.raises(Refused) as refused:
        enquiries.reword(
            **{"by": world.lead, "enquiry": made, "version": 1, "text": "New", "reason": "Because"} | change
        )
    assert [reason.field for reason in refused.value.reasons] == [field]
    assert made.versions.count() == 1


def test_standing_has_a_history_and_a_later_one_a_reason(world):
    made = enquiries.give_standing(by=world.lead, enquiry=added(world), standing=Standing.UNCERTAIN)
    for standing, reason in ((Standing.CONCERN, ""), (Standing.UNCERTAIN, "Same"), ("", "None"), ("fine", "Made up")):
        with pytest.raises(Refused):
            enquiries.give_standing(by=world.lead, enquiry=made, standing=standing, reason=reason)
    made = enquiries.give_standing(by=world.lead, enquiry=made, standing=Standing.CONCERN, reason="Three families.")
    assert made.standing == Standing.CONCERN
    assert list(made.standings.values_list("standing", "reason")) == [("uncertain", ""), ("concern", "Three families.")]


def test_a_closed_one_stays_as_it_is(world):
    made = added(world)
    with pytest.raises(Refused):
        enquiries.close(by=world.lead, enquiry=made, reason=" ")
    stale = Enquiry.objects.get()
    enquiries.close(by=world.lead, enquiry=made, reason="Answered.")
    for act in (
        lambda: enquiries.close(by=world.lead, enquiry=stale, reason="Again"),
        lambda: enquiries.reword(by=world.lead, enquiry=made, version=1, text="New", reason="Because"),
        lambda: enquiries.give_standing(by=world.lead, enquiry=made, standing=Standing.CONCERN),
    ):
        with pytest.raises(Refused, match="closed"):
            act()
    assert Enquiry.objects.get().closed_reason == "Answered."


def test_only_the_team_writes_and_no_tracked_child_is_named(world, monkeypatch):
    with pytest.raises(PermissionDenied):
        enquiries.add_enquiry(by=world.lano, inspection=world.inspection, text="Mine")
    monkeypatch.setattr(
        child_names, "_checks", [lambda inspection, text, running: "Case A" if "Wren" in text else None]
    )
    with pytest.raises(Refused, match="Case A"):
        added(world, "Does Wren wait?")
    assert not Enquiry.objects.exists()
