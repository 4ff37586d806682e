"""At a revisit: progress on each weakness, and what the results add up to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from audit.record import record
from core.errors import Reason, Refused
from inspections import verbs
from inspections.models import Finding, Inspection, ProgressJudgement
from inspections.services.findings import FIXED_STATES
from inspections.services.steps import save_fields
from rulebook.findings import revisit_outcome
from rulebook.follow_up import Reckoned, reckon


def items(inspection: Inspection) -> list[Finding]:
    """The weaknesses or areas for priority action of the inspection this one follows, in order."""
    if inspection.follows_id is None:
        return []
    return list(Finding.objects.filter(inspection=inspection.follows_id, kind=inspection.kind_spec.item_kind))


def reckoned(inspection: Inspection, results: Mapping[int, bool]) -> Reckoned | None:
    """What results ({key of the weakness: whether progress was sufficient}) add up to; None until each weakness has one."""
    followed = items(inspection)
    if not followed or any(weakness.pk not in results for weakness in followed):
        return None
    return reckon(inspection.edition, inspection.kind_spec, [results[weakness.pk] for weakness in followed])


@transaction.atomic
def record_judgement(
    *, by: Any, inspection: Inspection, finding: Finding, sufficient: bool, narrative: str = ""
) -> ProgressJudgement:
    """Record whether progress on one weakness was sufficient; it may be changed until the letter is final.

    When every weakness has its result, the outcome and the numbers of the revisit follow. Raises Refused for a finding that is
    not one of the inspection followed, or a kind that has no result for each item.
    """
    spec = inspection.kind_spec
    if not spec.judged_per_item:
        raise Refused(
            Reason(f"A {spec.name.lower()} has one outcome, not one for each {inspection.words['weakness']}", "finding")
        )
    if inspection.state in FIXED_STATES:
        raise Refused("The results are fixed: the letter is final")
    followed = items(inspection)
    if finding not in followed:
        raise Refused(
            Reason(f"Choose an {inspection.words['weakness']} of the inspection that is revisited", "finding")
        )
    before = ProgressJudgement.objects.filter(inspection=inspection, finding=finding).first()
    if before is not None and (before.sufficient, before.narrative) == (sufficient, narrative.strip()):
        return before
    judgement, _ = ProgressJudgement.objects.update_or_create(
        inspection=inspection, finding=finding, defaults={"sufficient": sufficient, "narrative": narrative.strip()}
    )
    record(
        actor=by,
        verb=verbs.PROGRESS_JUDGED,
        subject=judgement,
        changes={"sufficient": (before.sufficient if before else None, sufficient)},
    )
    results = list(inspection.judgements.values_list("sufficient", flat=True))
    fields: dict[str, Any] = {"n_sufficient": sum(results), "n_not_sufficient": len(results) - sum(results)}
    if len(results) == len(followed):
        fields |= {"outcome": revisit_outcome(results), "n_weaknesses": len(results)}
    save_fields(inspection, by=by, verb=verbs.OUTCOME_RECORDED, fields=fields)
    return judgement
