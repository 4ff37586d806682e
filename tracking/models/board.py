"""What a board was given: the numbers of one day, and the PDF and the workbook made of them."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.db import models

from core.frozen import FrozenQuerySet
from improvement.models import Plan


class BoardPackQuerySet(FrozenQuerySet):
    def fill_once(self, pk: int, **values: Any) -> bool:
        """Set what a worker makes, once. False when it is there already."""
        return bool(models.QuerySet(self.model, using=self.db).filter(pk=pk, made_at=None).update(**values))


class BoardPack(models.Model):
    """`content` is canonical JSON of all the numbers and words of the day `as_at_on`, taken when the pack was asked for; both files
    are made of it alone. Nothing but the files, when they are made, is ever set after that.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="board_packs")
    number = models.PositiveIntegerField()
    as_at_on = models.DateField()
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True, blank=True)
    pages = models.PositiveIntegerField(null=True, blank=True)
    pdf = models.BinaryField(null=True, blank=True)
    workbook = models.BinaryField(null=True, blank=True)
    failure = models.CharField(max_length=300, blank=True)

    objects = BoardPackQuerySet.as_manager()

    class Meta:
        ordering = ("plan", "-number")
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="one_board_pack_per_number")]

    def __str__(self) -> str:
        return f"Board pack {self.number} of {self.plan}"

    @property
    def told(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self.content)
        return told

    def audit_scope(self) -> tuple[str, str]:
        return self.plan.audit_scope()

    def audit_label(self) -> str:
        return str(self)
