"""The ladder of support and challenge as it was climbed, and improvement notices of the DfE."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from core.frozen import FrozenModel
from core.models import Timestamped, Versioned
from improvement.models import Plan
from monitoring.choices import Body
from rulebook.frameworks import support
from rulebook.lifecycles import IMPROVEMENT_NOTICE

LEVELS = [(rung.code, rung.name) for rung in support.LADDER]


class EscalationStep(FrozenModel):
    """A step up or down the ladder, with its day and its reason. Written once."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="escalation_steps")
    number = models.PositiveSmallIntegerField()
    level = models.CharField(max_length=20, choices=LEVELS)
    before = models.CharField(max_length=20, choices=LEVELS)
    on = models.DateField()
    reason = models.TextField()
    body = models.CharField(max_length=20, choices=Body)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = "step of the ladder"
        ordering = ("plan", "number")
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="one_escalation_step_per_number"),
            models.CheckConstraint(condition=~Q(level=F("before")), name="escalation_step_changes_the_level"),
        ]

    def __str__(self) -> str:
        return f"{self.spec.name}, {self.plan}"

    @property
    def spec(self) -> support.Level:
        return support.level(self.level)

    @property
    def is_up(self) -> bool:
        return support.rank(self.level) > support.rank(self.before)

    def audit_scope(self) -> tuple[str, str]:
        return self.plan.audit_scope()

    def audit_label(self) -> str:
        return str(self)


class ImprovementNotice(Versioned, Timestamped):
    """A notice of the DfE to the council of an area. `target_on` is the day by which it wants the improvement, where it names one."""

    LIFECYCLE = IMPROVEMENT_NOTICE

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="improvement_notices")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(
        max_length=20, default=IMPROVEMENT_NOTICE.initial, choices=list(IMPROVEMENT_NOTICE.states.items())
    )
    issued_on = models.DateField()
    target_on = models.DateField(null=True, blank=True)
    text = models.TextField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    lifted_on = models.DateField(null=True, blank=True)
    lifted_reason = models.TextField(blank=True)

    class Meta:
        ordering = ("plan", "number")
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="one_notice_per_number"),
            models.UniqueConstraint(
                fields=["plan"], condition=Q(state="in_force"), name="one_notice_in_force_per_plan"
            ),
            models.CheckConstraint(
                condition=Q(lifted_on__gte=F("issued_on")), name="notice_lifted_after_it_was_issued"
            ),
            models.CheckConstraint(
                condition=Q(target_on__gte=F("issued_on")), name="notice_target_after_it_was_issued"
            ),
        ]

    def __str__(self) -> str:
        return f"Improvement notice {self.number}, {self.plan.inspection.partnership.name}"

    def get_absolute_url(self) -> str:
        return reverse("monitoring:ladder", args=[self.plan.inspection.reference])

    @property
    def is_in_force(self) -> bool:
        return self.state == IMPROVEMENT_NOTICE.initial

    @property
    def state_words(self) -> str:
        return IMPROVEMENT_NOTICE.states[self.state]

    def audit_scope(self) -> tuple[str, str]:
        return self.plan.audit_scope()

    def audit_label(self) -> str:
        return str(self)


class NoticeReview(FrozenModel):
    """A review of an improvement notice by the DfE."""

    notice = models.ForeignKey(ImprovementNotice, on_delete=models.PROTECT, related_name="reviews")
    number = models.PositiveSmallIntegerField()
    reviewed_on = models.DateField()
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = "review of an improvement notice"
        ordering = ("notice", "number")
        constraints = [models.UniqueConstraint(fields=["notice", "number"], name="one_notice_review_per_number")]

    def __str__(self) -> str:
        return f"Review {self.number} of {self.notice}"

    def audit_scope(self) -> tuple[str, str]:
        return self.notice.audit_scope()
