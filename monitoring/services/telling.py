"""Telling the area and its advisers, each once for each event."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from accounts.choices import Role
from accounts.models import User
from accounts.services.notices import notify
from core import clock
from improvement.models import Plan
from improvement.services.audience import owners_and_advisers
from partnerships.models import Membership, Partnership


def tell(people: Iterable[User], *, event: str, subject: str, body: str, url: str) -> int:
    """One notice with its e-mail to each; returns how many were told. The subject names no child and tells no finding."""
    return sum(
        notify(person=person, kind="support", key=f"support:{event}", subject=subject[:200], body=body, url=url)
        for person in people
    )


def tell_plan(plan: Plan, *, but: Any, event: str, subject: str, body: str, url: str) -> int:
    """Tell the leaders of the area and the advisers of its region, but not the person who did it."""
    people = [person for person in owners_and_advisers(plan, clock.today()) if person != but]
    return tell(people, event=event, subject=subject, body=body, url=url)


def forum(partnership: Partnership) -> list[User]:
    """The representatives of the parent carer forum today."""
    return _members(partnership, (Role.PCF,))


def leaders(partnership: Partnership) -> list[User]:
    return _members(partnership, (Role.LANO, Role.DCS, Role.ICB_EXECUTIVE))


def _members(partnership: Partnership, roles: tuple[Role, ...]) -> list[User]:
    held = Membership.objects.in_force(clock.today()).filter(partnership=partnership, role__in=roles)
    return [person for person in dict.fromkeys(row.user for row in held.select_related("user")) if person.is_active]
