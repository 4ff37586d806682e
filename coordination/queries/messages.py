"""Who may open a message; who would get it and exactly what: the preview and the sending read the same rows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet

from accounts.choices import Role
from cases.models import TrackedCase
from coordination import audiences
from coordination.models import Message, MessagePart
from coordination.queries.people import AREA, TEAM, Person, kit_delegations, of_contact, people_of
from coordination.wording import fill
from core import clock
from core.words import long_date, short_date
from inspections.models import Inspection
from partnerships.models import Contact, Site
from rulebook import words


@dataclass(frozen=True)
class Letter:
    """One e-mail as one person would get it; `left_out` says why nothing goes to this person."""

    name: str
    office: str
    email: str
    subject: str
    body: str
    left_out: str = ""


@dataclass(frozen=True)
class Preview:
    """`digest` changes with any change of readers or words, so that nobody sends what they have not seen."""

    letters: tuple[Letter, ...]
    left_out: tuple[Letter, ...]

    @property
    def digest(self) -> str:
        lines = "\n".join(f"{row.email}|{row.subject}|{row.body}" for row in self.letters)
        return hashlib.sha256(lines.encode()).hexdigest()[:32]


def visible(inspection: Inspection, *, of_team: bool) -> QuerySet[Message]:
    """The messages one side may open: what was sent, and the drafts that somebody of this side wrote."""
    by_team = Q(written_by__in=inspection.team_places.order_by().values("user"))
    own = by_team if of_team else ~by_team
    return Message.objects.filter(Q(sent_at__isnull=False) | own, inspection=inspection)


class Book:
    """The people of an inspection by audience, read once for a message."""

    def __init__(self, inspection: Inspection) -> None:
        self.inspection = inspection
        self.today = clock.today()
        self.people = people_of(inspection, self.today)
        book = Contact.objects.filter(partnership_id=inspection.partnership_id, is_active=True).select_related("user")
        self.contacts = list(book)
        self.of_account = {contact.user_id: contact for contact in self.contacts if contact.user_id}

    def of(self, code: str) -> list[Person]:
        """The people of one audience."""
        if code in audiences.OF_ROLES:
            _, roles = audiences.OF_ROLES[code]
            return [
                person for person in self.people.values() if person.group == AREA and set(roles) & set(person.roles)
            ]
        if code in audiences.OF_SECTORS:
            _, sector = audiences.OF_SECTORS[code]
            return [of_contact(contact) for contact in self.contacts if contact.sector == sector]
        return {
            "team": self._team,
            "delegates": self._delegates,
            "coordinators": self._coordinators,
            "settings": self._settings,
            "contacts": lambda: [of_contact(contact) for contact in self.contacts],
        }[code]()

    def _team(self) -> list[Person]:
        return [person for person in self.people.values() if person.group == TEAM]

    def _delegates(self) -> list[Person]:
        handed = {f"u{row.delegate_id}" for row in kit_delegations(self.inspection, self.today)}
        return [person for key, person in self.people.items() if key in handed]

    def _coordinators(self) -> list[Person]:
        cases = TrackedCase.objects.filter(inspection=self.inspection, coordinator__is_active=True)
        found = {case.coordinator_id: case.coordinator for case in cases.select_related("coordinator")}
        return [
            self.people.get(f"u{pk}") or Person(f"u{pk}", str(user), "", AREA, user.email, user=user)
            for pk, user in found.items()
            if user is not None
        ]

    def _settings(self) -> list[Person]:
        sites = Site.objects.filter(
            partnership_id=self.inspection.partnership_id, is_active=True, contact__is_active=True
        )
        return [of_contact(site.contact) for site in sites.select_related("contact") if site.contact]

    def fault_of(self, person: Person) -> str:
        """Why this person cannot be written to, if so."""
        contact = person.contact or (self.of_account.get(person.user.pk) if person.user else None)
        if not person.email:
            return "No e-mail address"
        if contact is not None and contact.bounced_at:
            return f"The last e-mail came back on {short_date(contact.bounced_at)}"
        return ""


def preview(message: Message, *, sender: Any) -> Preview:
    """Each reader once, with the first part that fits; those who cannot be reached are named apart."""
    inspection = message.inspection
    book, values = Book(inspection), merge_values(inspection, sender)
    letters: dict[str, Letter] = {}
    left_out: dict[str, Letter] = {}
    for part in message.parts.all():
        for person in readers(book, part):
            fault = book.fault_of(person)
            if fault:
                left_out.setdefault(person.key, Letter(person.name, person.office, person.email, "", "", fault))
            elif person.email.lower() not in letters:
                letters[person.email.lower()] = written(part, person, values)
    return Preview(tuple(letters.values()), tuple(left_out.values()))


def readers(book: Book, part: MessagePart) -> Iterable[Person]:
    found: dict[str, Person] = {}
    for code in part.audiences:
        for person in book.of(code):
            found.setdefault(person.key, person)
    return found.values()


def written(part: MessagePart, person: Person, values: dict[str, str]) -> Letter:
    """What this person reads: the greeting, the words, and in whose name they come."""
    own = values | {"name": person.name}
    body = "\n\n".join((f"Dear {person.name}", fill(part.body, own), values["signature"]))
    return Letter(person.name, person.office, person.email, fill(part.subject, own), body)


def merge_values(inspection: Inspection, sender: Any) -> dict[str, str]:
    """What the merge fields stand for, except the reader's name."""
    today = clock.today()
    places = inspection.team_places.in_force(today).filter(role=Role.LEAD_INSPECTOR).select_related("user")
    lead = words.listed([str(place.user) for place in places])
    return {
        "area": inspection.partnership.name,
        "kind": inspection.kind_spec.name.lower(),
        "notified": long_date(inspection.notified_on) or "a day not recorded",
        "onsite_start": long_date(inspection.onsite_start_on) or "a day not set",
        "onsite_end": long_date(inspection.onsite_end_on) or "a day not set",
        "lano": str(inspection.lano) if inspection.lano else "not named yet",
        "lead": lead or "not named yet",
        "sender": str(sender),
        "signature": signature(inspection, sender),
    }


def signature(inspection: Inspection, sender: Any) -> str:
    person = people_of(inspection, clock.today()).get(f"u{sender.pk}")
    office = person.office if person else sender.get_organisation_display()
    return (
        f"{sender}\n{office}, through this service\n\n"
        f"To answer, write to {sender.email}. The inspection: {settings.SITE_URL}{inspection.get_absolute_url()}\n"
        f"You get this message because of your part in the {inspection.kind_spec.name.lower()} of {inspection.partnership}."
    )
