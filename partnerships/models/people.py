"""People in a partnership: the office each holds, and what an office holder has handed to somebody else for a while.

Both days are inclusive: a person whose membership ends on 31 March still has it that day.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts import policy
from accounts.access import Holdings, places
from accounts.choices import PARTNERSHIP_ROLES, Activity, Permission, Role


def _in_force(on: date, prefix: str = "") -> Q:
    return (Q(**{f"{prefix}ends_on__isnull": True}) | Q(**{f"{prefix}ends_on__gte": on})) & Q(
        **{f"{prefix}starts_on__lte": on}
    )


class MembershipQuerySet(models.QuerySet["Membership"]):
    def in_force(self, on: date) -> MembershipQuerySet:
        return self.filter(_in_force(on))


class Membership(models.Model):
    """One person's role in one partnership. `office` is the job title; one person may hold roles in two areas."""

    partnership = models.ForeignKey("partnerships.Partnership", on_delete=models.PROTECT, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=30, choices=[(role.value, role.label) for role in PARTNERSHIP_ROLES])
    office = models.CharField(max_length=150, blank=True)
    organisation = models.CharField(max_length=150, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ("role", "starts_on", "pk")
        indexes = [models.Index(fields=["user", "role"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="membership_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=["partnership", "user", "role"], condition=Q(ends_on__isnull=True), name="one_open_membership"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {Role(self.role).label}, {self.partnership}"

    def audit_scope(self) -> tuple[str, str]:
        return self.partnership.audit_scope()

    def in_force_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


class DelegationQuerySet(models.QuerySet["Delegation"]):
    def in_force(self, on: date) -> DelegationQuerySet:
        """On its own days, and while the person who handed it over still holds the office."""
        return self.filter(_in_force(on), _in_force(on, "membership__"))


class Delegation(models.Model):
    """An office holder hands one activity to a person from one day to another."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="delegations")
    delegate = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="delegations")
    activity = models.CharField(max_length=30, choices=Activity)
    starts_on = models.DateField()
    ends_on = models.DateField()

    objects = DelegationQuerySet.as_manager()

    class Meta:
        ordering = ("starts_on", "pk")
        indexes = [models.Index(fields=["delegate", "activity"])]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="delegation_ends_after_start")
        ]

    def __str__(self) -> str:
        return f"{Activity(self.activity).label}: {self.delegate} for {self.membership.user}"

    def audit_scope(self) -> tuple[str, str]:
        return self.membership.partnership.audit_scope()

    def in_force_on(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on and self.membership.in_force_on(day)


@places("memberships", "partnership_id", "role", "partnership_id")
def memberships_of(person: Any, on: date) -> MembershipQuerySet:
    return Membership.objects.in_force(on).filter(user=person)


@places("delegations", "membership__partnership_id", "activity", "membership__partnership_id")
def delegations_to(person: Any, on: date) -> DelegationQuerySet:
    return Delegation.objects.in_force(on).filter(delegate=person)


def own_partnerships(held: Holdings, roles: frozenset[Role]) -> set[int]:
    """The partnerships in which somebody holds one of these roles."""
    return held.keys("memberships", roles)


def partnerships_delegated(held: Holdings, permission: Permission | str) -> set[int]:
    """The partnerships in which somebody was handed an activity that carries this permission."""
    activities = policy.activities(permission)
    return held.keys("delegations", activities) if activities else set()
