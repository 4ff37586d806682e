"""The restricted record: told at once without its words, every reading kept, worked to an outcome, read by nobody else."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from accounts.models import Notice
from audit.models import Entry
from core import clock
from core.errors import Refused
from core.models import OutboxRow
from evidence.models import SafeguardingConcern
from evidence.models.kept import NeverChanged
from evidence.services import safeguarding
from evidence.tests.world import TODAY, build

pytestmark = pytest.mark.django_db
WORDS = "Wren Halloway said that nobody comes at night."


@pytest.fixture
def world(db: None):
    with clock.travelled_to(TODAY):
        yield build()


def recorded(world: SimpleNamespace, **more: object) -> SafeguardingConcern:
    facts = {"seen_on": TODAY, "text": WORDS, "immediate_danger": True, "place": "Northfield School"}
    return safeguarding.record_concern(by=world.ofsted, inspection=world.inspection, **facts | more)


def test_those_who_may_read_it_are_told_at_once_and_not_what_it_says(world):
    made = recorded(world)
    notices = Notice.objects.filter(kind="safeguarding")
    assert {notice.person for notice in notices} == {world.lead, world.cqc}
    assert OutboxRow.objects.filter(kind="notice_email").count() == 2
    everything = " ".join(f"{notice.subject} {notice.body} {notice.url}" for notice in notices)
    everything += str(list(Entry.objects.values())) + str(list(OutboxRow.objects.values()))
    assert "Wren" not in everything
    assert "Northfield" not in everything
    assert "immediate danger" in notices[0].body
    assert (made.citation, made.receipt[:3], len(made.receipt)) == ("S1", "SC-", 12)
    # The history of the inspection, which the area reads, has no trace of it.
    assert not Entry.objects.filter(inspection_ref=world.inspection.reference, verb__startswith="safeguarding").exists()
    assert Entry.objects.filter(verb="safeguarding_concern.recorded").count() == 1


def test_a_lead_who_records_is_not_told_by_the_service(world):
    safeguarding.record_concern(
        by=world.lead, inspection=world.inspection, seen_on=TODAY, text=WORDS, immediate_danger=False
    )
    assert [notice.person for notice in Notice.objects.filter(kind="safeguarding")] == [world.cqc]


def test_it_is_worked_to_an_outcome_and_every_step_is_kept(world):
    made = recorded(world)
    for person in (world.ofsted, world.quality, world.lano):
        with pytest.raises(PermissionDenied):
            safeguarding.opened(by=person, concern=made)
        with pytest.raises(PermissionDenied):
            safeguarding.add_note(by=person, concern=made, text="Mine")
    safeguarding.opened(by=world.cqc, concern=made)
    safeguarding.opened(by=world.cqc, concern=made)
    with pytest.raises(Refused, match="referral first"):
        safeguarding.close(by=world.cqc, concern=made, outcome="referred", text="Done")
    safeguarding.refer(
        by=world.cqc, concern=made, referred_to="Safeguarding hub", referred_at=clock.now(), reference="MASH 12"
    )
    safeguarding.add_note(by=world.lead, concern=made, text="The hub rang back.")
    for outcome, text in (("", "Done"), ("referred", " "), ("fine", "Done")):
        with pytest.raises(Refused):
            safeguarding.close(by=world.lead, concern=made, outcome=outcome, text=text)
    safeguarding.close(by=world.lead, concern=made, outcome="referred", text="The hub has it.")
    with pytest.raises(Refused):
        safeguarding.close(by=world.cqc, concern=made, outcome="no_concern", text="Again")
    made = SafeguardingConcern.objects.get()
    assert (made.state, made.outcome, made.text) == ("closed", "referred", WORDS)
    kinds = list(made.entries.values_list("kind", flat=True))
    assert kinds == ["recorded", "read", "read", "taken_up", "referred", "note", "closed"]


def test_no_entry_is_ever_changed(world):
    entry = recorded(world).entries.get()
    entry.text = "kinder words"
    for act in (entry.save, entry.delete, entry.concern.entries.all().delete):
        with pytest.raises(NeverChanged):
            act()
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE evidence_safeguardingentry SET text = 'kinder words'")


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"text": " "}, "text"),
        ({"seen_on": TODAY + timedelta(days=1)}, "seen_on"),
        ({"immediate_danger": None}, "immediate_danger"),
        ({"referred_to": "The hub"}, "referred_on"),
        ({"referred_at": clock.now()}, "referred_to"),
    ],
)
def test_what_a_record_needs(world, facts, field):
    with pytest.raises(Refused) as refused:
        recorded(world, **facts)
    assert [reason.field for reason in refused.value.reasons] == [field]
    assert not SafeguardingConcern.objects.exists()
    assert not Notice.objects.exists()


def test_only_the_team_records(world):
    for person in (world.lano, world.quality):
        with pytest.raises(PermissionDenied):
            safeguarding.record_concern(
                by=person, inspection=world.inspection, seen_on=TODAY, text=WORDS, immediate_danger=False
            )
