"""Evidence narratives: what has changed for children and families about one item, written together, every version kept."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.frozen import FrozenModel
from core.models import Timestamped, Versioned
from improvement.models import Plan, PlanItem
from tracking.models.evidence import Evidence

# What a version holds, in the order it is read.
PARTS = ("indicators", "overview", "text", "next_steps")


class Narrative(Versioned, Timestamped):
    """One narrative of a plan: about one item, or about several when `item` is empty. Its words are its newest version's."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="narratives")
    number = models.PositiveIntegerField()
    item = models.ForeignKey(PlanItem, on_delete=models.PROTECT, null=True, blank=True, related_name="narratives")
    title = models.CharField(max_length=200)

    class Meta:
        ordering = ("plan", "number")
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="one_narrative_per_number")]

    def __str__(self) -> str:
        return self.title

    def audit_scope(self) -> tuple[str, str]:
        return self.plan.audit_scope()

    def audit_label(self) -> str:
        return f"Narrative {self.number} of {self.plan}"


class NarrativeVersion(FrozenModel):
    """One saving of a narrative. `written_with` are the partners who took part, by the codes of tracking.choices.Partner."""

    narrative = models.ForeignKey(Narrative, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    indicators = models.TextField(blank=True)
    overview = models.TextField(blank=True)
    text = models.TextField(blank=True)
    next_steps = models.TextField(blank=True)
    written_with = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("narrative", "number")
        verbose_name = "version of a narrative"
        constraints = [models.UniqueConstraint(fields=["narrative", "number"], name="one_narrative_version_per_number")]

    def __str__(self) -> str:
        return f"Version {self.number} of {self.narrative}"


class NarrativeEvidence(FrozenModel):
    """That a version of a narrative rests on a piece of the plan's evidence."""

    version = models.ForeignKey(NarrativeVersion, on_delete=models.PROTECT, related_name="evidence_links")
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="narrative_links")

    class Meta:
        ordering = ("version", "evidence")
        verbose_name = "evidence of a narrative"
        constraints = [models.UniqueConstraint(fields=["version", "evidence"], name="one_link_per_narrative_evidence")]

    def __str__(self) -> str:
        return f"{self.version}: {self.evidence}"


class Contest(models.Model):
    """That somebody disagrees with a narrative, and why. It stands until whoever raised it takes it back; an answer does not end it.

    What was contested (`version`), why and by whom is never changed.
    """

    narrative = models.ForeignKey(Narrative, on_delete=models.PROTECT, related_name="contests")
    version = models.ForeignKey(NarrativeVersion, on_delete=models.PROTECT, related_name="contests")
    number = models.PositiveIntegerField()
    on_behalf_of = models.CharField(max_length=200)
    why = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("narrative", "number")
        constraints = [
            models.UniqueConstraint(fields=["narrative", "number"], name="one_contest_per_number"),
            models.CheckConstraint(condition=~Q(why=""), name="contest_says_why"),
        ]

    def __str__(self) -> str:
        return f"Contest {self.number} of {self.narrative}"

    def audit_scope(self) -> tuple[str, str]:
        return self.narrative.audit_scope()

    def audit_label(self) -> str:
        return f"Contest {self.number} of {self.narrative.audit_label()}"
