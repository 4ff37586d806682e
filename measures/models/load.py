"""A workbook that was read: what it would do is looked at before it is done, and can be undone."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from improvement.models import Plan


class MeasureLoad(models.Model):
    """`rows` are {sheet: rows as read}, `notes` what was assumed in reading, `lines` what keeping will do; all are as they were when
    the file was read. `made` is what keeping did, for it to be undone: {"defined": [pk], "changed": {pk: {field: before}}, "targets":
    {pk: {period: before}}}.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="measure_loads")
    number = models.PositiveSmallIntegerField()
    file_name = models.CharField(max_length=200)
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField()
    rows = models.JSONField(default=dict)
    notes = models.JSONField(default=list)
    kept_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    kept_at = models.DateTimeField(null=True, blank=True)
    made = models.JSONField(default=dict)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("plan", "number")
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="one_measure_load_per_number")]

    def __str__(self) -> str:
        return f"Workbook {self.number} of {self.plan}"

    def audit_scope(self) -> tuple[str, str]:
        return self.plan.audit_scope()

    def audit_label(self) -> str:
        return str(self)
