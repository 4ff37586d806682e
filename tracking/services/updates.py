"""Recording the progress of an action: a row that is never changed, and the state moved by the rules of its lifecycle."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction

from accounts.choices import Permission
from audit.record import record
from core import clock
from core.advance import advance
from core.errors import Reason, Refused
from core.versioning import save_if_unchanged
from improvement.choices import Impact
from improvement.models import Action
from rulebook import words
from rulebook.lifecycles.action import ACTION, EVIDENCE, LIVE, RANKS
from tracking import verbs
from tracking.models import ActionUpdate, Evidence, UpdateEvidence
from tracking.services import telling
from tracking.services.evidence import NewEvidence, add_evidence, pieces_of
from tracking.services.scope import MOST_CHARACTERS, delivered_plan, held_action, held_plan, is_delivered

BEHIND = "underway_behind"
ENDING = ("supersede", "withdraw")
# Where a reason of the lifecycle belongs on the form.
FIELD_OF = {EVIDENCE.message: "evidence", "Give a reason.": "reason"}
LABELS = {"done": "What was done", "reason": "The reason", "remedy": "What will be done about it"}


@transaction.atomic
def record_update(
    *,
    by: Any,
    action: Action,
    reported_on: date,
    done: str,
    version: int,
    move: str = "",
    impact: str = "",
    reason: str = "",
    remedy: str = "",
    evidence: Iterable[int] = (),
    new_evidence: NewEvidence | None = None,
    asks_completion: bool = False,
) -> ActionUpdate:
    """Record one update of an action, with its state moved by `move` (a move of its lifecycle) or left as it is.

    `evidence` are numbers of pieces in the plan's bank, `new_evidence` one more to be added to it. `impact` is an Impact; empty leaves
    it. `version` is the action's as the person saw it. Raises PermissionDenied; Refused beside the fields; Conflict(action) when
    somebody recorded something meanwhile.
    """
    permission = ACTION.move(move).permission if move in _moves() else Permission.PLAN_TRACK
    plan = delivered_plan(by=by, plan_id=action.item.plan_id, permission=permission)
    held = held_action(action.pk)
    _check(held, reported_on, done, move, reason, remedy, impact, asks_completion)
    pieces = pieces_of(plan, evidence)
    if new_evidence is not None:
        pieces.append(add_evidence(by=by, plan=plan, piece=new_evidence))
    before = held.state
    if move:
        facts = {
            "plan_delivered": is_delivered(plan),
            "has_evidence": bool(pieces),
            "owner": held.owner_id,
            "approver": by.pk,
        }
        _advance(held, move, by=by, facts=facts, reason=reason)
        held.state_on = reported_on
    held.impact = impact or held.impact
    save_if_unchanged(held, version=version, fields=["impact", "state_on"])
    made = _write(
        by=by,
        action=held,
        before=before,
        reported_on=reported_on,
        words=done.strip(),
        reason=reason.strip(),
        remedy=remedy.strip(),
        asks_completion=asks_completion,
    )
    _link(made, pieces)
    record(
        actor=by,
        verb=verbs.UPDATED,
        subject=made,
        changes={
            "state": (before, held.state),
            "impact": (action.impact, held.impact),
            "evidence": (None, [str(piece) for piece in pieces]),
        },
        reason=made.reason,
    )
    if asks_completion:
        telling.ask_to_agree(made)
    return made


@transaction.atomic
def end_action(
    *, by: Any, action: Action, move: str, reason: str, version: int, replaced_by: Action | None = None
) -> ActionUpdate:
    """Withdraw an action, or supersede it by another of the same plan. Raises PermissionDenied, Refused, Conflict."""
    if move not in ENDING:
        raise Refused("Choose whether the action is withdrawn or replaced.")
    plan = held_plan(by=by, plan_id=action.item.plan_id, permission=ACTION.move(move).permission)
    held = held_action(action.pk)
    if len(reason) > MOST_CHARACTERS:
        raise Refused(Reason(f"The reason must be {MOST_CHARACTERS:,} characters or fewer", "reason"))
    if move == "supersede":
        _check_replacement(held, replaced_by)
    before = held.state
    _advance(held, move, by=by, facts={"plan_delivered": is_delivered(plan)}, reason=reason)
    held.state_on = clock.today()
    save_if_unchanged(held, version=version, fields=["state_on"])
    return _write(
        by=by,
        action=held,
        before=before,
        reported_on=clock.today(),
        reason=reason.strip(),
        replaced_by=replaced_by if move == "supersede" else None,
    )


@transaction.atomic
def take_back(*, by: Any, update: ActionUpdate, impact: str) -> ActionUpdate:
    """Say that an update a workbook brought no longer stands, and put the impact back. It is the newest of its action and changed no
    state. Raises Refused.
    """
    held = held_action(update.action_id)
    newest = held.updates.order_by("-number").first()
    if newest is None or newest.pk != update.pk or update.changes_state:
        raise Refused(f"Action {held.reference} was updated since.")
    held.impact = impact
    save_if_unchanged(held, version=held.version, fields=["impact"])
    made = _write(
        by=by,
        action=held,
        before=held.state,
        reported_on=update.reported_on,
        words=f"Update {update.number} came from a workbook and was taken back.",
        takes_back=update,
    )
    record(actor=by, verb=verbs.TAKEN_BACK, subject=made)
    return made


def offered(action: Action, rights: Any) -> list[Any]:
    """The moves of an update this person may make from where the action stands, whatever their guards say."""
    return [
        move
        for move in ACTION.available(action.state)
        if move.name not in ENDING and Permission(move.permission) in rights
    ]


def _moves() -> set[str]:
    return {move.name for move in ACTION.moves} - set(ENDING)


def _check(
    action: Action, reported_on: date, done: str, move: str, reason: str, remedy: str, impact: str, asks: bool
) -> None:
    reasons = []
    if action.state not in RANKS:
        raise Refused(f"Action {action.reference} is at ‘{action.state_words}’: nothing more is recorded on it.")
    if move and move not in _moves():
        reasons.append(Reason("Choose one of the states on the page", "move"))
    if impact and impact not in Impact.values:
        reasons.append(Reason("Choose one of the answers about its impact", "impact"))
    if not done.strip():
        reasons.append(Reason("Enter what was done", "done"))
    for name, text in (("done", done), ("reason", reason), ("remedy", remedy)):
        if len(text) > MOST_CHARACTERS:
            reasons.append(Reason(f"{LABELS[name]} must be {MOST_CHARACTERS:,} characters or fewer", name))
    if move in ("fall_behind", "reopen") and not remedy.strip():
        reasons.append(Reason("Enter what will be done to get back on target", "remedy"))
    if asks and (move or action.state not in LIVE - {"not_started"}):
        reasons.append(
            Reason(
                "Only an action that is under way and keeps its state can be put forward as completed",
                "asks_completion",
            )
        )
    reasons += day_faults(action, reported_on)
    if reasons:
        raise Refused(*reasons)


def day_faults(action: Action, reported_on: date) -> list[Reason]:
    """What is wrong with the day of an update: history runs forwards, from the day the plan is published to today."""
    plan, newest = action.item.plan, action.updates.order_by("-number").first()
    if reported_on > clock.today():
        return [Reason("The day must be today or in the past", "reported_on")]
    if plan.published_on is not None and reported_on < plan.published_on:
        day = words.weekday(plan.published_on)
        return [Reason(f"The day cannot be before the plan was published, {day}", "reported_on")]
    if newest is not None and reported_on < newest.reported_on:
        day = words.weekday(newest.reported_on)
        return [Reason(f"The day cannot be before the newest update, {day}", "reported_on")]
    return []


def _check_replacement(action: Action, by_action: Action | None) -> None:
    """The other action is another live one of the same plan, and is not itself replaced, in however many steps, by this one."""
    if by_action is None:
        raise Refused(Reason("Choose the action that takes its place", "replaced_by"))
    if by_action.pk == action.pk:
        raise Refused(Reason("An action cannot take its own place", "replaced_by"))
    if by_action.item.plan_id != action.item.plan_id:
        raise Refused(Reason("Choose an action of the same plan", "replaced_by"))
    if by_action.state not in LIVE:
        raise Refused(
            Reason(
                f"Action {by_action.reference} is at ‘{by_action.state_words}’: choose one that is live", "replaced_by"
            )
        )


def _advance(action: Action, move: str, *, by: Any, facts: dict[str, Any], reason: str) -> None:
    """core.advance, with each reason beside its field."""
    try:
        advance(action, move, by=by, facts=facts, reason=reason)
    except Refused as refused:
        raise Refused(*(Reason(one.text, FIELD_OF.get(one.text, "move")) for one in refused.reasons)) from None


def _write(*, by: Any, action: Action, before: str, **fields: Any) -> ActionUpdate:
    return ActionUpdate.objects.create(
        action=action,
        number=action.updates.count() + 1,
        state_before=before,
        state_after=action.state,
        impact=action.impact,
        by=by,
        at=clock.now(),
        **fields,
    )


def _link(update: ActionUpdate, pieces: list[Evidence]) -> None:
    used = set(
        UpdateEvidence.objects.filter(update_of__action_id=update.action_id).values_list("evidence_id", flat=True)
    )
    UpdateEvidence.objects.bulk_create(
        UpdateEvidence(update_of=update, evidence=piece, is_new=piece.pk not in used) for piece in pieces
    )
