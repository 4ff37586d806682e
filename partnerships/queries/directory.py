"""The address book of one area, and how ready it is for the call."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from accounts.choices import Activity
from partnerships.models import Contact, Delegation, Journey, Membership, Partnership, Site
from rulebook import contacts as rules
from rulebook import words

# The two officers whom the call itself reaches may hand it over.
HANDED = Activity.NOTIFICATION_CALL


def contacts(partnership: Partnership, *, text: str = "", sector: str = "", active: bool = True) -> QuerySet[Contact]:
    """The contacts by name, those to ask first before others; `text` is looked for in name, job and organisation."""
    found = partnership.contacts.filter(is_active=active).select_related("user")
    if text:
        found = found.filter(Q(name__icontains=text) | Q(job_title__icontains=text) | Q(organisation__icontains=text))
    if sector:
        found = found.filter(sector=sector)
    return found.order_by("-preferred", "name", "pk")


def sites(partnership: Partnership, *, active: bool = True) -> QuerySet[Site]:
    return partnership.sites.filter(is_active=active).select_related("contact").order_by("-in_area", "name", "pk")


def journeys(partnership: Partnership) -> QuerySet[Journey]:
    """The minutes somebody wrote down, between settings that are still in the directory."""
    return (
        Journey.objects.filter(one__partnership=partnership, one__is_active=True, other__is_active=True)
        .select_related("one", "other")
        .order_by("one__name", "other__name")
    )


def journeys_of(site: Site) -> list[tuple[Site, int]]:
    """The other settings with the minutes to them, by name."""
    held = Journey.objects.filter(Q(one=site) | Q(other=site)).select_related("one", "other")
    ends = [(row.other if row.one_id == site.pk else row.one, row.minutes) for row in held]
    return sorted((end for end in ends if end[0].is_active), key=lambda end: end[0].name)


def without_contact(partnership: Partnership, on: date) -> int:
    """How many members in force have no contact at all in the directory."""
    held = Membership.objects.in_force(on).filter(partnership=partnership)
    return (
        held.exclude(user__in=partnership.contacts.exclude(user=None).values("user")).values("user").distinct().count()
    )


@dataclass(frozen=True)
class OfficeLine:
    """One office on a day: whether it can be reached, and why in words."""

    title: str
    why: str
    ready: bool
    words: str


@dataclass(frozen=True)
class Readiness:
    on: date
    offices: tuple[OfficeLine, ...]

    @property
    def ready(self) -> int:
        return sum(line.ready for line in self.offices)

    @property
    def words(self) -> str:
        total = len(self.offices)
        if self.ready == total:
            return f"Ready for the call: all {total} offices can be reached."
        missing = words.listed([line.title for line in self.offices if not line.ready])
        return f"{self.ready} of {total} offices can be reached. Still to do: {missing}."


def readiness(partnership: Partnership, on: date) -> Readiness:
    """Which offices have a contact confirmed in the last `CONFIRM_WITHIN_DAYS` days, with a number, whose messages arrive."""
    holders: dict[str, list[str]] = {}
    people: dict[str, set[int]] = {}
    for held in Membership.objects.in_force(on).filter(partnership=partnership).select_related("user"):
        people.setdefault(held.role, set()).add(held.user_id)
        holders.setdefault(held.role, []).append(held.user.name)
    handed = Delegation.objects.in_force(on).filter(membership__partnership=partnership, activity=HANDED)
    for role, user in handed.values_list("membership__role", "delegate_id"):
        people.setdefault(role, set()).add(user)
    known = {c.user_id: c for c in partnership.contacts.filter(is_active=True).exclude(user=None)}
    lines = []
    for office in rules.OFFICES:
        mine = [known[pk] for pk in people.get(office.role, ()) if pk in known]
        lines.append(_line(office, holders.get(office.role, []), mine, on))
    return Readiness(on, tuple(lines))


def _line(office: rules.Office, holders: list[str], found: list[Contact], on: date) -> OfficeLine:
    if not holders:
        return OfficeLine(office.title, office.why, False, "Nobody holds this office here")
    if not found:
        return OfficeLine(office.title, office.why, False, f"{words.listed(holders)}: not in the contacts yet")
    judged = sorted(
        ((fault(contact, on), contact) for contact in found), key=lambda pair: (bool(pair[0]), pair[1].name)
    )
    why_not, best = judged[0]
    if why_not:
        return OfficeLine(office.title, office.why, False, f"{best.name}: {why_not}")
    assert best.confirmed_on is not None
    return OfficeLine(office.title, office.why, True, f"{best.name}, confirmed on {words.day(best.confirmed_on)}")


def fault(contact: Contact, on: date) -> str:
    """Why this contact may not be reached on the day of the call, in words; "" when it may."""
    if contact.bounced_at is not None:
        return "messages came back"
    if not contact.phone:
        return "no telephone number"
    if contact.confirmed_on is None:
        return "never confirmed"
    if stale(contact, on):
        return f"last confirmed on {words.day(contact.confirmed_on)}"
    return ""


def stale(contact: Contact, on: date) -> bool:
    """Whether somebody should check again that this contact is right."""
    return contact.confirmed_on is None or contact.confirmed_on < on - timedelta(days=rules.CONFIRM_WITHIN_DAYS)
