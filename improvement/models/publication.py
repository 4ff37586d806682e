"""A plan as it was published here, and the addresses where the area published it itself, with what was seen there."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.frozen import Frozen
from improvement.models.plan import Plan
from improvement.models.submission import PlanSubmission
from inspections.choices import PUBLISHED_STATES

MUTABLE = frozenset({"begun_at", "tries", "failure"})


class PublicationQuerySet(models.QuerySet["PlanPublication"]):
    def public(self) -> PublicationQuerySet:
        """What anybody may read: the inspection that asked for the plan is public too."""
        return self.filter(plan__inspection__state__in=PUBLISHED_STATES)

    def light(self) -> PublicationQuerySet:
        return self.defer("content", "fragment", "pdf")

    def _refuse(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise Frozen("A published plan is never changed or removed")

    delete = bulk_update = _refuse

    def update(self, **values: Any) -> int:
        if not MUTABLE.issuperset(values):
            self._refuse()
        return super().update(**values)

    def fill_once(self, pk: int, **values: Any) -> bool:
        """Set fields that are still empty, once. False when any of them has been set before."""
        empty = {f"{name}__isnull": True for name in values}
        return bool(models.QuerySet.update(self.filter(pk=pk, **empty), **values))


class PlanPublication(models.Model):
    """One published version. `content` is canonical JSON without people, `fragment` the page's HTML drawn from it once with
    `template`; `pdf` with its digest, pages and bytes comes from a worker soon after, once. `number` counts within the inspection.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="publications")
    number = models.PositiveSmallIntegerField()
    submission = models.ForeignKey(PlanSubmission, on_delete=models.PROTECT, null=True, related_name="publications")
    published_on = models.DateField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    template = models.CharField(max_length=60)
    fragment = models.TextField()

    pdf = models.BinaryField(null=True)
    pdf_sha256 = models.CharField(max_length=64, null=True)
    pages = models.PositiveIntegerField(null=True)
    size = models.PositiveIntegerField(null=True)
    begun_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=300, blank=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ("plan", "number")
        verbose_name = "published plan"
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="one_plan_publication_per_number"),
            models.CheckConstraint(condition=Q(number=1) | ~Q(reason=""), name="plan_published_again_for_a_reason"),
        ]

    def __str__(self) -> str:
        return f"Version {self.number} of {self.plan}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Frozen("A published plan is never changed or removed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise Frozen("A published plan is never changed or removed")

    @property
    def shown(self) -> dict[str, Any]:
        content: dict[str, Any] = json.loads(self.content)
        return content

    @property
    def stage(self) -> str:
        """Of the PDF: one of "waiting", "drawing", "again" (it failed and is tried again), "ready" and "failed"."""
        if self.pdf_sha256:
            return "ready"
        if self.failure:
            return "failed" if self.tries >= MOST_TRIES else "again"
        return "drawing" if self.begun_at else "waiting"

    def audit_scope(self) -> tuple[str, str]:
        return self.plan.audit_scope()

    def audit_label(self) -> str:
        return str(self)


MOST_TRIES = 3


class PlanAddress(models.Model):
    """An address of the area's own where it published the plan. `ended_at` is set when it is looked at no more."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="addresses")
    address = models.CharField(max_length=1_000)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("plan", "added_at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "address"], condition=Q(ended_at=None), name="one_standing_row_per_plan_address"
            )
        ]

    def __str__(self) -> str:
        return self.address

    def audit_scope(self) -> tuple[str, str]:
        return self.plan.audit_scope()

    def audit_label(self) -> str:
        return f"Address of {self.plan}"


class AddressCheck(models.Model):
    """What was seen at an address on a day. `status` is None where nothing answered: `problem` then says why.

    `names_plan` says whether the text of the page names the plan, None where it could not be read.
    """

    address = models.ForeignKey(PlanAddress, on_delete=models.PROTECT, related_name="checks")
    on = models.DateField()
    at = models.DateTimeField()
    found = models.BooleanField()
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    led_to = models.CharField(max_length=1_000, blank=True)
    title = models.CharField(max_length=200, blank=True)
    names_plan = models.BooleanField(null=True)
    problem = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("address", "-on")
        constraints = [models.UniqueConstraint(fields=["address", "on"], name="one_address_check_per_day")]

    def __str__(self) -> str:
        return f"{self.address} on {self.on}"

    def audit_scope(self) -> tuple[str, str]:
        return self.address.audit_scope()
