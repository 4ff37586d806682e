"""The address book of an area, kept warm before the call: people who may be asked to a meeting, and settings that may be visited."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core.models import Timestamped, Versioned


class Sector(models.TextChoices):
    EDUCATION = "education", "Education"
    HEALTH = "health", "Health"
    CARE = "care", "Social care"
    VOICE = "voice", "Families and young people"
    LEADERSHIP = "leadership", "Leaders and elected members"
    OTHER = "other", "Other"


class Contact(Versioned, Timestamped):
    """Somebody of an area who can be asked to a meeting, with or without an account (`user`)."""

    partnership = models.ForeignKey("partnerships.Partnership", on_delete=models.PROTECT, related_name="contacts")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="contacts"
    )
    name = models.CharField(max_length=150)
    job_title = models.CharField(max_length=150, blank=True)
    organisation = models.CharField(max_length=150, blank=True)
    sector = models.CharField(max_length=20, choices=Sector, default=Sector.OTHER)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    working_pattern = models.CharField(max_length=200, blank=True)
    preferred = models.BooleanField(default=False)
    note = models.TextField(blank=True)
    bounced_at = models.DateTimeField(null=True, blank=True)
    confirmed_on = models.DateField(null=True, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ("name", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "user"], condition=Q(user__isnull=False), name="one_contact_for_an_account"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.job_title}" if self.job_title else self.name

    def audit_scope(self) -> tuple[str, str]:
        return self.partnership.audit_scope()


class SiteKind(models.TextChoices):
    OFFICE = "office", "Office or civic building"
    EARLY_YEARS = "early_years", "Early years setting"
    PRIMARY = "primary", "Primary school"
    SECONDARY = "secondary", "Secondary school"
    ALL_THROUGH = "all_through", "All-through school"
    SPECIAL = "special", "Special school"
    ALTERNATIVE = "alternative", "Alternative provision"
    FURTHER = "further", "Further education or post-16"
    HEALTH = "health", "Health service"
    CARE = "care", "Social care or early help service"
    OTHER = "other", "Other"


class Site(Versioned, Timestamped):
    """A place inspectors may go: a school, a clinic, the civic centre. Visited settings are sampled, never judged."""

    partnership = models.ForeignKey("partnerships.Partnership", on_delete=models.PROTECT, related_name="sites")
    name = models.CharField(max_length=150)
    kind = models.CharField(max_length=20, choices=SiteKind)
    phase = models.CharField(max_length=60, blank=True)
    urn = models.CharField("unique reference number", max_length=10, blank=True)
    address = models.CharField(max_length=300, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    in_area = models.BooleanField(default=True)
    contact = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="sites")
    arrival = models.TextField(blank=True, help_text="Parking, entrance, sign-in, access, Wi-Fi, quiet room.")
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ("name", "pk")
        constraints = [models.UniqueConstraint(fields=["partnership", "name"], name="one_site_of_a_name")]

    def __str__(self) -> str:
        return self.name

    def audit_scope(self) -> tuple[str, str]:
        return self.partnership.audit_scope()


class Journey(models.Model):
    """Minutes between two sites where somebody knows better than the estimate from their coordinates. The same both ways."""

    one = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+")
    minutes = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="one_journey_between_two_sites"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="journey_from_the_lower_number"),
        ]

    def __str__(self) -> str:
        return f"{self.one} to {self.other}: {self.minutes} minutes"
