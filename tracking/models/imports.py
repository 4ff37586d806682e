"""A workbook of actions that somebody gave us: what it would change, whether it was kept, and whether that was undone."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.models import StoredFile
from improvement.models import Plan


class ActionImport(models.Model):
    """`faults` is a list of {sheet, row, column, text}; `changes` a list of changes as tracking.services.sheets describes them. `undo`
    is what is needed to put everything back. Nothing is kept before `confirmed_at`; one with faults is never confirmed.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="action_imports")
    number = models.PositiveIntegerField()
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    faults = models.JSONField(default=list)
    changes = models.JSONField(default=list)
    undo = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("plan", "-number")
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="one_action_import_per_number"),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | Q(faults=[]), name="import_with_faults_is_never_kept"
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True) | Q(confirmed_at__isnull=False), name="import_undone_after_kept"
            ),
        ]

    def __str__(self) -> str:
        return f"Import {self.number} of {self.plan}"

    @property
    def stage(self) -> str:
        if self.undone_at:
            return "undone"
        if self.confirmed_at:
            return "kept"
        return "faulty" if self.faults else "checked"

    def audit_scope(self) -> tuple[str, str]:
        return self.plan.audit_scope()

    def audit_label(self) -> str:
        return str(self)

    def as_dict(self) -> dict[str, Any]:
        return {"number": self.number, "file": self.file.name}
