"""A timetable proposed by the solver: asked for, worked out by a worker, taken up in whole, by day or not at all."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max

from accounts.models import User
from audit.record import record
from core import clock, outbox, unfinished
from core.advance import advance
from core.errors import Reason, Refused
from core.models import OutboxRow
from inspections.models import Inspection
from timetable import verbs
from timetable.models import Meeting, Proposal
from timetable.queries import problem as of_week
from timetable.services.attendance import set_inspectors
from timetable.services.meetings import move_meeting
from timetable.solving import conflicts, files, written
from timetable.solving.problem import Placement, Problem

if TYPE_CHECKING:
    from timetable.solving.solver import Progress

log = logging.getLogger(__name__)
KIND = "timetable_proposal"
LEAST_SECONDS, MOST_SECONDS = 5, 120


@transaction.atomic
def ask_for_proposal(*, by: Any, inspection: Inspection, seconds: int = 20) -> Proposal:
    """Have the week worked out by a worker. Raises Refused when one is being worked out, or there is nothing to plan.

    What is too long for any day is kept beside the problem and comes back as not placed, with the reason.
    """
    Inspection.objects.select_for_update().get(pk=inspection.pk)
    if not LEAST_SECONDS <= seconds <= MOST_SECONDS:
        raise Refused(Reason(f"Choose from {LEAST_SECONDS} to {MOST_SECONDS} seconds", "seconds"))
    before = Proposal.objects.filter(inspection=inspection)
    if before.filter(state__in=("queued", "running")).exists():
        raise Refused("A timetable is being worked out already. Wait for it, or cancel it.")
    problem = of_week.problem_of(inspection)
    if not problem.days:
        raise Refused("There is no day on site still to come, so there is nothing to plan")
    too_long = of_week.too_long(inspection)
    if all(meeting.pinned for meeting in problem.meetings):
        if too_long:
            raise Refused(*(f"{one['id']} {one['title']} cannot be planned. {one['reason']}" for one in too_long))
        raise Refused("There is no meeting to plan: every one is confirmed or pinned")
    text = written.problem_as_json(problem)
    readable(text)
    text["too_long"] = too_long
    number = (before.aggregate(last=Max("number"))["last"] or 0) + 1
    proposal = Proposal.objects.create(
        inspection=inspection, number=number, asked_by=by, asked_at=clock.now(), seconds=seconds, problem=text,
        basis=of_week.fingerprint(text),
    )  # fmt: skip
    outbox.enqueue(kind=KIND, key=f"{KIND}:{proposal.pk}", payload={"proposal": proposal.pk})
    return proposal


def readable(text: Any) -> Problem:
    """The problem kept with a proposal. Raises Refused, in words, where it cannot be planned."""
    try:
        return files.problem_from(text)
    except files.BadProblem as error:
        raise Refused(f"This week cannot be worked out: {error}") from error


@transaction.atomic
def cancel_proposal(*, by: Any, proposal: Proposal) -> Proposal:
    """Stop the search. The worker sees it within a second. Raises Refused when it has ended."""
    advance(proposal, "cancel", by=by)
    proposal.cancel_requested_at = proposal.finished_at = clock.now()
    proposal.save(update_fields=["cancel_requested_at", "finished_at"])
    return proposal


unfinished.register(KIND, lambda: Proposal.objects.filter(state__in=("queued", "running")), proposal="pk")


@outbox.handler(KIND, atomic=False)
def work(row: OutboxRow) -> None:
    """Search outside any transaction, so that everybody else can save meanwhile; safe to run twice."""
    from timetable.solving import solver  # and with it 45 MB, which no web process needs

    proposal = Proposal.objects.select_related("inspection", "asked_by").get(pk=row.payload["proposal"])
    if not proposal.open:
        return
    by = proposal.asked_by
    begin(by=by, proposal=proposal)
    try:
        answer = solver.solve(
            files.problem_from(proposal.problem),
            seconds=proposal.seconds,
            tolerant=True,
            report=lambda progress: note_progress(proposal, progress),
            cancelled=ended(proposal),
        )
    except solver.Cancelled:
        return
    except files.BadProblem as error:
        fail(by=by, proposal=proposal, failure=str(error)[:300])
        return
    except Exception as error:  # a fault of the search is shown on the page, not tried eight times
        log.exception("proposal %s failed", proposal.pk)
        fail(by=by, proposal=proposal, failure=type(error).__name__)
        return
    finish(by=by, proposal=proposal, answer=written.answer_as_json(answer))


@transaction.atomic
def begin(*, by: Any, proposal: Proposal) -> None:
    advance(proposal, "start", by=by)
    Proposal.objects.filter(pk=proposal.pk).update(started_at=clock.now())


def note_progress(proposal: Proposal, progress: Progress) -> None:
    """How far it is; a row of its own, touched by nobody else, in a statement of its own."""
    Proposal.objects.filter(pk=proposal.pk).update(
        found_at=clock.now(), placed=progress.placed, objective=progress.objective, bound=progress.bound
    )


def ended(proposal: Proposal) -> Callable[[], bool]:
    """Whether somebody cancelled; asked of the database at every look."""
    return lambda: not Proposal.objects.filter(pk=proposal.pk, state="running").exists()


@transaction.atomic
def finish(*, by: Any, proposal: Proposal, answer: dict[str, Any]) -> None:
    """Keep the answer, unless somebody cancelled at the last moment."""
    held = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if held.state != "running":
        return
    advance(held, "finish", by=by)
    left_out = [{"id": one["id"], "reason": one["reason"]} for one in held.problem.get("too_long", ())]
    answer = answer | {"unplaced": [*answer["unplaced"], *left_out]}
    held.answer, held.finished_at, held.placed = answer, clock.now(), len(answer["placed"])
    held.save(update_fields=["answer", "finished_at", "placed"])


@transaction.atomic
def fail(*, by: Any, proposal: Proposal, failure: str) -> None:
    held = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if held.open:
        advance(held, "fail", by=by)
        held.failure, held.finished_at = failure, clock.now()
        held.save(update_fields=["failure", "finished_at"])


@transaction.atomic
def accept_proposal(*, by: Any, proposal: Proposal, days: Collection[date]) -> list[Meeting]:
    """Give the meetings of these days their proposed times and inspectors. Raises Refused where the week no longer allows it.

    The proposal is accepted once no day is left that would change anything; until then the others can still be taken up.
    """
    Inspection.objects.select_for_update().get(pk=proposal.inspection_id)
    proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if proposal.state != "done":
        raise Refused(f"This draft is at ‘{proposal.get_state_display()}’ and cannot be accepted any more")
    if not days:
        raise Refused(Reason("Choose at least one day", "days"))
    now = of_week.problem_of(proposal.inspection)
    wanted = changes(proposal, now, days)
    if reasons := objections(now, readable(proposal.problem), wanted):
        raise Refused(*reasons)
    users = User.objects.in_bulk({int(key.removeprefix("user-")) for one in wanted for key in one.inspectors})
    rows = {row.reference: row for row in of_week.load(proposal.inspection)}
    for one in wanted:
        moved = move_meeting(
            by=by, meeting=rows[one.id], starts_at=of_week.instant(one.on, one.start), reason="Proposal accepted"
        )
        set_inspectors(
            by=by, meeting=moved, inspectors=[users[int(key.removeprefix("user-"))] for key in one.inspectors]
        )
    before = proposal.accepted_days
    proposal.accepted_at, proposal.accepted_by = clock.now(), by
    proposal.accepted_days = sorted({*before, *(day.isoformat() for day in days)})
    proposal.save(update_fields=["accepted_at", "accepted_by", "accepted_days"])
    record(
        actor=by,
        verb=verbs.DAYS_ACCEPTED,
        subject=proposal,
        changes={"accepted_days": (before, proposal.accepted_days)},
    )
    if not changes(proposal, now, days_left(proposal)):
        advance(proposal, "accept", by=by)
    return [rows[one.id] for one in wanted]


@transaction.atomic
def decline_proposal(*, by: Any, proposal: Proposal) -> Proposal:
    """Leave the timetable as it is; after some days, take up no more of them. Raises Refused when it was answered before."""
    advance(proposal, "accept" if proposal.accepted_days else "decline", by=by)
    return proposal


def days_left(proposal: Proposal) -> list[date]:
    """The days of the week proposed that have not been accepted."""
    return sorted({one.on for one in placements(proposal)} - set(map(date.fromisoformat, proposal.accepted_days)))


def placements(proposal: Proposal) -> list[Placement]:
    """The week proposed."""
    return [
        Placement(
            one["id"],
            date.fromisoformat(one["date"]),
            files.minute_of(one["start"], "start"),
            tuple(one["inspectors"]),
        )
        for one in proposal.answer.get("placed", ())
    ]


def stands(problem: Problem, ident: str) -> Placement | None:
    meeting = problem.meeting.get(ident)
    return (meeting.pinned or meeting.previous) if meeting else None


def changes(proposal: Proposal, now: Problem, days: Collection[date]) -> list[Placement]:
    """What of these days differs from the timetable as it stands."""
    found = []
    for one in placements(proposal):
        before = stands(now, one.id)
        same = before and (before.on, before.start, set(before.inspectors)) == (one.on, one.start, set(one.inspectors))
        if one.on in days and not same:
            found.append(one)
    return found


def objections(now: Problem, then: Problem, wanted: list[Placement]) -> list[str]:
    """Why these placements cannot be taken up in the week as it is now."""
    found = []
    for one in wanted:
        meeting, was = now.meeting.get(one.id), then.meeting.get(one.id)
        if meeting is None or was is None:
            found.append(f"{one.id} is not to be planned any more.")
        elif meeting.pinned and not was.pinned:
            found.append(f"{one.id} has been confirmed or pinned since.")
        elif unknown := [key for key in one.inspectors if key not in now.inspector]:
            found.append(f"{len(unknown)} of the inspectors of {one.id} left the team since.")
    if found:
        return found
    new = {one.id: one for one in wanted}
    standing = [stands(now, meeting.id) for meeting in now.meetings if meeting.id not in new]
    whole = [*(one for one in standing if one), *(replace(one) for one in wanted)]
    broken = conflicts.hard(conflicts.find(now, whole))
    # What a person had already left standing is not the proposal's doing.
    return list(dict.fromkeys(one.sentence for one in broken if any(moves(one.meetings, new, now))))


def moves(meetings: tuple[str, ...], new: dict[str, Placement], now: Problem) -> list[bool]:
    return [ident in new and not now.meeting[ident].pinned for ident in meetings]
