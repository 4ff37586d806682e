"""A visit by the DfE and NHS England, its joint record, and the evidence the area sends for it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from core import clock
from core.models import Timestamped, Versioned
from improvement.models import Plan, PlanItem
from monitoring.choices import AHEAD_STATES, RECORD_STATES, Body
from rulebook.frameworks import support
from rulebook.frameworks.base import VisitKind
from rulebook.lifecycles import MONITORING_VISIT

PROGRESS = [(word.code, word.text) for word in support.PROGRESS]


class Visit(Versioned, Timestamped):
    """One visit. `number` counts those of its kind in the plan ("Monitoring visit 2"), `place` all visits of the inspection: it
    stands in the address and is the occurrence of its deadlines. `attended` is a list of offices. `evidence_complete_on` is the
    day the area said that it had sent everything.
    """

    LIFECYCLE = MONITORING_VISIT

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="visits")
    inspection = models.ForeignKey("inspections.Inspection", on_delete=models.PROTECT, related_name="support_visits")
    place = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=40)
    number = models.PositiveSmallIntegerField()
    state = models.CharField(
        max_length=30, default=MONITORING_VISIT.initial, choices=list(MONITORING_VISIT.states.items()), db_index=True
    )
    visit_on = models.DateField(db_index=True)
    where = models.CharField(max_length=200, blank=True)
    agenda = models.TextField(blank=True)
    evidence_asked = models.TextField(blank=True)
    evidence_complete_on = models.DateField(null=True, blank=True)
    forum_invited_at = models.DateTimeField(null=True, blank=True)
    held_on = models.DateField(null=True, blank=True)
    attended = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ("inspection", "place")
        constraints = [
            models.UniqueConstraint(fields=["inspection", "place"], name="one_visit_per_place"),
            models.UniqueConstraint(fields=["plan", "kind", "number"], name="one_visit_per_number"),
            models.CheckConstraint(
                condition=Q(state__in=("planned", "cancelled")) | ~Q(agenda=""),
                name="visit_beyond_planning_has_an_agenda",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("held", "written_up", "letter_sent")) | Q(held_on__isnull=False),
                name="held_visit_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.inspection.partnership.name}"

    def get_absolute_url(self) -> str:
        return reverse("monitoring:visit-detail", args=[self.inspection.reference, self.place])

    @property
    def kind_spec(self) -> VisitKind:
        return self.plan.kind_spec.visit_kind(self.kind)

    @property
    def title(self) -> str:
        """Monitoring visit 2: also what an action raised there says of itself."""
        return f"{self.kind_spec.name} {self.number}"

    @property
    def state_words(self) -> str:
        return MONITORING_VISIT.states[self.state]

    @property
    def is_ahead(self) -> bool:
        return self.state in AHEAD_STATES

    @property
    def is_recorded(self) -> bool:
        """Whether the joint record may be written: held, and its letter not sent."""
        return self.state in RECORD_STATES

    def audit_scope(self) -> tuple[str, str]:
        return self.inspection.audit_scope()

    def audit_label(self) -> str:
        return str(self)


class VisitNote(Versioned, Timestamped):
    """The notes of one body's adviser on a visit. A change takes the signature away."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="notes")
    body = models.CharField(max_length=20, choices=Body)
    text = models.TextField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    signed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("visit", "body")
        constraints = [
            models.UniqueConstraint(fields=["visit", "body"], name="one_note_per_body"),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True, signed_by__isnull=True)
                | Q(signed_at__isnull=False, signed_by__isnull=False),
                name="signed_note_has_signer_and_time",
            ),
        ]

    def __str__(self) -> str:
        return f"Notes of {self.get_body_display()} on {self.visit}"

    def audit_scope(self) -> tuple[str, str]:
        return self.visit.audit_scope()


class VisitFinding(Versioned, Timestamped):
    """What both bodies found of one item at a visit, in one of the rulebook's words for progress and their own."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="findings")
    item = models.ForeignKey(PlanItem, on_delete=models.PROTECT, related_name="visit_findings")
    progress = models.CharField(max_length=20, choices=PROGRESS)
    text = models.TextField(blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("visit", "item__order")
        constraints = [models.UniqueConstraint(fields=["visit", "item"], name="one_finding_per_item_and_visit")]

    def __str__(self) -> str:
        return f"Item {self.item.order} at {self.visit}"

    @property
    def word(self) -> support.ProgressWord:
        return support.progress(self.progress)

    def audit_scope(self) -> tuple[str, str]:
        return self.visit.audit_scope()


class VisitEvidence(models.Model):
    """A piece of the area's evidence for a visit: words, a file, or both. `due_on` is the day it was due when it was sent."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="evidence")
    number = models.PositiveSmallIntegerField()
    item = models.ForeignKey(PlanItem, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField(blank=True)
    file = models.ForeignKey("core.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("visit", "number")
        constraints = [
            models.UniqueConstraint(fields=["visit", "number"], name="one_evidence_per_number"),
            models.CheckConstraint(condition=~Q(text="") | Q(file__isnull=False), name="evidence_is_words_or_a_file"),
        ]

    def __str__(self) -> str:
        return f"Evidence {self.number} for {self.visit}"

    @property
    def is_late(self) -> bool:
        return self.due_on is not None and self.given_at.astimezone(clock.LONDON).date() > self.due_on

    def audit_scope(self) -> tuple[str, str]:
        return self.visit.audit_scope()
