"""Regions, councils and NHS bodies, and who commissioned for whom, each with the dates it held."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q


class Region(models.Model):
    """One of the nine regions of England; `code` is the ONS code ("E12000007")."""

    code = models.CharField(max_length=9, primary_key=True)
    name = models.CharField(max_length=60, unique=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class LocalAuthority(models.Model):
    """A council responsible for education, now or formerly. A row is one GSS code; `valid_from` and `valid_to` are the life of that code.

    A council keeps its `dfe_code` when only its boundary (and so its GSS code) changes, so a former row may share a DfE code with
    the current one: join areas by DfE code, never by GSS code across years.
    """

    dfe_code = models.CharField(max_length=3, blank=True, db_index=True)
    gss_code = models.CharField(max_length=9, unique=True)
    name = models.CharField(max_length=80)
    official_name = models.CharField(max_length=120, blank=True)
    la_type = models.CharField(max_length=60)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="authorities")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    ofsted_provider_urn = models.CharField(max_length=20, blank=True)
    is_current = models.BooleanField()
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("name", "gss_code")
        verbose_name_plural = "local authorities"

    def __str__(self) -> str:
        return self.official_name or self.name


class NhsBodyKind(models.TextChoices):
    ICB = "icb", "Integrated care board"
    CCG = "ccg", "Clinical commissioning group"


class NhsBody(models.Model):
    """A board or, until 30 June 2022, a clinical commissioning group. `valid_from` is null where its start is not known."""

    kind = models.CharField(max_length=3, choices=NhsBodyKind)
    ods_code = models.CharField(max_length=8, unique=True)
    name = models.CharField(max_length=120)
    ons_code = models.CharField(max_length=9, blank=True)
    # False for a code seen in one source only.
    ons_code_confirmed = models.BooleanField(default=True)
    nhs_region = models.CharField(max_length=60, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("name", "ods_code")
        verbose_name_plural = "NHS bodies"

    def __str__(self) -> str:
        return self.name


class NhsSuccession(models.Model):
    """From the day `on`, (part of) the predecessor's work belongs to the successor."""

    predecessor = models.ForeignKey(NhsBody, on_delete=models.CASCADE, related_name="successions")
    successor = models.ForeignKey(NhsBody, on_delete=models.CASCADE, related_name="inheritances")
    on = models.DateField()
    kind = models.CharField(max_length=20)

    class Meta:
        ordering = ("on", "predecessor_id", "successor_id")
        constraints = [models.UniqueConstraint(fields=["predecessor", "successor"], name="one_nhs_succession")]

    def __str__(self) -> str:
        return f"{self.predecessor} to {self.successor}"


class ShareBand(models.TextChoices):
    WHOLE = "whole area", "Whole area"
    SUBSTANTIAL = "substantial", "Substantial part"
    MINOR = "minor (<5%)", "Under 5% of the area"


class CommissioningQuerySet(models.QuerySet["Commissioning"]):
    def in_force(self, on: date) -> CommissioningQuerySet:
        return self.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=on), Q(valid_from__isnull=True) | Q(valid_from__lte=on)
        )

    def partners(self) -> CommissioningQuerySet:
        """Without the slivers under 5%: their boards are not named as partners of the area."""
        return self.exclude(share_band=ShareBand.MINOR)


class Commissioning(models.Model):
    """A board commissions health services for (part of) a council's area. `pct_lsoas` is the share of small areas, not of people."""

    authority = models.ForeignKey(LocalAuthority, on_delete=models.CASCADE, related_name="commissioning")
    body = models.ForeignKey(NhsBody, on_delete=models.CASCADE, related_name="commissioning")
    pct_lsoas = models.DecimalField("share of the area, per cent", max_digits=5, decimal_places=2)
    is_main = models.BooleanField()
    share_band = models.CharField(max_length=20, choices=ShareBand)
    basis = models.CharField(max_length=200)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    objects = CommissioningQuerySet.as_manager()

    class Meta:
        ordering = ("-is_main", "-pct_lsoas", "body_id")
        verbose_name_plural = "commissioning"
        constraints = [
            models.UniqueConstraint(fields=["authority", "body", "valid_from"], name="one_commissioning_per_start")
        ]

    def __str__(self) -> str:
        return f"{self.body} for {self.authority}"

    @property
    def derived(self) -> bool:
        """Whether this was worked out from a succession map and not read from an official look-up."""
        return self.basis.startswith("derived")
