"""Issuing the information request: the framework's list becomes items of this inspection, once."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.access import can, require
from accounts.choices import Permission
from accounts.models import User
from audit.record import record
from core.advance import advance
from core.errors import Reason, Refused
from information import verbs
from information.models import RequestItem
from inspections.models import Inspection
from inspections.services.owners import tell
from rulebook import words

# Either may issue it: the lead after the set-up call, the LANO so as not to wait for a click.
MAY_ISSUE = (Permission.REQUEST_QUERY, Permission.REQUEST_MANAGE)


def may_issue(actor: Any, inspection: Inspection) -> bool:
    return any(can(actor, permission, inspection) for permission in MAY_ISSUE)


@transaction.atomic
def issue_request(*, by: Any, inspection: Inspection) -> int:
    """Make an item of each line of the framework's list that has none yet; returns how many were made. Raises Refused.

    Asking twice makes nothing twice. Raises PermissionDenied for whoever neither inspects nor is the LANO.
    """
    if not may_issue(by, inspection):
        raise PermissionDenied
    specs = inspection.kind_spec.weeks.request
    if not specs:
        raise Refused("Nothing is asked for in an inspection of this kind.")
    if inspection.notified_on is None:
        raise Refused("Record the notification calls first: the request goes to the area once it has been told.")
    held = set(RequestItem.objects.filter(inspection=inspection).values_list("code", flat=True))
    new = [
        RequestItem(
            inspection=inspection, number=f"A{spec.number}", place=place, code=spec.code, group=spec.group, title=spec.title,
            description=spec.description, body=spec.body, due_rule=spec.due_rule, person_list=spec.person_list,
            confirmed=spec.confirmed, source=str(spec.source),
        )
        for place, spec in enumerate(specs, 1)
        if spec.code not in held
    ]  # fmt: skip
    if not new:
        return 0
    RequestItem.objects.bulk_create(new, ignore_conflicts=True)
    record(actor=by, verb=verbs.ISSUED, subject=inspection, changes={"items": (len(held), len(held) + len(new))})
    name = inspection.words["information_request"]
    if inspection.lano is not None and inspection.lano != by:
        tell(
            inspection.lano,
            kind="request_issued",
            key=f"request:{inspection.pk}:issued:{len(held) + len(new)}",
            subject=f"{inspection.partnership.name}: {name} issued",
            body=f"{words.count(len(new), 'item')} to answer. Give each an owner.",
            url=f"{inspection.get_absolute_url()}request/",
        )
    return len(new)


@transaction.atomic
def give_item(*, by: Any, item: RequestItem, owner: User) -> None:
    """Give an item to its owner, who is told. For a person-level list the owner is its data lead: they may open it. Raises Refused."""
    require(by, Permission.REQUEST_MANAGE, item.inspection)
    if not can(owner, Permission.REQUEST_ANSWER, item.inspection):
        raise Refused(Reason("Choose a person of this area who may answer the request", "owner"))
    before = item.owner
    if before == owner:
        return
    RequestItem.objects.filter(pk=item.pk).update(owner=owner, version=item.version + 1)
    item.refresh_from_db()
    record(
        actor=by, verb=verbs.ITEM_GIVEN, subject=item, changes={"owner": (str(before) if before else None, str(owner))}
    )
    if item.state == item.LIFECYCLE.initial:
        advance(item, "assign", by=by, facts={"owner": owner})
    if owner != by:
        tell(
            owner,
            kind="request_item",
            key=f"request_item:{item.pk}:owner:{owner.pk}:{item.version}",
            subject=f"{item.inspection.partnership.name}: {item.number} is yours to answer",
            body=item.title,
            url=item.get_absolute_url(),
        )


@transaction.atomic
def set_due(*, by: Any, item: RequestItem, due_on: date | None, reason: str) -> None:
    """Give an item a day of its own, or (None) the day of its rule again. Raises Refused."""
    require(by, Permission.REQUEST_QUERY, item.inspection)
    if not reason.strip():
        raise Refused(Reason("Give a reason", "reason"))
    before = item.set_due_on
    RequestItem.objects.filter(pk=item.pk).update(set_due_on=due_on)
    item.set_due_on = due_on
    record(actor=by, verb=verbs.ITEM_DATED, subject=item, changes={"due_on": (before, due_on)}, reason=reason)
