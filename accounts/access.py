"""The one way to ask for rights. Lists, look-ups and buttons all ask here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Case, Exists, Q, Value, When

from accounts import policy
from accounts.choices import Permission, Reach, Role
from core import clock


class ScopedQuerySet(models.QuerySet[Any]):
    """A queryset of one of the two scopes. `permitted` is the primitive everything else is made from."""

    def permitted(self, actor: Any, permission: Permission | str, on: date | None = None) -> Self:
        """The rows on which `actor` holds `permission` on a day (today by default); none for strangers."""
        if not is_somebody(actor):
            return self.none()
        return self.filter(self.allowed(actor, permission, on or clock.today()))

    def allowed(self, actor: Any, permission: Permission | str, on: date) -> Q:
        """The policy table for one permission as a condition on rows; the database answers it in one query."""
        allowed = Q(pk__in=[])
        for reach, roles in policy.reaches(permission).items():
            allowed |= self.reached(actor, reach, roles, on)
        return allowed | self.delegated(actor, permission, on)

    def reached(self, actor: Any, reach: Reach, roles: frozenset[Role], on: date) -> Q:
        """The rows this reach covers for an actor holding any of `roles` on that day."""
        raise NotImplementedError(f"{type(self).__name__} does not translate reaches")

    def delegated(self, actor: Any, permission: Permission | str, on: date) -> Q:
        """The rows where somebody handed `actor` an activity that carries this permission."""
        raise NotImplementedError(f"{type(self).__name__} does not translate delegations")


def is_somebody(actor: Any) -> bool:
    """Signed in, with an account that is open."""
    return bool(getattr(actor, "is_authenticated", False) and actor.is_active)


def held_nationally(actor: Any, roles: frozenset[Role], on: date) -> models.QuerySet[Any]:
    """The national roles among `roles` that the actor holds on a day."""
    return actor.national_roles.in_force(on).filter(role__in=roles)


def everywhere(actor: Any, roles: frozenset[Role], on: date) -> Q:
    return Q(Exists(held_nationally(actor, roles, on)))


def in_regions(actor: Any, roles: frozenset[Role], on: date, path: str) -> Q:
    """The rows whose region (`path`, such as "region_id") is one of the actor's; a role without a region covers all of England."""
    held = held_nationally(actor, roles, on).order_by()
    return Q(Exists(held.filter(region_code=""))) | Q(**{f"{path}__in": held.values("region_code")})


def can(actor: Any, permission: Permission | str, scope: models.Model) -> bool:
    """Whether the actor holds the permission on this partnership or inspection."""
    return type(scope)._default_manager.filter(pk=scope.pk).permitted(actor, permission).exists()  # type: ignore[attr-defined]


def held_on(actor: Any, permissions: Iterable[Permission], scope: models.Model) -> frozenset[Permission]:
    """Those of the permissions that the actor holds on this partnership or inspection: one query, by the conditions of `permitted`."""
    if not is_somebody(actor):
        return frozenset()
    alike: dict[policy.Likeness, list[Permission]] = {}
    for permission in permissions:
        alike.setdefault(policy.likeness(permission), []).append(permission)
    groups = {f"group_{number}": group for number, group in enumerate(alike.values())}
    rows: Any = type(scope)._default_manager.filter(pk=scope.pk).order_by()
    today = clock.today()
    asked = {name: _yes_or_no(rows.allowed(actor, group[0], today)) for name, group in groups.items()}
    answers = rows.annotate(**asked).values(*asked).first() if asked else None
    return frozenset(permission for name, group in groups.items() if (answers or {}).get(name) for permission in group)


def _yes_or_no(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False))


def holds(actor: Any, permission: Permission | str) -> bool:
    """For pages that belong to no scope: whether a national role of the actor has this permission everywhere."""
    if not is_somebody(actor):
        return False
    roles = policy.reaches(permission).get(Reach.ALL, frozenset())
    return bool(roles) and held_nationally(actor, roles, clock.today()).exists()


def require(actor: Any, permission: Permission | str, scope: models.Model | None = None) -> None:
    """Raises PermissionDenied (403): for insiders. Strangers must have met a 404 before this is asked."""
    if not (holds(actor, permission) if scope is None else can(actor, permission, scope)):
        raise PermissionDenied(Permission(permission).label)
