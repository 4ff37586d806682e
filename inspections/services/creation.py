"""Planning an inspection."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from audit.record import record
from core import clock
from core.errors import Reason, Refused
from inspections import verbs
from inspections.choices import Source
from inspections.models import Inspection
from inspections.services.calendar import working_calendar
from inspections.services.steps import covered, refuse
from partnerships.models import Partnership
from partnerships.queries import lineage
from rulebook import frameworks, words
from rulebook.findings import plan_required
from rulebook.frameworks.base import Framework, InspectionKind, UnknownFramework, UnknownKind


@transaction.atomic
def create_inspection(
    *,
    by: Any,
    partnership: Partnership,
    kind: str,
    planned_for_on: date | None = None,
    follows: Inspection | None = None,
    framework_code: str | None = None,
) -> Inspection:
    """Plan an inspection of a partnership, under the framework in force on the planned day (today if none is given).

    A kind that follows up (revisit, monitoring inspection) needs the published inspection it follows, of this area or one it
    was made from. Raises Refused beside the field: an unknown framework or kind, an area that does not exist on the day, a
    second open inspection of this kind.
    """
    day = planned_for_on or clock.today()
    refuse(covered(working_calendar(), {"planned_for_on": planned_for_on}))
    framework = _framework(framework_code, day)
    edition = framework.edition_on(day)
    try:
        spec = edition.kind(kind)
    except UnknownKind as error:
        raise Refused(
            Reason(
                f"The {framework.short_name} has no such inspection on {words.day(day)}. Choose another kind", "kind"
            )
        ) from error
    reasons = []
    if not partnership.existed_on(day):
        reasons.append(Reason(f"{partnership} does not exist on {words.day(day)}", "partnership"))
    if Inspection.objects.open().filter(partnership=partnership, kind=kind).exists():
        reasons.append(Reason(_second(partnership, spec), "kind"))
    reasons += _about_follows(partnership, spec, follows)
    refuse(reasons)
    try:
        with transaction.atomic():
            inspection = Inspection.objects.create(
                reference=free_reference(partnership, kind, day.year),
                partnership=partnership,
                framework_code=framework.code,
                edition_code=edition.code,
                kind=kind,
                planned_for_on=planned_for_on,
                follows=follows,
                source=Source.SERVICE,
            )
    except IntegrityError as error:
        # Somebody planned one between the look and the insert.
        raise Refused(Reason(_second(partnership, spec), "kind")) from error
    record(actor=by, verb=verbs.CREATED, subject=inspection, changes={"planned_for_on": (None, planned_for_on)})
    return inspection


def free_reference(partnership: Partnership, kind: str, year: int | str, taken: set[str] | None = None) -> str:
    """A readable reference nobody has yet: bury-2024, surrey-revisit-2019, bury-2024-2."""
    stem = f"{partnership.slug}-{year}" if kind == "full" else f"{partnership.slug}-{kind}-{year}"
    if taken is None:
        taken = set(Inspection.objects.filter(reference__startswith=stem).values_list("reference", flat=True))
    reference, number = stem, 1
    while reference in taken:
        number += 1
        reference = f"{stem}-{number}"
    return reference


def _framework(code: str | None, day: date) -> Framework:
    try:
        framework = frameworks.in_force_on(day) if code is None else frameworks.get(code)
    except UnknownFramework as error:
        raise Refused(Reason(str(error), "framework_code" if code else "planned_for_on")) from error
    if day < framework.in_force_from or (framework.in_force_to and day > framework.in_force_to):
        until = f" to {words.day(framework.in_force_to)}" if framework.in_force_to else ""
        raise Refused(
            Reason(
                f"The {framework.short_name} was in force from {words.day(framework.in_force_from)}{until}, "
                f"not on {words.day(day)}",
                "framework_code",
            )
        )
    return framework


def _second(partnership: Partnership, spec: InspectionKind) -> str:
    return f"{partnership} has an open inspection of this kind already ({spec.name.lower()})"


def _about_follows(partnership: Partnership, spec: InspectionKind, follows: Inspection | None) -> list[Reason]:
    if not spec.follows:
        if follows is None:
            return []
        return [Reason(f"A {spec.name.lower()} does not follow another inspection", "follows")]
    if follows is None:
        return [Reason(f"Choose the published inspection that this {spec.name.lower()} follows", "follows")]
    if follows.partnership not in {partnership, *lineage(partnership)}:
        return [Reason(f"{follows} is not an inspection of {partnership} or of an area it was made from", "follows")]
    if follows.kind not in spec.follows or not follows.is_published:
        return [Reason(f"{follows} is not published, or not of a kind that is followed up", "follows")]
    plan = plan_required(follows.edition, follows.kind_spec, follows.outcome or None)
    if plan is None or plan.finding_kind != spec.item_kind:
        return [Reason(f"{follows} required no plan, so there is nothing to follow up", "follows")]
    return []
