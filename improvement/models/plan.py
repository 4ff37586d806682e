"""The plan an area must make after an inspection, and the approvals of the bodies that answer for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from core.models import Timestamped, Versioned
from improvement.choices import CLOSED_STATES, BodyKind
from rulebook.frameworks.base import PlanKind
from rulebook.lifecycles.plan import PLAN


class PlanQuerySet(models.QuerySet["Plan"]):
    def open(self) -> PlanQuerySet:
        """Plans that are not over: at most one for each inspection."""
        return self.exclude(state__in=CLOSED_STATES)


class Plan(Versioned, Timestamped):
    """One plan of one inspection: a written statement of action, a priority action plan, an accelerated progress plan or a
    strategic plan, as the rulebook's plan kind says.

    `accountable_bodies` are fixed when the plan opens: a list of {"kind": BodyKind, "name": text}. `shared_on` is the first day
    families and partners had it, `submitted_on` the day of the newest submission, `returned_on` of the newest return. The due date is
    a Deadline of the inspection with scope "plan".
    """

    LIFECYCLE = PLAN

    inspection = models.ForeignKey("inspections.Inspection", on_delete=models.PROTECT, related_name="plans")
    # That of the inspection, kept equal by the database (improvement.triggers): so the newest plan of an area is found by an index.
    partnership = models.ForeignKey(
        "partnerships.Partnership",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        db_index=False,
    )
    kind = models.CharField(max_length=40)
    state = models.CharField(max_length=30, default=PLAN.initial, choices=list(PLAN.states.items()), db_index=True)
    accountable_bodies = models.JSONField(default=list)
    opened_on = models.DateField()
    shared_on = models.DateField(null=True, blank=True)
    submitted_on = models.DateField(null=True, blank=True)
    returned_on = models.DateField(null=True, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    accepted_on = models.DateField(null=True, blank=True)
    published_on = models.DateField(null=True, blank=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ("-opened_on", "-pk")
        indexes = [models.Index(fields=["partnership", "-opened_on", "-id"], name="plans_of_area_newest_first")]
        constraints = [
            models.UniqueConstraint(
                fields=["inspection"], condition=~Q(state__in=CLOSED_STATES), name="one_open_plan_per_inspection"
            ),
            models.CheckConstraint(condition=Q(submitted_on__gte=F("opened_on")), name="plan_submitted_after_opening"),
            models.CheckConstraint(condition=Q(decided_on__gte=F("opened_on")), name="plan_decided_after_opening"),
            models.CheckConstraint(
                condition=Q(accepted_on__gte=F("submitted_on")), name="plan_accepted_after_submission"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind_spec.name}, {self.inspection.partnership.name}"

    def get_absolute_url(self) -> str:
        return reverse("improvement:plan-detail", args=[self.inspection.reference])

    @property
    def kind_spec(self) -> PlanKind:
        """The plan kind as the inspection's edition describes it."""
        return self.inspection.edition.plan_kind(self.kind)

    @property
    def short_name(self) -> str:
        return self.kind_spec.short_name

    @property
    def is_open(self) -> bool:
        return self.state not in CLOSED_STATES

    @property
    def is_with_families(self) -> bool:
        """Whether the forum reads it and comments on it: it was shared, or everybody can read it since it was published."""
        return self.shared_on is not None or self.published_on is not None

    @property
    def needs_submission(self) -> bool:
        """Whether somebody reviews it. A strategic plan is only published."""
        return bool(self.kind_spec.submitted_to)

    @property
    def body_names(self) -> list[str]:
        return [body["name"] for body in self.accountable_bodies]

    @property
    def state_words(self) -> str:
        return PLAN.states[self.state]

    @property
    def words_for_items(self) -> str:
        """The plural of its item's name: areas of significant weakness."""
        first, _, rest = self.kind_spec.item_name.partition(" ")
        return f"{first}s {rest}"

    @property
    def words(self) -> Mapping[str, str]:
        return self.inspection.words

    def audit_scope(self) -> tuple[str, str]:
        return self.inspection.audit_scope()

    def audit_label(self) -> str:
        return str(self)


class PlanApproval(models.Model):
    """That one accountable body signed the plan as it stood.

    `withdrawn_at` is set when the signature breaks; `broken_by` says by what: “a change to action 2.1”. It is empty where the plan
    went back to drafting.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="approvals")
    body_kind = models.CharField(max_length=20, choices=BodyKind)
    body_name = models.CharField(max_length=200)
    approved_on = models.DateField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    broken_by = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("approved_on", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "body_name"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_standing_approval_per_body",
            )
        ]

    def __str__(self) -> str:
        return f"{self.body_name}: {self.plan}"

    def audit_scope(self) -> tuple[str, str]:
        return self.plan.audit_scope()

    def audit_label(self) -> str:
        return str(self)

    def as_dict(self) -> dict[str, Any]:
        return {
            "body": self.body_name,
            "approved_on": self.approved_on.isoformat(),
            "recorded_by": str(self.recorded_by),
            "recorded_at": self.recorded_at.isoformat(),
        }
