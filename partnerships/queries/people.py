"""Members and delegates."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from partnerships.models import Delegation, Membership, Partnership


def members(partnership: Partnership, on: date, *, former: bool = False) -> QuerySet[Membership]:
    """Memberships that hold on a day or later, or those that are over by then, with their people."""
    over = Q(ends_on__lt=on)
    return (
        Membership.objects.filter(over if former else ~over, partnership=partnership)
        .select_related("user", "partnership")
        .order_by("role", "user__name", "starts_on", "pk")
    )


def delegations(partnership: Partnership, on: date) -> QuerySet[Delegation]:
    """What is handed over on a day or later, with both people."""
    return (
        Delegation.objects.filter(membership__partnership=partnership, ends_on__gte=on)
        .exclude(membership__ends_on__lt=on)
        .select_related("delegate", "membership__user", "membership__partnership")
        .order_by("starts_on", "pk")
    )
