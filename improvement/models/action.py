"""What the area will do about one item of its plan, in actions with milestones."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core.models import Timestamped, Versioned
from improvement.choices import Impact
from improvement.models.item import PlanItem
from rulebook.lifecycles.action import ACTION

# What an action needs before the plan goes to the accountable bodies.
NEEDED = ("text", "owner_office", "body", "finish_by_on", "measure")
# An action in one of these states is not part of the plan any more.
GONE = frozenset({"superseded", "withdrawn"})


class Action(Versioned, Timestamped):
    """One action. `owner_office` is an office, never a name; `owner` the person who keeps it up to date; `body` and `co_body` are
    accountable bodies of the plan by name. `state_on` is the day of the newest change of state. `carried_from` is the action of an
    earlier plan that this one goes on with: its history and evidence belong to this one too. `raised_at` says where the action came
    from when it was not in the plan that was submitted: “Monitoring visit 2”.
    """

    LIFECYCLE = ACTION

    item = models.ForeignKey(PlanItem, on_delete=models.PROTECT, related_name="actions")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    owner_office = models.CharField(max_length=300, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="owned_actions"
    )
    body = models.CharField(max_length=200, blank=True)
    co_body = models.CharField(max_length=200, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    finish_by_on = models.DateField(null=True, blank=True)
    measure = models.TextField(blank=True)
    evidence = models.TextField(blank=True)
    resource = models.TextField(blank=True)

    state = models.CharField(max_length=30, default=ACTION.initial, choices=list(ACTION.states.items()), db_index=True)
    state_on = models.DateField(null=True, blank=True)
    impact = models.CharField(max_length=20, choices=Impact, default=Impact.TOO_EARLY)
    carried_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="carried_to")
    raised_at = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ("item", "number")
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="one_action_per_number"),
            models.CheckConstraint(
                condition=Q(finish_by_on__gte=F("starts_on")), name="action_finishes_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.text[:80]}"

    @property
    def reference(self) -> str:
        """2.3: the third action of the second item."""
        return f"{self.item.order}.{self.number}"

    @property
    def is_live(self) -> bool:
        return self.state not in GONE

    @property
    def missing(self) -> tuple[str, ...]:
        """The fields it still needs; a body that is none of the plan's accountable bodies is as good as none."""
        bodies = self.item.plan.body_names
        return tuple(
            name
            for name in NEEDED
            if not str(getattr(self, name) or "").strip() or (name == "body" and self.body not in bodies)
        )

    @property
    def state_words(self) -> str:
        return ACTION.states[self.state]

    def audit_scope(self) -> tuple[str, str]:
        return self.item.audit_scope()

    def audit_label(self) -> str:
        return f"Action {self.reference} of {self.item.plan}"


class Milestone(Versioned):
    """One dated step of an action. `deferred_from_on` is the day it was first due, when it was put off for a reason."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="milestones")
    order = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=500)
    due_on = models.DateField()
    met_on = models.DateField(null=True, blank=True)
    deferred_from_on = models.DateField(null=True, blank=True)
    deferred_reason = models.TextField(blank=True)

    class Meta:
        ordering = ("action", "due_on", "order")
        constraints = [models.UniqueConstraint(fields=["action", "order"], name="one_milestone_per_order")]

    def __str__(self) -> str:
        return self.text[:80]

    def audit_scope(self) -> tuple[str, str]:
        return self.action.audit_scope()

    def audit_label(self) -> str:
        return f"Milestone {self.order} of {self.action.audit_label()}"
