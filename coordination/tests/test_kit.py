"""The keep-in-touch log: two ticks, no silent change, and requests that come back until they are answered."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from audit.models import Entry
from cases.models import CaseIdentity, TrackedCase
from coordination.models import KitRecord
from coordination.queries import kit as reads
from coordination.services import kit
from coordination.tests.conftest import NOW, Scene
from core import clock
from core.errors import Conflict, Refused
from inspections.services.work import finish_task, withdraw_task
from inspections.tests.pages import signed_in, statements, text_of


def record(scene: Scene, **given: Any) -> KitRecord:
    held = {
        "held_at": NOW - timedelta(hours=1),
        "present": [f"u{scene.lead.pk}"],
        "points": "Rooms",
        "agreed_text": "Fine",
    }
    return kit.add_record(by=scene.lead, inspection=scene.inspection, **(held | given))


def test_a_record_is_locked_when_both_sides_have_ticked_it(scene: Scene) -> None:
    made = record(scene)
    kit.agree_record(by=scene.lead, record=made, version=made.version)
    assert not made.is_locked
    kit.agree_record(by=scene.delegate, record=made, version=made.version)
    made.refresh_from_db()
    assert made.is_locked
    assert made.area_agreed_as == "for the integrated care board chief executive, by delegation"
    with pytest.raises(Refused, match="locked"):
        kit.write_record(
            by=scene.lead, record=made, version=made.version, held_at=made.held_at, present=[], points="Other"
        )
    addendum = record(scene, corrects=made)
    assert (addendum.number, addendum.corrects) == (2, made)


def test_any_edit_removes_both_ticks_and_the_page_says_so_first(scene: Scene) -> None:
    made = record(scene)
    kit.agree_record(by=scene.lano, record=made, version=made.version)
    page = signed_in(scene.lead).get(reverse("coordination:kit-edit", args=[scene.inspection.reference, 1]))
    assert "the tick is removed and both sides have to tick again" in text_of(page)
    kit.write_record(
        by=scene.lead,
        record=made,
        version=made.version,
        held_at=made.held_at,
        present=[f"u{scene.lano.pk}"],
        points="More",
    )
    made.refresh_from_db()
    assert (made.has_ticks, made.area_agreed_as, made.points) == (False, "", "More")
    assert Entry.objects.filter(verb="kit.ticks_removed").count() == 1
    assert [str(person) for person in made.present.all()] == [f"{scene.lano}, Head of SEND"]


def test_a_tick_is_for_the_words_that_were_read(scene: Scene) -> None:
    made = record(scene)
    read = made.version
    kit.write_record(by=scene.lead, record=made, version=read, held_at=made.held_at, present=[], points="Changed since")
    with pytest.raises(Conflict):
        kit.agree_record(by=scene.lano, record=KitRecord.objects.get(pk=made.pk), version=read)
    assert not KitRecord.objects.get().has_ticks


def test_only_those_who_speak_for_a_side_agree_and_each_side_once(scene: Scene) -> None:
    made = record(scene)
    for person in (scene.inspector, scene.officer, scene.pcf):
        with pytest.raises(Refused, match="can agree"):
            kit.agree_record(by=person, record=made, version=made.version)
    kit.agree_record(by=scene.dcs, record=made, version=made.version)
    with pytest.raises(Refused, match="already"):
        kit.agree_record(by=scene.lano, record=made, version=made.version)


def test_a_request_is_a_task_due_the_same_day_and_is_carried_until_it_is_closed(scene: Scene) -> None:
    first = record(scene)
    issue, other = (
        kit.raise_request(
            by=scene.lead, record=first, title=title, detail="", owner=scene.lano, due_at=NOW + timedelta(hours=2)
        )
        for title in ("Send List 1 again", "Name a contact")
    )
    assert issue.task.owner == scene.lano
    with clock.travelled_to(NOW + timedelta(hours=1)):
        second = record(scene, held_at=NOW + timedelta(minutes=30))
        assert reads.carried_to(second) == [issue, other]
        finish_task(by=scene.lano, task=issue.task, answer="Sent as A12")
        withdraw_task(by=scene.lead, task=other.task, reason="Found it")
    with clock.travelled_to(NOW + timedelta(days=1)):
        third = record(scene, held_at=NOW + timedelta(hours=20))
        # Closed since the meeting before: shown once more, so that the loop is closed in front of both sides.
        assert [(row.number, row.standing) for row in reads.carried_to(third)] == [(1, "answered"), (2, "withdrawn")]
    with clock.travelled_to(NOW + timedelta(days=2)):
        assert reads.carried_to(record(scene, held_at=NOW + timedelta(hours=44))) == []
    with pytest.raises(Refused, match="in the future"):
        kit.raise_request(by=scene.lead, record=first, title="Late", detail="", owner=scene.lano, due_at=NOW)
    for due_at, said in (
        (datetime(NOW.year, 12, 25, 16, tzinfo=clock.LONDON), "not a working day"),
        (datetime(9998, 5, 4, 16, tzinfo=clock.LONDON), "9998"),
    ):
        with pytest.raises(Refused, match=said):
            kit.raise_request(by=scene.lead, record=first, title="Far", detail="", owner=scene.lano, due_at=due_at)


def test_whoever_was_there_reads_that_record_and_no_other(scene: Scene) -> None:
    seen, unseen = record(scene, present=[f"u{scene.pcf.pk}"]), record(scene)
    client = signed_in(scene.pcf)
    assert client.get(seen.get_absolute_url()).status_code == 200
    assert client.get(unseen.get_absolute_url()).status_code == 403
    assert list(reads.readable(scene.pcf, scene.inspection)) == [seen]
    assert signed_in(scene.officer).get(seen.get_absolute_url()).status_code == 403


def test_no_text_names_a_tracked_child(scene: Scene) -> None:
    case = TrackedCase.objects.create(inspection=scene.inspection, code="A")
    CaseIdentity.objects.create(case=case, name="Marisol Thistlewood", given_by=scene.lano, given_at=NOW)
    with pytest.raises(Refused, match="Use ‘Case A’") as caught:
        record(scene, points="We spoke of Thistlewood.")
    assert caught.value.reasons[0].field == "points"
    assert "Thistlewood" not in str(caught.value)


def test_the_log_costs_the_same_however_long_it_is(scene: Scene) -> None:
    record(scene)
    client = signed_in(scene.lano)
    address = reverse("coordination:kit-list", args=[scene.inspection.reference])
    one = statements(client, address)
    for _ in range(3):
        kit.raise_request(
            by=scene.lead,
            record=record(scene),
            title="Ask",
            detail="",
            owner=scene.lano,
            due_at=NOW + timedelta(hours=1),
        )
    assert statements(client, address) <= one


def test_inspectors_own_notes_stay_with_the_team(scene: Scene) -> None:
    kit.write_team_note(by=scene.lead, inspection=scene.inspection, held_at=NOW, text="Among ourselves")
    address = reverse("coordination:team-notes", args=[scene.inspection.reference])
    assert "Among ourselves" in text_of(signed_in(scene.inspector).get(address))
    for person in (scene.lano, scene.dcs, scene.delegate):
        assert signed_in(person).get(address).status_code == 403
