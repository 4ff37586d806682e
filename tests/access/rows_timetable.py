"""Access rows: meetings and the timetable."""

from __future__ import annotations

from datetime import datetime

from accounts.choices import Role
from core import clock
from tests.access.rows import (
    AREA,
    CHIEFS,
    CQC_LEAD,
    INSIDERS,
    LANO,
    LEAD,
    QUALITY,
    TEAM,
    Row,
    guarded,
    ref,
    with_,
)
from tests.access.world import World
from timetable.models import Away, Meeting, MeetingInspector, MeetingPerson, Proposal, Release
from timetable.queries.conflicts import found_in

# Those with a place in the weeks; those who see the whole; those who arrange.
OWN = TEAM | AREA | {"kit_delegate"}
WHOLE = TEAM | LANO | CHIEFS
ARRANGE = LEAD | CQC_LEAD | LANO
INSIDE = INSIDERS["notified"]


def furnish(world: World) -> None:
    """One of everything of these pages that has an address, kept in `world.things`."""
    meeting = world.things["meeting"]
    # Somebody who sees only what is theirs is asked: the forum.
    contact = world.things["contact"]
    MeetingPerson.objects.create(meeting=meeting, contact=contact)
    MeetingInspector.objects.create(meeting=meeting, user=world.people[Role.LEAD_INSPECTOR])
    held = Meeting.objects.create(
        inspection=world.inspection, number=2, kind="forum", title="Meeting with the forum", state="held",
        starts_at=datetime(2026, 1, 21, 10, tzinfo=clock.LONDON), inspectors_needed=2,
    )  # fmt: skip
    world.things["held"] = held
    world.things["away"] = Away.objects.create(
        inspection=world.inspection, contact=contact, starts_at=datetime(2026, 1, 22, 9, tzinfo=clock.LONDON),
        ends_at=datetime(2026, 1, 22, 12, tzinfo=clock.LONDON),
    )  # fmt: skip
    Release.objects.create(
        inspection=world.inspection, number=1, released_at=clock.now(), released_by=world.people[Role.LANO], snapshot="[]",
        sha256="0" * 64,
    )  # fmt: skip
    Proposal.objects.create(
        inspection=world.inspection, number=1, asked_at=clock.now(), asked_by=world.people[Role.LANO], state="done",
        problem={"days": [{"date": "2026-01-19", "start": "09:00", "end": "17:00"}], "meetings": []},
        answer={"status": "optimal", "gap": 0.0, "placed": [], "unplaced": []},
    )  # fmt: skip


def a_fingerprint(world: World) -> dict[str, str]:
    return ref(world) | {"fingerprint": found_in(world.inspection)[0].fingerprint}


def looked_at(name: str, seers: set[str], **kwargs: object) -> list[Row]:
    """Not there before the call but for the inspectorates; the same at every later stage."""
    rows = [guarded(f"timetable:{name}", seers, INSIDERS[at], stage=at, kwargs=ref) for at in ("notified", "published")]
    before = guarded(f"timetable:{name}", seers & INSIDERS["planned"], INSIDERS["planned"], stage="planned", kwargs=ref)
    return [*rows, before]


ROWS: list[Row] = [
    *looked_at("timetable", OWN),
    *looked_at("meeting-list", OWN),
    guarded("timetable:meeting-table", OWN, INSIDE, kwargs=ref),
    guarded("timetable:my-day", OWN, INSIDE, kwargs=ref),
    guarded("timetable:print", OWN, INSIDE, kwargs=ref),
    guarded("timetable:print-pdf", OWN, INSIDE, kwargs=ref),
    # One who arranges is sent back to the page; one who only reads it may not confirm.
    Row(
        "timetable:conflicts",
        guarded("", WHOLE | QUALITY, INSIDE).get,
        guarded("", ARRANGE, INSIDE, post=302).post,
        kwargs=ref,
    ),
    guarded("timetable:conflict-keep", ARRANGE, INSIDE, post=200, kwargs=a_fingerprint),
    guarded("timetable:rules", ARRANGE, INSIDE, post=200, kwargs=ref),
    guarded("timetable:availability", ARRANGE, INSIDE, post=200, kwargs=ref),
    guarded(
        "timetable:availability-halves", ARRANGE, INSIDE, post=200,
        kwargs=with_(whose=lambda t: f"contact-{t['contact'].pk}"),
    ),
    guarded("timetable:away-remove", ARRANGE, INSIDE, get=405, post=302, kwargs=with_(pk=lambda t: t["away"].pk)),
    guarded("timetable:release", ARRANGE, INSIDE, post=200, kwargs=ref),
    guarded("timetable:version", WHOLE | QUALITY, INSIDE, kwargs=with_(number=1)),
    guarded("timetable:paste", ARRANGE, INSIDE, post=200, kwargs=ref),
    guarded("timetable:proposal-list", ARRANGE, INSIDE, post=200, kwargs=ref),
    guarded("timetable:proposal-detail", ARRANGE, INSIDE, post=200, kwargs=with_(number=1)),
    guarded("timetable:proposal-cancel", ARRANGE, INSIDE, get=405, post=302, kwargs=with_(number=1)),
    guarded("timetable:meeting-add", ARRANGE, INSIDE, post=200, kwargs=ref),
    # Nobody of the cast is asked to this meeting but the lead: those who see only their own do not find it.
    Row(
        "timetable:meeting-detail",
        {200: WHOLE, 404: guarded("", WHOLE, INSIDE).get[404] | (OWN - WHOLE), 403: INSIDE - OWN, 302: {"anonymous"}},
        {405: WHOLE | (OWN - WHOLE), 404: guarded("", WHOLE, INSIDE).get[404], 403: INSIDE - OWN, 302: {"anonymous"}},
        kwargs=with_(number=1),
    ),
    *(
        guarded(f"timetable:{name}", ARRANGE, INSIDE, post=post, kwargs=with_(number=1))
        for name, post in (
            ("meeting-edit", 200),
            ("meeting-people", 200),
            ("meeting-inspectors", 200),
            ("meeting-move", 200),
            ("meeting-attendance", 200),
        )
    ),
    guarded("timetable:meeting-act", ARRANGE, INSIDE, post=200, kwargs=with_(number=1, move="cancel")),
    guarded("timetable:meeting-note", TEAM, INSIDE, post=200, kwargs=with_(number=2, side="inspectors")),
    guarded("timetable:meeting-note", LANO | CHIEFS, INSIDE, post=200, kwargs=with_(number=2, side="area")),
]  # fmt: skip
