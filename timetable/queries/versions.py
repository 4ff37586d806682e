"""A timetable as it was released, and what changed from one version to the next, for whom. Pure, but for `latest` and `entries_now`."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from core import clock
from core.words import joined
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
    """What happened to one meeting between two versions: `what` in a word, `text` in a sentence.

    It names people only where who takes part was asked for too.
    """

    number: int
    title: str
    what: str
    text: str


def changes_between(before: Iterable[Entry], after: Iterable[Entry], *, who: bool = False) -> list[Change]:
    """In order of the meetings' numbers; with `who`, also who came to a meeting that was there before, and who left it."""
    old, new = {entry["number"]: entry for entry in before}, {entry["number"]: entry for entry in after}
    found = (change_of(old.get(number), new.get(number), who) for number in sorted(old.keys() | new.keys()))
    return [change for change in found if change]


def change_of(old: Entry | None, new: Entry | None, who: bool = False) -> Change | None:
    """What changed of one meeting in what concerns those who come: that it is, when, how long, where, if asked with whom."""
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
    if who and (text := _taking_part(old, new)):
        parts.append(("Who takes part", text))
    if not parts:
        return None
    return _change(new, " and ".join(what if at == 0 else what.lower() for at, (what, _) in enumerate(parts)),
                   " ".join(text for _, text in parts))  # fmt: skip


def _taking_part(old: Entry, new: Entry) -> str:
    """Added: Robin. Left: Sarah."""
    before, after = _names(old), _names(new)
    added = joined(name for key, name in after.items() if key not in before)
    left = joined(name for key, name in before.items() if key not in after)
    return " ".join(f"{word}: {names}." for word, names in (("Added", added), ("Left", left)) if names)


def _names(entry: Entry) -> dict[str, str]:
    of_area = {f"contact-{one['contact']}": one["name"] for one in entry["people"]}
    return {f"user-{one['user']}": one["name"] for one in entry["inspectors"]} | of_area


def _change(entry: Entry, what: str, text: str) -> Change:
    return Change(entry["number"], entry["title"], what, text)


@dataclass
class Told:
    """Somebody whose own meetings changed; `key` is the account, else the contact. Without `user` and `email` nobody can tell them."""

    key: str
    name: str
    user: int | None
    contact: int | None
    email: str
    changes: list[Change] = field(default_factory=list)


def people_told(before: Sequence[Entry], after: Sequence[Entry]) -> list[Told]:
    """Who is told, each once: the people one of whose own meetings is new to them, moved, changed place or fell away."""
    known: dict[str, Told] = {}
    accounts = _accounts([*before, *after])
    new, old = _by_person(after, known, accounts), _by_person(before, known, accounts)
    still = {entry["number"] for entry in after if not entry["cancelled"]}
    for key, person in known.items():
        mine = old[key]
        person.changes = [
            _change(mine[change.number], "No longer yours",
                    f"Was {mine[change.number]['when']}. It still takes place, without you.")
            if change.what == "Withdrawn" and change.number in still
            else change
            for change in changes_between(mine.values(), new[key].values())
        ]  # fmt: skip
    return sorted((person for person in known.values() if person.changes), key=lambda told: (told.name, told.key))


def _accounts(entries: Iterable[Entry]) -> dict[int, int]:
    """{contact: account}, the later entry winning: who has an account now is the same person as before they had it."""
    return {one["contact"]: one["user"] for entry in entries for one in entry["people"] if one["user"]}


def _by_person(
    entries: Iterable[Entry], known: dict[str, Told], accounts: dict[int, int]
) -> dict[str, dict[int, Entry]]:
    """{key of a person: {number: entry}}; also fills `known`."""
    found: dict[str, dict[int, Entry]] = defaultdict(dict)
    for entry in entries:
        for one in (*entry["inspectors"], *entry["people"]):
            contact = one.get("contact")
            user = accounts.get(contact, one.get("user")) if contact else one["user"]
            key = f"user-{user}" if user else f"contact-{contact}"
            known.setdefault(key, Told(key, one["name"], user, contact, one.get("email", "")))
            found[key][entry["number"]] = entry
    return found


def starts_of(entry: Entry) -> datetime | None:
    return datetime.fromisoformat(entry["starts_at"]) if entry["starts_at"] else None
