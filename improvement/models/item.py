"""One item of a plan: the letter's exact words, fixed for ever, and what the area will do about them."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models

from core.frozen import Frozen
from core.models import Versioned
from improvement.models.plan import Plan

# Copied word for word from the letter when the plan opens. improvement.triggers holds the same list in the database.
LOCKED = ("plan_id", "finding_id", "order", "text", "points", "closing", "responsible_bodies")
# What the area writes in the item itself; the rest of its answer is the item's actions.
ANSWERS = ("outcome",)


class PlanItemQuerySet(models.QuerySet["PlanItem"]):
    def update(self, **values: Any) -> int:
        locked = {name.removesuffix("_id") for name in LOCKED}
        if touched := sorted(locked & {name.removesuffix("_id") for name in values}):
            raise Frozen(f"The letter's words in a plan are never changed: {', '.join(touched)}")
        return super().update(**values)

    def delete(self) -> NoReturn:
        raise Frozen("An item of a plan is never removed")

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise Frozen("Items of a plan are written one at a time")


class PlanItem(Versioned):
    """`text`, `points` (a list of texts), `closing` and `responsible_bodies` are the finding's, as the letter printed them."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="items")
    finding = models.ForeignKey("inspections.Finding", on_delete=models.PROTECT, related_name="plan_items")
    order = models.PositiveSmallIntegerField()
    text = models.TextField()
    points = models.JSONField(default=list, blank=True)
    closing = models.TextField(blank=True)
    responsible_bodies = models.JSONField(default=list, blank=True)

    outcome = models.TextField(blank=True)
    released_on = models.DateField(null=True, blank=True)

    objects = PlanItemQuerySet.as_manager()

    class Meta:
        ordering = ("plan", "order")
        constraints = [models.UniqueConstraint(fields=["plan", "order"], name="one_plan_item_per_order")]

    def __str__(self) -> str:
        return f"{self.order}. {self.text[:80]}"

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> PlanItem:
        found = super().from_db(*args, **kwargs)
        found.__dict__["_as_copied"] = {name: found.__dict__.get(name) for name in LOCKED if name in found.__dict__}
        return found

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            before = getattr(self, "_as_copied", {})
            if any(getattr(self, name) != value for name, value in before.items()):
                raise Frozen("The letter's words in a plan are never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise Frozen("An item of a plan is never removed")

    @property
    def live_actions(self) -> list[Any]:
        """The actions that stand: neither withdrawn nor replaced. No query where `actions` was prefetched."""
        return [action for action in self.actions.all() if action.is_live]

    @property
    def is_answered(self) -> bool:
        """Says what will be different and what will be done, each action by whom, by when and how it is measured."""
        actions = self.live_actions
        return bool(self.outcome.strip() and actions) and not any(action.missing for action in actions)

    @property
    def is_begun(self) -> bool:
        return bool(self.outcome.strip() or self.actions.all())

    def audit_scope(self) -> tuple[str, str]:
        return self.plan.audit_scope()

    def audit_label(self) -> str:
        return f"Item {self.order} of {self.plan}"
