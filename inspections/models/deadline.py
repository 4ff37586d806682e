"""A dated duty of an inspection or its plan, stored with the rule and the calendar it was counted by."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from inspections.models.inspection import Inspection
from rulebook.calendar import WorkingCalendar
from rulebook.frameworks.base import DeadlineRule, Owner, Unit
from rulebook.timeline import due_on


class DeadlineQuerySet(models.QuerySet["Deadline"]):
    def open(self) -> Self:
        """Those still to be met, of inspections that go on."""
        # The few that were cancelled, found by the index of their state: a join would read every inspection.
        cancelled = Inspection.objects.filter(state="cancelled").order_by().values("pk")
        return self.filter(met_on__isnull=True, closed_on__isnull=True).exclude(inspection__in=cancelled)


class Deadline(models.Model):
    """`original_due_on` is what the rule first gave and never changes; `due_on` is what holds.

    `hand_moved` rows are left alone by every recomputation. `shifted_days` are working days added because the clock stood
    still during a pause. `laid_on` is the day from which its reminders run: rungs before it are not sent. An older inspection
    never changes when a rule does, since offset, unit and calendar edition are stored here.
    """

    SCOPES = (("inspection", "Inspection"), ("plan", "Plan"))

    inspection = models.ForeignKey("inspections.Inspection", on_delete=models.CASCADE, related_name="deadlines")
    # That of the inspection, kept equal by the database (inspections.triggers): so the first open one of an area is found by an index.
    partnership = models.ForeignKey(
        "partnerships.Partnership",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        db_index=False,
    )
    scope = models.CharField(max_length=10, choices=SCOPES, default="inspection")
    rule_code = models.CharField(max_length=60)
    occurrence = models.PositiveSmallIntegerField(default=1)
    name = models.CharField(max_length=200)
    owner_code = models.CharField(max_length=40)
    anchor = models.CharField(max_length=40)
    anchor_on = models.DateField()
    offset = models.SmallIntegerField()
    unit = models.CharField(max_length=20, choices=[(unit.value, unit.value) for unit in Unit])
    due_on = models.DateField(db_index=True)
    original_due_on = models.DateField()
    calendar_edition = models.CharField(max_length=200)
    source = models.CharField(max_length=300)
    confirmed = models.BooleanField()
    approximate = models.BooleanField(default=False)
    reminders = models.JSONField(default=list)
    laid_on = models.DateField()
    met_on = models.DateField(null=True, blank=True, db_index=True)
    met_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_on = models.DateField(null=True, blank=True)
    hand_moved = models.BooleanField(default=False)
    shifted_days = models.SmallIntegerField(default=0)
    moved_reason = models.TextField(blank=True)
    moved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        ordering = ("due_on", "pk")
        indexes = [
            # Lists, and the sweep of every morning: those met stay for good and are never looked at.
            models.Index(
                fields=["due_on", "id"], condition=Q(met_on=None, closed_on=None), name="open_deadlines_soonest"
            ),
            models.Index(
                fields=["partnership", "due_on", "id"],
                condition=Q(met_on=None, closed_on=None),
                name="open_deadlines_of_area",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "scope", "rule_code", "occurrence"], name="one_deadline_per_rule_and_occurrence"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.inspection.partnership.name}"

    @property
    def is_open(self) -> bool:
        return self.met_on is None and self.closed_on is None

    @property
    def owner(self) -> str:
        """Who must act, in words."""
        return Owner[self.owner_code.upper()].value

    @property
    def rule(self) -> DeadlineRule:
        """The rule it was laid out by, from the edition in which that rule stands."""
        inspection = self.inspection
        day = inspection.edition.in_force_from
        return inspection.framework.edition_with(self.rule_code, day).rule(self.rule_code)

    def counted(self, calendar: WorkingCalendar, anchor_on: date | None = None) -> date:
        """The date its sum gives with this calendar, pauses added. Raises NotCovered."""
        day = due_on(anchor_on or self.anchor_on, self.offset, Unit(self.unit), calendar)
        return calendar.add_working_days(day, self.shifted_days) if self.shifted_days else day

    def audit_scope(self) -> tuple[str, str]:
        return self.inspection.audit_scope()


class Reminder(models.Model):
    """That a person was reminded of a deadline at one rung of its ladder, or that a later rung covered it.

    The key holds the due date: when a deadline moves, its ladder starts again.
    """

    deadline = models.ForeignKey(Deadline, on_delete=models.CASCADE, related_name="reminders_sent")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    rung = models.CharField(max_length=10)
    due_on = models.DateField()
    covered = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["deadline", "person", "rung", "due_on"], name="one_reminder_per_rung")
        ]

    def __str__(self) -> str:
        return f"{self.deadline_id} {self.rung} {self.person_id}"
