"""The people of an area who can be asked to a meeting, kept right before the call."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from accounts.choices import Role
from accounts.models import User
from audit.record import record
from core import clock
from core.errors import Reason, Refused
from core.versioning import save_if_unchanged
from partnerships import verbs
from partnerships.models import Contact, Membership, Partnership, Sector

FIELDS = ("name", "job_title", "organisation", "sector", "email", "phone", "working_pattern", "preferred", "note")
# Where somebody with a role in the area usually works.
SECTOR_OF = {
    Role.LANO: Sector.EDUCATION,
    Role.DCS: Sector.LEADERSHIP,
    Role.ICB_EXECUTIVE: Sector.LEADERSHIP,
    Role.HEALTH_LEAD: Sector.HEALTH,
    Role.LEAD_MEMBER: Sector.LEADERSHIP,
    Role.PARTNERSHIP_OFFICER: Sector.EDUCATION,
    Role.PCF: Sector.VOICE,
}


@transaction.atomic
def add_contact(
    *,
    by: User | None,
    partnership: Partnership,
    name: str,
    user: User | None = None,
    confirmed_on: date | None = None,
    **details: Any,
) -> Contact:
    """Add somebody to the directory. `details` are other FIELDS of a contact.

    Raises Refused without any way to reach them, for an address the directory holds already, or a confirmation in the future.
    """
    Partnership.objects.select_for_update().get(pk=partnership.pk)
    contact = Contact(partnership=partnership, user=user, name=name.strip(), confirmed_on=confirmed_on, **details)
    _check(contact)
    contact.save()
    record(actor=by, verb=verbs.CONTACT_ADDED, subject=contact, changes={"name": ("", contact.name)})
    return contact


@transaction.atomic
def change_contact(*, by: User, contact: Contact, version: int, **details: Any) -> Contact:
    """Change FIELDS of a contact; a new e-mail address clears the mark that messages came back. Raises Refused and Conflict."""
    before = {name: getattr(contact, name) for name in details}
    changed = {name: (before[name], value) for name, value in details.items() if before[name] != value}
    for name, value in details.items():
        setattr(contact, name, value)
    fields = list(details)
    if "email" in changed:
        contact.bounced_at = None
        fields.append("bounced_at")
    _check(contact)
    save_if_unchanged(contact, version=version, fields=fields)
    if changed:
        record(actor=by, verb=verbs.CONTACT_CHANGED, subject=contact, changes=changed)
    return contact


@transaction.atomic
def confirm_contact(*, by: User, contact: Contact) -> None:
    """Somebody has checked today that this is still the right person, number and address."""
    held = Contact.objects.select_for_update().get(pk=contact.pk)
    if not held.is_active:
        raise Refused(f"{held.name} is no longer in the directory")
    before, held.confirmed_on = held.confirmed_on, clock.today()
    held.save(update_fields=["confirmed_on"])
    if before != held.confirmed_on:
        record(
            actor=by, verb=verbs.CONTACT_CONFIRMED, subject=held, changes={"confirmed_on": (before, held.confirmed_on)}
        )


@transaction.atomic
def end_contact(*, by: User, contact: Contact, reason: str = "") -> None:
    """Take somebody out of the directory; meetings they were asked to keep them. Raises Refused when done already."""
    held = Contact.objects.select_for_update().get(pk=contact.pk)
    if not held.is_active:
        raise Refused(f"{held.name} is no longer in the directory")
    held.is_active = False
    held.save(update_fields=["is_active"])
    record(actor=by, verb=verbs.CONTACT_ENDED, subject=held, changes={"is_active": (True, False)}, reason=reason)


@transaction.atomic
def offer_members(*, by: User | None, partnership: Partnership) -> int:
    """A contact for everybody who is a member today and is not in the directory yet; returns how many were made or linked.

    Somebody with two roles has one contact, with the office of the first. A person the area itself took out stays out.
    """
    Partnership.objects.select_for_update().get(pk=partnership.pk)
    known = set(partnership.contacts.exclude(user=None).values_list("user_id", flat=True))
    by_email = {c.email.lower(): c for c in partnership.contacts.filter(user=None, is_active=True).exclude(email="")}
    held = Membership.objects.in_force(clock.today()).filter(partnership=partnership).select_related("user")
    made = linked = 0
    for membership in held.order_by("starts_on", "pk"):
        if membership.user_id in known:
            continue
        known.add(membership.user_id)
        person = membership.user
        if same := by_email.get(person.email.lower()):
            same.user = person
            same.save(update_fields=["user"])
            linked += 1
            continue
        role = Role(membership.role)
        Contact.objects.create(
            partnership=partnership,
            user=person,
            name=person.name,
            job_title=membership.office or str(role.label),
            organisation=membership.organisation or person.get_organisation_display(),
            sector=SECTOR_OF.get(role, Sector.OTHER),
            email=person.email,
        )
        made += 1
    if made or linked:
        changes = {"contacts": (0, made), "linked": (0, linked)}
        record(actor=by, verb=verbs.CONTACTS_OFFERED, subject=partnership, changes=changes)
    return made + linked


def _check(contact: Contact) -> None:
    reasons = []
    if not contact.name:
        reasons.append(Reason("Enter the person’s full name", "name"))
    if not contact.email and not contact.phone:
        reasons.append(Reason("Enter an email address or a telephone number", "email"))
    if contact.confirmed_on and contact.confirmed_on > clock.today():
        reasons.append(Reason("The day it was confirmed must be today or in the past", "confirmed_on"))
    if contact.email:
        same = Contact.objects.filter(
            partnership_id=contact.partnership_id,
            email__iexact=contact.email,
            name__iexact=contact.name,
            is_active=True,
        )
        if same.exclude(pk=contact.pk).exists():
            reasons.append(Reason(f"{contact.name} is in the directory with this email address already", "email"))
    if reasons:
        raise Refused(*reasons)
