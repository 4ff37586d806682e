"""The set-up call, the opening presentation, and the final feedback meeting with its warning."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts.models import Notice
from coordination.models import Nominee, SetupLine
from coordination.queries import setup as reads
from coordination.queries.feedback import feedback_of
from coordination.services import feedback, setup
from coordination.tests.conftest import NOW, Scene
from core.errors import Conflict, Refused
from inspections.models import Task
from inspections.tests.pages import signed_in, text_of
from timetable.models import Meeting

TWO_DAYS_AHEAD = date(2024, 5, 15)


def write(scene: Scene, version: int = 0, done: bool = False, **text: str) -> SetupLine:
    return setup.write_line(
        by=scene.lano, inspection=scene.inspection, code="keep-in-touch", version=version, done=done, **text
    )


def test_a_decision_settles_a_line_and_binds_the_timetable(scene: Scene) -> None:
    with pytest.raises(Refused, match="what was decided"):
        write(scene, done=True)
    line = write(scene, done=True, decision="Daily at 4:30pm", constraint="Keep 4:30pm free")
    assert line.done_by == scene.lano
    assert [row.constraint for row in reads.constraints(scene.inspection)] == ["Keep 4:30pm free"]
    setup.task_from_line(
        by=scene.lano, line=line, title="Send the link", owner=scene.lead, due_at=NOW + timedelta(hours=3)
    )
    assert Task.objects.get().source == "Set-up call: Rhythm of keep-in-touch meetings"
    words = text_of(signed_in(scene.dcs).get(reverse("coordination:setup", args=[scene.inspection.reference])))
    assert "1 of 12 lines are settled" in words


def test_the_second_to_write_a_line_sees_the_first(scene: Scene) -> None:
    write(scene, note="Mine")
    for version in (0, 7):
        with pytest.raises(Conflict):
            write(scene, version=version, note="Theirs")
    assert SetupLine.objects.get().note == "Mine"


def test_only_the_nominated_person_accepts_and_the_card_says_when(scene: Scene) -> None:
    with pytest.raises(Refused, match="Only the person nominated"):
        setup.accept_nomination(by=scene.dcs, inspection=scene.inspection)
    for _ in range(2):
        setup.accept_nomination(by=scene.lano, inspection=scene.inspection)
    assert Nominee.objects.count() == 1
    scene.inspection.lano = scene.dcs
    scene.inspection.save()
    # A new LANO has accepted nothing yet.
    assert reads.cards(scene.inspection)[0].accepted_at is None
    setup.accept_nomination(by=scene.dcs, inspection=scene.inspection)
    assert Nominee.objects.filter(ended_at=None).get().person == scene.dcs


def test_the_run_sheet_adds_up(scene: Scene) -> None:
    setup.arrange_opening(by=scene.lano, inspection=scene.inspection, starts_at=NOW, minutes=30)
    for order, minutes in enumerate((10, 10, 20), 1):
        setup.save_slot(
            by=scene.lano, inspection=scene.inspection, title=f"Part {order}", owner="", minutes=minutes, order=order
        )
    sheet = reads.run_sheet(scene.inspection)
    assert (sheet.total, sheet.over) == (40, 10)
    assert sheet.slots[2].starts_at == NOW + timedelta(minutes=20)
    words = text_of(signed_in(scene.lano).get(reverse("coordination:setup", args=[scene.inspection.reference])))
    assert "add up to 40 minutes: 10 too many" in words


def ask_all_but(scene: Scene, *missing: str) -> None:
    people = {"lano": scene.lano, "dcs": scene.dcs, "member": scene.officer, "icb": scene.delegate, "pcf": scene.pcf}
    for code, person in people.items():
        feedback.ask(
            by=scene.lano, inspection=scene.inspection, code=code, person=f"u{person.pk}", confirmed=code not in missing
        )


def test_a_missing_person_is_warned_about_two_working_days_ahead_once_a_day(scene: Scene) -> None:
    ask_all_but(scene, "pcf")
    assert feedback.warn_missing_attendees(today=TWO_DAYS_AHEAD - timedelta(days=1)) == 0
    assert [feedback.warn_missing_attendees(today=TWO_DAYS_AHEAD) for _ in range(2)] == [2, 0]
    notices = Notice.objects.filter(kind="feedback")
    assert {notice.person for notice in notices} == {scene.lano, scene.lead}
    assert "parent carer forum representative" in notices[0].body.lower()
    assert feedback.warn_missing_attendees(today=TWO_DAYS_AHEAD + timedelta(days=1)) == 2
    (seat,) = next(place for place in feedback_of(scene.inspection).places if not place.taken).seats
    feedback.confirm(by=scene.lano, seat=seat)
    assert feedback.warn_missing_attendees(today=date(2024, 5, 17)) == 0


def test_the_meeting_in_the_timetable_gives_the_hour(scene: Scene) -> None:
    feedback.arrange(by=scene.lano, inspection=scene.inspection, starts_at=NOW + timedelta(days=3), place="Chamber")
    Meeting.objects.create(
        inspection=scene.inspection, number=1, kind="feedback", title="Feedback", starts_at=NOW + timedelta(days=2)
    )
    assert feedback_of(scene.inspection).starts_at == NOW + timedelta(days=2)


def test_the_page_confirms_and_takes_off(scene: Scene) -> None:
    ask_all_but(scene, "pcf")
    address = reverse("coordination:feedback", args=[scene.inspection.reference])
    (seat,) = next(place for place in feedback_of(scene.inspection).places if not place.taken).seats
    assert signed_in(scene.dcs).post(address, {"seat": seat.pk}).status_code == 403
    client = signed_in(scene.lano)
    client.post(address, {"seat": seat.pk})
    assert feedback_of(scene.inspection).missing == ()
    client.post(address, {"seat": seat.pk, "remove": "yes"})
    assert [attendee.code for attendee in feedback_of(scene.inspection).missing] == ["pcf"]
