"""Proof that an area published its plan at an address of its own: recorded by the area, looked at by a worker, told when it is gone."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max

from accounts.access import require
from accounts.choices import Permission, Role
from accounts.models import User
from audit.record import record
from core import clock, fetch, outbox
from core.errors import Reason, Refused
from core.models import OutboxRow
from improvement import verbs
from improvement.models import AddressCheck, Plan, PlanAddress
from improvement.services import audience
from improvement.services.publishing import PUBLISHED_STATES
from partnerships.models import Membership
from rulebook import words

CHECKED_EVERY = timedelta(days=7)
# What was not found is looked for again the next day, and told when it is missing the second time.
MISSED_AGAIN_AFTER = timedelta(days=1)
MISSES_TOLD = 2
MOST_ADDRESSES = 10
OK = 200


@transaction.atomic
def add_address(*, by: Any, plan: Plan, address: str) -> PlanAddress:
    """Record where the area published its plan and ask for a first look. Raises PermissionDenied or Refused."""
    plan = Plan.objects.select_for_update(of=("self",)).select_related("inspection__partnership").get(pk=plan.pk)
    require(by, Permission.PLAN_EDIT, plan.inspection)
    if plan.published_on is None or plan.state not in PUBLISHED_STATES:
        raise Refused(f"The plan is at ‘{plan.state_words}’. Its addresses are recorded once it is published.")
    address = address.strip()
    try:
        fetch.checked(address)
    except fetch.NotAllowed as refused:
        raise Refused(Reason(str(refused), "address")) from None
    standing = PlanAddress.objects.filter(plan=plan, ended_at=None)
    if standing.filter(address=address).exists():
        raise Refused(Reason("This address is recorded already", "address"))
    if standing.count() >= MOST_ADDRESSES:
        raise Refused(Reason(f"At most {MOST_ADDRESSES} addresses are looked at. End one first", "address"))
    made = PlanAddress.objects.create(plan=plan, address=address, added_by=by, added_at=clock.now())
    record(actor=by, verb=verbs.ADDRESS_ADDED, subject=made, changes={"address": ("", address)})
    _ask(made, clock.today())
    return made


@transaction.atomic
def end_address(*, by: Any, address: PlanAddress) -> None:
    """Look at this address no more; what was seen there stays on record. Raises PermissionDenied or Refused."""
    require(by, Permission.PLAN_EDIT, address.plan.inspection)
    if not PlanAddress.objects.filter(pk=address.pk, ended_at=None).update(ended_at=clock.now()):
        raise Refused("This address is not looked at any more.")
    record(actor=by, verb=verbs.ADDRESS_ENDED, subject=address, changes={"address": (address.address, "")})


@transaction.atomic
def ask_for_checks(*, today: date) -> int:
    """Ask a worker to look at every address whose day has come; returns how many. Running it again the same day asks for nothing."""
    rows = PlanAddress.objects.filter(ended_at=None).annotate(last_on=Max("checks__on"))
    asked = 0
    for address in rows.filter(plan__published_on__isnull=False).order_by("pk"):
        last = address.checks.filter(on=address.last_on).first()
        if last is None or today - last.on >= (CHECKED_EVERY if last.found else MISSED_AGAIN_AFTER):
            asked += _ask(address, today)
    return asked


def _ask(address: PlanAddress, on: date) -> bool:
    key = f"plan-address:{address.pk}:{on.isoformat()}"
    return outbox.enqueue(kind="check_plan_address", key=key, payload={"address": address.pk, "on": on.isoformat()})


@outbox.handler("check_plan_address", atomic=False)
def check_plan_address(row: OutboxRow) -> None:
    """Payload: {"address": pk, "on": ISO day}. One look for a day, however often it is run."""
    address = (
        PlanAddress.objects.filter(pk=row.payload["address"], ended_at=None)
        .select_related("plan__inspection__partnership", "plan__inspection__lano")
        .first()
    )
    on = date.fromisoformat(row.payload["on"])
    if address is not None and not address.checks.filter(on=on).exists():
        keep(address=address, on=on, seen=look(address))


def look(address: PlanAddress) -> dict[str, Any]:
    """The fields of a check, from one look at the address. No transaction is open while the network is waited for."""
    try:
        seen = fetch.look_at(address.address)
    except fetch.Unreachable as missed:
        return {"found": False, "problem": str(missed)[:200]}
    problem = "" if seen.status == OK else f"The site answered {seen.status}."
    return {
        "found": seen.status == OK,
        "status": seen.status,
        "led_to": "" if seen.address == address.address else seen.address[:1_000],
        "title": seen.title,
        "names_plan": _names(address.plan, seen) if seen.status == OK else None,
        "problem": problem,
    }


@transaction.atomic
def keep(*, address: PlanAddress, on: date, seen: dict[str, Any]) -> AddressCheck:
    """Keep what was seen, once for a day; after the second miss in a row the LANO is told, once for each time it went missing."""
    check, made = AddressCheck.objects.get_or_create(address=address, on=on, defaults={"at": clock.now(), **seen})
    if not made or check.found:
        return check
    misses = missed_in_a_row(address)
    if len(misses) == MISSES_TOLD:
        record(actor=None, verb=verbs.ADDRESS_MISSED, subject=address, changes={"address": (address.address, "")})
        _tell_missing(address, misses)
    return check


def missed_in_a_row(address: PlanAddress) -> list[AddressCheck]:
    """The newest misses with nothing found between them, newest first."""
    found_on = address.checks.filter(found=True).aggregate(newest=Max("on"))["newest"]
    misses = address.checks.filter(found=False).order_by("-on")
    return list(misses.filter(on__gt=found_on) if found_on else misses)


def _tell_missing(address: PlanAddress, misses: list[AddressCheck]) -> None:
    plan, days = address.plan, [words.weekday(check.on) for check in reversed(misses)]
    audience.tell(
        lanos(plan, misses[0].on),
        plan=plan,
        event=f"address:{address.pk}:missed:{misses[-1].on.isoformat()}",
        subject=f"{plan.short_name} for {plan.inspection.partnership.name}: not found at its address",
        body=f"The plan was not found at {address.address} on {words.listed(days)}. {misses[0].problem}\n\n"
        "The plan must be on the websites of the accountable bodies. Put it back, or record its new address.",
    )


def lanos(plan: Plan, on: date) -> list[User]:
    """The LANO of the inspection and whoever holds the office in the area on a day."""
    inspection = plan.inspection
    members = Membership.objects.in_force(on).filter(partnership_id=inspection.partnership_id, role=Role.LANO)
    people = [*([inspection.lano] if inspection.lano else []), *(row.user for row in members.select_related("user"))]
    return [person for person in dict.fromkeys(people) if person.is_active]


def _names(plan: Plan, seen: fetch.Seen) -> bool | None:
    """Whether the page's words name the plan; None for what is no web page."""
    if not seen.text:
        return None
    said = " ".join(re.sub(r"<[^<>]*>", " ", seen.text).lower().split())
    name = plan.kind_spec.name.partition(" (")[0].lower()
    short = re.search(rf"\b{re.escape(plan.short_name.lower())}\b", said)
    return name in said or bool(short) or f"/plans/{plan.inspection.reference}/" in seen.text
