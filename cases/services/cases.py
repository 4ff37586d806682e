"""A tracked case from its coordinator to its end: consent, meetings, withdrawal."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.db import transaction

from accounts.access import require as require_on_inspection
from accounts.choices import Permission
from audit.record import record
from cases import verbs
from cases.choices import ConsentGiver, ConsentHow
from cases.models import TrackedCase
from cases.queries.cases import PackDue, area_people, consent_missing
from cases.services.guards import followed, refuse, require, without_names
from cases.services.selection import lanos
from core import clock
from core.advance import advance
from core.errors import Reason, Refused
from core.versioning import save_if_unchanged
from inspections.models import Task, TaskRoom
from inspections.services import work
from inspections.services.owners import leaders_and_team, tell

NO_CONSENT = "Consent has not been recorded for {case}, so no meeting can be arranged."
# Moves that need nothing but the permission of the lifecycle (and a reason where it says so).
PLAIN_MOVES = ("seek_consent", "review_pack", "hold_meeting", "follow_up", "complete", "withdraw")


@transaction.atomic
def name_coordinator(*, by: Any, case: TrackedCase, coordinator: Any) -> TrackedCase:
    """Name who prepares a case, or hand it to somebody else. They get a task with the date of the pack. Raises Refused."""
    require_on_inspection(by, Permission.CASE_MANAGE, case.inspection)
    followed(case)
    if coordinator not in area_people(case.inspection):
        raise Refused(Reason("Choose somebody who works for the area", "coordinator"))
    if case.coordinator == coordinator:
        raise Refused(Reason(f"{coordinator} coordinates {case} already", "coordinator"))
    before, case.coordinator = case.coordinator, coordinator
    save_if_unchanged(case, version=case.version, fields=("coordinator",))
    record(
        actor=by,
        verb=verbs.COORDINATOR,
        subject=case,
        changes={"coordinator": (str(before) if before else None, str(coordinator))},
    )
    if case.state == "selected":
        advance(case, "assign_coordinator", by=by, facts={"coordinator": coordinator})
    _hand_over_task(case, by)
    return case


@transaction.atomic
def make_move(*, by: Any, case: TrackedCase, move: str, reason: str = "") -> TrackedCase:
    """One of the plain steps. Raises Refused with what stands in the way."""
    if move not in PLAIN_MOVES:
        raise Refused("This step has a page of its own.")
    declared = case.LIFECYCLE.move(move)
    require(by, Permission(declared.permission), case)
    refuse(without_names(case.inspection, reason=reason))
    advance(case, move, by=by, reason=reason.strip() if declared.needs_reason else "")
    if move == "review_pack" and case.meeting_references:
        _schedule(case, by)
    if move == "withdraw":
        _leave(case, by, "The family withdraws. No reason is asked for.")
    return case


@transaction.atomic
def record_consent(
    *,
    by: Any,
    case: TrackedCase,
    given: bool,
    on: date,
    giver: str = "",
    how: str = "",
    note: str = "",
    access_needs: str = "",
) -> TrackedCase:
    """Record the family's answer. A refusal is kept without who, how or why. Raises Refused."""
    require(by, Permission.CASE_MANAGE, case)
    reasons = without_names(case.inspection, note=note, access_needs=access_needs)
    if on > clock.today():
        reasons.append(Reason("The date must be today or in the past", "on"))
    if case.selected_at and on < case.selected_at.astimezone(clock.LONDON).date():
        reasons.append(Reason("The date cannot be before the case was selected", "on"))
    if given and giver not in ConsentGiver.values:
        reasons.append(Reason("Choose who consented", "giver"))
    if given and how not in ConsentHow.values:
        reasons.append(Reason("Choose how they consented", "how"))
    refuse(reasons)
    if not given:
        advance(case, "decline_consent", by=by)
        _leave(case, by, "The family does not take part. No reason is asked for.")
        return case
    advance(case, "give_consent", by=by, facts={"consent_recorded": on})
    case.consent_giver, case.consent_on, case.consent_how, case.consent_by = giver, on, how, by
    case.consent_note, case.access_needs = note.strip(), access_needs.strip()
    save_if_unchanged(
        case,
        version=case.version,
        fields=("consent_giver", "consent_on", "consent_how", "consent_by", "consent_note", "access_needs"),
    )
    record(
        actor=by,
        verb=verbs.CONSENT,
        subject=case,
        changes={"consent_on": (None, on), "given_by": (None, case.get_consent_giver_display())},
    )
    return case


@transaction.atomic
def record_access_needs(*, by: Any, case: TrackedCase, access_needs: str, version: int) -> TrackedCase:
    """What helps the family at the meeting, as they answered on their page. Raises Refused and Conflict."""
    require(by, Permission.CASE_MANAGE, case)
    followed(case)
    refuse(without_names(case.inspection, access_needs=access_needs))
    case.access_needs = access_needs.strip()
    save_if_unchanged(case, version=version, fields=("access_needs",))
    record(actor=by, verb=verbs.ACCESS_NEEDS, subject=case)
    return case


@transaction.atomic
def meeting_arranged(*, by: Any, case: TrackedCase, meeting_reference: str) -> TrackedCase:
    """Called when a meeting of the case gets its time ("M12"). Raises Refused before consent or when the case is not followed.

    The case moves on once its pack has been reviewed; a meeting arranged earlier is remembered until then.
    """
    case.refresh_from_db()
    if consent_missing(case):
        raise Refused(NO_CONSENT.format(case=case))
    if meeting_reference not in case.meeting_references:
        case.meeting_references = [*case.meeting_references, meeting_reference]
        save_if_unchanged(case, version=case.version, fields=("meeting_references",))
        record(actor=by, verb=verbs.MEETING_ARRANGED, subject=case, changes={"meeting": (None, meeting_reference)})
    if case.state == "pack_reviewed":
        _schedule(case, by)
    return case


@transaction.atomic
def meeting_cancelled(*, by: Any, case: TrackedCase, meeting_reference: str) -> TrackedCase:
    """Called when a meeting of the case is cancelled. Without any other meeting the case goes back a step."""
    case.refresh_from_db()
    if meeting_reference not in case.meeting_references:
        return case
    case.meeting_references = [one for one in case.meeting_references if one != meeting_reference]
    save_if_unchanged(case, version=case.version, fields=("meeting_references",))
    record(actor=by, verb=verbs.MEETING_CANCELLED, subject=case, changes={"meeting": (meeting_reference, None)})
    if not case.meeting_references and case.state == "meeting_scheduled":
        advance(case, "cancel_meeting", by=by)
    return case


def _schedule(case: TrackedCase, by: Any) -> None:
    facts = {"consent_recorded": case.consent_on, "meeting": case.meeting_references}
    advance(case, "schedule_meeting", by=by, facts=facts)


def task_key(case: TrackedCase) -> str:
    return f"case:{case.pk}:pack"


def _hand_over_task(case: TrackedCase, by: Any) -> None:
    task = Task.objects.filter(inspection=case.inspection, key=task_key(case)).first()
    if task is not None:
        if task.done_at is None and task.withdrawn_at is None:
            work.give_task(by=by, task=task, owner=case.coordinator)
        return
    due = PackDue(case.inspection).of(case)
    work.raise_task(
        by=by,
        inspection=case.inspection,
        key=task_key(case),
        title=f"Get {case} ready: consent, documents and audit",
        owner=case.coordinator,
        due_at=datetime.combine(due, time(17), clock.LONDON) if due else None,
        room=TaskRoom.PARTNERSHIP,
        source="Tracked cases",
        path=case.get_absolute_url(),
    )


def end_task(case: TrackedCase, by: Any, why: str) -> None:
    """The coordinator's task is done with the pack, and falls away with the case."""
    task = Task.objects.open().filter(inspection=case.inspection, key=task_key(case)).first()
    if task is None:
        return
    if case.is_out:
        work.withdraw_task(by=by, task=task, reason=why)
    else:
        work.finish_task(by=by, task=task)


def _leave(case: TrackedCase, by: Any, why: str) -> None:
    """A case that is not followed any more: its task falls away, and those who choose and those who arrange are told."""
    end_task(case, by, why)
    meetings = f" Cancel {' and '.join(case.meeting_references)}." if case.meeting_references else ""
    people = dict.fromkeys([*leaders_and_team(case.inspection, clock.today()), *lanos(case.inspection)])
    allowed = [
        person
        for person in people
        if person != by and TrackedCase.objects.permitted(person, Permission.CASE_VIEW).filter(pk=case.pk).exists()
    ]
    for person in allowed:
        tell(
            person,
            kind="case_out",
            key=f"case-out:{case.pk}:{case.state}",
            subject=f"{case.inspection.partnership.name}: {case} is not followed any more",
            body=f"{why} Inspectors may pick a substitute.{meetings}",
            url=case.get_absolute_url(),
        )
