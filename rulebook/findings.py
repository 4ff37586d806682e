"""What findings and results add up to: the plan an outcome requires, and the roll-up of a revisit."""

from __future__ import annotations

from collections.abc import Iterable

from rulebook.frameworks.base import Edition, InspectionKind, PlanKind


def plan_required(edition: Edition, kind: InspectionKind | str, outcome: str | None) -> PlanKind | None:
    """The plan an outcome calls for, or None. Raises UnknownKind for an outcome the kind does not have."""
    described = edition.kind(kind) if isinstance(kind, str) else kind
    if outcome is None:
        return None
    plan_kind = described.outcome_scale.get(outcome).plan_kind
    return edition.plan_kind(plan_kind) if plan_kind is not None else None


def revisit_outcome(sufficient: Iterable[bool]) -> str:
    """The outcome code of a revisit, from whether progress was sufficient on each weakness.

    Raises ValueError when there is no result at all.
    """
    results = list(sufficient)
    if not results:
        raise ValueError("A revisit needs a result for at least one area of significant weakness.")
    if all(results):
        return "all-sufficient"
    return "some-sufficient" if any(results) else "none-sufficient"


def disagreements(
    edition: Edition, kind: InspectionKind | str, outcome: str | None, finding_kinds: Iterable[str]
) -> tuple[str, ...]:
    """Where the findings and the outcome of a full inspection contradict each other, in plain sentences.

    `finding_kinds` are the codes of the findings recorded, one for each. A plan that names no item cannot be written,
    and an item that no plan answers is lost.
    """
    described = edition.kind(kind) if isinstance(kind, str) else kind
    item = described.item_kind
    if outcome is None or item is None or item not in described.finding_kinds:
        return ()
    has_items = item in set(finding_kinds)
    plan = plan_required(edition, described, outcome)
    needs_items = plan is not None and plan.finding_kind == item
    label = described.outcome_scale.get(outcome).label
    name = edition.words["weakness"]
    if needs_items and not has_items:
        return (f"The outcome is ‘{label}’, but no {name} is recorded.",)
    if has_items and not needs_items:
        return (f"The outcome is ‘{label}’, but an {name} is recorded.",)
    return ()
