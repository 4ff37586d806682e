"""The outcomes of the 2023 framework: three of a full inspection, two of a monitoring inspection, none of a visit."""

from __future__ import annotations

from rulebook.frameworks.base import Outcome, OutcomeScale

# The sentences as printed in every report (P8).
STRATEGIC_PLAN_ASKED = (
    "Ofsted and the Care Quality Commission (CQC) ask that the local area partnership updates and publishes its "
    "strategic "
    "plan based on the recommendations set out in this report."
)
FULL_SCALE = OutcomeScale(
    code="outcomes-2023",
    name="Outcome of an area SEND inspection",
    outcomes=(
        Outcome(
            "outcome-1",
            "Typically positive experiences and outcomes",
            "The local area partnership’s special educational needs and/or disabilities (SEND) arrangements "
            "typically lead to "
            "positive experiences and outcomes for children and young people with SEND. The local area partnership "
            "is taking "
            "action where improvements are needed.",
            follows=(
                "The next full area SEND inspection will be within approximately five years.",
                STRATEGIC_PLAN_ASKED,
            ),
            plan_kind="strategic-plan",
            next_rules=("strategic-plan-due", "next-full-outcome-1"),
            number=1,
            tag="green",
        ),
        Outcome(
            "outcome-2",
            "Inconsistent experiences and outcomes",
            "The local area partnership’s arrangements lead to inconsistent experiences and outcomes for children "
            "and young "
            "people with special educational needs and/or disabilities (SEND). The local area partnership must work "
            "jointly "
            "to make improvements.",
            follows=(
                "The next full area SEND inspection will be within approximately three years.",
                STRATEGIC_PLAN_ASKED,
            ),
            plan_kind="strategic-plan",
            next_rules=("strategic-plan-due", "next-full-outcome-2-or-3"),
            number=2,
            tag="yellow",
        ),
        Outcome(
            "outcome-3",
            "Widespread and/or systemic failings",
            "There are widespread and/or systemic failings leading to significant concerns about the experiences and "
            "outcomes "
            "of children and young people with special educational needs and/or disabilities (SEND), which the local "
            "area "
            "partnership must address urgently.",
            follows=(
                "A monitoring inspection will be carried out within approximately 18 months. The next full "
                "reinspection will "
                "be within approximately three years.",
                "As a result of this inspection, HMCI requires the local area partnership to prepare and submit a "
                "priority "
                "action plan (area SEND) to address the identified areas for priority action.",
            ),
            plan_kind="priority-action-plan",
            next_rules=("pap-due", "monitoring-inspection-due", "next-full-outcome-2-or-3"),
            number=3,
            tag="red",
        ),
    ),
)
MONITORING_SCALE = OutcomeScale(
    code="action-2023",
    name="Outcome of a monitoring inspection",
    outcomes=(
        Outcome(
            "effective",
            "Effective action",
            "The local area partnership has taken effective action to address the areas for priority action.",
            follows=("The next inspection is a full area SEND inspection.",),
            tag="green",
        ),
        Outcome(
            "not-effective",
            "Not effective action",
            "The local area partnership has not taken effective action to address the areas for priority action.",
            follows=(
                "The Department for Education and NHS England decide what support and challenge is needed.",
                "The next inspection is a full area SEND inspection.",
            ),
            tag="red",
        ),
    ),
)
NO_OUTCOME = OutcomeScale(code="none", name="A thematic visit", outcomes=())
