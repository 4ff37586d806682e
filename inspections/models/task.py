"""Something one person has to do in an inspection, by an hour: raised at a meeting, in the set-up call, or for a case."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.models import Timestamped, Versioned


class TaskRoom(models.TextChoices):
    """Who may see a task besides its owner: the three rooms of an inspection."""

    SHARED = "shared", "Inspectors and the area"
    INSPECTORS = "inspectors", "Inspectors only"
    PARTNERSHIP = "partnership", "The area only"


class TaskQuerySet(models.QuerySet["Task"]):
    def open(self) -> Self:
        return self.filter(done_at__isnull=True, withdrawn_at__isnull=True)

    def overdue(self, at: datetime) -> Self:
        return self.open().filter(due_at__lt=at)


class Task(Versioned, Timestamped):
    """`key` is unique in an inspection, so asking twice is asking once. `title` names no child: it travels by e-mail.

    `path` leads to what the task is about; `source` says in words where it came from ("Keep-in-touch meeting 3").
    """

    inspection = models.ForeignKey("inspections.Inspection", on_delete=models.CASCADE, related_name="tasks")
    key = models.CharField(max_length=120)
    title = models.CharField(max_length=200)
    detail = models.TextField(blank=True)
    room = models.CharField(max_length=20, choices=TaskRoom, default=TaskRoom.SHARED)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="inspection_tasks"
    )
    source = models.CharField(max_length=150, blank=True)
    path = models.CharField(max_length=300, blank=True)
    due_at = models.DateTimeField(null=True, blank=True, db_index=True)
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answer = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = ("due_at", "pk")
        constraints = [
            models.UniqueConstraint(fields=["inspection", "key"], name="one_task_for_a_key"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(withdrawn_at__isnull=True), name="task_done_or_withdrawn"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def audit_scope(self) -> tuple[str, str]:
        return self.inspection.audit_scope()
