"""Published statistics about areas, and the files they were read from."""

from __future__ import annotations

from decimal import Decimal

from django.db import models


class StatisticalNeighbour(models.Model):
    """One of the ten councils most like a council, in one of DfE's published lists (`model`); rank 1 is the closest."""

    model = models.CharField(max_length=40)
    authority = models.ForeignKey(
        "partnerships.LocalAuthority", on_delete=models.CASCADE, related_name="statistical_neighbours"
    )
    rank = models.PositiveSmallIntegerField()
    neighbour = models.ForeignKey("partnerships.LocalAuthority", on_delete=models.CASCADE, related_name="+")
    closeness = models.CharField(max_length=20)

    class Meta:
        ordering = ("model", "authority_id", "rank")
        constraints = [models.UniqueConstraint(fields=["model", "authority", "rank"], name="one_neighbour_per_rank")]

    def __str__(self) -> str:
        return f"{self.authority} {self.rank}: {self.neighbour}"


class Indicator(models.Model):
    """A measure published for every area each year, in per cent."""

    code = models.CharField(max_length=50, primary_key=True)
    lait_code = models.CharField(max_length=40)
    name = models.CharField(max_length=150)
    description = models.TextField()
    source_link = models.URLField(max_length=200)
    last_update = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class Level(models.TextChoices):
    AUTHORITY = "Local authority", "Local authority"
    FORMER = "Former local authority", "Former local authority"
    REGION = "Region", "Region"
    ENGLAND = "England", "England"


class IndicatorValue(models.Model):
    """One figure. `area_code` is a DfE code, also for regions and England; `marker` keeps the source's sign where there is no value."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="values")
    level = models.CharField(max_length=25, choices=Level)
    area_code = models.CharField(max_length=3)
    area_name = models.CharField(max_length=80)
    year = models.PositiveSmallIntegerField()
    value: models.DecimalField[Decimal | None, Decimal | None] = models.DecimalField(
        "per cent", max_digits=6, decimal_places=2, null=True, blank=True
    )
    marker = models.CharField(max_length=5, blank=True)

    class Meta:
        ordering = ("indicator_id", "area_code", "year")
        constraints = [
            models.UniqueConstraint(fields=["area_code", "indicator", "year"], name="one_value_per_area_and_year")
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.area_name} {self.year}"


class LoadedFile(models.Model):
    """What a reference file held when it was last loaded, so that loading it again unchanged costs nothing.

    `reader` is the version of the code that read it: a newer reader reads the file again.
    """

    name = models.CharField(max_length=80, unique=True)
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    reader = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name
