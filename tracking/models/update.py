"""What was reported of an action, month by month. Every row is written once and never changed."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from core.frozen import FrozenModel
from improvement.choices import Impact
from improvement.models import Action, Milestone
from rulebook.lifecycles.action import ACTION, is_better
from tracking.models.evidence import Evidence

STATES = list(ACTION.states.items())


class ActionUpdate(FrozenModel):
    """One update. `reported_on` is the day it speaks of; `state_before` and `state_after` are equal where the state did not change.

    `reason` says why the state changed, or why the action is behind or late; `remedy` what will be done about that.
    `asks_completion`: the owner asks those who may to agree that the action is completed. `replaced_by` is the action that takes the
    place of one that is superseded. `takes_back` is the update of an import that was undone.
    """

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="updates")
    number = models.PositiveIntegerField()
    reported_on = models.DateField(db_index=True)
    state_before = models.CharField(max_length=30, choices=STATES)
    state_after = models.CharField(max_length=30, choices=STATES)
    impact = models.CharField(max_length=20, choices=Impact)
    words = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    remedy = models.TextField(blank=True)
    asks_completion = models.BooleanField(default=False)
    replaced_by = models.ForeignKey(Action, on_delete=models.PROTECT, null=True, blank=True, related_name="replaces")
    takes_back = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="taken_back_by"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("action", "number")
        verbose_name = "update of an action"
        verbose_name_plural = "updates of actions"
        constraints = [models.UniqueConstraint(fields=["action", "number"], name="one_action_update_per_number")]

    def __str__(self) -> str:
        return f"Update {self.number} of {self.action}"

    @property
    def changes_state(self) -> bool:
        return self.state_before != self.state_after

    @property
    def is_better(self) -> bool:
        return is_better(self.state_before, self.state_after)

    @property
    def title(self) -> str:
        """Underway, behind target → Underway, on target; or the state that stayed."""
        before, after = ACTION.states[self.state_before], ACTION.states[self.state_after]
        return f"{before}, now {after.lower()}" if self.changes_state else f"Still {after.lower()}"

    def audit_scope(self) -> tuple[str, str]:
        return self.action.audit_scope()

    def audit_label(self) -> str:
        return f"Update {self.number} of {self.action.audit_label()}"


class UpdateEvidence(FrozenModel):
    """That an update rests on a piece of evidence. `is_new`: the piece had not been used for this action before."""

    update_of = models.ForeignKey(ActionUpdate, on_delete=models.PROTECT, related_name="evidence_links")
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="update_links")
    is_new = models.BooleanField()

    class Meta:
        ordering = ("update_of", "evidence")
        verbose_name = "evidence of an update"
        constraints = [models.UniqueConstraint(fields=["update_of", "evidence"], name="one_link_per_update_evidence")]

    def __str__(self) -> str:
        return f"{self.update_of}: {self.evidence}"


class MilestoneChange(FrozenModel):
    """That a milestone was met, put off, or found not to have been met after all. The milestone itself holds how it stands now."""

    MET, DEFERRED, NOT_MET = "met", "deferred", "not_met"
    KINDS = [(MET, "Met"), (DEFERRED, "Put off"), (NOT_MET, "Not met after all")]

    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=10, choices=KINDS)
    on = models.DateField()
    due_before_on = models.DateField()
    due_after_on = models.DateField()
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("milestone", "pk")
        verbose_name = "change of a milestone"

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.milestone}"
