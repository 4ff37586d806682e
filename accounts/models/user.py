"""People. One person may hold roles in several areas and inspections; none of them is on the person."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower


class Organisation(models.TextChoices):
    OFSTED = "ofsted", "Ofsted"
    CQC = "cqc", "Care Quality Commission"
    COUNCIL = "council", "Council"
    ICB = "icb", "Integrated care board"
    PARENT_CARER_FORUM = "pcf", "Parent carer forum"
    DFE = "dfe", "Department for Education"
    NHS_ENGLAND = "nhs_england", "NHS England"
    SERVICE = "service", "This service"
    OTHER = "other", "Another organisation"


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, email: str | None) -> User:
        return self.get(email__iexact=email)


class User(AbstractBaseUser):
    email = models.EmailField("e-mail address", max_length=254, unique=True)
    name = models.CharField(max_length=150)
    organisation = models.CharField(max_length=20, choices=Organisation, default=Organisation.OTHER)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    # Nothing in this product is decided by these; libraries ask for them.
    is_staff = False
    is_superuser = False

    class Meta:
        ordering = ("name", "email")
        constraints = [models.UniqueConstraint(Lower("email"), name="one_person_per_email")]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return str(self)

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        return False

    def has_module_perms(self, app_label: str) -> bool:
        return False

    def audit_label(self) -> str:
        return f"{self.name} ({self.get_organisation_display()})"
