"""Writing evidence narratives: every saving is a version that is kept. The forum may contest one, and does not edit it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max

from accounts.access import can, require
from accounts.choices import Permission
from audit.record import record
from core import clock
from core.errors import Reason, Refused
from core.versioning import save_if_unchanged
from improvement.models import Plan, PlanItem
from tracking import verbs
from tracking.choices import Partner
from tracking.models import Contest, Narrative, NarrativeEvidence, NarrativeVersion
from tracking.models.narrative import PARTS
from tracking.services.evidence import pieces_of
from tracking.services.scope import MOST_CHARACTERS, delivered_plan, held_plan
from tracking.services.telling import tell_forum

LABELS = {
    "indicators": "The indicators",
    "overview": "The overview",
    "text": "The narrative",
    "next_steps": "The next steps",
}


@transaction.atomic
def begin_narrative(*, by: Any, plan: Plan, title: str, item: PlanItem | None = None) -> Narrative:
    """Begin a narrative about one item, or about several when `item` is None. Raises PermissionDenied, Refused."""
    held = delivered_plan(by=by, plan_id=plan.pk, permission=Permission.PLAN_TRACK)
    if not title.strip():
        raise Refused(Reason("Enter a title", "title"))
    if item is not None and item.plan_id != held.pk:
        raise Refused(Reason("Choose an item of this plan", "item"))
    made = Narrative.objects.create(
        plan=held,
        number=(Narrative.objects.filter(plan=held).aggregate(newest=Max("number"))["newest"] or 0) + 1,
        item=item,
        title=title.strip(),
    )
    record(actor=by, verb=verbs.NARRATIVE_BEGUN, subject=made, changes={"title": (None, made.title)})
    return made


@transaction.atomic
def write_narrative(
    *,
    by: Any,
    narrative: Narrative,
    version: int,
    words: Mapping[str, str],
    written_with: Iterable[str],
    evidence: Iterable[int] = (),
) -> NarrativeVersion:
    """Save the next version: `words` are the four parts by name, `written_with` codes of Partner, `evidence` numbers of the bank.

    Raises PermissionDenied; Refused beside the fields; Conflict(narrative) when somebody saved one meanwhile.
    """
    held = delivered_plan(by=by, plan_id=narrative.plan_id, permission=Permission.PLAN_TRACK)
    texts = {name: words.get(name, "").strip() for name in PARTS}
    partners = list(dict.fromkeys(written_with))
    _check(texts, partners)
    pieces = pieces_of(held, evidence)
    newest = narrative.versions.order_by("-number").first()
    save_if_unchanged(narrative, version=version, fields=[])
    made = NarrativeVersion.objects.create(
        narrative=narrative,
        number=newest.number + 1 if newest else 1,
        written_with=partners,
        by=by,
        at=clock.now(),
        **texts,
    )
    NarrativeEvidence.objects.bulk_create(NarrativeEvidence(version=made, evidence=piece) for piece in pieces)
    record(
        actor=by,
        verb=verbs.NARRATIVE_WRITTEN,
        subject=narrative,
        changes={"version": (newest.number if newest else None, made.number)},
    )
    tell_forum(narrative)
    return made


@transaction.atomic
def contest(*, by: Any, narrative: Narrative, on_behalf_of: str, why: str) -> Contest:
    """Say that somebody disagrees with the newest version, and why. Those who comment on plans may, and those who track it.

    Raises PermissionDenied, Refused.
    """
    permission = Permission.PLAN_COMMENT
    if not can(by, permission, narrative.plan.inspection):
        permission = Permission.PLAN_TRACK
    delivered_plan(by=by, plan_id=narrative.plan_id, permission=permission)
    newest = narrative.versions.order_by("-number").first()
    reasons = []
    if newest is None:
        raise Refused("Nothing is written yet that could be contested.")
    if not on_behalf_of.strip():
        reasons.append(Reason("Enter who contests it", "on_behalf_of"))
    if not why.strip():
        reasons.append(Reason("Enter why it is contested", "why"))
    if len(why) > MOST_CHARACTERS:
        reasons.append(Reason(f"Why it is contested must be {MOST_CHARACTERS:,} characters or fewer", "why"))
    if reasons:
        raise Refused(*reasons)
    made = Contest.objects.create(
        narrative=narrative,
        version=newest,
        number=narrative.contests.count() + 1,
        on_behalf_of=on_behalf_of.strip()[:200],
        why=why.strip(),
        by=by,
        at=clock.now(),
    )
    record(actor=by, verb=verbs.CONTESTED, subject=made, changes={"on_behalf_of": (None, made.on_behalf_of)})
    return made


@transaction.atomic
def answer_contest(*, by: Any, raised: Contest, answer: str) -> Contest:
    """Answer a contest; it stands all the same. Raises PermissionDenied, Refused."""
    held_plan(by=by, plan_id=raised.narrative.plan_id, permission=Permission.PLAN_TRACK)
    if not answer.strip():
        raise Refused(Reason("Enter the answer", "answer"))
    changed = Contest.objects.filter(pk=raised.pk, answered_at=None, withdrawn_at=None).update(
        answer=answer.strip(), answered_by=by, answered_at=clock.now()
    )
    if not changed:
        raise Refused("This has been answered or taken back already.")
    record(actor=by, verb=verbs.CONTEST_ANSWERED, subject=raised)
    return Contest.objects.get(pk=raised.pk)


@transaction.atomic
def withdraw_contest(*, by: Any, raised: Contest) -> Contest:
    """Take back a contest: whoever raised it. Raises PermissionDenied, Refused."""
    inspection = raised.narrative.plan.inspection
    require(
        by,
        Permission.PLAN_COMMENT if can(by, Permission.PLAN_COMMENT, inspection) else Permission.PLAN_TRACK,
        inspection,
    )
    if raised.by_id != by.pk:
        raise Refused("Only whoever contested it may take that back.")
    if not Contest.objects.filter(pk=raised.pk, withdrawn_at=None).update(withdrawn_at=clock.now()):
        raise Refused("This has been taken back already.")
    record(actor=by, verb=verbs.CONTEST_WITHDRAWN, subject=raised)
    return Contest.objects.get(pk=raised.pk)


def _check(texts: Mapping[str, str], partners: list[str]) -> None:
    reasons = [
        Reason(f"{LABELS[name]} must be {MOST_CHARACTERS:,} characters or fewer", name)
        for name, text in texts.items()
        if len(text) > MOST_CHARACTERS
    ]
    if not texts["text"]:
        reasons.append(Reason("Write the narrative", "text"))
    if not partners or set(partners) - set(Partner.values):
        reasons.append(Reason("Choose who wrote it together", "written_with"))
    if reasons:
        raise Refused(*reasons)
