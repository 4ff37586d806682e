"""Tasks: raised once for a key, ended once, and told to those concerned."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from accounts.models import Notice
from audit.models import Entry
from core.clock import travelled_to
from core.errors import Refused
from inspections.models import Inspection, Task
from inspections.services import work
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def inspection() -> Inspection:
    return make.InspectionFactory.create(state="notified", notified_on=date(2024, 4, 29))


def raised(inspection: Inspection, owner: Any, by: Any = None, key: str = "k") -> Task:
    with travelled_to(date(2024, 5, 1)):
        return work.raise_task(by=by, inspection=inspection, key=key, title="Book a room", owner=owner)


def test_a_key_is_one_task_and_one_notice(inspection: Inspection) -> None:
    owner = make.UserFactory.create()
    assert raised(inspection, owner) == raised(inspection, owner)
    notice = Notice.objects.get()
    assert notice.url == f"/inspections/{inspection.reference}/coordination/tasks/{Task.objects.get().pk}/"
    assert Entry.objects.filter(verb="task.raised").count() == 1


def test_whoever_gives_a_task_to_themselves_or_to_a_closed_account_is_not_told(inspection: Inspection) -> None:
    person, closed = make.UserFactory.create(), make.UserFactory.create(is_active=False)
    raised(inspection, person, by=person)
    raised(inspection, closed, key="other")
    assert not Notice.objects.exists()


def test_a_task_ends_once(inspection: Inspection) -> None:
    asker, owner = make.UserFactory.create(), make.UserFactory.create()
    task = raised(inspection, owner, by=asker)
    stale = Task.objects.get(pk=task.pk)
    work.finish_task(by=owner, task=task, answer="Room 4")
    assert Notice.objects.get(person=asker).subject.endswith(": done, Book a room")
    for act in (
        lambda: work.finish_task(by=owner, task=stale),
        lambda: work.withdraw_task(by=asker, task=stale, reason="No need"),
        lambda: work.give_task(by=asker, task=stale, owner=asker),
    ):
        with pytest.raises(Refused, match="done or withdrawn already"):
            act()


def test_withdrawing_needs_a_reason_and_tells_the_owner(inspection: Inspection) -> None:
    asker, owner = make.UserFactory.create(), make.UserFactory.create()
    task = raised(inspection, owner, by=asker)
    with pytest.raises(Refused, match="Give a reason"):
        work.withdraw_task(by=asker, task=task, reason=" ")
    work.withdraw_task(by=asker, task=task, reason="Found one")
    assert Notice.objects.filter(person=owner, subject__contains="withdrawn").count() == 1


def test_a_task_handed_on_is_told_to_the_new_owner(inspection: Inspection) -> None:
    first, second = make.UserFactory.create(), make.UserFactory.create()
    task = raised(inspection, first)
    work.give_task(by=first, task=task, owner=second)
    assert Notice.objects.filter(person=second).count() == 1
    assert task.version == 2
