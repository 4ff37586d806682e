"""Who sees which task: one's own always; all of the rooms one is in with the right to see everybody's."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Q

from accounts.access import held_on
from accounts.choices import Permission
from coordination.hours import due_words
from coordination.models import KitIssue
from inspections.models import Inspection, Task, TaskRoom
from inspections.models.task import TaskQuerySet


@dataclass(frozen=True)
class TaskRow:
    """A task as a list shows it. `code` is "late", "today", "open", "done" or "withdrawn"."""

    task: Task
    code: str
    due: str

    @property
    def url(self) -> str:
        return f"/inspections/{self.task.inspection.reference}/coordination/tasks/{self.task.pk}/"


WORDS = {
    "late": ("Late", "red"),
    "today": ("Due today", "orange"),
    "open": ("To do", "blue"),
    "done": ("Done", "green"),
    "withdrawn": ("Withdrawn", "grey"),
}


def rooms_of(actor: Any, inspection: Inspection) -> tuple[str, ...]:
    """The rooms whose tasks this person sees besides their own."""
    held = held_on(actor, (Permission.TASK_VIEW, Permission.TEAM_NOTES), inspection)
    if Permission.TASK_VIEW not in held:
        return ()
    return TaskRoom.SHARED, (TaskRoom.INSPECTORS if Permission.TEAM_NOTES in held else TaskRoom.PARTNERSHIP)


def visible(actor: Any, inspection: Inspection) -> TaskQuerySet:
    """The tasks of an inspection that this person may open; the soonest due first, those without an hour last."""
    mine_or_ours = Q(owner=actor) | Q(room__in=rooms_of(actor, inspection))
    return ordered(Task.objects.filter(mine_or_ours, inspection=inspection))


def mine(actor: Any) -> TaskQuerySet:
    """A person's own open tasks in every inspection they may still see."""
    seen = Inspection.objects.permitted(actor, Permission.INSPECTION_VIEW).order_by().values("pk")
    return ordered(Task.objects.open().filter(owner=actor, inspection__in=seen))


def ordered(found: TaskQuerySet) -> TaskQuerySet:
    return found.select_related("inspection__partnership", "owner", "raised_by", "done_by").order_by(
        F("due_at").asc(nulls_last=True), "pk"
    )


def row_of(task: Task, now: datetime) -> TaskRow:
    if task.withdrawn_at:
        return TaskRow(task, "withdrawn", "")
    if task.done_at:
        return TaskRow(task, "done", "")
    code = "open"
    if task.due_at and task.due_at < now:
        code = "late"
    elif task.due_at and task.due_at.astimezone(now.tzinfo).date() == now.date():
        code = "today"
    return TaskRow(task, code, due_words(task.due_at, now))


def rows_of_issues(
    issues: Iterable[KitIssue], rooms: Collection[str], actor: Any, now: datetime
) -> list[tuple[KitIssue, TaskRow, bool]]:
    """Each request of a meeting, its task, and whether this person, who sees those `rooms`, may open it (as `visible` says)."""
    return [
        (issue, row_of(issue.task, now), issue.task.owner_id == actor.pk or issue.task.room in rooms)
        for issue in issues
    ]


def rows(found: Iterable[Task], now: datetime) -> list[TaskRow]:
    return [row_of(task, now) for task in found]
