"""Who holds a right on an inspection: the policy table read the other way round, for lists of people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts import policy
from accounts.choices import Permission, Reach, Role
from accounts.models import NationalRole, User
from core import clock
from inspections.choices import Source
from inspections.models import Inspection, TeamPlace
from partnerships.models import Delegation, Membership

# From which day of the inspection a reach counts. The others count always.
OPENS = {
    Reach.REGION_ONCE_ISSUED: "letter_issued_on",
    Reach.OWN_ONCE_NOTIFIED: "notified_on",
    Reach.OWN_ONCE_SHARED: "findings_shared_on",
    Reach.OWN_ONCE_ISSUED: "letter_issued_on",
}
REGIONAL = frozenset({Reach.REGION, Reach.REGION_ONCE_ISSUED})


@dataclass(frozen=True)
class Holder:
    """A person and what they hold it by, in words ("Lead HMI", "for a director of children’s services")."""

    person: User
    by: str


class Places:
    """Every place that people hold on an inspection on a day, read once: four queries, however many rights are asked for."""

    def __init__(self, inspection: Inspection, on: date | None = None) -> None:
        self.inspection, self.on = inspection, on or clock.today()
        area = inspection.partnership_id
        self.team = list(TeamPlace.objects.in_force(self.on).filter(inspection=inspection).select_related("user"))
        self.members = list(Membership.objects.in_force(self.on).filter(partnership_id=area).select_related("user"))
        self.national = list(NationalRole.objects.in_force(self.on).select_related("user"))
        self.delegated = list(
            Delegation.objects.in_force(self.on).filter(membership__partnership_id=area).select_related("delegate")
        )

    def holders(self, permission: Permission) -> list[Holder]:
        """Those with an open account who hold this right, each once, by name."""
        found: dict[User, str] = {}
        for reach, roles in policy.reaches(permission).items():
            if reach not in OPENS or self._open(OPENS[reach]):
                for person, role in self._reached(reach):
                    if role in roles:
                        found.setdefault(person, Role(role).label)
        activities = policy.activities(permission)
        shared = permission not in policy.DELEGABLE_ONCE_SHARED or self._open("findings_shared_on")
        if self._open("notified_on") and shared:
            for row in self.delegated:
                if row.activity in activities:
                    found.setdefault(row.delegate, f"Delegate: {row.get_activity_display().lower()}")
        people = [Holder(person, by) for person, by in found.items() if person.is_active]
        return sorted(people, key=lambda holder: (holder.person.name, holder.person.pk))

    def _reached(self, reach: Reach) -> list[tuple[User, str]]:
        if reach == Reach.ASSIGNED:
            return [(place.user, place.role) for place in self.team]
        if reach == Reach.ALL:
            return [(held.user, held.role) for held in self.national]
        if reach in REGIONAL:
            region = self.inspection.partnership.region_id
            return [(held.user, held.role) for held in self.national if held.region_code in ("", region)]
        return [(member.user, member.role) for member in self.members]

    def _open(self, field: str) -> bool:
        """As inspections.models.inspection opens a reach: from its day, or from publication."""
        days: tuple[Any, ...] = (getattr(self.inspection, field), self.inspection.published_on)
        return any(day and day <= self.on for day in days) or self.inspection.source == Source.NOTES


def holders(inspection: Inspection, permission: Permission, on: date | None = None) -> list[Holder]:
    """Who holds one right on one inspection on a day (today by default)."""
    return Places(inspection, on).holders(permission)
