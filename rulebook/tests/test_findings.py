from __future__ import annotations

import pytest

from rulebook import frameworks
from rulebook.findings import disagreements, plan_required, revisit_outcome
from rulebook.frameworks.base import UnknownKind

OLD, NEW = frameworks.get("local-area-send-2016").latest, frameworks.get("area-send-2023").latest


@pytest.mark.parametrize(
    ("edition", "kind", "outcome", "plan"),
    [
        (OLD, "full", "wsoa-required", "wsoa"),
        (OLD, "full", "no-wsoa", None),
        (OLD, "full", None, None),
        (OLD, "revisit", "all-sufficient", None),
        (OLD, "revisit", "some-sufficient", "accelerated-progress-plan"),
        (OLD, "revisit", "none-sufficient", "accelerated-progress-plan"),
        (NEW, "full", "outcome-1", "strategic-plan"),
        (NEW, "full", "outcome-2", "strategic-plan"),
        (NEW, "full", "outcome-3", "priority-action-plan"),
        (NEW, "monitoring", "effective", None),
        (NEW, "monitoring", "not-effective", None),
        (NEW, "thematic", None, None),
    ],
)
def test_the_plan_an_outcome_requires(edition: object, kind: str, outcome: str | None, plan: str | None) -> None:
    found = plan_required(edition, kind, outcome)  # type: ignore[arg-type]
    assert (found.code if found else None) == plan


def test_an_outcome_of_another_framework_is_refused() -> None:
    with pytest.raises(UnknownKind):
        plan_required(NEW, "full", "wsoa-required")
    with pytest.raises(UnknownKind):
        plan_required(NEW, "thematic", "outcome-1")


@pytest.mark.parametrize(
    ("results", "outcome"),
    [
        ([True, True, True, True, True], "all-sufficient"),
        ([True, True, True, True, False], "some-sufficient"),
        ([False, True], "some-sufficient"),
        ([False, False], "none-sufficient"),
    ],
)
def test_the_roll_up_of_a_revisit(results: list[bool], outcome: str) -> None:
    assert revisit_outcome(results) == outcome
    assert outcome in OLD.kind("revisit").outcome_scale.codes()


def test_a_revisit_without_results_has_no_outcome() -> None:
    with pytest.raises(ValueError, match=r"at least one area of significant weakness"):
        revisit_outcome([])


@pytest.mark.parametrize(
    ("edition", "outcome", "kinds", "said"),
    [
        (OLD, "wsoa-required", ["strength"], "but no area of significant weakness is recorded"),
        (OLD, "no-wsoa", ["area_of_significant_weakness"], "but an area of significant weakness is recorded"),
        (NEW, "outcome-3", ["area_for_improvement"], "but no area for priority action is recorded"),
        (NEW, "outcome-2", ["area_for_priority_action"], "but an area for priority action is recorded"),
    ],
)
def test_findings_that_contradict_the_outcome(edition: object, outcome: str, kinds: list[str], said: str) -> None:
    (found,) = disagreements(edition, "full", outcome, kinds)  # type: ignore[arg-type]
    assert said in found


@pytest.mark.parametrize(
    ("edition", "kind", "outcome", "kinds"),
    [
        (OLD, "full", "wsoa-required", ["area_of_significant_weakness", "strength"]),
        (OLD, "full", "no-wsoa", ["strength"]),
        (OLD, "full", None, ["area_of_significant_weakness"]),
        (OLD, "revisit", "some-sufficient", []),
        (NEW, "full", "outcome-3", ["area_for_priority_action", "area_for_improvement"]),
        (NEW, "full", "outcome-1", ["area_for_improvement"]),
        (NEW, "thematic", None, []),
    ],
)
def test_findings_that_agree(edition: object, kind: str, outcome: str | None, kinds: list[str]) -> None:
    assert disagreements(edition, kind, outcome, kinds) == ()  # type: ignore[arg-type]
