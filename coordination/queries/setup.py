"""The set-up call as its page shows it: the agenda of the edition beside what was written on each line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from audit.models import Entry
from coordination.models import Nominee, Opening, OpeningSlot, SetupLine
from inspections import verbs as inspection_verbs
from inspections.models import Inspection
from partnerships.models import Contact, Membership
from rulebook.frameworks.agendas import OWNERS

OWN = "own-"


@dataclass(frozen=True)
class Line:
    """One line of the agenda. `line` is what was written, if anything was; `tasks` how many tasks came of it."""

    code: str
    title: str
    hint: str
    owner: str
    owner_code: str
    confirmed: bool
    line: SetupLine | None

    @property
    def done(self) -> bool:
        return self.line is not None and self.line.done_at is not None

    @property
    def started(self) -> bool:
        return self.line is not None and bool(self.line.note or self.line.decision)


def agenda(inspection: Inspection) -> list[Line]:
    """The edition's lines in their order, then those somebody added."""
    written = {line.code: line for line in SetupLine.objects.filter(inspection=inspection).select_related("done_by")}
    shown = []
    for item in inspection.kind_spec.weeks.setup_agenda:
        line = written.get(item.code)
        owner = line.owner_code if line else item.owner
        shown.append(Line(item.code, item.title, item.hint, OWNERS.get(owner, owner), owner, item.confirmed, line))
    for code, line in written.items():
        if code.startswith(OWN):
            shown.append(Line(code, line.title, "", OWNERS.get(line.owner_code, ""), line.owner_code, True, line))
    return shown


def constraints(inspection: Inspection) -> list[SetupLine]:
    """What the decisions of the call ask of the timetable, in words."""
    return list(SetupLine.objects.filter(inspection=inspection).exclude(constraint="").order_by("pk"))


@dataclass(frozen=True)
class Card:
    """How to reach somebody."""

    part: str
    name: str
    office: str
    email: str
    phone: str
    pattern: str
    accepted_at: datetime | None


def cards(inspection: Inspection) -> list[Card]:
    """The contact cards of the LANO and the deputy."""
    open_now = {
        row.part: row for row in Nominee.objects.filter(inspection=inspection, ended_at=None).select_related("person")
    }
    found = []
    accepted = open_now.get(Nominee.LANO)
    if inspection.lano:
        holds = accepted is not None and accepted.person_id == inspection.lano_id
        found.append(_card("LANO", inspection.lano, inspection, accepted.since_at if accepted and holds else None))
    if deputy := open_now.get(Nominee.DEPUTY):
        found.append(_card("Deputy", deputy.person, inspection, deputy.since_at))
    return found


def _card(part: str, person: Any, inspection: Inspection, accepted_at: datetime | None) -> Card:
    contact = Contact.objects.filter(partnership=inspection.partnership_id, user=person).first()
    office = contact.job_title if contact else ""
    if not office:
        member = (
            Membership.objects.filter(partnership=inspection.partnership_id, user=person).exclude(office="").first()
        )
        office = member.office if member else person.get_organisation_display()
    return Card(
        part,
        str(person),
        office,
        (contact.email if contact else "") or person.email,
        contact.phone if contact else "",
        contact.working_pattern if contact else "",
        accepted_at,
    )


def handovers(inspection: Inspection) -> list[Entry]:
    """Every nomination, acceptance and change of deputy, newest first, as the audit recorded them."""
    from coordination import verbs

    return list(
        Entry.objects.filter(
            inspection_ref=inspection.reference,
            verb__in=(inspection_verbs.LANO_NOMINATED, verbs.LANO_ACCEPTED, verbs.DEPUTY_NAMED),
        ).order_by("-at", "-pk")
    )


@dataclass(frozen=True)
class TimedSlot:
    slot: OpeningSlot
    starts_at: datetime | None
    ends_at: datetime | None


@dataclass(frozen=True)
class RunSheet:
    """The slots with their times. `over` is how many minutes they are too many for the time there is, negative when some are left."""

    opening: Opening | None
    slots: tuple[TimedSlot, ...]
    total: int
    over: int


def run_sheet(inspection: Inspection) -> RunSheet:
    opening = Opening.objects.filter(inspection=inspection).prefetch_related("slots").first()
    if opening is None:
        return RunSheet(None, (), 0, 0)
    at, timed, total = opening.starts_at, [], 0
    for slot in opening.slots.all():
        begins = at + timedelta(minutes=total) if at else None
        total += slot.minutes
        timed.append(TimedSlot(slot, begins, at + timedelta(minutes=total) if at else None))
    return RunSheet(opening, tuple(timed), total, total - opening.minutes)
