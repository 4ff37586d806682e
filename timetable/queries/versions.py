"""A timetable as it was released, and what changed from one version to the next, for whom. Pure, but for `latest` and `entries_now`."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from core import clock
from inspections.models import Inspection
from timetable.models import Meeting, Release
from timetable.queries.meetings import shown
from timetable.queries.spans import place_words, when_words

SETTLED = ("confirmed", "in_progress", "held", "no_show", "notes_added", "closed")
Entry = dict[str, Any]


def entry_of(meeting: Meeting) -> Entry:
    """A meeting as a release keeps it: plain values only."""
    people = [asked.contact for asked in meeting.people.all()]
    return {
        "number": meeting.number,
        "title": meeting.title,
        "kind": meeting.get_kind_display(),
        "cancelled": meeting.state == "cancelled",
        "starts_at": meeting.starts_at.astimezone(clock.LONDON).isoformat() if meeting.starts_at else "",
        "minutes": meeting.minutes,
        "when": when_words(meeting),
        "place": place_words(meeting),
        "inspectors_only": meeting.inspectors_only,
        "inspectors": [{"user": taken.user_id, "name": str(taken.user)} for taken in meeting.inspectors.all()],
        "people": [
            {"contact": contact.pk, "user": contact.user_id, "name": contact.name, "email": contact.email}
            for contact in people
        ],
    }


def shown_to(entries: Iterable[Entry], team_reads: bool) -> list[Entry]:
    """The entries for a reader: the inspectors’ own meetings for the team alone."""
    return [entry for entry in entries if team_reads or not entry["inspectors_only"]]


def latest(inspection: Inspection) -> Release | None:
    return Release.objects.filter(inspection=inspection).order_by("-number").first()


def entries_of(release: Release | None) -> list[Entry]:
    return list(json.loads(release.snapshot)) if release else []


def entries_now(inspection: Inspection, before: Sequence[Entry]) -> list[Entry]:
    """What a release made now would hold: the settled meetings, and the cancelled ones people were told of."""
    told = {entry["number"] for entry in before}
    meetings = shown(Meeting.objects.filter(inspection=inspection, state__in=(*SETTLED, "cancelled")))
    return [entry_of(meeting) for meeting in meetings if meeting.state != "cancelled" or meeting.number in told]


@dataclass(frozen=True)
class Change:
    """What happened to one meeting between two versions: `what` in a word, `text` in a sentence without names of people."""

    number: int
    title: str
    what: str
    text: str


def changes_between(before: Iterable[Entry], after: Iterable[Entry]) -> list[Change]:
    old, new = {entry["number"]: entry for entry in before}, {entry["number"]: entry for entry in after}
    found = (change_of(old.get(number), new.get(number)) for number in sorted(old.keys() | new.keys()))
    return [change for change in found if change]


def change_of(old: Entry | None, new: Entry | None) -> Change | None:
    """What changed of one meeting in what concerns those who come: that it is, when, how long, where."""
    if old is None or old["cancelled"]:
        if new is None or new["cancelled"]:
            return None
        return _change(new, "New", f"{new['when']}. {new['place']}.")
    if new is None:
        return _change(old, "Withdrawn", f"Was {old['when']}. A new time will follow.")
    if new["cancelled"]:
        return _change(new, "Cancelled", f"Was {old['when']}.")
    parts = []
    if (old["starts_at"], old["minutes"]) != (new["starts_at"], new["minutes"]):
        parts.append(("Moved", f"Now {new['when']}, was {old['when']}."))
    if old["place"] != new["place"]:
        parts.append(("New place", f"Now {new['place']}, was {old['place']}."))
    if not parts:
        return None
    return _change(new, " and ".join(what if at == 0 else what.lower() for at, (what, _) in enumerate(parts)),
                   " ".join(text for _, text in parts))  # fmt: skip


def _change(entry: Entry, what: str, text: str) -> Change:
    return Change(entry["number"], entry["title"], what, text)


@dataclass
class Told:
    """Somebody whose own meetings changed. Without `user` and `email` nobody can tell them."""

    name: str
    user: int | None
    contact: int | None
    email: str
    changes: list[Change] = field(default_factory=list)

    @property
    def key(self) -> str:
        return f"user-{self.user}" if self.user else f"contact-{self.contact}"


def people_told(before: Sequence[Entry], after: Sequence[Entry]) -> list[Told]:
    """Who is told, each once: the people one of whose own meetings is new to them, moved, changed place or fell away."""
    known: dict[str, Told] = {}
    old, new = _by_person(before, known), _by_person(after, known)
    for key, person in known.items():
        mine_before, mine_after = old[key], new[key]
        person.changes = changes_between(mine_before.values(), mine_after.values())
        still = {entry["number"] for entry in after if not entry["cancelled"]}
        person.changes = [
            Change(change.number, change.title, "No longer yours", f"It still takes place, without you: {change.text}")
            if change.what == "Withdrawn" and change.number in still
            else change
            for change in person.changes
        ]
    return sorted((person for person in known.values() if person.changes), key=lambda told: (told.name, told.key))


def _by_person(entries: Sequence[Entry], known: dict[str, Told]) -> dict[str, dict[int, Entry]]:
    """{key of a person: {number: entry}}; also fills `known`."""
    found: dict[str, dict[int, Entry]] = defaultdict(dict)
    for entry in entries:
        for one in (*entry["inspectors"], *entry["people"]):
            person = Told(one["name"], one.get("user"), one.get("contact"), one.get("email", ""))
            known.setdefault(person.key, person)
            found[person.key][entry["number"]] = entry
    return found


def starts_of(entry: Entry) -> datetime | None:
    return datetime.fromisoformat(entry["starts_at"]) if entry["starts_at"] else None
