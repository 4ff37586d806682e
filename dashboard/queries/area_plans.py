"""The plans of an area's inspections, in words: what is public for everybody, how it stands for those who may read a plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Case, Count, Q, Value, When

from accounts.choices import Permission
from improvement.models import Plan
from inspections.models import Inspection
from rulebook import words


def plan_lines(actor: Any, inspections: Iterable[Inspection]) -> Mapping[int, list[str]]:
    """{key of an inspection: a line for each of its plans, oldest first}. One statement."""
    held = {inspection.pk: inspection for inspection in inspections}
    reads = Inspection.objects.all().condition(actor, Permission.PLAN_VIEW, path="inspection")
    plans = Plan.objects.filter(reads | Q(published_on__isnull=False), inspection__in=held)
    counted = plans.annotate(
        mine=Case(When(reads, then=Value(True)), default=Value(False)),
        every=Count("items"),
        released=Count("items", filter=Q(items__released_on__isnull=False)),
    ).order_by("opened_on", "pk")
    lines: dict[int, list[str]] = {}
    for plan in counted:
        inspection = held[plan.inspection_id]
        plan.inspection = inspection
        if inspection.is_published or plan.mine:
            lines.setdefault(inspection.pk, []).append(_line(plan, mine=plan.mine))
    return lines


def _line(plan: Any, *, mine: bool) -> str:
    """Written statement of action: superseded. Accepted on 24 March 2017, published on 3 April 2017, 4 of 5 released."""
    published = f"published on {words.day(plan.published_on)}" if plan.published_on else ""
    if not mine:
        return f"{plan.kind_spec.name}: {published}"
    said = [f"accepted on {words.day(plan.accepted_on)}" if plan.accepted_on else "", published]
    if plan.released:
        said.append(
            f"{plan.released} of {words.count(plan.every, plan.kind_spec.item_name, plan.words_for_items)} released"
        )
    told = ", ".join(one for one in said if one)
    state = plan.state_words[:1].lower() + plan.state_words[1:]
    return f"{plan.kind_spec.name}: {state}" + (f". {told[:1].upper()}{told[1:]}" if told else "")
