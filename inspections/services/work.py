"""Tasks of an inspection: raised once for a key, done or withdrawn once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from audit.record import record
from core import clock
from core.errors import Refused
from inspections import verbs
from inspections.models import Inspection, Task, TaskRoom
from inspections.services.owners import tell


@transaction.atomic
def raise_task(
    *,
    by: Any,
    inspection: Inspection,
    key: str,
    title: str,
    owner: Any = None,
    due_at: datetime | None = None,
    detail: str = "",
    room: str = TaskRoom.SHARED,
    source: str = "",
    path: str = "",
) -> Task:
    """The task with this key, made and told to its owner if it is new. A key that exists is given back as it is."""
    task, made = Task.objects.get_or_create(
        inspection=inspection,
        key=key,
        defaults={
            "title": title[:200],
            "detail": detail,
            "room": room,
            "owner": owner,
            "due_at": due_at,
            "source": source,
            "path": path,
            "raised_by": by,
        },
    )
    if made:
        record(actor=by, verb=verbs.TASK_RAISED, subject=task, changes={"title": (None, task.title)})
        _tell(task, by)
    return task


@transaction.atomic
def give_task(*, by: Any, task: Task, owner: Any) -> None:
    """Hand an open task to somebody else, and tell them. Raises Refused."""
    before = task.owner
    _change(task, owner=owner)
    record(actor=by, verb=verbs.TASK_GIVEN, subject=task, changes={"owner": (str(before or ""), str(owner or ""))})
    _tell(task, by)


@transaction.atomic
def finish_task(*, by: Any, task: Task, answer: str = "") -> None:
    """Mark an open task as done, with what was answered. Raises Refused when it is done or withdrawn already."""
    _change(task, done_at=clock.now(), done_by=by, answer=answer)
    record(actor=by, verb=verbs.TASK_DONE, subject=task, changes={"answer": (None, answer)} if answer else None)
    _tell_of_end(task, by, task.raised_by, "done", f"{by} marked as done what you asked for.")


@transaction.atomic
def withdraw_task(*, by: Any, task: Task, reason: str) -> None:
    """Say that an open task need not be done any more. Raises Refused."""
    if not reason.strip():
        raise Refused("Give a reason.")
    _change(task, withdrawn_at=clock.now(), withdrawn_reason=reason[:300])
    record(actor=by, verb=verbs.TASK_WITHDRAWN, subject=task, reason=reason)
    _tell_of_end(task, by, task.owner, "withdrawn", "You need not do this any more.")


def _change(task: Task, **values: Any) -> None:
    """Compare and swap on the open task, so that a second click is refused on both databases."""
    if not Task.objects.open().filter(pk=task.pk).update(version=task.version + 1, **values):
        raise Refused("This task is done or withdrawn already.")
    task.refresh_from_db()


def address_of(task: Task) -> str:
    """The page of what the task is about, else the task's own, which the app of coordination shows."""
    return task.path or f"{task.inspection.get_absolute_url()}coordination/tasks/{task.pk}/"


def _tell_of_end(task: Task, by: Any, person: Any, what: str, body: str) -> None:
    """The answer itself stays on the page: an e-mail says only what changed."""
    if person is None or person == by or not person.is_active:
        return
    tell(
        person,
        kind="task",
        key=f"task-{what}:{task.pk}:{person.pk}",
        subject=f"{task.inspection.partnership.name}: {what}, {task.title}",
        body=body,
        url=address_of(task),
    )


def _tell(task: Task, by: Any) -> None:
    if task.owner is None or task.owner == by or not task.owner.is_active:
        return
    tell(
        task.owner,
        kind="task",
        key=f"task:{task.pk}:{task.owner_id}:{task.version}",
        subject=f"{task.inspection.partnership.name}: {task.title}",
        body="A task was given to you" + (f" at {task.source}." if task.source else "."),
        url=address_of(task),
    )
