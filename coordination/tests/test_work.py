"""Tasks and their rooms, hours in words, and the daily summary."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Notice, SentMail
from cases.models import TrackedCase
from coordination.hours import due_words
from coordination.models import DigestChoice
from coordination.queries import tasks
from coordination.queries.my_work import my_work
from coordination.services import digest, work
from coordination.tests.conftest import NOW, Scene
from core import clock, outbox
from core.errors import Refused
from core.models import OutboxRow
from information.models import RequestItem
from inspections.models import Task
from inspections.tests.pages import signed_in, statements, text_of

TODAY = NOW.date()


def task(scene: Scene, owner: Any, **given: Any) -> Task:
    more = {
        "title": "Book a room",
        "detail": "",
        "due_at": NOW + timedelta(hours=2),
        "room": "shared",
        "by": scene.lano,
    }
    return work.add_task(inspection=scene.inspection, owner=owner, **(more | given))


@pytest.mark.parametrize(
    ("due_at", "words"),
    [
        (NOW + timedelta(hours=2, minutes=30), "due today 2:30pm, 2 hours left"),
        (NOW + timedelta(minutes=45), "due today 12:45pm, 45 minutes left"),
        (NOW - timedelta(minutes=1), "was due today 11:59am, 1 minute late"),
        (NOW - timedelta(hours=17), "was due yesterday 7pm, 17 hours late"),
        (NOW + timedelta(hours=26), "due tomorrow 2pm, 26 hours left"),
        (NOW + timedelta(days=3), "due Friday 17 May 2024 midday, 3 days left"),
        (None, "no time set"),
    ],
)
def test_hours_in_words(due_at: datetime | None, words: str) -> None:
    assert due_words(due_at, NOW) == words


def test_each_side_sees_its_own_rooms_and_an_owner_always_sees_theirs(scene: Scene) -> None:
    inspectors = task(scene, scene.inspector, room="inspectors", by=scene.lead)
    area = task(scene, scene.officer, room="partnership")
    shared = task(scene, scene.officer)

    def seen(person: Any) -> set[Task]:
        return set(tasks.visible(person, scene.inspection))

    assert seen(scene.lead) == {inspectors, shared}
    assert seen(scene.dcs) == {area, shared}
    assert seen(scene.officer) == {area, shared}
    assert seen(scene.pcf) == set()


@pytest.mark.parametrize(("owner", "room", "field"), [("lano", "inspectors", "owner"), ("lead", "partnership", "room")])
def test_a_task_stays_on_the_side_that_may_see_it(scene: Scene, owner: str, room: str, field: str) -> None:
    with pytest.raises(Refused) as caught:
        task(scene, getattr(scene, owner), room=room, by=scene.lead)
    assert caught.value.reasons[0].field == field
    assert not Task.objects.exists()


def test_the_owner_is_told_and_whoever_asked_hears_of_the_end(scene: Scene) -> None:
    made = task(scene, scene.officer)
    notice = Notice.objects.get(person=scene.officer)
    assert notice.subject == "Medway: Book a room"
    assert notice.url == reverse("coordination:task-detail", args=[scene.inspection.reference, made.pk])
    assert signed_in(scene.officer).get(notice.url).status_code == 200
    work.finish(by=scene.officer, task=made, answer="Room 4")
    answered = Notice.objects.get(person=scene.lano)
    assert answered.subject == "Medway: done, Book a room"
    assert "Room 4" not in answered.subject + answered.body
    with pytest.raises(Refused, match="done or withdrawn already"):
        work.finish(by=scene.officer, task=made, answer="Again")


def test_the_list_costs_the_same_for_many_tasks(scene: Scene) -> None:
    task(scene, scene.officer)
    client = signed_in(scene.lano)
    address = reverse("coordination:task-list", args=[scene.inspection.reference]) + "?show=all"
    one = statements(client, address)
    for _ in range(2):
        task(scene, scene.dcs)
    assert statements(client, address) <= one
    assert "Due today 2pm, 2 hours left" in text_of(client.get(address))


def test_the_summary_comes_once_a_working_day_to_those_who_asked(scene: Scene) -> None:
    late, due = task(scene, scene.lano, by=scene.lead, title="Send A12"), task(scene, scene.lano, by=scene.lead)
    Task.objects.filter(pk=late.pk).update(due_at=NOW - timedelta(days=1))
    assert due.due_at
    assert digest.send_digests(today=TODAY) == 0
    digest.choose(by=scene.lano, wanted=True)
    assert [digest.send_digests(today=TODAY) for _ in range(2)] == [1, 0]
    outbox.relay()
    mail = SentMail.objects.get(subject__startswith="Today:")
    assert mail.subject == "Today: 1 thing due, 1 late – Medway inspection"
    assert "Send A12" in mail.body
    assert f"/inspections/{scene.inspection.reference}/coordination/tasks/{late.pk}/" in mail.body
    saturday = date(2024, 5, 18)
    assert digest.send_digests(today=saturday) == 0


def test_the_summary_is_silent_with_nothing_to_say_or_when_muted(scene: Scene) -> None:
    digest.choose(by=scene.officer, wanted=True)
    assert digest.send_digests(today=TODAY) == 0
    task(scene, scene.officer)
    digest.choose(by=scene.officer, wanted=True, muted_until_on=TODAY)
    assert digest.send_digests(today=TODAY) == 0
    assert digest.send_digests(today=TODAY + timedelta(days=1)) == 1
    assert OutboxRow.objects.filter(kind="digest_email").count() == 1


def test_a_person_chooses_the_summary(scene: Scene) -> None:
    address = reverse("coordination:my-emails")
    client = signed_in(scene.pcf)
    assert client.post(address, {}).context["form"].errors["wanted"] == ["Choose whether you want the summary"]
    assert client.post(address, {"wanted": "yes"}).status_code == 302
    assert DigestChoice.objects.get().speaks_on(TODAY)


def test_my_work_is_on_the_home_page(scene: Scene) -> None:
    task(scene, scene.officer)
    with clock.travelled_to(NOW + timedelta(hours=3)):
        page = signed_in(scene.officer).get(reverse("dashboard:home"))
    assert "Task, Medway: was due today 2pm, 1 hour late" in text_of(page)
    assert {"figure": 1, "text": "task for you, 1 late", "href": "#my-work-today"} in page.context["numbers"]


def test_items_and_cases_of_a_person_are_among_their_work(scene: Scene) -> None:
    RequestItem.objects.create(
        inspection=scene.inspection, number="A1", place=1, code="a1", group="Plans", title="Strategy", body="authority",
        owner=scene.officer, state="assigned", set_due_on=TODAY - timedelta(days=1),
    )  # fmt: skip
    TrackedCase.objects.create(
        inspection=scene.inspection, code="A", state="coordinator_assigned", coordinator=scene.officer
    )
    found = [(thing.what, thing.title, thing.standing) for thing in my_work(scene.officer, NOW)]
    assert found == [("Information request", "A1 Strategy", "late"), ("Tracked case", "Case A", "later")]
    assert my_work(scene.pcf, NOW) == []


def test_the_home_page_costs_the_same_for_many_tasks(scene: Scene) -> None:
    task(scene, scene.officer)
    client = signed_in(scene.officer)
    one = statements(client, reverse("dashboard:home"))
    for _ in range(2):
        task(scene, scene.officer)
    # Each new task is a notice too, so the page lists one more of both.
    assert statements(client, reverse("dashboard:home")) <= one
