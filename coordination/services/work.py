"""Tasks given by hand: in a room their owner is in, and never naming a child."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.crypto import get_random_string

from accounts.access import can
from accounts.choices import Permission
from coordination.services.guards import refuse_names, still_open
from core import clock
from core.errors import Reason, Refused
from inspections.models import Inspection, Task, TaskRoom
from inspections.services import work


@transaction.atomic
def add_task(
    *, by: Any, inspection: Inspection, title: str, detail: str, owner: Any, due_at: datetime | None, room: str
) -> Task:
    """A task for somebody of the inspection. Raises Refused beside "title", "owner", "room" or "due_time"."""
    still_open(inspection)
    refuse_names(inspection, title=title, detail=detail)
    if due_at is not None and due_at <= clock.now():
        raise Refused(Reason("The hour must be in the future", "due_time"))
    if room not in rooms_for(by, inspection):
        raise Refused(Reason("Choose who may see it", "room"))
    _fits(owner, inspection, room)
    return work.raise_task(
        by=by,
        inspection=inspection,
        key=f"own:{get_random_string(20)}",
        title=title.strip(),
        detail=detail.strip(),
        owner=owner,
        due_at=due_at,
        room=room,
    )


@transaction.atomic
def give(*, by: Any, task: Task, owner: Any) -> None:
    """Hand a task to somebody else who may see it. Raises Refused."""
    still_open(task.inspection)
    _fits(owner, task.inspection, task.room)
    if task.owner_id == owner.pk:
        raise Refused(Reason(f"{owner} has this task already", "owner"))
    work.give_task(by=by, task=task, owner=owner)


@transaction.atomic
def finish(*, by: Any, task: Task, answer: str) -> None:
    """Mark a task as done, with an answer that names no child. Raises Refused."""
    refuse_names(task.inspection, answer=answer)
    work.finish_task(by=by, task=task, answer=answer.strip())


@transaction.atomic
def withdraw(*, by: Any, task: Task, reason: str) -> None:
    """Withdraw a task for a reason that names no child. Raises Refused."""
    refuse_names(task.inspection, reason=reason)
    work.withdraw_task(by=by, task=task, reason=reason)


def rooms_for(person: Any, inspection: Inspection) -> tuple[str, ...]:
    """The rooms a person may put a task in: shared, and their own side's."""
    own = TaskRoom.INSPECTORS if can(person, Permission.TEAM_NOTES, inspection) else TaskRoom.PARTNERSHIP
    return TaskRoom.SHARED, own


def _fits(owner: Any, inspection: Inspection, room: str) -> None:
    """Whoever gets a task must be able to open it, and be on its side."""
    if not can(owner, Permission.WEEKS_OWN, inspection):
        raise Refused(Reason(f"{owner} has no part in this inspection", "owner"))
    if room not in (TaskRoom.SHARED, rooms_for(owner, inspection)[1]):
        raise Refused(Reason(f"{owner} is not on the side that may see this task", "owner"))
