"""What was counted. A value is written once: a correction is a new row that stands in place of the old one, with its reason."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.frozen import FrozenModel
from measures.models.measure import Measure


class MeasureValue(FrozenModel):
    """The value of one period. `value` None withdraws the row it supersedes. `carried_from` is the row of an earlier plan's measure
    that this one copies, with who recorded it and when."""

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="values")
    period = models.CharField(max_length=10)
    period_end_on = models.DateField()
    value: models.DecimalField[Decimal | None, Decimal | None] = models.DecimalField(
        max_digits=15, decimal_places=2, null=True, blank=True
    )
    note = models.CharField(max_length=500, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    recorded_at = models.DateTimeField()
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, related_name="superseded_by", null=True, blank=True
    )
    reason = models.TextField(blank=True)
    carried_from = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    loaded_by = models.ForeignKey(
        "measures.MeasureLoad", on_delete=models.PROTECT, related_name="values", null=True, blank=True
    )

    class Meta:
        ordering = ("measure", "period_end_on", "pk")
        verbose_name = "value of a measure"
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "period"], condition=Q(supersedes__isnull=True), name="one_first_value_per_period"
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False) | Q(supersedes__isnull=False), name="value_unless_it_withdraws"
            ),
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True) | ~Q(reason=""), name="correction_has_a_reason"
            ),
            models.CheckConstraint(condition=Q(value__isnull=True) | Q(value__gte=0), name="value_not_below_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.measure}, {self.period_words}: {self.shown}"

    @property
    def period_words(self) -> str:
        return self.measure.period(self.period).words

    @property
    def shown(self) -> str:
        return "withdrawn" if self.value is None else self.measure.shown(self.value)

    def audit_scope(self) -> tuple[str, str]:
        return self.measure.audit_scope()

    def audit_label(self) -> str:
        return f"{self.period_words} of {self.measure.audit_label()}"
