"""The corporate judgement: who was there, what was decided, both signatures, and the first wording of what a plan is made of."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied

from accounts.choices import Role
from core import clock
from core.errors import Conflict, Refused
from evidence.models import FirstWording, Judgement
from evidence.models.kept import NeverChanged
from evidence.queries.judgements import missing_signatures
from evidence.queries.wording import wording_changes
from evidence.services import judgements, wording
from evidence.tests.world import TODAY, build
from inspections.models import Inspection
from inspections.services import findings
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None):
    with clock.travelled_to(TODAY):
        yield build()


def saved(world: SimpleNamespace, version: int = 0, **more: object) -> Judgement:
    facts = {"met_on": TODAY, "decision": "outcome-3", "reasons": "Waits are long everywhere."}
    present = {world.lead.pk: "", world.cqc.pk: "", world.ofsted.pk: "Outcome 2 would be fairer."}
    facts |= {"present": present} | more
    return judgements.save(by=world.ofsted, inspection=world.inspection, version=version, **facts)


def outcome(world: SimpleNamespace) -> str:
    return Inspection.objects.get(pk=world.inspection.pk).outcome


def test_both_inspectorates_sign_and_the_decision_becomes_the_outcome(world):
    made = saved(world)
    assert [(row.person, row.role, row.dissent) for row in made.presences.all()][2] == (
        world.ofsted, "Ofsted inspector", "Outcome 2 would be fairer.",
    )  # fmt: skip
    assert missing_signatures(world.inspection) == ["Ofsted", "Care Quality Commission"]
    judgements.sign(by=world.lead, judgement=made, version=1)
    assert (missing_signatures(world.inspection), outcome(world)) == (["Care Quality Commission"], "")
    with pytest.raises(Refused, match="signed for Ofsted already"):
        judgements.sign(by=world.lead, judgement=made, version=1)
    for person in (world.ofsted, world.cqc_inspector, world.quality, world.lano):
        with pytest.raises(PermissionDenied):
            judgements.sign(by=person, judgement=made, version=1)
    judgements.sign(by=world.cqc, judgement=made, version=1)
    assert (missing_signatures(world.inspection), outcome(world)) == ([], "outcome-3")


def test_a_change_breaks_the_signatures_and_the_same_again_does_not(world):
    made = saved(world)
    judgements.sign(by=world.lead, judgement=made, version=1)
    saved(world, version=1)
    assert made.signatures.get().broken_at is None
    assert Judgement.objects.get().version == 1
    made = saved(world, version=1, reasons="Waits are long in two services.")
    broken = made.signatures.get()
    assert (broken.broken_by, broken.version, made.version) == (world.ofsted, 1, 2)
    with pytest.raises(Conflict):
        judgements.sign(by=world.cqc, judgement=made, version=1)
    with pytest.raises(Conflict):
        saved(world, version=1, reasons="An old page.")
    made = saved(world, version=2, reasons="Waits are long in two services.", present={world.lead.pk: ""})
    assert [save.fields["present"][-1]["name"] for save in made.saves.all()] == ["Ben Okafor", "Ben Okafor", "Ada Osei"]
    with pytest.raises(NeverChanged):
        made.saves.all().delete()
    judgements.sign(by=world.lead, judgement=made, version=3)
    assert made.signatures.count() == 2


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"met_on": TODAY + timedelta(days=1)}, "met_on"),
        ({"decision": "wsoa-required"}, "decision"),
        ({"decision": ""}, "decision"),
        ({"reasons": " "}, "reasons"),
        ({"present": {}}, "present"),
        ({"present": {0: ""}}, "present"),
    ],
)
def test_what_a_record_needs(world, facts, field):
    with pytest.raises(Refused) as refused:
        saved(world, **facts)
    assert refused.value.reasons[0].field == field
    assert not Judgement.objects.exists()


def test_the_2016_framework_decides_on_a_statement_of_action(db):
    with clock.travelled_to(date(2018, 3, 14)):
        world = build(
            framework_code="local-area-send-2016", edition_code="2016-04", notified_on=date(2018, 3, 5),
            onsite_start_on=date(2018, 3, 12), onsite_end_on=date(2018, 3, 16),
        )  # fmt: skip
        weakness = make.FindingFactory.create(
            inspection=world.inspection, kind="area_of_significant_weakness", order=1, text="Delays."
        )
        make.FindingFactory.create(inspection=world.inspection, kind="strength", order=1, text="Warmth.")
        made = saved(world, met_on=date(2018, 3, 14), decision="wsoa-required")
        judgements.sign(by=world.cqc, judgement=made, version=1)
    assert [first.finding for first in FirstWording.objects.all()] == [weakness]


def test_the_first_wording_is_locked_and_each_later_change_asks_for_a_reason(world):
    first, second = (
        findings.add_finding(by=world.lead, inspection=world.inspection, kind="area_for_priority_action", text=text)
        for text in ("Act on waits.", "Act on plans.")
    )
    assert wording_changes(world.inspection) == []
    made = saved(world)
    judgements.sign(by=world.lead, judgement=made, version=1)
    assert [change.changed for change in wording_changes(world.inspection)] == [False, False]
    findings.change_finding(by=world.lead, finding=first, version=1, text="Act on waits at once.")
    findings.remove_finding(by=world.lead, finding=second)
    Inspection.objects.filter(pk=world.inspection.pk).update(feedback_on=TODAY)
    world.inspection.refresh_from_db()
    later = findings.add_finding(
        by=world.lead, inspection=world.inspection, kind="area_for_priority_action", text="Act on transitions."
    )
    # After the feedback meeting a signature locks nothing: what is new then is a change.
    judgements.sign(by=world.cqc, judgement=Judgement.objects.select_related("inspection").get(), version=1)
    changed, removed, added = wording_changes(world.inspection)
    assert (changed.first["text"], changed.present["text"]) == ("Act on waits.", "Act on waits at once.")
    assert (removed.present, added.first, added.finding) == (None, None, later)
    assert not any(change.explained for change in (changed, removed, added))
    for change in (changed, removed, added):
        wording.explain(by=world.lead, inspection=world.inspection, key=change.key, reason="Quality assurance asked.")
        wording.explain(by=world.lead, inspection=world.inspection, key=change.key, reason="Quality assurance asked.")
    assert all(change.explained and len(change.reasons) == 1 for change in wording_changes(world.inspection))
    first.refresh_from_db()
    findings.change_finding(by=world.lead, finding=first, version=first.version, text="Act on long waits.")
    assert [change.explained for change in wording_changes(world.inspection)] == [False, True, True]
    with pytest.raises(PermissionDenied):
        wording.explain(by=world.quality, inspection=world.inspection, key=changed.key, reason="Mine")
    with pytest.raises(Refused):
        wording.explain(by=world.lead, inspection=world.inspection, key=changed.key, reason=" ")


def test_nothing_is_changed_once_the_report_is_final(world):
    made = saved(world)
    Inspection.objects.filter(pk=world.inspection.pk).update(state="finalised")
    world.inspection.refresh_from_db()
    with pytest.raises(Refused, match="final"):
        saved(world, version=1, reasons="Too late")
    with pytest.raises(Refused, match="final"):
        judgements.sign(by=world.lead, judgement=Judgement.objects.get(pk=made.pk), version=1)


def test_who_left_the_team_was_there_but_signs_no_more(world):
    place = world.inspection.team_places.get(role=Role.CQC_LEAD)
    place.ends_on = TODAY
    place.save()
    made = saved(world)
    with clock.travelled_to(TODAY + timedelta(days=1)), pytest.raises(PermissionDenied):
        judgements.sign(by=world.cqc, judgement=made, version=1)
