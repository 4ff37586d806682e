"""The local area SEND inspection framework, 2016 to 2022: narrative letters, statements of action and revisits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from rulebook.frameworks.area_send_2016_letters import IDENTIFYING, LETTER_2016, MEETING, OUTCOMES, REVISIT_LETTER_2018
from rulebook.frameworks.area_send_2016_rules import RULES_2016_04, RULES_2018_11, RULES_2021_03
from rulebook.frameworks.base import (
    CallSpec,
    Edition,
    EvaluationArea,
    Framework,
    InspectionKind,
    Outcome,
    OutcomeScale,
    PlanKind,
    by_code,
)
from rulebook.frameworks.plan_review import APP_CRITERIA, WSOA_CRITERIA
from rulebook.frameworks.shared import FINDING_KINDS, emerging
from rulebook.frameworks.sources import cite
from rulebook.frameworks.support import APP_VISITS, WSOA_VISITS
from rulebook.frameworks.weeks_2016 import FULL_WEEKS, REVISIT_WEEKS

WORDS: Mapping[str, str] = MappingProxyType(
    {
        "framework": "local area SEND inspection",
        "area": "local area",
        "area_title": "Local area",
        "product": "letter",
        "product_title": "Outcome letter",
        "board": "clinical commissioning group",
        "boards": "clinical commissioning groups",
        "board_short": "CCG",
        "board_chief": "accountable officer",
        "outcome_word": "findings",
        "outcome_title": "Findings",
        "evaluation": "judgement",
        "evaluate": "judge",
        "question": "key question",
        "questions": "key questions",
        "weakness": "area of significant weakness",
        "weaknesses": "areas of significant weakness",
        "improvement": "area for development",
        "improvements": "areas for development",
        "plan": "written statement of action",
        "plan_short": "WSoA",
        "follow_up": "revisit",
        "setup": "set-up meeting",
        "information_request": "data request",
        "onsite_week": "inspection week",
    }
)

QUESTIONS = (
    EvaluationArea(
        "A", "How effectively does the local area identify children and young people with SEND?", IDENTIFYING
    ),
    EvaluationArea(
        "B",
        "How effectively does the local area assess and meet the needs of children and young people with SEND?",
        MEETING,
    ),
    EvaluationArea(
        "C", "How effectively does the local area improve outcomes for children and young people with SEND?", OUTCOMES
    ),
)

CALLS = (
    CallSpec("authority", "Call to the local authority", "Director of children’s services"),
    CallSpec("board", "Call to the clinical commissioning group", "Accountable officer or managing director"),
)

# The sentences of the determination, from published letters (P30).
WSOA_SENTENCE = (
    "As a result of the findings of this inspection and in accordance with the Children Act 2004 (Joint Area Reviews) "
    "Regulations 2015, Her Majesty’s Chief Inspector (HMCI) has determined that a Written Statement of Action is "
    "required "
    "because of significant areas of weakness in the local area’s practice."
)
WSOA_RESPONSIBLE = (
    "HMCI has also determined that the local authority and the area’s clinical commissioning group(s) are jointly "
    "responsible for submitting the written statement to Ofsted."
)

FULL_SCALE = OutcomeScale(
    code="wsoa-2016",
    name="Findings of a local area SEND inspection",
    outcomes=(
        Outcome(
            "wsoa-required",
            "Written statement of action required",
            WSOA_SENTENCE,
            follows=(WSOA_RESPONSIBLE,),
            plan_kind="wsoa",
            next_rules=("wsoa-due", "monitoring-visit", "revisit-due"),
            tag="red",
        ),
        Outcome(
            "no-wsoa",
            "No written statement of action required",
            "A written statement of action is not required.",
            tag="green",
        ),
    ),
    decision="recommendation on a written statement of action",
)

# What the announcement of 2018 and reports on Surrey in 2019 say of an area that has not done enough.
NEXT_STEPS = (
    "The next steps may include the powers of the Secretary of State.",
    "There is no further revisit unless the Secretary of State directs one.",
)
REVISIT_SCALE = OutcomeScale(
    code="progress-2018",
    name="Progress found by a revisit",
    outcomes=(
        Outcome(
            "all-sufficient",
            "Sufficient progress in all areas",
            "The area has made sufficient progress in addressing all of the areas of significant weakness identified "
            "at the "
            "initial inspection.",
            follows=("Formal monitoring by the Department for Education and NHS England ends.",),
            tag="green",
            roll_up="Yes",
            earlier_plan="release",
        ),
        Outcome(
            "some-sufficient",
            "Sufficient progress in some areas",
            "The area has made sufficient progress in addressing some, but not all, of the areas of significant "
            "weakness "
            "identified at the initial inspection.",
            follows=("The Department for Education and NHS England determine the next steps.",),
            plan_kind="accelerated-progress-plan",
            next_rules=("app-milestone", "app-review"),
            tag="yellow",
            roll_up="Some",
            consequences=NEXT_STEPS,
            consequences_source=cite("P12", "P36"),
            earlier_plan="supersede",
        ),
        Outcome(
            "none-sufficient",
            "Not sufficient progress in any area",
            "The area has not made sufficient progress in addressing any of the areas of significant weakness "
            "identified at "
            "the initial inspection.",
            follows=("The Department for Education and NHS England determine the next steps.",),
            plan_kind="accelerated-progress-plan",
            next_rules=("app-milestone", "app-review"),
            tag="red",
            roll_up="No",
            consequences=NEXT_STEPS,
            consequences_source=cite("P12", "P36"),
            earlier_plan="supersede",
        ),
    ),
    decision="progress",
)

FULL = InspectionKind(
    code="full",
    name="Local area SEND inspection",
    outcome_scale=FULL_SCALE,
    letter=LETTER_2016,
    questions=QUESTIONS,
    usual_length_days=5,
    notice_rule="onsite-start",
    follows=frozenset(),
    judged_per_item=False,
    calls=CALLS,
    finding_kinds=("strength", "area_for_development", "area_of_significant_weakness"),
    item_kind="area_of_significant_weakness",
    length_source=cite("S2", "P31"),
    length_note="Monday to Friday.",
    weeks=FULL_WEEKS,
    emerging=emerging(("strength",), ("area_for_development",), ("area_of_significant_weakness",)),
)
REVISIT_2018 = InspectionKind(
    code="revisit",
    name="Revisit",
    outcome_scale=REVISIT_SCALE,
    letter=REVISIT_LETTER_2018,
    questions=(),
    usual_length_days=4,
    notice_rule="revisit-onsite-start",
    follows=frozenset({"full"}),
    judged_per_item=True,
    calls=CALLS,
    item_kind="area_of_significant_weakness",
    length_source=cite("P12"),
    length_note="2 to 4 days, by the number of weaknesses.",
    weeks=REVISIT_WEEKS,
    emerging=emerging(),
)
REVISIT_2021 = InspectionKind(
    code="revisit",
    name="Revisit",
    outcome_scale=REVISIT_SCALE,
    letter=REVISIT_LETTER_2018,
    questions=(),
    usual_length_days=4,
    notice_rule="revisit-onsite-start",
    follows=frozenset({"full"}),
    judged_per_item=True,
    calls=CALLS,
    item_kind="area_of_significant_weakness",
    length_source=cite("P10"),
    length_note="Typically 3 or 4 days.",
    weeks=REVISIT_WEEKS,
    emerging=emerging(),
)

WSOA = PlanKind(
    code="wsoa",
    name="Written statement of action",
    short_name="WSoA",
    item_name="area of significant weakness",
    finding_kind="area_of_significant_weakness",
    due_rule="wsoa-due",
    submitted_to=("Ofsted",),
    reviewed_by=("Ofsted", "CQC"),
    milestone_months=(),
    milestone_rule=None,
    source=cite("S0", "P7", "P12"),
    accepted_word="fit for purpose",
    criteria=WSOA_CRITERIA,
    visits=WSOA_VISITS,
)
APP_2018 = PlanKind(
    code="accelerated-progress-plan",
    name="Accelerated progress plan",
    short_name="APP",
    item_name="area of significant weakness",
    finding_kind="area_of_significant_weakness",
    due_rule=None,
    submitted_to=("DfE", "NHS England"),
    reviewed_by=("DfE", "NHS England"),
    milestone_months=(3, 6, 12),
    milestone_rule="app-milestone",
    source=cite("S2"),
    accepted_word="approved",
    criteria=APP_CRITERIA,
    visits=APP_VISITS,
)
APP_2021 = PlanKind(
    code="accelerated-progress-plan",
    name="Accelerated progress plan",
    short_name="APP",
    item_name="area of significant weakness",
    finding_kind="area_of_significant_weakness",
    due_rule=None,
    submitted_to=("DfE", "NHS England", "DHSC"),
    reviewed_by=("DfE", "NHS England"),
    milestone_months=(3, 6, 12),
    milestone_rule="app-milestone",
    source=cite("S2", "P14"),
    accepted_word="approved",
    criteria=APP_CRITERIA,
    visits=APP_VISITS,
)

FRAMEWORK = Framework(
    code="local-area-send-2016",
    name="Local area SEND inspections, 2016 to 2022",
    short_name="2016 framework",
    words=WORDS,
    legal_basis="Section 20 of the Children Act 2004; Children Act 2004 (Joint Area Reviews) Regulations 2015, SI "
    "2015/1792",
    in_force_to=date(2022, 12, 31),
    finding_kinds=FINDING_KINDS,
    editions=(
        Edition(
            code="2016-04",
            in_force_from=date(2016, 4, 1),
            kinds=by_code(FULL),
            rules=RULES_2016_04,
            plan_kinds=by_code(WSOA),
            words=WORDS,
            source=cite("S3", "P31"),
            note="Framework and handbook of April 2016 (the day is not sourced). No revisits yet.",
        ),
        Edition(
            code="2018-11",
            in_force_from=date(2018, 11, 9),
            kinds=by_code(FULL, REVISIT_2018),
            rules=RULES_2018_11,
            plan_kinds=by_code(WSOA, APP_2018),
            words=WORDS,
            source=cite("P12"),
            note="Revisits announced on 9 November 2018, and with them the accelerated progress plan.",
        ),
        Edition(
            code="2021-03",
            in_force_from=date(2021, 3, 1),
            kinds=by_code(FULL, REVISIT_2021),
            rules=RULES_2021_03,
            plan_kinds=by_code(WSOA, APP_2021),
            words=WORDS,
            source=cite("P31", "P10", "P14"),
            note=(
                "Guidance of March 2021 (the day is not sourced): revisit notice in working days, typically 3 or 4 "
                "days on "
                "site, the accelerated progress plan copied to DHSC."
            ),
        ),
    ),
)
