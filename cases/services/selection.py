"""Choosing the cases to follow: candidates, the choice for a mix, the draw at random, the substitute."""

from __future__ import annotations

import re
import secrets
from collections.abc import Collection, Iterable
from string import ascii_uppercase
from typing import Any

from django.db import IntegrityError, transaction

from accounts.access import require
from accounts.choices import Permission, Role
from audit.record import record
from cases import verbs
from cases.choices import Chosen
from cases.models import TrackedCase
from cases.queries.cases import PackDue, tracking_of
from cases.services.guards import refuse, without_names
from core import clock
from core.advance import advance
from core.errors import Reason, Refused
from core.versioning import save_if_unchanged
from inspections.models import Inspection
from inspections.services import timeline
from inspections.services.owners import tell
from partnerships.models import Membership
from rulebook.spread import draw
from rulebook.words import weekday

# A unique pupil number says who a child is anywhere in England: it belongs with the identity.
UPN = re.compile(r"[A-Za-z]\d{11}[\dA-Za-z]")
TRAITS = ("age_band", "need", "plan", "setting", "health_input", "in_area")


@transaction.atomic
def propose(
    *,
    by: Any,
    inspection: Inspection,
    local_reference: str,
    age_band: str,
    need: str,
    plan: str,
    setting: str,
    health_input: bool,
    in_area: bool,
) -> TrackedCase:
    """Add a candidate by its number in the area's list and its traits. Raises Refused beside the field."""
    require(by, Permission.CASE_SELECT, inspection)
    if tracking_of(inspection) is None:
        raise Refused("No cases are tracked in this kind of inspection.")
    reference = local_reference.strip()
    reasons = without_names(inspection, running=False, local_reference=reference)
    if not reference:
        reasons.append(Reason("Enter the reference of the child or young person in the area’s list", "local_reference"))
    if UPN.fullmatch(reference):
        reasons.append(
            Reason("This looks like a unique pupil number. Enter the number of the row in the list", "local_reference")
        )
    if TrackedCase.objects.filter(inspection=inspection, local_reference=reference).exists():
        reasons.append(Reason("There is a case or a candidate with this reference already", "local_reference"))
    refuse(reasons)
    try:
        with transaction.atomic():
            case = TrackedCase.objects.create(
                inspection=inspection,
                code=_next_candidate(inspection),
                local_reference=reference,
                age_band=age_band,
                need=need,
                plan=plan,
                setting=setting,
                health_input=health_input,
                in_area=in_area,
            )
    except IntegrityError as error:
        raise Refused("Someone else added a candidate at the same moment. Send the form again.") from error
    record(actor=by, verb=verbs.PROPOSED, subject=case)
    return case


@transaction.atomic
def remove_candidate(*, by: Any, case: TrackedCase) -> None:
    """Take a candidate off the list; nothing is kept of it but that it was there. Raises Refused for a case that was chosen."""
    require(by, Permission.CASE_SELECT, case.inspection)
    if not case.is_candidate:
        raise Refused("This case has been selected. It can be withdrawn or replaced, not removed.")
    record(actor=by, verb=verbs.REMOVED, subject=case)
    case.delete()


@transaction.atomic
def select(*, by: Any, inspection: Inspection, cases: Iterable[TrackedCase], why: str) -> list[TrackedCase]:
    """Confirm the choice of candidates for a mix: each gets its letter, the clock of the packs starts. Raises Refused."""
    require(by, Permission.CASE_SELECT, inspection)
    chosen = list(cases)
    reasons = without_names(inspection, why=why)
    if not chosen:
        reasons.append(Reason("Choose at least one candidate", "candidates"))
    if not why.strip():
        reasons.append(Reason("Say why these were chosen", "why"))
    refuse(reasons)
    for case in chosen:
        _take(case, by=by, chosen=Chosen.MIX, why=why)
    _start_clock(inspection, chosen, by)
    return chosen


@transaction.atomic
def draw_at_random(*, by: Any, inspection: Inspection, number: int, seed: str = "") -> list[TrackedCase]:
    """Draw candidates at random and select them. The seed is kept with each, so that anybody can draw again. Raises Refused."""
    require(by, Permission.CASE_SELECT, inspection)
    pool = {case.local_reference: case for case in TrackedCase.objects.filter(inspection=inspection).candidates()}
    if not 1 <= number <= len(pool):
        raise Refused(Reason(f"Enter a number from 1 to {len(pool)}, the number of candidates", "number"))
    seed = seed or secrets.token_hex(8)
    drawn = [pool[reference] for reference in draw(pool, number, seed)]
    why = f"Drawn at random from {len(pool)} candidates."
    for case in drawn:
        _take(case, by=by, chosen=Chosen.RANDOM, why=why, seed=seed, pool_size=len(pool))
    record(actor=by, verb=verbs.DRAWN, subject=inspection, changes={"seed": (None, seed), "from": (None, len(pool))})
    _start_clock(inspection, drawn, by)
    return drawn


@transaction.atomic
def replace(*, by: Any, case: TrackedCase, substitute: TrackedCase | None, why: str) -> TrackedCase:
    """Put a candidate in the place of a case that declined or withdrew. It gets the next letter and its own pack date. Raises Refused."""
    inspection = case.inspection
    require(by, Permission.CASE_SELECT, inspection)
    reasons = without_names(inspection, why=why)
    if substitute is None or not substitute.is_candidate or substitute.inspection_id != inspection.pk:
        reasons.append(Reason("Choose a candidate to take its place", "substitute"))
    refuse(reasons)
    assert substitute is not None
    _take(substitute, by=by, chosen=Chosen.SUBSTITUTE, why=why.strip() or f"In place of {case}.")
    advance(case, "replace", by=by, facts={"substitute": substitute.code})
    case.replaced_by = substitute
    save_if_unchanged(case, version=case.version, fields=("replaced_by",))
    record(actor=by, verb=verbs.REPLACED, subject=case, changes={"replaced_by": (None, str(substitute))})
    _start_clock(inspection, [substitute], by)
    return substitute


def next_letter(taken: Collection[str]) -> str:
    """The first letter after the last one ever used: a letter is never used twice. After Z come AA, AB and so on."""
    letters = [*ascii_uppercase, *(first + second for first in ascii_uppercase for second in ascii_uppercase)]
    used = [letters.index(code) for code in taken if code in letters]
    return letters[max(used, default=-1) + 1]


def _take(
    case: TrackedCase, *, by: Any, chosen: Chosen, why: str, seed: str = "", pool_size: int | None = None
) -> None:
    if not case.is_candidate:
        raise Refused(Reason(f"{case} has been selected already", "candidates"))
    inspection = case.inspection
    advance(case, "select", by=by, reason=why.strip())
    was = case.code
    taken = TrackedCase.objects.filter(inspection=inspection).exclude(pk=case.pk).values_list("code", flat=True)
    case.code = next_letter(list(taken))
    case.selected_at, case.selected_by, case.chosen = clock.now(), by, chosen
    case.why, case.seed, case.pool_size = why.strip(), seed, pool_size
    try:
        with transaction.atomic():
            save_if_unchanged(
                case,
                version=case.version,
                fields=("code", "selected_at", "selected_by", "chosen", "why", "seed", "pool_size"),
            )
    except IntegrityError as error:
        raise Refused("Someone else selected a case at the same moment. Look at the page again.") from error
    record(
        actor=by, verb=verbs.SELECTED, subject=case, changes={"code": (was, case.code), "chosen": (None, chosen.label)}
    )


def _start_clock(inspection: Inspection, chosen: list[TrackedCase], by: Any) -> None:
    """The first choice dates the packs of the inspection; every choice tells the area's LANO."""
    inspection.refresh_from_db()
    if inspection.cases_selected_on is None:
        inspection.cases_selected_on = clock.today()
        save_if_unchanged(inspection, version=inspection.version, fields=("cases_selected_on",))
        record(
            actor=by,
            verb=verbs.SELECTED,
            subject=inspection,
            changes={"cases_selected_on": (None, inspection.cases_selected_on)},
        )
        timeline.lay_out(inspection=inspection, by=by)
    due = PackDue(inspection).of(chosen[0])
    letters = ", ".join(str(case) for case in chosen)
    when = f" Packs are due by {weekday(due)}." if due else ""
    for person in lanos(inspection):
        tell(
            person,
            kind="cases_selected",
            key=f"cases-selected:{chosen[0].pk}:{chosen[0].version}",
            subject=f"{inspection.partnership.name}: tracked cases selected: {letters}",
            body=f"Name a coordinator for each case and ask each family for consent.{when}",
            url=f"/inspections/{inspection.reference}/cases/",
        )


def lanos(inspection: Inspection) -> list[Any]:
    """The nominated officer, or while none is nominated everybody who holds the office."""
    if inspection.lano is not None:
        return [inspection.lano] if inspection.lano.is_active else []
    held = Membership.objects.in_force(clock.today()).filter(partnership=inspection.partnership, role=Role.LANO)
    return [member.user for member in held.select_related("user") if member.user.is_active]


def _next_candidate(inspection: Inspection) -> str:
    codes = TrackedCase.objects.filter(inspection=inspection, code__startswith="P").values_list("code", flat=True)
    return f"P{max((int(code[1:]) for code in codes if code[1:].isdigit()), default=0) + 1}"
