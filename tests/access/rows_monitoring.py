"""Access rows: visits and letters of the DfE and NHS England, the ladder, engagement meetings and thematic visits."""

from __future__ import annotations

from datetime import date
from typing import Any

from accounts.choices import Role
from core import clock, files
from monitoring.models import (
    EngagementAction,
    EngagementMeeting,
    EscalationStep,
    ImprovementNotice,
    LetterPrint,
    SentLetter,
    SupportLetter,
    ThematicVisit,
    Visit,
    VisitEvidence,
    VisitFinding,
    VisitNote,
)
from monitoring.services import contents
from tests.access.rows import (
    ADMINISTRATOR,
    ADVISERS,
    ANONYMOUS,
    CHIEFS,
    DELEGATES,
    ELSEWHERE_ADVISERS,
    INSIDERS,
    LANO,
    MANAGER,
    OFFICERS,
    PLAN_READERS,
    QUALITY,
    SIGNED_IN,
    R,
    Row,
    guarded,
    national,
    slug,
    with_,
)
from tests.access.world import CANARY, World

# Visits by how far they are: the letter sent, the record finished, evidence asked for, only planned.
SENT, RECORDED, ASKED, PLANNED = 1, 2, 3, 4


def furnish(world: World) -> None:
    plan, item = world.things["plan"], world.things["item"]
    dfe, nhse, lano = (world.people[role] for role in (Role.DFE_ADVISER, Role.NHSE_ADVISER, Role.LANO))
    now = clock.now()
    states = {SENT: "letter_sent", RECORDED: "written_up", ASKED: "evidence_requested", PLANNED: "planned"}
    visits = {
        place: Visit.objects.create(
            plan=plan, inspection=world.inspection, place=place, kind="stocktake", number=place, state=state,
            visit_on=date(2026, 2, 24 + place), agenda="" if place == PLANNED else "What has changed",
            held_on=date(2026, 2, 26) if place in (SENT, RECORDED) else None, attended=["DfE SEND adviser"],
            forum_invited_at=now if place == ASKED else None,
        )
        for place, state in states.items()
    }  # fmt: skip
    for place in (SENT, RECORDED):
        for body, by in (("dfe", dfe), ("nhs_england", nhse)):
            VisitNote.objects.create(
                visit=visits[place], body=body, text=CANARY, written_by=by, signed_by=by, signed_at=now
            )
        VisitFinding.objects.create(visit=visits[place], item=item, progress="some", text=CANARY, written_by=dfe)
    stored = files.keep_made(by=lano, name="figures.txt", kind="txt", content=CANARY.encode())
    for place in (SENT, ASKED):
        VisitEvidence.objects.create(
            visit=visits[place], number=1, text=CANARY, file=stored, given_by=lano, given_at=now
        )
    for place in (SENT, RECORDED):
        letter = SupportLetter.objects.create(
            plan=plan, inspection=world.inspection, place=place, kind="follow_up", visit=visits[place], text=CANARY,
            drafted_by=dfe, state="sent" if place == SENT else "drafting", sent_on=date(2026, 3, 2) if place == SENT else None,
        )  # fmt: skip
        if place == SENT:
            text = contents.text_of(letter)
            sent = SentLetter.objects.create(letter=letter, content=text, sha256="0" * 64, sent_by=dfe, sent_at=now)
            LetterPrint.objects.create(sent=sent, pdf=b"%PDF-1.7 " + CANARY.encode(), made_at=now)
    EscalationStep.objects.create(
        plan=plan,
        number=1,
        level="notice",
        before="contact",
        on=date(2026, 3, 2),
        reason=CANARY,
        body="dfe",
        by=dfe,
        at=now,
    )
    ImprovementNotice.objects.create(plan=plan, number=1, issued_on=date(2026, 3, 2), text=CANARY, issued_by=dfe)
    for number, state in ((1, "held"), (2, "planned")):
        meeting = EngagementMeeting.objects.create(
            partnership=world.here, number=number, state=state, meet_on=date(2026, 2, number), agenda="What has changed",
            held_on=date(2026, 2, 1) if state == "held" else None, notes=CANARY, for_scheduling=CANARY,
        )  # fmt: skip
        EngagementAction.objects.create(meeting=meeting, number=1, text="Send the figures", owner_office="Director")
    ThematicVisit.objects.create(
        partnership=world.here, theme="2025", starts_on=date(2025, 9, 8), ends_on=date(2025, 9, 12), programme="Two schools",
        notes=CANARY,
    )  # fmt: skip


READERS = LANO | CHIEFS | {R.HEALTH_LEAD, R.LEAD_MEMBER} | ADVISERS | MANAGER | QUALITY
SENDERS = LANO | CHIEFS | {R.HEALTH_LEAD}
DFE = {R.DFE_ADVISER}
FORUM = {R.PCF}
INSPECTORATES = MANAGER | QUALITY
BELONG = (
    LANO
    | CHIEFS
    | {R.HEALTH_LEAD, R.LEAD_MEMBER, R.PCF}
    | OFFICERS
    | DELEGATES
    | ADVISERS
    | MANAGER
    | QUALITY
    | ADMINISTRATOR
)
MEETERS = LANO | CHIEFS | INSPECTORATES


def at_place(place: int, **more: Any) -> Any:
    return with_(place=place, **more)


def of_plan(stage: str) -> list[Row]:
    inside = PLAN_READERS | INSIDERS[stage]

    def read(name: str, kwargs: Any, secret: Any) -> Row:
        return guarded(f"monitoring:{name}", READERS, inside, stage=stage, kwargs=kwargs, secret=secret)

    def form(name: str, ok: Any, kwargs: Any) -> Row:
        return guarded(f"monitoring:{name}", ok, inside, post=200, stage=stage, kwargs=kwargs, secret=ok)

    def pressed(name: str, ok: Any, kwargs: Any) -> Row:
        return guarded(f"monitoring:{name}", ok, inside, get=405, post=302, stage=stage, kwargs=kwargs)

    return [
        read("board", with_(), READERS),
        # The record is the two bodies' own until its letter is sent; the evidence is the area's and theirs.
        read("visit-detail", at_place(PLANNED), ADVISERS),
        read("visit-detail", at_place(ASKED), READERS),
        read("visit-detail", at_place(RECORDED), ADVISERS),
        read("visit-detail", at_place(SENT), READERS),
        read("evidence-file", at_place(ASKED, number=1), READERS),
        read("letter-detail", at_place(SENT), READERS),
        read("letter-pdf", at_place(SENT), READERS),
        read("ladder", with_(), READERS),
        draft("letter-detail", inside, stage),
        form("visit-add", ADVISERS, with_()),
        form("visit-edit", ADVISERS, at_place(PLANNED)),
        form("visit-ask", ADVISERS, at_place(ASKED)),
        form("visit-cancel", ADVISERS, at_place(ASKED)),
        form("visit-hold", ADVISERS, at_place(ASKED)),
        form("notes-edit", ADVISERS, at_place(RECORDED)),
        form("visit-finding", ADVISERS, at_place(RECORDED, order=1)),
        form("visit-action", ADVISERS, at_place(RECORDED)),
        form("letter-edit", ADVISERS, at_place(RECORDED)),
        form("release-add", ADVISERS, with_()),
        form("ladder-step", ADVISERS, with_()),
        form("notice-issue", DFE, with_()),
        form("notice-review", DFE, with_()),
        form("notice-lift", DFE, with_()),
        form("direction-add", DFE, with_()),
        form("evidence-send", SENDERS, at_place(ASKED)),
        pressed("evidence-withdraw", SENDERS, at_place(ASKED, number=1)),
        *(
            pressed(name, ADVISERS, at_place(RECORDED))
            for name in (
                "notes-sign", "visit-finish", "letter-draft", "letter-sign", "letter-send", "letter-discard", "visit-forum",
            )
        ),
        guarded("monitoring:forum-visit", FORUM, INSIDERS[stage], stage=stage, kwargs=at_place(ASKED)),
        not_invited(stage),
    ]  # fmt: skip


def draft(name: str, inside: set[str], stage: str) -> Row:
    """A draft is not there, also for those who will read the letter once it is sent."""
    hidden = READERS - ADVISERS
    outside = inside - READERS
    strangers = SIGNED_IN - READERS - outside
    get = {200: ADVISERS, 302: ANONYMOUS, 403: outside, 404: hidden | strangers}
    post = {302: ANONYMOUS, 403: outside, 404: strangers, 405: READERS}
    return Row(f"monitoring:{name}", get, post, stage, at_place(RECORDED), ADVISERS)


def not_invited(stage: str) -> Row:
    """The forum that is not invited finds nothing."""
    inside = INSIDERS[stage] - FORUM
    strangers = SIGNED_IN - FORUM - inside
    get = {302: ANONYMOUS, 403: inside, 404: FORUM | strangers}
    post = {302: ANONYMOUS, 403: inside, 404: strangers, 405: FORUM}
    return Row("monitoring:forum-visit", get, post, stage, at_place(PLANNED))


def meeting(number: int, **more: Any) -> Any:
    return lambda world: slug(world) | {"number": number, **more}


ROWS: list[Row] = [
    *of_plan("notified"),
    *of_plan("published"),
    national("monitoring:caseload", ADVISERS | ELSEWHERE_ADVISERS | MANAGER | QUALITY),
    Row(
        "monitoring:engagement-overview",
        {200: MANAGER, 302: ANONYMOUS, 403: SIGNED_IN - MANAGER},
        {405: MANAGER, 302: ANONYMOUS, 403: SIGNED_IN - MANAGER},
        may_read_secret=MANAGER,
    ),
    guarded("monitoring:engagement-list", MEETERS, BELONG, kwargs=slug),
    guarded("monitoring:engagement-detail", MEETERS, BELONG, kwargs=meeting(1), secret=INSPECTORATES),
    guarded(
        "monitoring:thematic-detail",
        MEETERS,
        BELONG,
        kwargs=lambda world: slug(world) | {"theme": "2025"},
        secret=INSPECTORATES,
    ),
    *(
        guarded(f"monitoring:{name}", MANAGER, BELONG, post=200, kwargs=kwargs, secret=MANAGER)
        for name, kwargs in (
            ("engagement-add", slug),
            ("thematic-add", slug),
            ("engagement-edit", meeting(2)),
            ("engagement-hold", meeting(2)),
            ("engagement-cancel", meeting(2)),
            ("engagement-notes", meeting(1)),
            ("engagement-action", meeting(1)),
        )
    ),
    guarded("monitoring:engagement-done", MANAGER, BELONG, get=405, post=302, kwargs=meeting(1, action=1)),
]
