"""Engagement meetings of Ofsted and CQC with a partnership, and its part in thematic visits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max

from accounts.access import require
from accounts.choices import Permission
from audit.record import record
from core import clock
from core.advance import advance
from core.errors import Conflict, Reason, Refused
from core.versioning import save_if_unchanged
from monitoring import verbs
from monitoring.models import EngagementAction, EngagementMeeting, ThematicVisit
from monitoring.services.telling import leaders, tell
from partnerships.models import Partnership
from rulebook import words
from rulebook.frameworks import support


@transaction.atomic
def plan_meeting(
    *, by: Any, partnership: Partnership, meet_on: date, where: str = "", agenda: str = ""
) -> EngagementMeeting:
    """Plan the next engagement meeting and tell the leaders. Raises PermissionDenied and Refused."""
    require(by, Permission.ENGAGEMENT_MANAGE, partnership)
    Partnership.objects.select_for_update().get(pk=partnership.pk)
    if EngagementMeeting.objects.filter(partnership=partnership, state="planned").exists():
        raise Refused("A meeting is planned already. Hold it or cancel it before you plan the next.")
    last = EngagementMeeting.objects.filter(partnership=partnership).aggregate(last=Max("number"))["last"] or 0
    meeting = EngagementMeeting.objects.create(
        partnership=partnership, number=last + 1, meet_on=meet_on, where=where.strip(), agenda=agenda.strip()
    )
    record(actor=by, verb=verbs.MEETING_PLANNED, subject=meeting, changes={"meet_on": (None, meet_on)})
    _tell(meeting, f"planned:{meet_on.isoformat()}", f"planned for {words.weekday(meet_on)}")
    return meeting


@transaction.atomic
def change_meeting(*, by: Any, meeting: EngagementMeeting, version: int, **given: Any) -> EngagementMeeting:
    """Change a planned meeting (meet_on, where, agenda), or the inspectorates' own words (notes, for_scheduling) at any time.

    Raises PermissionDenied, Refused and Conflict.
    """
    require(by, Permission.ENGAGEMENT_MANAGE, meeting.partnership)
    meeting = _held(meeting)
    if meeting.version != version:
        raise Conflict(meeting)
    given = {name: value.strip() if isinstance(value, str) else value for name, value in given.items()}
    before = {name: getattr(meeting, name) for name in given}
    if not meeting.is_planned and any(
        before[name] != given[name] for name in ("meet_on", "where", "agenda") if name in given
    ):
        raise Refused(f"This meeting is {meeting.state_words.lower()}: its day and agenda are not changed any more.")
    for name, value in given.items():
        setattr(meeting, name, value)
    save_if_unchanged(meeting, version=version, fields=tuple(given))
    changed = {name: (before[name], value) for name, value in given.items() if before[name] != value}
    record(actor=by, verb=verbs.MEETING_CHANGED, subject=meeting, changes={name: changed[name] for name in changed})
    if "meet_on" in changed:
        # With the version: a meeting that is moved back to a day it had before is told again.
        _tell(
            meeting,
            f"moved:{meeting.version}:{meeting.meet_on.isoformat()}",
            f"now planned for {words.weekday(meeting.meet_on)}",
        )
    return meeting


@transaction.atomic
def hold_meeting(
    *,
    by: Any,
    meeting: EngagementMeeting,
    held_on: date,
    attended: Sequence[str],
    notes: str = "",
    for_scheduling: str = "",
) -> EngagementMeeting:
    """Record that it was held, by whom by office, and what it means for scheduling. Raises PermissionDenied and Refused."""
    require(by, Permission.ENGAGEMENT_MANAGE, meeting.partnership)
    meeting = _held(meeting)
    offices = [office.strip() for office in attended if office.strip()]
    if held_on > clock.today():
        raise Refused(Reason("The day it was held must be today or in the past", "held_on"))
    meeting.held_on, meeting.attended = held_on, offices
    meeting.notes, meeting.for_scheduling = notes.strip(), for_scheduling.strip()
    meeting.save(update_fields=["held_on", "attended", "notes", "for_scheduling", "updated_at"])
    facts = {"held_on": held_on, "today": clock.today(), "attended": bool(offices)}
    advance(meeting, "hold", by=by, facts=facts)
    return meeting


@transaction.atomic
def cancel_meeting(*, by: Any, meeting: EngagementMeeting, reason: str) -> EngagementMeeting:
    """Raises PermissionDenied and Refused."""
    require(by, Permission.ENGAGEMENT_MANAGE, meeting.partnership)
    meeting = _held(meeting)
    if not reason.strip():
        raise Refused(Reason("Enter the reason", "reason"))
    advance(meeting, "cancel", by=by, reason=reason.strip())
    _tell(meeting, "cancelled", "cancelled")
    return meeting


@transaction.atomic
def agree_action(
    *, by: Any, meeting: EngagementMeeting, text: str, owner_office: str, due_on: date | None = None
) -> EngagementAction:
    """Record an action agreed at a meeting that was held. Raises PermissionDenied and Refused."""
    require(by, Permission.ENGAGEMENT_MANAGE, meeting.partnership)
    meeting = _held(meeting)
    if not meeting.is_held:
        raise Refused("Actions are recorded once the meeting was held.")
    reasons = []
    if not text.strip():
        reasons.append(Reason("Enter what was agreed", "text"))
    if not owner_office.strip():
        reasons.append(Reason("Enter who does it, by office", "owner_office"))
    if due_on is not None and meeting.held_on is not None and due_on < meeting.held_on:
        reasons.append(Reason("The day cannot be before the meeting", "due_on"))
    if reasons:
        raise Refused(*reasons)
    last = meeting.actions.aggregate(last=Max("number"))["last"] or 0
    action = EngagementAction.objects.create(
        meeting=meeting, number=last + 1, text=text.strip(), owner_office=owner_office.strip(), due_on=due_on
    )
    record(actor=by, verb=verbs.MEETING_ACTION, subject=action)
    return action


@transaction.atomic
def action_done(*, by: Any, action: EngagementAction) -> EngagementAction:
    """Raises PermissionDenied and Refused."""
    require(by, Permission.ENGAGEMENT_MANAGE, action.meeting.partnership)
    changed = EngagementAction.objects.filter(pk=action.pk, done_on=None).update(done_on=clock.today(), done_by=by)
    if not changed:
        raise Refused("This action is done already.")
    action.refresh_from_db()
    record(actor=by, verb=verbs.MEETING_ACTION_DONE, subject=action, changes={"done_on": (None, action.done_on)})
    return action


@transaction.atomic
def write_thematic(
    *,
    by: Any,
    partnership: Partnership,
    theme: str,
    starts_on: date,
    ends_on: date,
    programme: str = "",
    notes: str = "",
    visit: ThematicVisit | None = None,
    version: int = 0,
) -> ThematicVisit:
    """Record that a partnership takes part in a year's thematic visits, or change that. No judgement and no letter follow.

    Raises PermissionDenied, Refused and Conflict.
    """
    require(by, Permission.ENGAGEMENT_MANAGE, partnership)
    if theme not in {each.code for each in support.THEMES}:
        raise Refused(Reason("Choose the theme", "theme"))
    reasons = []
    if ends_on < starts_on:
        reasons.append(Reason("The last day cannot be before the first", "ends_on"))
    elif starts_on.year != support.theme(theme).year:
        reasons.append(Reason(f"The visits on this theme were in {support.theme(theme).year}", "starts_on"))
    others = ThematicVisit.objects.filter(partnership=partnership, theme=theme)
    if visit is not None:
        others = others.exclude(pk=visit.pk)
    if others.exists():
        reasons.append(Reason("This visit is recorded already", "theme"))
    if reasons:
        raise Refused(*reasons)
    after = {
        "theme": theme, "starts_on": starts_on, "ends_on": ends_on, "programme": programme.strip(), "notes": notes.strip(),
    }  # fmt: skip
    if visit is None:
        visit = ThematicVisit.objects.create(partnership=partnership, **after)
    else:
        if visit.version != version:
            raise Conflict(visit)
        for name, value in after.items():
            setattr(visit, name, value)
        save_if_unchanged(visit, version=version, fields=tuple(after))
    record(actor=by, verb=verbs.THEMATIC_WRITTEN, subject=visit, changes={"starts_on": (None, starts_on)})
    return visit


def _held(meeting: EngagementMeeting) -> EngagementMeeting:
    rows = EngagementMeeting.objects.select_for_update(of=("self",)).select_related("partnership")
    found: EngagementMeeting = rows.get(pk=meeting.pk)
    return found


def _tell(meeting: EngagementMeeting, event: str, what: str) -> None:
    tell(
        leaders(meeting.partnership),
        event=f"engagement:{meeting.pk}:{event}",
        subject=f"{meeting.title} with Ofsted and CQC, {meeting.partnership.name}: {what}",
        body=f"{meeting.title} of Ofsted and CQC with the partnership is {what}.",
        url=meeting.get_absolute_url(),
    )
