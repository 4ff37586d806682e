"""What findings rest on is counted, said plainly, and goes along when an emerging finding becomes a finding."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import clock
from core.errors import Conflict, Refused
from evidence.models import EmergingFinding
from evidence.queries import basis as queries
from evidence.services import basis, emerging
from evidence.tests.world import TODAY, build, note
from inspections.models import Evidence, Finding
from rulebook.triangulation import confidence, faults
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> SimpleNamespace:
    made = build()
    made.finding = make.FindingFactory.create(inspection=made.inspection, order=1)
    made.piece = Evidence.objects.create(
        inspection=made.inspection, number=3, source_kind="survey", source_ref="1", title="Parents", text="They wait.",
        recorded_at=clock.now(),
    )  # fmt: skip
    return made


def of(world: SimpleNamespace) -> str:
    return queries.of_findings([world.finding])[world.finding.pk].sentence


def test_evidence_is_tied_by_its_references_once(world):
    first, second = note(world), note(world, "visit", "care")
    found = basis.cited(world.inspection, "n1, E 3; N2 N1")
    assert found == [first, world.piece, second]
    assert basis.tie(by=world.ofsted, to=world.finding, pieces=found) == 3
    assert basis.tie(by=world.ofsted, to=world.finding, pieces=found) == 0
    assert of(world) == (
        "Rests on 3 pieces of evidence from 3 kinds of source (meeting, visit and survey) in 2 sectors (health and care)."
    )
    second.withdrawn_at = clock.now()
    second.save()
    assert "2 pieces" in of(world)
    assert queries.of_findings([world.finding])[world.finding.pk].withdrawn == (2,)
    row = next(row for row in queries.pieces(world.finding) if row.note == first)
    basis.untie(by=world.lead, of=world.finding, row=row.pk)
    basis.untie(by=world.lead, of=world.finding, row=row.pk)
    left = queries.of_findings([world.finding])[world.finding.pk]
    assert faults(left) == ("It rests on one source.", "Its evidence does not say which sector it speaks of.")


@pytest.mark.parametrize("text", ["N9", "E4", "K1", "because", " ,"])
def test_what_is_not_there_is_named(world, text):
    note(world, withdrawn_at=clock.now(), withdrawn_reason="Wrong")
    for asked in (text, "N1"):
        with pytest.raises(Refused) as refused:
            basis.cited(world.inspection, asked)
        assert refused.value.reasons[0].field == "references"


def test_evidence_of_another_inspection_is_never_tied(world):
    there = build()
    elsewhere = note(there)
    with pytest.raises(Refused):
        basis.cited(world.inspection, "N1")
    with pytest.raises(ValueError, match="another inspection"):
        basis.tie(by=world.lead, to=world.finding, pieces=[elsewhere])


def test_who_may_tie_and_when(world):
    pieces = [note(world)]
    for person in (world.lano, world.quality):
        with pytest.raises(PermissionDenied):
            basis.tie(by=person, to=world.finding, pieces=pieces)
    Finding.objects.get().inspection.__class__.objects.filter(pk=world.inspection.pk).update(state="finalised")
    with pytest.raises(Refused, match="final"):
        basis.tie(by=world.lead, to=Finding.objects.get(), pieces=pieces)


def test_the_queries_of_a_list_do_not_grow(world):
    basis.tie(by=world.lead, to=world.finding, pieces=[note(world)])
    with CaptureQueriesContext(connection) as one:
        queries.of_findings([world.finding])
    more = [make.FindingFactory.create(inspection=world.inspection, order=order) for order in (2, 3)]
    with CaptureQueriesContext(connection) as three:
        assert len(queries.of_findings([world.finding, *more])) == 3
    assert len(one) == len(three) == 1


def emerged(world: SimpleNamespace, **more: object) -> EmergingFinding:
    facts = {"sort": "significant_concern", "text": "Families wait.", "area_code": "I1", "seen_on": TODAY}
    with clock.travelled_to(TODAY):
        return emerging.add_emerging(by=world.ofsted, inspection=world.inspection, **facts | more)


def test_promoting_carries_the_evidence_and_happens_once(world):
    made = emerged(world, pieces=[note(world), note(world, "visit", "care"), world.piece])
    assert confidence(queries.of_emerging([made])[made.pk]) == "high"
    with pytest.raises(Refused):
        emerging.promote(by=world.lead, emerging=made, kind="effective")
    finding = emerging.promote(by=world.lead, emerging=made, kind="area_for_priority_action")
    assert emerging.promote(by=world.ofsted, emerging=made, kind="area_for_priority_action") == finding
    assert (finding.text, finding.area_code, finding.order) == ("Families wait.", "I1", 2)
    assert queries.of_findings([finding])[finding.pk] == queries.of_emerging([made])[made.pk]
    made.refresh_from_db()
    for act in (
        lambda: emerging.withdraw(by=world.lead, emerging=made, reason="No"),
        lambda: emerging.change_emerging(
            by=world.lead, emerging=made, version=made.version, sort="strength", text="Other", seen_on=TODAY
        ),
    ):
        with pytest.raises(Refused):
            act()


def test_an_emerging_finding_is_changed_or_withdrawn_but_not_unseen(world):
    made = emerged(world)
    for facts, field in (
        ({"sort": "rumour"}, "sort"), ({"text": " "}, "text"), ({"area_code": "Z9"}, "area_code"),
        ({"seen_on": clock.today() + timedelta(days=9)}, "seen_on"),
    ):  # fmt: skip
        with pytest.raises(Refused) as refused:
            emerged(world, **facts)
        assert refused.value.reasons[0].field == field
    emerging.change_emerging(
        by=world.cqc, emerging=made, version=1, sort="development", text="Some wait.", seen_on=TODAY
    )
    with pytest.raises(Conflict):
        emerging.change_emerging(by=world.lead, emerging=made, version=1, sort="strength", text="Mine", seen_on=TODAY)
    with pytest.raises(PermissionDenied):
        emerging.withdraw(by=world.quality, emerging=made, reason="No")
    emerging.withdraw(by=world.cqc, emerging=made, reason="The data were wrong.")
    with pytest.raises(Refused):
        emerging.promote(by=world.lead, emerging=made, kind="needs_improvement")
    assert EmergingFinding.objects.get().withdrawn_reason == "The data were wrong."
