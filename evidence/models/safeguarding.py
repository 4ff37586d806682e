"""The restricted safeguarding record. It is kept apart: no search, note, export or pack reads these tables."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.models import Timestamped, Versioned
from evidence.choices import ConcernEntry, ConcernOutcome
from evidence.models.kept import Kept
from rulebook.lifecycles.safeguarding import SAFEGUARDING


class SafeguardingConcern(Versioned, Timestamped):
    """What an inspector saw or heard, as first recorded: never changed. What came after are its entries.

    Cited as S and its number; `receipt` is what the person who recorded it is given instead of the text.
    """

    LIFECYCLE = SAFEGUARDING

    inspection = models.ForeignKey("inspections.Inspection", on_delete=models.PROTECT, related_name="concerns")
    number = models.PositiveIntegerField()
    receipt = models.CharField(max_length=20, unique=True)
    state = models.CharField(
        max_length=20, default=SAFEGUARDING.initial, choices=list(SAFEGUARDING.states.items()), db_index=True
    )
    seen_on = models.DateField()
    place = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    immediate_danger = models.BooleanField()
    referred_to = models.CharField(max_length=200, blank=True)
    referred_at = models.DateTimeField(null=True, blank=True)
    referral_reference = models.CharField(max_length=60, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    outcome = models.CharField(max_length=20, choices=ConcernOutcome, blank=True)

    class Meta:
        ordering = ("inspection", "number")
        constraints = [
            models.UniqueConstraint(fields=["inspection", "number"], name="one_safeguarding_concern_for_a_number"),
            models.CheckConstraint(
                condition=~Q(state="closed") | ~Q(outcome=""), name="closed_safeguarding_concern_has_its_outcome"
            ),
        ]

    def __str__(self) -> str:
        return f"Safeguarding concern {self.citation}"

    @property
    def citation(self) -> str:
        return f"S{self.number}"

    def audit_scope(self) -> tuple[str, str]:
        # The history of an inspection is read by the area too: not even that there is a concern stands in it.
        return "", ""


class SafeguardingEntry(Kept):
    """One thing that happened to a concern, being read among them. The database refuses changes too: see evidence.triggers."""

    concern = models.ForeignKey(SafeguardingConcern, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=20, choices=ConcernEntry)
    text = models.TextField(blank=True)
    referred_to = models.CharField(max_length=200, blank=True)
    referred_at = models.DateTimeField(null=True, blank=True)
    referral_reference = models.CharField(max_length=60, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("concern", "pk")
        verbose_name_plural = "safeguarding entries"

    def __str__(self) -> str:
        return f"{self.concern}: {self.get_kind_display()}"
