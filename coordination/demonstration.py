"""What the demonstration shows of this app. Everything goes through the services; the people are invented."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from accounts.choices import Role
from coordination.queries.messages import preview
from coordination.services import digest, feedback, kit, messages, setup, work
from core import clock
from inspections.models import Inspection, TaskRoom
from inspections.services.work import finish_task
from rulebook.frameworks import agendas

SETTLED = {
    "code-of-conduct": ("Read out at the start of the call.", "Both sides will keep to it.", ""),
    "information-request": (
        "Two items sit with health providers.",
        "Health items go through the clinical officer.",
        "",
    ),
    "keep-in-touch": ("", "Every day at 4:30pm, online.", "Keep 4:30pm to 5pm free every day"),
    "parent-carer-forum": (
        "The forum’s chair works on Wednesdays.",
        "The lead inspector calls the forum today.",
        "No meeting with the forum before 9:30am",
    ),
}
BEGUN = {"practical": "Base room at the civic centre has no step-free entrance; looking for another."}


def furnish(*, cast: dict[Any, Any], inspection: Inspection) -> None:
    """Add to the inspection under way. `cast` is {role: the demonstration's person}; the clock stands on the day of the call."""
    _set_up(cast, inspection)
    _keep_in_touch(cast, inspection)
    _feedback(cast, inspection)
    _messages(cast, inspection)


def _at(day_offset: int, hour: int, minute: int = 0) -> datetime:
    on = clock.today() + timedelta(days=day_offset)
    return datetime(on.year, on.month, on.day, hour, minute, tzinfo=clock.LONDON)


def _set_up(cast: dict[Any, Any], inspection: Inspection) -> None:
    lead, lano = cast[Role.LEAD_INSPECTOR], cast[Role.LANO]
    setup.accept_nomination(by=lano, inspection=inspection)
    setup.name_deputy(by=lano, inspection=inspection, person=cast[Role.PARTNERSHIP_OFFICER])
    owners = {item.code: item.owner for item in inspection.kind_spec.weeks.setup_agenda}
    for code, (note, decision, constraint) in SETTLED.items():
        if code in owners:
            setup.write_line(
                by=lead, inspection=inspection, code=code, version=0, done=True, owner_code=owners[code],
                note=note, decision=decision, constraint=constraint,
            )  # fmt: skip
    for code, note in BEGUN.items():
        if code in owners:
            line = setup.write_line(
                by=lano, inspection=inspection, code=code, version=0, done=False, owner_code=owners[code], note=note
            )
            setup.task_from_line(
                by=lano,
                line=line,
                title="Find a base room with a step-free entrance",
                owner=cast[Role.PARTNERSHIP_OFFICER],
                due_at=_at(2, 12),
            )
    setup.arrange_opening(by=lano, inspection=inspection, starts_at=_opening(inspection), minutes=60)
    parts = (
        ("Welcome", "Edmund Carrow", agendas.OPENING_WELCOME),
        ("What we know about ourselves", "Nadia Farouk", agendas.OPENING_CONTEXT),
        ("Waiting for specialist help", "Samuel Adeyinka", agendas.OPENING_THEME),
        ("Preparing for adulthood", "Kit Marlowe-Diaz", agendas.OPENING_THEME),
        ("Questions", "Gwen Atherley", agendas.OPENING_CLOSE),
    )
    for order, (title, owner, minutes) in enumerate(parts, 1):
        setup.save_slot(by=lano, inspection=inspection, title=title, owner=owner, minutes=minutes, order=order)


def _opening(inspection: Inspection) -> datetime | None:
    on = inspection.onsite_start_on
    return datetime(on.year, on.month, on.day, 11, tzinfo=clock.LONDON) if on else None


def _keep_in_touch(cast: dict[Any, Any], inspection: Inspection) -> None:
    lead, lano, delegate = cast[Role.LEAD_INSPECTOR], cast[Role.LANO], cast[Role.HEALTH_LEAD]
    dcs, forum = cast[Role.DCS], cast[Role.PCF]
    there = [f"u{person.pk}" for person in (lead, lano, dcs, delegate)]
    first = kit.add_record(
        by=lead,
        inspection=inspection,
        held_at=_at(0, 12, 30),
        present=[*there, f"u{forum.pk}"],
        points="The call went well on both sides. The survey links are being handed out today.",
        agreed_text="The council and the board each name one person who can be called at any hour.",
    )
    asked = kit.raise_request(
        by=lead, record=first, title="Name the senior contact of the integrated care board", detail="", owner=delegate,
        due_at=_at(0, 17, 30),
    )  # fmt: skip
    kit.agree_record(by=lead, record=first, version=first.version)
    kit.agree_record(by=dcs, record=first, version=first.version)
    finish_task(by=delegate, task=asked.task, answer="Helena Brightwell’s office, day and night.")
    second = kit.add_record(
        by=lead,
        inspection=inspection,
        held_at=_at(0, 16, 30),
        present=there,
        points="The group of early years leaders needs a room near the station.",
        answers="The senior contact is named.",
        agreed_text="List 1 is sent again once the missing columns are there.",
    )
    kit.raise_request(
        by=lead,
        record=second,
        title="Send List 1 again with the missing columns",
        detail="The columns for the primary need and the setting are empty in half of the rows.",
        owner=lano,
        due_at=_at(0, 18, 30),
    )
    kit.agree_record(by=lead, record=second, version=second.version)
    kit.write_team_note(
        by=lead,
        inspection=inspection,
        held_at=_at(0, 16),
        text="Start with what families say about waiting; CQC takes health visits.",
    )
    work.add_task(
        by=lano, inspection=inspection, title="Confirm the room for the opening presentation", detail="", room=TaskRoom.SHARED,
        owner=lead, due_at=_at(1, 10),
    )  # fmt: skip
    work.add_task(
        by=lead, inspection=inspection, title="Read the self-evaluation before the team meets", detail="", room=TaskRoom.INSPECTORS,
        owner=cast[Role.CQC_LEAD], due_at=_at(1, 9),
    )  # fmt: skip


def _feedback(cast: dict[Any, Any], inspection: Inspection) -> None:
    lano, on = cast[Role.LANO], inspection.onsite_end_on
    if on is None:
        return
    feedback.arrange(
        by=lano,
        inspection=inspection,
        starts_at=datetime(on.year, on.month, on.day, 14, tzinfo=clock.LONDON),
        place="Council chamber, civic centre",
    )
    seats = (
        ("lano", Role.LANO, True),
        ("dcs", Role.DCS, True),
        ("icb", Role.ICB_EXECUTIVE, True),
        ("pcf", Role.PCF, True),
    )
    for code, role, confirmed in (*seats, ("member", Role.LEAD_MEMBER, False)):
        feedback.ask(by=lano, inspection=inspection, code=code, person=f"u{cast[role].pk}", confirmed=confirmed)


def _messages(cast: dict[Any, Any], inspection: Inspection) -> None:
    lano = cast[Role.LANO]
    pack = messages.start(by=lano, inspection=inspection, wording=messages.PACK)
    messages.send(by=lano, message=pack, digest=preview(pack, sender=lano).digest)
    messages.start(by=lano, inspection=inspection, wording="surveys")
    digest.choose(by=lano, wanted=True)
