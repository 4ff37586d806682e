"""The keep-in-touch log: records, their two ticks, and the requests that become tasks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from audit.record import record as audit
from coordination import verbs
from coordination.models import KitIssue, KitPresence, KitRecord, Side, TeamNote
from coordination.queries.kit import side_of
from coordination.queries.people import people_of
from coordination.services.guards import refuse_names, still_open
from core import clock
from core.errors import Reason, Refused
from core.versioning import save_if_unchanged
from inspections.models import Inspection, TaskRoom
from inspections.services.calendar import working_calendar
from inspections.services.work import raise_task
from rulebook import words
from rulebook.calendar import NotCovered

TEXTS = ("points", "answers", "agreed_text")
TICKS = (
    "inspectors_agreed_at",
    "inspectors_agreed_by",
    "inspectors_agreed_as",
    "area_agreed_at",
    "area_agreed_by",
    "area_agreed_as",
)
LOCKED = "Both sides agreed this record, so it is locked. Write an addendum to correct it."


@transaction.atomic
def add_record(
    *,
    by: Any,
    inspection: Inspection,
    held_at: datetime,
    present: Iterable[str] = (),
    corrects: KitRecord | None = None,
    **texts: str,
) -> KitRecord:
    """The next record of an inspection. `present` are keys of coordination.queries.people; texts: points, answers, agreed_text.

    `corrects` makes it an addendum to an agreed record. Raises Refused.
    """
    still_open(inspection)
    _not_ahead(held_at)
    refuse_names(inspection, **texts)
    if corrects is not None and not corrects.is_locked:
        raise Refused("This record is not agreed yet: change it instead of writing an addendum.")
    made = KitRecord.objects.create(
        inspection=inspection,
        number=_next(KitRecord, inspection),
        held_at=held_at,
        corrects=corrects,
        written_by=by,
        **{name: texts.get(name, "").strip() for name in TEXTS},
    )
    _set_present(made, present)
    audit(actor=by, verb=verbs.KIT_ADDED, subject=made, changes={"held_at": (None, held_at)})
    return made


@transaction.atomic
def write_record(
    *, by: Any, record: KitRecord, version: int, held_at: datetime, present: Iterable[str], **texts: str
) -> KitRecord:
    """Change a record that is not locked; both ticks go. Raises Refused, and Conflict when somebody wrote or ticked meanwhile."""
    still_open(record.inspection)
    held = KitRecord.objects.get(pk=record.pk)
    if held.is_locked:
        raise Refused(LOCKED)
    _not_ahead(held_at)
    refuse_names(record.inspection, **texts)
    had = held.has_ticks
    record.held_at = held_at
    for name in TEXTS:
        setattr(record, name, texts.get(name, getattr(record, name)).strip())
    for name in TICKS:
        setattr(record, name, "" if name.endswith("_as") else None)
    save_if_unchanged(record, version=version, fields=("held_at", *TEXTS, *TICKS))
    _set_present(record, present)
    audit(actor=by, verb=verbs.KIT_WRITTEN, subject=record)
    if had:
        audit(actor=by, verb=verbs.KIT_UNTICKED, subject=record)
    return record


@transaction.atomic
def agree_record(*, by: Any, record: KitRecord, version: int) -> KitRecord:
    """Tick "agreed record" for one's side, for the version one has read. Raises Refused and Conflict."""
    still_open(record.inspection)
    standing = side_of(by, record.inspection, clock.today())
    if standing is None:
        raise Refused(
            "Only the lead inspectors, the LANO, the director, the chief executive or their delegate can agree."
        )
    side, office = standing
    if record.agreed_by_side(side):
        raise Refused("Your side has agreed this record already.")
    if not (record.agreed_text or record.points).strip():
        raise Refused("There is nothing to agree yet: write the points or the agreed text first.")
    for name, value in (("at", clock.now()), ("by", by), ("as", office)):
        setattr(record, f"{side}_agreed_{name}", value)
    fields = [f"{side}_agreed_{name}" for name in ("at", "by", "as")]
    save_if_unchanged(record, version=version, fields=fields)
    audit(
        actor=by, verb=verbs.KIT_AGREED, subject=record, changes={"for": (None, Side(side).label), "as": (None, office)}
    )
    return record


def refuse_day_off(on: date) -> None:
    """Raises Refused where nobody is at work that day, or the calendar does not reach so far."""
    try:
        works = working_calendar().is_working_day(on)
    except NotCovered as error:
        raise Refused(Reason(str(error), "due_on")) from error
    if not works:
        raise Refused(Reason(f"{words.weekday(on)} is not a working day", "due_on"))


@transaction.atomic
def raise_request(*, by: Any, record: KitRecord, title: str, detail: str, owner: Any, due_at: datetime) -> KitIssue:
    """A request made at a meeting: a numbered line of the log, and a task of its owner due at an hour. Raises Refused."""
    inspection = record.inspection
    still_open(inspection)
    if record.is_locked:
        raise Refused(LOCKED)
    if not title.strip():
        raise Refused(Reason("Enter what is asked for", "title"))
    refuse_names(inspection, title=title, detail=detail)
    if due_at <= clock.now():
        raise Refused(Reason("The hour must be in the future", "due_time"))
    refuse_day_off(due_at.astimezone(clock.LONDON).date())
    number = _next(KitIssue, inspection)
    standing = side_of(by, inspection, clock.today())
    task = raise_task(
        by=by,
        inspection=inspection,
        key=f"kit:{number}",
        title=title.strip(),
        detail=detail.strip(),
        owner=owner,
        due_at=due_at,
        room=TaskRoom.SHARED,
        source=f"keep-in-touch meeting {record.number}",
    )
    issue = KitIssue.objects.create(
        inspection=inspection,
        number=number,
        record=record,
        task=task,
        raised_by_side=standing[0] if standing else Side.INSPECTORS,
    )
    audit(actor=by, verb=verbs.KIT_REQUESTED, subject=issue, changes={"title": (None, task.title)})
    return issue


@transaction.atomic
def write_team_note(
    *, by: Any, inspection: Inspection, held_at: datetime, text: str, note: TeamNote | None = None, version: int = 0
) -> TeamNote:
    """Notes of an inspectors' own meeting, new or changed. Raises Refused and Conflict."""
    still_open(inspection)
    if not text.strip():
        raise Refused(Reason("Enter the notes", "text"))
    refuse_names(inspection, text=text)
    if note is None:
        note = TeamNote.objects.create(
            inspection=inspection,
            number=_next(TeamNote, inspection),
            held_at=held_at,
            text=text.strip(),
            written_by=by,
        )
    else:
        note.held_at, note.text = held_at, text.strip()
        save_if_unchanged(note, version=version, fields=("held_at", "text"))
    audit(actor=by, verb=verbs.TEAM_NOTE_WRITTEN, subject=note)
    return note


def _next(model: Any, inspection: Inspection) -> int:
    """The next number; two at once meet the unique constraint, and the second is asked to try again."""
    Inspection.objects.select_for_update().get(pk=inspection.pk)
    return (model.objects.filter(inspection=inspection).aggregate(last=Max("number"))["last"] or 0) + 1


def _not_ahead(held_at: datetime) -> None:
    if held_at > clock.now():
        raise Refused(Reason("The meeting must have been held already", "held_on"))


def _set_present(record: KitRecord, keys: Iterable[str]) -> None:
    """Those ticked, with the office each holds on the day of the meeting. An unknown key is refused.

    Who was ticked earlier keeps the office written then, also when it has ended since.
    """
    asked = list(dict.fromkeys(keys))
    known = people_of(record.inspection, clock.today()) | people_of(
        record.inspection, record.held_at.astimezone(clock.LONDON).date()
    )
    before = {key_of(row): row for row in record.present.all()}
    if any(key not in known and key not in before for key in asked):
        raise Refused(Reason("Choose people from the list", "present"))
    for key, row in before.items():
        if key not in asked:
            row.delete()
    for key in asked:
        if key not in before:
            person = known[key]
            KitPresence.objects.create(
                record=record, user=person.user, contact=person.contact, name=person.name, office=person.office
            )


def key_of(row: KitPresence) -> str:
    return f"u{row.user_id}" if row.user_id else f"c{row.contact_id}"
