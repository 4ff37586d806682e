"""What a plan counts to know whether it works, with its baseline and the path it wants to take."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q

from core.models import Timestamped, Versioned
from improvement.models import Action, PlanItem
from measures.choices import EVERY_CHOICES, UNIT_CHOICES, Better
from partnerships.models import Indicator
from rulebook import periods
from rulebook.periods import Period
from rulebook.units import UNITS, Unit


class MeasureQuerySet(models.QuerySet["Measure"]):
    def standing(self) -> MeasureQuerySet:
        """Those that were not taken out again."""
        return self.filter(removed_on=None)


class Measure(Versioned, Timestamped):
    """One measure of an item, or of one of its actions. `baseline_period` and every other period is a key of `rulebook.periods`;
    amounts are in hundredths, in the measure's unit. `indicator` is the published statistic it is compared with. `carried_from` is
    the measure of an earlier plan that this one goes on with. A measure is never deleted: `removed_on` takes it off the register.
    """

    item = models.ForeignKey(PlanItem, on_delete=models.PROTECT, related_name="measures")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="measures", null=True, blank=True)
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    definition = models.TextField(blank=True)
    source = models.CharField(max_length=300, blank=True)
    unit = models.CharField(max_length=20, choices=UNIT_CHOICES)
    places = models.PositiveSmallIntegerField(default=0)
    better = models.CharField(max_length=10, choices=Better)
    every = models.CharField(max_length=10, choices=EVERY_CHOICES)
    baseline_period = models.CharField(max_length=10, blank=True)
    baseline_value: models.DecimalField[Decimal | None, Decimal | None] = models.DecimalField(
        max_digits=15, decimal_places=2, null=True, blank=True
    )
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    carried_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="carried_to")
    removed_on = models.DateField(null=True, blank=True)

    objects = MeasureQuerySet.as_manager()

    class Meta:
        ordering = ("item", "number")
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="one_measure_per_number"),
            models.CheckConstraint(
                condition=Q(baseline_value__isnull=True, baseline_period="")
                | (Q(baseline_value__isnull=False) & ~Q(baseline_period="")),
                name="baseline_has_value_and_period",
            ),
            models.CheckConstraint(condition=Q(places__lte=2), name="measure_kept_to_hundredths"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.name}"

    @property
    def reference(self) -> str:
        """M2.3: the third measure of the second item."""
        return f"M{self.item.order}.{self.number}"

    @property
    def unit_spec(self) -> Unit:
        return UNITS[self.unit]

    @property
    def higher_is_better(self) -> bool:
        return self.better == Better.HIGHER

    def period(self, key: str) -> Period:
        return periods.from_key(self.every, key)

    def shown(self, value: Decimal) -> str:
        """11.70%, 1,875, 20 weeks."""
        return self.unit_spec.shown(value, self.places)

    @property
    def baseline_words(self) -> str:
        if self.baseline_value is None:
            return ""
        return f"{self.shown(self.baseline_value)} ({self.period(self.baseline_period).words})"

    def audit_scope(self) -> tuple[str, str]:
        return self.item.audit_scope()

    def audit_label(self) -> str:
        return f"Measure {self.reference} of {self.item.plan}"


class MeasureTarget(models.Model):
    """One point of the path a measure is to take. `period_end_on` is the last day of the period, for sorting and for sheets."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="targets")
    period = models.CharField(max_length=10)
    period_end_on = models.DateField()
    value: models.DecimalField[Decimal, Decimal] = models.DecimalField(max_digits=15, decimal_places=2)

    class Meta:
        ordering = ("measure", "period_end_on")
        constraints = [models.UniqueConstraint(fields=["measure", "period"], name="one_target_per_period")]

    def __str__(self) -> str:
        return f"{self.measure}: {self.period}"

    def audit_scope(self) -> tuple[str, str]:
        return self.measure.audit_scope()

    def audit_label(self) -> str:
        return f"Target of {self.measure.audit_label()}"
