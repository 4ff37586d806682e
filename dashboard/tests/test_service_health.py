"""Whether the service is well: for machines, and for the service administrator, who has work tried again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.choices import Role
from audit.models import Entry
from core import clock, outbox, pulse, unfinished
from core.models import OutboxRow, Pulse
from inspections.tests.pages import signed_in, text_of
from reports.models import PdfJob
from reports.tests.reviewing import desk
from tests import factories as make

pytestmark = pytest.mark.django_db
PAGE = reverse("dashboard:service-health")


def health() -> Any:
    return Client().get(reverse("dashboard:health"))


def waiting(minutes: int, **more: Any) -> OutboxRow:
    then = clock.now() - timedelta(minutes=minutes)
    return OutboxRow.objects.create(kind="secret kind", key=f"secret {minutes}", created_at=then, due_at=then, **more)


def given_up() -> OutboxRow:
    return waiting(20, failed_at=clock.now(), attempts=8, last_error="ValueError: no such letter")


@pytest.fixture
def administrator() -> Any:
    return make.national(Role.ADMINISTRATOR)


def test_a_well_service_says_ok_and_no_more() -> None:
    assert health().json() == {"status": "ok"}
    assert Client().get(reverse("dashboard:live")).json() == {"status": "ok"}


def test_work_that_nobody_does_makes_it_late() -> None:
    waiting(5)
    assert (health().status_code, health().json()) == (200, {"status": "ok"})
    waiting(20)
    assert (health().status_code, health().json()) == (503, {"status": "late"})
    assert Client().get(reverse("dashboard:live")).status_code == 200


@pytest.mark.trust("R13", "a scheduler that stopped, seen by the clock of the health address")
def test_a_scheduler_that_stops_is_told_within_ten_minutes(figures: Any) -> None:
    pulse.beat(pulse.CANARY)
    stopped = clock.now()
    assert health().status_code == 200
    told = None
    for seconds in range(0, 1200, 15):
        with clock.travelled_to(stopped + timedelta(seconds=seconds)):
            if health().status_code == 503:
                told = seconds
                break
    figures("told after", f"{told} s")
    assert told is not None and told <= 600
    pulse.beat(pulse.CANARY)
    assert health().status_code == 200, "and well again with the next one"


def test_what_was_given_up_is_on_the_page_with_its_error_and_is_tried_again_once(administrator: Any) -> None:
    row = given_up()
    browser = signed_in(administrator)
    page = text_of(browser.get(PAGE))
    assert "Secret kind" in page and "ValueError: no such letter" in page
    again = reverse("dashboard:work-try-again", args=[row.pk])
    assert browser.post(again).status_code == 302
    assert browser.post(again).status_code == 302, "pressed twice"
    row.refresh_from_db()
    assert (row.failed_at, row.attempts) == (None, 0)
    assert outbox.waiting().filter(pk=row.pk).exists()
    entry = Entry.objects.get(verb="service.work_retried")
    assert (entry.actor, entry.subject_id) == (administrator, str(row.pk))


def test_the_page_says_what_comes_next_and_when_somebody_was_last_seen(administrator: Any) -> None:
    for number in range(12):
        due_at = clock.now() + timedelta(days=number + 1)
        OutboxRow.objects.create(kind="publish_letter", key=str(number), created_at=clock.now(), due_at=due_at)
    pulse.beat(pulse.CANARY)
    Pulse.objects.update_or_create(name=pulse.SCHEDULER, defaults={"at": clock.now() - timedelta(hours=2)})
    page = text_of(signed_in(administrator).get(PAGE))
    assert page.count("Publish letter") == 10
    assert "2 hours ago" in page and "Well" in page
    with clock.travelled_to(clock.now() + timedelta(minutes=6)):
        assert "No canary has come through" in text_of(signed_in(administrator).get(PAGE))


def test_before_the_first_canary_nothing_is_called_well(administrator: Any) -> None:
    page = text_of(signed_in(administrator).get(PAGE))
    assert "Starting" in page and page.count("Not yet: the first comes within") == 2
    assert "Well" not in page and "Never" not in page
    pulse.beat(pulse.CANARY)
    page = text_of(signed_in(administrator).get(PAGE))
    assert "Well" in page and "Starting" not in page


def test_work_that_failed_is_shown_with_its_next_try(administrator: Any) -> None:
    waiting(1, attempts=2, last_error="TimeoutError: timed out")
    assert "TimeoutError: timed out" in text_of(signed_in(administrator).get(PAGE))


def test_half_done_work_that_nothing_stands_for_is_shown_and_asked_for_again_once(administrator: Any) -> None:
    letter = desk().letter
    job = PdfJob.objects.create(letter=letter, kind="draft", asked_at=clock.now(), context="{}")
    assert unfinished.forgotten() == [("draw_pdf", {"job": job.pk})]
    assert "half done" in text_of(signed_in(administrator).get(PAGE))
    assert (unfinished.ask_again(), unfinished.ask_again()) == (1, 0)
    row = OutboxRow.objects.get(kind="draw_pdf", payload={"job": job.pk})
    assert unfinished.forgotten() == []
    OutboxRow.objects.filter(pk=row.pk).update(done_at=clock.now())
    assert unfinished.ask_again() == 1, "marked done, and not done"
    OutboxRow.objects.filter(kind="draw_pdf").update(done_at=None, failed_at=clock.now())
    assert unfinished.ask_again() == 0, "what was given up is for a person to decide"


def test_every_kind_of_long_work_says_what_half_done_means() -> None:
    # A look at an address that was missed is made the next morning; an e-mail is its row.
    without = {kind for kind in outbox._LONG - unfinished.kinds() if not kind.endswith("_email")}
    assert without == {"check_plan_address"}
