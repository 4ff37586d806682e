"""A report on its way to the public, for the tests of publication and correction."""

from __future__ import annotations

from datetime import datetime

from core import clock, outbox
from inspections.services.inspections import record_receipt
from reports.models import Letter
from reports.services import publication
from reports.tests import test_letters as walk

desk = walk.desk
DUE = datetime(2024, 7, 16, 9, 30, tzinfo=clock.LONDON)


def ready(desk):
    """Issued, received, its PDF made: on 9 July."""
    walk.to_issue(desk)
    with clock.travelled_to(walk.RECEIVED):
        record_receipt(by=desk.dcs, inspection=desk.inspection, received_on=walk.RECEIVED)
        outbox.relay()
    desk.letter = Letter.objects.get(pk=desk.letter.pk)
    return desk


def planned(desk, due=DUE):
    with clock.travelled_to(walk.RECEIVED):
        return publication.schedule(by=desk.quality, letter=desk.letter, number=1, on=due.date(), at=due.time())


def out(desk):
    ready(desk)
    with clock.travelled_to(walk.PUBLISHED):
        publication.publish(by=desk.quality, letter=desk.letter, number=1)
    desk.letter = Letter.objects.get(pk=desk.letter.pk)
    return desk


def state(desk):
    return Letter.objects.get(pk=desk.letter.pk).state
