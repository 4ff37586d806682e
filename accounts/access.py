"""The one way to ask for rights. Lists, look-ups and buttons all ask here."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q

from accounts import policy
from accounts.choices import Permission, Reach, Role
from core import clock


class ScopedQuerySet(models.QuerySet[Any]):
    """A queryset of one of the two scopes. `permitted` is the primitive everything else is made from."""

    def permitted(self, actor: Any, permission: Permission | str, on: date | None = None) -> Self:
        """The rows on which `actor` holds `permission` on a day (today by default); none for strangers."""
        if not getattr(actor, "is_authenticated", False) or not actor.is_active:
            return self.none()
        on = on or clock.today()
        allowed = Q(pk__in=[])
        for reach, roles in policy.reaches(permission).items():
            allowed |= self.reached(actor, reach, roles, on)
        allowed |= self.delegated(actor, permission, on)
        return self.filter(allowed)

    def reached(self, actor: Any, reach: Reach, roles: frozenset[Role], on: date) -> Q:
        """The rows this reach covers for an actor holding any of `roles` on that day."""
        raise NotImplementedError(f"{type(self).__name__} does not translate reaches")

    def delegated(self, actor: Any, permission: Permission | str, on: date) -> Q:
        """The rows where somebody handed `actor` an activity that carries this permission."""
        raise NotImplementedError(f"{type(self).__name__} does not translate delegations")


def held_nationally(actor: Any, roles: frozenset[Role], on: date) -> models.QuerySet[Any]:
    """The national roles among `roles` that the actor holds on a day."""
    return actor.national_roles.in_force(on).filter(role__in=roles)


def everywhere(actor: Any, roles: frozenset[Role], on: date) -> Q:
    # Not an empty Q: that would vanish when joined to others by OR.
    return Q(pk__isnull=False) if held_nationally(actor, roles, on).exists() else Q(pk__in=[])


def in_regions(actor: Any, roles: frozenset[Role], on: date, path: str) -> Q:
    """The rows whose region (`path`, such as "region_id") is one of the actor's; a role without a region covers all of England."""
    held = set(held_nationally(actor, roles, on).values_list("region_code", flat=True))
    return Q(pk__isnull=False) if "" in held else Q(**{f"{path}__in": held})


def can(actor: Any, permission: Permission | str, scope: models.Model) -> bool:
    """Whether the actor holds the permission on this partnership or inspection."""
    return type(scope)._default_manager.filter(pk=scope.pk).permitted(actor, permission).exists()  # type: ignore[attr-defined]


def holds(actor: Any, permission: Permission | str) -> bool:
    """For pages that belong to no scope: whether a national role of the actor has this permission everywhere."""
    if not getattr(actor, "is_authenticated", False) or not actor.is_active:
        return False
    roles = policy.reaches(permission).get(Reach.ALL, frozenset())
    return bool(roles) and held_nationally(actor, roles, clock.today()).exists()


def require(actor: Any, permission: Permission | str, scope: models.Model | None = None) -> None:
    """Raises PermissionDenied (403): for insiders. Strangers must have met a 404 before this is asked."""
    if not (holds(actor, permission) if scope is None else can(actor, permission, scope)):
        raise PermissionDenied(Permission(permission).label)
