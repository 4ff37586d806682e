"""The people who may be ticked as present, asked to a meeting or given a task: those with a role, and the contacts of the area."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.choices import Activity, Role
from core.words import lower_first
from inspections.models import Inspection, TeamPlace
from partnerships.models import Contact, Delegation, Membership

TEAM, AREA, BOOK = "Inspectors", "The area", "Contacts of the area"


@dataclass(frozen=True)
class Person:
    """`key` is "u12" for an account, "c3" for a contact without one. `roles` are codes of roles held on the day."""

    key: str
    name: str
    office: str
    group: str
    email: str
    roles: tuple[str, ...] = ()
    user: Any = None
    contact: Any = None

    def __str__(self) -> str:
        return f"{self.name}, {self.office}" if self.office else self.name


def people_of(inspection: Inspection, on: date) -> dict[str, Person]:
    """{key: person}, the inspectors first, each person once, with all offices held on the day."""
    found: dict[str, Person] = {}
    for place in TeamPlace.objects.in_force(on).filter(inspection=inspection).select_related("user"):
        _add(found, place.user, Role(place.role).label, TEAM, place.role)
    held = Membership.objects.in_force(on).filter(partnership_id=inspection.partnership_id).select_related("user")
    for member in held:
        _add(found, member.user, member.office or Role(member.role).label, AREA, member.role)
    for delegation in kit_delegations(inspection, on):
        _add(found, delegation.delegate, by_delegation(delegation), AREA, "")
    book = Contact.objects.filter(partnership_id=inspection.partnership_id, is_active=True).select_related("user")
    for contact in book:
        if contact.user_id is None:
            found[f"c{contact.pk}"] = of_contact(contact)
        elif f"u{contact.user_id}" not in found:
            _add(found, contact.user, contact.job_title, BOOK, "")
    return {key: person for key, person in found.items() if person.user is None or person.user.is_active}


def of_contact(contact: Contact) -> Person:
    office = ", ".join(part for part in (contact.job_title, contact.organisation) if part)
    return Person(f"c{contact.pk}", contact.name, office, BOOK, contact.email, contact=contact)


def kit_delegations(inspection: Inspection, on: date) -> Iterable[Delegation]:
    """Who may speak at keep-in-touch meetings for an office holder on a day."""
    return (
        Delegation.objects.in_force(on)
        .filter(membership__partnership_id=inspection.partnership_id, activity=Activity.KEEP_IN_TOUCH)
        .select_related("delegate", "membership__user")
    )


def by_delegation(delegation: Delegation) -> str:
    """ "for the integrated care board chief executive, by delegation"."""
    return f"for the {lower_first(Role(delegation.membership.role).label)}, by delegation"


def _add(found: dict[str, Person], user: Any, office: str, group: str, role: str) -> None:
    key = f"u{user.pk}"
    before = found.get(key)
    roles = (role,) if role else ()
    if before is None:
        found[key] = Person(key, str(user), office, group, user.email, roles, user=user)
        return
    offices = before.office if office in before.office.split("; ") else f"{before.office}; {office}"
    found[key] = Person(key, before.name, offices, before.group, before.email, (*before.roles, *roles), user=user)


def choices(people: Iterable[Person]) -> list[tuple[str, str]]:
    """For a list of radio buttons, checkboxes or options."""
    return [(person.key, str(person)) for person in people]
