"""Publishing now or at an instant: it has one effect, whoever else tries and whatever fails meanwhile."""

from __future__ import annotations

import threading
from datetime import date, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, connections

from accounts.models import NationalRole, Notice
from audit.models import Entry
from cases.models import CaseIdentity, TrackedCase
from core import clock, outbox
from core.errors import Refused
from core.models import OutboxRow
from improvement.models import Plan
from inspections.models import Inspection
from reports.models import Letter, LetterVersion, ScheduledPublication, Withdrawal
from reports.services import complaints, publication, telling
from reports.tests import publishing
from reports.tests import test_letters as walk
from reports.tests.publishing import DUE, planned, ready, state

pytestmark = pytest.mark.django_db
desk = publishing.desk


# --- at an instant


def test_the_scheduler_publishes_at_its_time_and_once_however_often_it_looks(desk):
    ready(desk)
    plan = planned(desk)
    with clock.travelled_to(DUE - timedelta(seconds=1)):
        outbox.relay()
        assert state(desk) == "issued"
    with clock.travelled_to(DUE):
        outbox.relay()
        outbox.relay()
        # A worker that died after the act and before its mark: the row is run again.
        OutboxRow.objects.filter(kind="publish_letter").update(done_at=None)
        outbox.relay()
    assert state(desk) == "published"
    version = LetterVersion.objects.get()
    assert version.published_at == DUE
    plan.refresh_from_db()
    assert plan.done_at == DUE and plan.refused_at is None
    assert Entry.objects.filter(verb="letter.publish").count() == Plan.objects.count() == 1
    assert Entry.objects.get(verb="letter.publish").actor == desk.quality


def test_a_scheduler_that_was_down_publishes_late_and_on_the_day_it_is(desk):
    ready(desk)
    planned(desk)
    with clock.travelled_to(DUE + timedelta(days=2)):
        outbox.relay()
        outbox.relay()
    desk.inspection.refresh_from_db()
    assert (state(desk), desk.inspection.published_on) == ("published", date(2024, 7, 18))


def complain(desk):
    complaints.record_complaint(
        by=desk.quality, letter=desk.letter, received_on=date(2024, 7, 10), about="The week", late_reason="Post"
    )


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (complain, "held for a complaint"),
        (lambda desk: Inspection.objects.filter(pk=desk.inspection.pk).update(report_received_on=None), "received the final report"),
        (lambda desk: desk.inspection.findings.all().delete(), "no area for priority action"),
        (lambda desk: NationalRole.objects.filter(user=desk.quality).update(ends_on=date(2024, 7, 10)), "may no longer publish"),
    ],
    ids=["complaint", "receipt", "findings", "right"],
)  # fmt: skip
def test_what_publication_needs_is_asked_again_at_its_time_and_the_planner_is_told_why_not(desk, spoil, why):
    ready(desk)
    plan = planned(desk)
    with clock.travelled_to(date(2024, 7, 10)):
        spoil(desk)
    before = state(desk)
    with clock.travelled_to(DUE):
        outbox.relay()
        outbox.relay()
    assert state(desk) == before != "published"
    assert not LetterVersion.objects.once_published().exists() and not Plan.objects.exists()
    plan.refresh_from_db()
    assert plan.refused_at and why in " ".join(plan.reasons)
    notice = Notice.objects.get(person=desk.quality, key=f"publish:{plan.pk}:refused")
    assert why in notice.body and "16 July 2024 at 9:30am" in notice.body
    assert Entry.objects.filter(verb="letter.schedule_refused").count() == 1


def test_a_plan_that_is_called_off_does_nothing_and_another_may_be_made(desk):
    ready(desk)
    plan = planned(desk)
    with clock.travelled_to(walk.RECEIVED):
        with pytest.raises(Refused, match="set already"):
            publication.schedule(by=desk.quality, letter=desk.letter, number=1, on=DUE.date(), at=time(12))
        assert publication.call_off(by=desk.quality, letter=desk.letter) is True
        assert publication.call_off(by=desk.quality, letter=desk.letter) is False
    later = planned(desk, DUE + timedelta(hours=3))
    with clock.travelled_to(DUE):
        outbox.relay()
    assert state(desk) == "issued"
    with clock.travelled_to(later.due_at):
        outbox.relay()
    assert state(desk) == "published"
    plan.refresh_from_db()
    assert plan.done_at is None
    assert telling.EVENTS["called-off"] in {told.event for told in telling.told(desk.letter)}


@pytest.mark.parametrize(
    ("on", "at", "why"),
    [
        (date(2024, 7, 9), time(8, 59), "must be in the future"),
        (date(2025, 9, 1), time(9), "within a year"),
        (date(2025, 3, 30), time(1, 30), "no such time"),
    ],
)
def test_a_time_that_cannot_be_is_refused(desk, on, at, why):
    ready(desk)
    with clock.travelled_to(walk.RECEIVED), pytest.raises(Refused, match=why):
        publication.schedule(by=desk.quality, letter=desk.letter, number=1, on=on, at=at)
    assert not ScheduledPublication.objects.exists()


def test_published_by_hand_before_its_time_nothing_is_left_to_be_done(desk):
    ready(desk)
    plan = planned(desk)
    with clock.travelled_to(date(2024, 7, 11)):
        publication.publish(by=desk.quality, letter=desk.letter, number=1)
    with clock.travelled_to(DUE):
        outbox.relay()
    plan.refresh_from_db()
    assert plan.called_off_at and not plan.refused_at
    assert Entry.objects.filter(verb="letter.publish").count() == 1


def test_what_became_known_since_sign_off_counts_at_the_time_of_publication(desk):
    ready(desk)
    planned(desk)
    case = TrackedCase.objects.create(inspection=desk.inspection, code="B", state="selected")
    # The words of the letter: “Families tell us so.”
    CaseIdentity.objects.create(case=case, name="Families Tell", given_by=desk.quality, given_at=clock.now())
    assert any("name" in text for text in publication.missing(desk.letter))
    with clock.travelled_to(DUE):
        outbox.relay()
    assert state(desk) == "issued"
    assert "name" in ScheduledPublication.objects.get().reasons[0]
    assert "Families Tell" not in Notice.objects.get(key__endswith=":refused").body


# --- by hand


def test_only_who_may_publish_and_only_what_they_saw(desk):
    ready(desk)
    with clock.travelled_to(walk.PUBLISHED):
        for person in (desk.lead, desk.lano, desk.dfe):
            with pytest.raises(PermissionDenied):
                publication.publish(by=person, letter=desk.letter, number=1)
        with pytest.raises(Refused, match="Version 1 has been frozen since"):
            publication.publish(by=desk.quality, letter=desk.letter, number=2)
        publication.publish(by=desk.quality, letter=desk.letter, number=1)
        with pytest.raises(Refused, match="published already"):
            publication.publish(by=desk.quality, letter=desk.letter, number=1)


def test_the_recipients_are_told_before_the_public_is(desk):
    ready(desk)
    issued = Notice.objects.filter(key=f"letter:{desk.letter.pk}:issued:1")
    assert {notice.person for notice in issued} == {desk.lano, desk.dcs, desk.dfe}
    assert all("not published yet" in notice.body for notice in issued)
    with clock.travelled_to(walk.PUBLISHED):
        publication.publish(by=desk.quality, letter=desk.letter, number=1)
    rows = [(told.name, told.event) for told in telling.told(desk.letter)]
    assert rows.index((desk.lano.name, telling.EVENTS["issued"])) < rows.index(
        (desk.lano.name, telling.EVENTS["published"])
    )
    assert (desk.lead.name, telling.EVENTS["published"]) in rows


# --- at the same time


def at_once(*acts):
    """Run the acts in threads that start together; what each raised, or None."""
    start, ends = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place, act):
        start.wait(timeout=20)
        try:
            act()
        except (Refused, PermissionDenied) as refusal:
            ends[place] = refusal
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return ends


needs_postgres = pytest.mark.skipif(connection.vendor != "postgresql", reason="rows are locked on PostgreSQL only")


@pytest.mark.trust("C2", "two clicks and two schedulers publish one letter")
@needs_postgres
@pytest.mark.django_db(transaction=True)
def test_two_clicks_and_two_schedulers_at_once_publish_once(desk):
    ready(desk)
    plan = planned(desk)

    def click():
        publication.publish(by=desk.quality, letter=Letter.objects.get(pk=desk.letter.pk), number=1)

    def sweep():
        publication.publish_as_planned(ScheduledPublication.objects.get(pk=plan.pk))

    with clock.travelled_to(DUE):
        ends = at_once(click, click, sweep, sweep)
    assert sum(end is None for end in ends[:2]) <= 1
    assert state(desk) == "published"
    assert Entry.objects.filter(verb="letter.publish").count() == Plan.objects.count() == 1
    plan.refresh_from_db()
    assert bool(plan.done_at) != bool(plan.called_off_at or plan.refused_at)


@needs_postgres
@pytest.mark.django_db(transaction=True)
def test_a_withdrawal_during_publication_comes_before_or_after_it(desk):
    ready(desk)
    version = LetterVersion.objects.get()

    def publish():
        publication.publish(by=desk.quality, letter=Letter.objects.get(pk=desk.letter.pk), number=1)

    def withdraw():
        publication.withdraw(by=desk.quality, version=version, kind="removed", reason="It names a child.")

    with clock.travelled_to(DUE):
        published, withdrawn = at_once(publish, withdraw)
    assert published is None
    assert (state(desk), Withdrawal.objects.count()) == (("withdrawn", 1) if withdrawn is None else ("published", 0))
