"""Access rows: set-up call, keep-in-touch, feedback, tasks and messages."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from accounts.choices import Role
from coordination.models import (
    FeedbackMeeting,
    FeedbackSeat,
    KitIssue,
    KitPresence,
    KitRecord,
    Message,
    MessagePart,
    Opening,
    OpeningSlot,
    TeamNote,
)
from core import clock
from inspections.models import Inspection, Task
from tests.access.rows import (
    AREA,
    CHIEFS,
    CQC_LEAD,
    INSIDERS,
    LANO,
    LEAD,
    QUALITY,
    TEAM,
    R,
    Row,
    guarded,
    ref,
    signed_in,
    with_,
)
from tests.access.world import CANARY, World

KIT_DELEGATE = {"kit_delegate"}
NOTIFIED = INSIDERS["notified"]
OWN = TEAM | AREA | KIT_DELEGATE
LEADS = LEAD | CQC_LEAD
COORDINATORS = LEADS | LANO
LOG_READERS = TEAM | QUALITY | LANO | CHIEFS | KIT_DELEGATE
AGREE = COORDINATORS | CHIEFS | KIT_DELEGATE
# At the meeting of the record without the right to read the log: the forum's representative.
THERE = {R.PCF}


def furnish(world: World) -> None:
    """One of everything of these pages that has an address, kept in `world.things`."""
    inspection, things = world.inspection, world.things
    Inspection.objects.filter(pk=inspection.pk).update(lano=world.people[Role.LANO])
    inspection.refresh_from_db()
    at = datetime(2026, 1, 19, 16, tzinfo=clock.LONDON)
    record = KitRecord.objects.create(inspection=inspection, number=1, held_at=at, points=CANARY, agreed_text="Agreed")
    KitPresence.objects.create(record=record, user=world.people[Role.PCF], name="Pcf")
    agreed = KitRecord.objects.create(
        inspection=inspection, number=2, held_at=at, points=CANARY, inspectors_agreed_at=at, area_agreed_at=at
    )
    task = Task.objects.create(inspection=inspection, key="kit:1", title="Send List 1 again", due_at=at)
    KitIssue.objects.create(inspection=inspection, number=1, record=record, task=task, raised_by_side="inspectors")
    things["kit"], things["kit_agreed"] = record, agreed
    things["team_note"] = TeamNote.objects.create(inspection=inspection, number=1, held_at=at, text=CANARY)
    things["shared_task"] = task
    things["officer_task"] = Task.objects.create(
        inspection=inspection, key="own:1", title="Book the room", owner=world.people["named_officer"]
    )
    things["inspectors_task"] = Task.objects.create(
        inspection=inspection, key="own:2", title=CANARY, room="inspectors", owner=world.people[Role.CQC_INSPECTOR]
    )
    things["area_task"] = Task.objects.create(
        inspection=inspection, key="own:3", title="Brief the members", room="partnership"
    )
    meeting = FeedbackMeeting.objects.create(inspection=inspection)
    FeedbackSeat.objects.create(meeting=meeting, code="dcs", user=world.people[Role.DCS], name="Dcs")
    opening = Opening.objects.create(inspection=inspection, minutes=60)
    things["slot"] = OpeningSlot.objects.create(opening=opening, order=1, title="Welcome", minutes=10)
    message = Message.objects.create(inspection=inspection, title="Timetable", written_by=world.people[Role.LANO])
    MessagePart.objects.create(message=message, order=1, audiences=["dcs"], subject="Timetable", body="It is out.")
    things["message"] = message
    of_team = Message.objects.create(inspection=inspection, title=CANARY, written_by=world.people[Role.LEAD_INSPECTOR])
    MessagePart.objects.create(message=of_team, order=1, audiences=["dcs"], subject="Tomorrow", body=CANARY)
    things["team_message"] = of_team


def kit(name: str, ok: set[str], **more: object) -> Row:
    return guarded(f"coordination:{name}", ok, NOTIFIED, kwargs=with_(number=1), **more)  # type: ignore[arg-type]


def task(name: str, ok: set[str], thing: str, **more: object) -> Row:
    return guarded(f"coordination:{name}", ok, NOTIFIED, kwargs=with_(pk=lambda things: things[thing].pk), **more)  # type: ignore[arg-type]


def draft(name: str, thing: str, side: Collection[str], *, secret: Collection[str] = (), **more: int) -> Row:
    kwargs = with_(pk=lambda things: things[thing].pk, **more)
    return guarded(f"coordination:{name}", side, NOTIFIED - COORDINATORS, post=200, kwargs=kwargs, secret=secret)


ROWS: list[Row] = [
    # QA reads the log and the final feedback's arrangements; the inspectors' own notes are the team's alone.
    guarded("coordination:board", OWN, NOTIFIED, kwargs=ref, secret=TEAM),
    guarded("coordination:board", OWN, INSIDERS["published"], stage="published", kwargs=ref, secret=TEAM),
    guarded("coordination:board", TEAM, INSIDERS["planned"], stage="planned", kwargs=ref, secret=TEAM),
    guarded("coordination:setup", LOG_READERS, NOTIFIED, kwargs=ref),
    guarded("coordination:setup-line-add", COORDINATORS, NOTIFIED, post=200, kwargs=ref),
    guarded("coordination:setup-line", COORDINATORS, NOTIFIED, post=200, kwargs=with_(code="safeguarding")),
    Row(
        "coordination:setup-accept",
        guarded("x", LOG_READERS, NOTIFIED).get,
        # Whoever is not the LANO is told so on the page.
        {200: LOG_READERS - LANO, 302: LANO | {"anonymous"}, 403: NOTIFIED - LOG_READERS, 404: guarded("x", NOTIFIED).get[404]},
        kwargs=ref,
    ),
    guarded("coordination:setup-deputy", COORDINATORS, NOTIFIED, post=200, kwargs=ref),
    guarded("coordination:opening-edit", COORDINATORS, NOTIFIED, post=200, kwargs=ref),
    guarded("coordination:slot-add", COORDINATORS, NOTIFIED, post=200, kwargs=ref),
    guarded("coordination:slot-edit", COORDINATORS, NOTIFIED, post=200, kwargs=with_(pk=lambda things: things["slot"].pk)),
    guarded("coordination:kit-list", LOG_READERS | THERE, NOTIFIED, kwargs=ref),
    kit("kit-detail", LOG_READERS | THERE, secret=LOG_READERS | THERE),
    guarded(
        "coordination:kit-detail", LOG_READERS, INSIDERS["published"], stage="published", kwargs=with_(number=2), secret=LOG_READERS
    ),
    guarded("coordination:kit-add", COORDINATORS, NOTIFIED, post=200, kwargs=ref),
    kit("kit-edit", COORDINATORS, post=200, secret=COORDINATORS),
    kit("kit-agree", AGREE, post=200, secret=AGREE),
    guarded("coordination:kit-addendum", COORDINATORS, NOTIFIED, post=200, kwargs=with_(number=2)),
    kit("kit-request", COORDINATORS, post=200),
    guarded("coordination:team-notes", TEAM, NOTIFIED, kwargs=ref, secret=TEAM),
    guarded("coordination:team-note-add", TEAM, NOTIFIED, post=200, kwargs=ref),
    kit("team-note-edit", TEAM, post=200, secret=TEAM),
    Row(
        "coordination:feedback",
        guarded("x", LOG_READERS, NOTIFIED).get,
        # Readers without the right to arrange are refused; those with it named nobody.
        {404: COORDINATORS | set(guarded("x", NOTIFIED).get[404]), 403: NOTIFIED - COORDINATORS, 302: {"anonymous"}},
        kwargs=ref,
    ),
    guarded("coordination:feedback-edit", COORDINATORS, NOTIFIED, post=200, kwargs=ref),
    guarded("coordination:feedback-seat", COORDINATORS, NOTIFIED, post=200, kwargs=with_(code="pcf")),
    guarded("coordination:task-list", OWN, NOTIFIED, kwargs=ref, secret=TEAM),
    guarded("coordination:task-add", COORDINATORS, NOTIFIED, post=200, kwargs=ref),
    # The three rooms: shared, the owner's alone, inspectors only, the area only.
    task("task-detail", TEAM | LANO | CHIEFS, "shared_task"),
    task("task-detail", TEAM | LANO | CHIEFS | {"named_officer"}, "officer_task"),
    task("task-detail", TEAM, "inspectors_task", secret=TEAM),
    task("task-detail", LANO | CHIEFS, "area_task"),
    task("task-finish", COORDINATORS | {"named_officer"}, "officer_task", post=200),
    task("task-give", COORDINATORS, "officer_task", post=200),
    task("task-give", LEAD | CQC_LEAD, "inspectors_task", post=200, secret=TEAM),
    task("task-withdraw", COORDINATORS, "officer_task", post=200),
    guarded("coordination:message-list", COORDINATORS, NOTIFIED, kwargs=ref, secret=LEADS),
    guarded("coordination:message-start", COORDINATORS, NOTIFIED, post=200, kwargs=ref),
    # A draft is there for the side that writes it.
    draft("message-detail", "message", LANO),
    draft("part-edit", "message", LANO, order=1),
    draft("message-detail", "team_message", LEADS, secret=LEADS),
    draft("part-edit", "team_message", LEADS, secret=LEADS, order=1),
    signed_in("coordination:my-emails", post=200),
]  # fmt: skip
