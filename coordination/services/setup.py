"""The set-up call: writing its lines, accepting the nomination, naming a deputy, the opening presentation."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from audit.record import record
from coordination import verbs
from coordination.models import Nominee, Opening, OpeningSlot, SetupLine
from coordination.queries.setup import OWN
from coordination.services.guards import refuse_names, still_open
from core import clock
from core.errors import Conflict, Reason, Refused
from core.versioning import save_if_unchanged
from inspections.models import Inspection, Task, TaskRoom
from inspections.services.work import raise_task
from partnerships.models import Membership
from rulebook.frameworks import agendas

WRITTEN = ("owner_code", "note", "decision", "constraint")


@transaction.atomic
def write_line(*, by: Any, inspection: Inspection, code: str, version: int, done: bool, **text: str) -> SetupLine:
    """Write one line of the agenda: `owner_code`, `note`, `decision`, `constraint`, and whether it is settled.

    `version` is 0 for a line nobody has written on. Raises Refused, and Conflict when somebody wrote meanwhile.
    """
    still_open(inspection)
    refuse_names(inspection, **{name: text.get(name, "") for name in ("note", "decision", "constraint")})
    items = {item.code: item for item in inspection.kind_spec.weeks.setup_agenda}
    line = SetupLine.objects.filter(inspection=inspection, code=code).first()
    if line is None and code not in items:
        raise Refused("The agenda has no such line.")
    if text.get("owner_code") and text["owner_code"] not in agendas.OWNERS:
        raise Refused(Reason("Choose whose it is", "owner_code"))
    if done and not text.get("decision", "").strip():
        raise Refused(Reason("Write what was decided before you mark the line as settled", "decision"))
    if line is None:
        line = SetupLine.objects.create(
            inspection=inspection, code=code, title=items[code].title, owner_code=items[code].owner, version=0
        )
    elif version == 0 and line.version > 0:
        raise Conflict(line)
    before = {name: getattr(line, name) for name in WRITTEN}
    for name in WRITTEN:
        setattr(line, name, text.get(name, before[name]).strip())
    line.done_at = (line.done_at or clock.now()) if done else None
    line.done_by = (line.done_by or by) if done else None
    save_if_unchanged(line, version=version, fields=(*WRITTEN, "done_at", "done_by"))
    changes: dict[str, tuple[Any, Any]] = {
        name: (before[name], getattr(line, name)) for name in WRITTEN if before[name] != getattr(line, name)
    }
    record(actor=by, verb=verbs.SETUP_WRITTEN, subject=line, changes=changes | {"settled": (None, done)})
    return line


@transaction.atomic
def add_line(*, by: Any, inspection: Inspection, title: str, owner_code: str) -> SetupLine:
    """A line the edition does not have. Raises Refused."""
    still_open(inspection)
    if not title.strip():
        raise Refused(Reason("Enter what is to be settled", "title"))
    refuse_names(inspection, title=title)
    number = SetupLine.objects.filter(inspection=inspection, code__startswith=OWN).count() + 1
    line = SetupLine.objects.create(
        inspection=inspection, code=f"{OWN}{number}", title=title.strip(), owner_code=owner_code
    )
    record(actor=by, verb=verbs.SETUP_ADDED, subject=line, changes={"title": (None, line.title)})
    return line


@transaction.atomic
def task_from_line(*, by: Any, line: SetupLine, title: str, owner: Any, due_at: datetime | None) -> Task:
    """A decision becomes a task: one for each wording."""
    still_open(line.inspection)
    if not title.strip():
        raise Refused(Reason("Enter what has to be done", "task"))
    refuse_names(line.inspection, task=title)
    number = Task.objects.filter(inspection=line.inspection, key__startswith=f"setup:{line.code}:").count() + 1
    return raise_task(
        by=by,
        inspection=line.inspection,
        key=f"setup:{line.code}:{number}",
        title=title.strip(),
        owner=owner,
        due_at=due_at,
        detail=line.decision,
        room=TaskRoom.SHARED,
        source=f"Set-up call: {line.title}"[:150],
    )


@transaction.atomic
def accept_nomination(*, by: Any, inspection: Inspection) -> Nominee:
    """The LANO accepts online. Accepting twice is accepting once; whoever held the place before is ended. Raises Refused."""
    still_open(inspection)
    if inspection.lano_id != by.pk:
        raise Refused("Only the person nominated as LANO can accept.")
    nominee, made = _open_nominee(by, inspection, Nominee.LANO, by)
    if made:
        record(actor=by, verb=verbs.LANO_ACCEPTED, subject=nominee, changes={"lano": (None, str(by))})
    return nominee


@transaction.atomic
def name_deputy(*, by: Any, inspection: Inspection, person: Any) -> Nominee:
    """Who stands in for the LANO: a member of the partnership, and not the LANO. Raises Refused."""
    still_open(inspection)
    held = Membership.objects.in_force(clock.today()).filter(partnership_id=inspection.partnership_id, user=person)
    if not held.exists():
        raise Refused(Reason(f"{person} has no role in {inspection.partnership}", "person"))
    if person.pk == inspection.lano_id:
        raise Refused(Reason("The deputy must be somebody else than the LANO", "person"))
    before = Nominee.objects.filter(inspection=inspection, part=Nominee.DEPUTY, ended_at=None).first()
    nominee, made = _open_nominee(by, inspection, Nominee.DEPUTY, person)
    if made:
        changes = {"deputy": (str(before.person) if before else None, str(person))}
        record(actor=by, verb=verbs.DEPUTY_NAMED, subject=nominee, changes=changes)
    return nominee


def _open_nominee(by: Any, inspection: Inspection, part: str, person: Any) -> tuple[Nominee, bool]:
    held = Nominee.objects.select_for_update().filter(inspection=inspection, part=part, ended_at=None).first()
    if held and held.person_id == person.pk:
        return held, False
    now = clock.now()
    if held:
        held.ended_at = now
        held.save(update_fields=["ended_at"])
    made = Nominee.objects.create(inspection=inspection, part=part, person=person, since_at=now, named_by=by)
    return made, True


@transaction.atomic
def arrange_opening(*, by: Any, inspection: Inspection, starts_at: datetime | None, minutes: int) -> Opening:
    """When the opening presentation begins and how long it may take, in minutes. Raises Refused."""
    still_open(inspection)
    if not 5 <= minutes <= 480:
        raise Refused(Reason("Minutes must be between 5 and 480", "minutes"))
    opening, _ = Opening.objects.get_or_create(inspection=inspection)
    before = (opening.starts_at, opening.minutes)
    opening.starts_at, opening.minutes = starts_at, minutes
    save_if_unchanged(opening, version=opening.version, fields=("starts_at", "minutes"))
    changes = {"starts_at": (before[0], starts_at), "minutes": (before[1], minutes)}
    record(actor=by, verb=verbs.OPENING_CHANGED, subject=opening, changes=changes)
    return opening


@transaction.atomic
def save_slot(
    *,
    by: Any,
    inspection: Inspection,
    title: str,
    owner: str,
    minutes: int,
    order: int,
    slot: OpeningSlot | None = None,
) -> OpeningSlot:
    """Add or change one part of the opening presentation. Raises Refused."""
    still_open(inspection)
    if not 1 <= minutes <= 240:
        raise Refused(Reason("Minutes must be between 1 and 240", "minutes"))
    if not title.strip():
        raise Refused(Reason("Enter the theme", "title"))
    refuse_names(inspection, title=title, owner=owner)
    opening, _ = Opening.objects.get_or_create(inspection=inspection)
    before = str(slot) if slot else None
    slot = slot or OpeningSlot(opening=opening)
    slot.title, slot.owner, slot.minutes, slot.order = title.strip(), owner.strip(), minutes, order
    slot.save()
    record(actor=by, verb=verbs.OPENING_CHANGED, subject=opening, changes={"slot": (before, str(slot))})
    return slot


@transaction.atomic
def remove_slot(*, by: Any, slot: OpeningSlot) -> None:
    still_open(slot.opening.inspection)
    record(actor=by, verb=verbs.OPENING_CHANGED, subject=slot.opening, changes={"slot": (str(slot), None)})
    slot.delete()
