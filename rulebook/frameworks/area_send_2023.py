"""The area SEND inspection framework, from 2023: three outcomes, priority action plans, monitoring inspections."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from rulebook.frameworks.area_send_2023_letters import MONITORING_REPORT_2023, REPORT_2023
from rulebook.frameworks.area_send_2023_outcomes import FULL_SCALE, MONITORING_SCALE, NO_OUTCOME
from rulebook.frameworks.area_send_2023_rules import RULES_2023_01, RULES_2024_04, RULES_2025_06, RULES_2025_07
from rulebook.frameworks.base import (
    CallSpec,
    Cycle,
    Edition,
    EvaluationArea,
    Framework,
    InspectionKind,
    PlanKind,
    by_code,
)
from rulebook.frameworks.plan_review import PAP_CRITERIA
from rulebook.frameworks.shared import FINDING_KINDS, emerging
from rulebook.frameworks.sources import cite
from rulebook.frameworks.support import PAP_VISITS, STRATEGIC_VISITS
from rulebook.frameworks.weeks_2023 import FULL_WEEKS, MONITORING_WEEKS

WORDS: Mapping[str, str] = MappingProxyType(
    {
        "framework": "area SEND inspection",
        "area": "local area partnership",
        "area_title": "Local area partnership",
        "product": "report",
        "product_title": "Inspection report",
        "board": "integrated care board",
        "boards": "integrated care boards",
        "board_short": "ICB",
        "board_chief": "chief executive",
        "outcome_word": "outcome",
        "outcome_title": "Outcome",
        "evaluation": "evaluation",
        "evaluate": "evaluate",
        "question": "evaluation criterion",
        "questions": "evaluation criteria",
        "weakness": "area for priority action",
        "weaknesses": "areas for priority action",
        "improvement": "area for improvement",
        "improvements": "areas for improvement",
        "plan": "priority action plan",
        "plan_short": "PAP",
        "follow_up": "monitoring inspection",
        "setup": "set-up discussion",
        "information_request": "Annex A information request",
        "onsite_week": "on-site week",
    }
)
# “Judge” and “judgement” gave way to “evaluate” and “outcome” on 6 June 2025 (P2).
WORDS_BEFORE_2025_06: Mapping[str, str] = MappingProxyType({**WORDS, "evaluation": "judgement", "evaluate": "judge"})

IMPACT = "Impact on children and young people"
LEADERS = "Leaders and how they work together"
CRITERIA = (
    EvaluationArea(
        "I1",
        "Children and young people’s needs are identified accurately and assessed in a timely and effective way",
        IMPACT,
    ),
    EvaluationArea(
        "I2",
        "Children, young people and their families participate in decision-making about their individual plans and "
        "support",
        IMPACT,
    ),
    EvaluationArea("I3", "Children and young people receive the right help at the right time", IMPACT),
    EvaluationArea(
        "I4", "Children and young people are well prepared for their next steps, and achieve strong outcomes", IMPACT
    ),
    EvaluationArea("I5", "Children and young people are valued, visible and included in their communities", IMPACT),
    EvaluationArea("L1", "Leaders are ambitious for children and young people with SEND", LEADERS),
    EvaluationArea("L2", "Leaders actively engage and work with children, young people and families", LEADERS),
    EvaluationArea(
        "L3",
        "Leaders have an accurate, shared understanding of the needs of children and young people in their local area",
        LEADERS,
    ),
    EvaluationArea(
        "L4",
        "Leaders commission services and provision to meet the needs and aspirations of children and young people, "
        "including "
        "commissioning arrangements for children and young people in alternative provision",
        LEADERS,
    ),
    EvaluationArea("L5", "Leaders evaluate services and make improvements", LEADERS),
    EvaluationArea(
        "L6",
        "Leaders create an environment in which effective practice and multi-agency working can flourish",
        LEADERS,
    ),
)

CALLS = (
    CallSpec("authority", "Call to the local authority", "Director of children’s services"),
    CallSpec("board", "Call to the integrated care board", "Chief executive, or the person they delegate it to"),
)

FULL = InspectionKind(
    code="full",
    name="Full inspection",
    outcome_scale=FULL_SCALE,
    letter=REPORT_2023,
    questions=CRITERIA,
    usual_length_days=5,
    notice_rule="onsite-start",
    follows=frozenset(),
    judged_per_item=False,
    calls=CALLS,
    finding_kinds=("effective", "needs_improvement", "area_for_priority_action", "area_for_improvement"),
    item_kind="area_for_priority_action",
    length_source=cite("S1", "P9"),
    length_note="Monday to Friday of week 3.",
    weeks=FULL_WEEKS,
    emerging=emerging(("effective",), ("needs_improvement", "area_for_improvement"), ("area_for_priority_action",)),
)
MONITORING = InspectionKind(
    code="monitoring",
    name="Monitoring inspection",
    outcome_scale=MONITORING_SCALE,
    letter=MONITORING_REPORT_2023,
    questions=(),
    usual_length_days=5,
    notice_rule="onsite-start",
    follows=frozenset({"full"}),
    judged_per_item=False,
    calls=CALLS,
    item_kind="area_for_priority_action",
    length_source=cite("P20"),
    length_note="Three weeks as in a full inspection, the third on site.",
    weeks=MONITORING_WEEKS,
    emerging=emerging(),
)
THEMATIC = InspectionKind(
    code="thematic",
    name="Thematic visit",
    outcome_scale=NO_OUTCOME,
    letter=None,
    questions=(),
    usual_length_days=5,
    notice_rule=None,
    follows=frozenset(),
    judged_per_item=False,
    calls=CALLS,
    length_source=cite("P28"),
    length_note="No length found in any source: a week is our assumption. No letter and no outcome for the area.",
    emerging=emerging(),
)
KINDS = by_code(FULL, MONITORING, THEMATIC)

PAP_TO_INSPECTORATES = PlanKind(
    code="priority-action-plan",
    name="Priority action plan (area SEND)",
    short_name="PAP",
    item_name="area for priority action",
    finding_kind="area_for_priority_action",
    due_rule="pap-due",
    submitted_to=("Ofsted", "CQC"),
    reviewed_by=("Ofsted", "CQC"),
    milestone_months=(),
    milestone_rule=None,
    source=cite("P21", "P22"),
    accepted_word="accepted",
    criteria=PAP_CRITERIA,
    visits=PAP_VISITS,
)
PAP_TO_ADVISERS = PlanKind(
    code="priority-action-plan",
    name="Priority action plan (area SEND)",
    short_name="PAP",
    item_name="area for priority action",
    finding_kind="area_for_priority_action",
    due_rule="pap-due",
    submitted_to=("DfE", "NHS England"),
    reviewed_by=("DfE", "NHS England"),
    milestone_months=(),
    milestone_rule=None,
    source=cite("P2"),
    accepted_word="accepted",
    criteria=PAP_CRITERIA,
    visits=PAP_VISITS,
)
STRATEGIC_PLAN = PlanKind(
    code="strategic-plan",
    name="Strategic plan",
    short_name="Strategic plan",
    item_name="area for improvement",
    finding_kind="area_for_improvement",
    due_rule="strategic-plan-due",
    submitted_to=(),
    reviewed_by=(),
    milestone_months=(),
    milestone_rule=None,
    source=cite("P8", "S1"),
    accepted_word="published",
    visits=STRATEGIC_VISITS,
)

FRAMEWORK = Framework(
    code="area-send-2023",
    name="Area SEND inspections, from 2023",
    short_name="2023 framework",
    words=WORDS,
    legal_basis="Section 20(1)(a) of the Children Act 2004, at the request of the Secretary of State for Education",
    in_force_to=None,
    finding_kinds=FINDING_KINDS,
    cycle=Cycle(
        kind="full",
        every_area_by=date(2027, 12, 31),
        source=cite("P19", "P47"),
        note="A minister’s answer: every area is inspected under this framework by the end of 2027.",
    ),
    editions=(
        Edition(
            code="2023-01",
            in_force_from=date(2023, 1, 1),
            kinds=KINDS,
            rules=RULES_2023_01,
            plan_kinds=by_code(PAP_TO_INSPECTORATES, STRATEGIC_PLAN),
            words=WORDS_BEFORE_2025_06,
            source=cite("P3"),
            note=(
                "Handbook of 29 November 2022, in use from January 2023 and clarified during 2023. Fieldwork 8 "
                "working days "
                "after the call, on site after 10."
            ),
        ),
        Edition(
            code="2024-04-05",
            in_force_from=date(2024, 4, 5),
            kinds=KINDS,
            rules=RULES_2024_04,
            plan_kinds=by_code(PAP_TO_INSPECTORATES, STRATEGIC_PLAN),
            words=WORDS_BEFORE_2025_06,
            source=cite("P3"),
            note="One notice period of 10 working days; complaints and comments follow Ofsted’s changes of April 2024.",
        ),
        Edition(
            code="2025-06-06",
            in_force_from=date(2025, 6, 6),
            kinds=KINDS,
            rules=RULES_2025_06,
            plan_kinds=by_code(PAP_TO_INSPECTORATES, STRATEGIC_PLAN),
            words=WORDS,
            source=cite("P1", "P2"),
            note=(
                "Evaluate and outcome in place of judge and judgement; the monitoring clock runs from receipt of the "
                "final "
                "report (paragraph 21); code of conduct in the set-up discussion (paragraph 8)."
            ),
        ),
        Edition(
            code="2025-07-07",
            in_force_from=date(2025, 7, 7),
            kinds=KINDS,
            rules=RULES_2025_07,
            plan_kinds=by_code(PAP_TO_ADVISERS, STRATEGIC_PLAN),
            words=WORDS,
            source=cite("P2"),
            note=(
                "Feedback on priority action plans comes only from the DfE and regional NHS England (paragraph 149); "
                "no more "
                "than 3 monitoring events in 12 months across ILACS and area SEND (paragraph 23)."
            ),
        ),
    ),
)
