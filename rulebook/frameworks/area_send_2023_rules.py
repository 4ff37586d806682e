"""Deadline rules of the 2023 framework, one literal each. Numbers D1 to D44 are those of docs/frameworks.md."""

from __future__ import annotations

from rulebook.frameworks.base import DeadlineRule, Owner, Reading, Unit
from rulebook.frameworks.shared import FOLLOW_UP_LADDER, PLAN_LADDER, REPORT_LADDER, SHORT_LADDER
from rulebook.frameworks.sources import NO_SOURCE, cite
from rulebook.frameworks.support import SUPPORT_RULES

FULL = frozenset({"full"})
THEMATIC = frozenset({"thematic"})
FULL_OR_MONITORING = frozenset({"full", "monitoring"})
OUTCOME_1 = frozenset({"outcome-1"})
OUTCOME_3 = frozenset({"outcome-3"})
OUTCOMES_1_AND_2 = frozenset({"outcome-1", "outcome-2"})
OUTCOMES_2_AND_3 = frozenset({"outcome-2", "outcome-3"})

ONSITE_START = DeadlineRule(
    code="onsite-start", number="D2", name="On-site fieldwork starts", kinds=FULL_OR_MONITORING,
    trigger="notified_on", offset=10, unit=Unit.WORKING_DAYS, owner=Owner.INSPECTORATES,
    source=cite("S1", "P26"), confirmed=True, reminders=SHORT_LADDER,
    note="Called on a Monday, on site two Mondays later. A bank holiday in between breaks one or the other.",
)  # fmt: skip
FIELDWORK_START = DeadlineRule(
    code="fieldwork-start", number="D3", name="Fieldwork starts (tracking meetings)", kinds=FULL,
    trigger="notified_on", offset=8, unit=Unit.WORKING_DAYS, owner=Owner.INSPECTORATES,
    source=cite("P21"), confirmed=True, reminders=SHORT_LADDER,
    note="Only in the first text of 2023: 8 working days to fieldwork and 10 to the on-site week. Reports of that time "
    "may print the Thursday before as their first day.",
)  # fmt: skip
LANO_NAMED = DeadlineRule(
    code="lano-named", number="D4", name="Local area nominated officer named", kinds=FULL_OR_MONITORING,
    trigger="notified_on", offset=1, unit=Unit.WORKING_DAYS, owner=Owner.LEADERS_2023,
    source=NO_SOURCE, confirmed=False, reminders=SHORT_LADDER,
)  # fmt: skip
SET_UP_DISCUSSION = DeadlineRule(
    code="set-up-discussion", number="D5", name="Set-up discussion", kinds=FULL_OR_MONITORING,
    trigger="notified_on", offset=2, unit=Unit.WORKING_DAYS, owner=Owner.LEAD_HMI,
    source=cite("S1"), confirmed=False, reminders=SHORT_LADDER,
    note="1 to 2 working days assumed, from the order of the steps; the later is shown.",
)  # fmt: skip
SURVEYS_DISTRIBUTED = DeadlineRule(
    code="surveys-distributed", number="D6", name="Survey links distributed", kinds=FULL,
    trigger="setup_on", offset=1, unit=Unit.WORKING_DAYS, owner=Owner.LANO,
    source=cite("S1"), confirmed=False, reminders=SHORT_LADDER,
    note="Assumed from the order of the steps.",
)  # fmt: skip
SURVEY_CLOSES = DeadlineRule(
    code="survey-closes", number="D7", name="Surveys close", kinds=FULL,
    trigger="notified_on", offset=5, unit=Unit.WORKING_DAYS, owner=Owner.INSPECTORATES,
    source=cite("P18"), confirmed=False, approximate=True, reminders=SHORT_LADDER,
    note="Open only a few days; the day varies.",
)  # fmt: skip
PERSON_LEVEL_LISTS = DeadlineRule(
    code="person-level-lists", number="D9", name="Person-level lists shared", kinds=FULL_OR_MONITORING,
    trigger="notified_on", offset=2, unit=Unit.WORKING_DAYS, owner=Owner.DATA_LEAD,
    source=NO_SOURCE, confirmed=False, reminders=SHORT_LADDER,
    note="1 to 2 working days assumed; the later is shown.",
)  # fmt: skip
INFORMATION_REQUEST = DeadlineRule(
    code="information-request", number="D10", name="Other Annex A information shared", kinds=FULL_OR_MONITORING,
    trigger="notified_on", offset=5, unit=Unit.WORKING_DAYS, owner=Owner.LANO,
    source=NO_SOURCE, confirmed=False, reminders=SHORT_LADDER,
    note="3 to 5 working days assumed; the latest is shown.",
)  # fmt: skip
TRACKED_CASE_PACKS = DeadlineRule(
    code="tracked-case-packs", number="D11", name="Tracked-case packs shared", kinds=FULL,
    trigger="cases_selected_on", offset=2, unit=Unit.WORKING_DAYS, owner=Owner.CASE_COORDINATOR,
    source=cite("P17"), confirmed=True, reminders=SHORT_LADDER,
    note="The source says 2 days; taken as working days.",
)  # fmt: skip
TIMETABLE_AGREED = DeadlineRule(
    code="timetable-agreed", number="D12", name="Timetable agreed", kinds=FULL_OR_MONITORING,
    trigger="onsite_start_on", offset=-2, unit=Unit.WORKING_DAYS, owner=Owner.LEAD_HMI_AND_LANO,
    source=cite("S1"), confirmed=False, reminders=SHORT_LADDER,
    note="The source says in week 2; the end of its Thursday is our assumption, two working days before an on-site "
    "Monday.",
)  # fmt: skip
FINAL_FEEDBACK = DeadlineRule(
    code="final-feedback", number="D14", name="Final feedback meeting", kinds=FULL_OR_MONITORING,
    trigger="onsite_end_on", offset=0, unit=Unit.FIXED, owner=Owner.LEAD_HMI,
    source=cite("S0", "S1"), confirmed=True, reminders=SHORT_LADDER,
    note="The last day on site, a Friday in a full week. Embargoed from here to publication.",
)  # fmt: skip
DRAFT_REPORT = DeadlineRule(
    code="draft-report", number="D15", name="Draft report sent to the partnership", kinds=FULL_OR_MONITORING,
    trigger="onsite_end_on", offset=20, unit=Unit.WORKING_DAYS, owner=Owner.INSPECTORATES,
    source=NO_SOURCE, confirmed=False, reminders=REPORT_LADDER,
)  # fmt: skip
ACCURACY_COMMENTS_2023 = DeadlineRule(
    code="factual-accuracy-comments", number="D16", name="Factual accuracy comments due", kinds=FULL_OR_MONITORING,
    trigger="draft_received_on", offset=10, unit=Unit.WORKING_DAYS, owner=Owner.PARTNERSHIP,
    source=cite("P40"), confirmed=False, reminders=SHORT_LADDER,
    note="10 working days in inspections of authorities before April 2024; not sourced for area SEND. "
    "Counted from the recorded receipt of the draft, not from its date.",
)  # fmt: skip
ACCURACY_COMMENTS_2024 = DeadlineRule(
    code="factual-accuracy-comments", number="D16", name="Factual accuracy comments due", kinds=FULL_OR_MONITORING,
    trigger="draft_received_on", offset=5, unit=Unit.WORKING_DAYS, owner=Owner.PARTNERSHIP,
    source=cite("P40"), confirmed=False, reminders=SHORT_LADDER,
    note="5 working days in Ofsted’s work generally since April 2024; area SEND could differ (10 before). "
    "Counted from the recorded receipt of the draft, not from its date.",
)  # fmt: skip
FORMAL_COMPLAINT_2023 = DeadlineRule(
    code="formal-complaint", number="D17", name="Last day for a formal complaint", kinds=FULL_OR_MONITORING,
    trigger="draft_sent_on", offset=10, unit=Unit.WORKING_DAYS, owner=Owner.PARTNERSHIP,
    source=cite("P40"), confirmed=False, reminders=SHORT_LADDER,
    note="10 working days before April 2024; not sourced for area SEND.",
)  # fmt: skip
FORMAL_COMPLAINT_2024 = DeadlineRule(
    code="formal-complaint", number="D17", name="Last day for a formal complaint", kinds=FULL_OR_MONITORING,
    trigger="draft_sent_on", offset=5, unit=Unit.WORKING_DAYS, owner=Owner.PARTNERSHIP,
    source=cite("P40"), confirmed=False, reminders=SHORT_LADDER,
    note="5 working days from the draft report since April 2024; not sourced for area SEND.",
)  # fmt: skip
PUBLICATION = DeadlineRule(
    code="publication", number="D20", name="Report published", kinds=FULL_OR_MONITORING,
    trigger="onsite_end_on", offset=43, unit=Unit.WORKING_DAYS, owner=Owner.INSPECTORATES,
    source=cite("P9"), confirmed=False, approximate=True, reminders=REPORT_LADDER,
    note="No target found: 43 working days is the middle of 91 published reports, which took from 29 to 101.",
)  # fmt: skip
AREA_PUBLISHES = DeadlineRule(
    code="area-publishes", number="D21", name="Partnership publishes the report", kinds=FULL_OR_MONITORING,
    trigger="report_received_on", offset=None, unit=Unit.FIXED, owner=Owner.AREA_BODIES_2023,
    source=cite("P7"), confirmed=True,
    note="Each body that is sent the report publishes it on its website when it is published; no number of days is "
    "set.",
)  # fmt: skip
PAP_DUE = DeadlineRule(
    code="pap-due", number="D31", name="Priority action plan due", kinds=FULL, outcomes=OUTCOME_3, scope="plan",
    trigger="report_received_on", offset=35, unit=Unit.WORKING_DAYS, owner=Owner.PARTNERSHIP,
    source=cite("P37", "P21"), confirmed=False, reminders=PLAN_LADDER,
    note="Not confirmed: a third party says about 35 to 50 working days, Lancashire’s was approved on day 34, and the "
    "regulations (SI 2015/1792) still say 70.",
)  # fmt: skip
PAP_DECISION_BY_INSPECTORATES = DeadlineRule(
    code="pap-decision", number="D32", name="Decision on the priority action plan", kinds=FULL, outcomes=OUTCOME_3,
    scope="plan", trigger="plan_submitted_on", offset=None, unit=Unit.FIXED, owner=Owner.INSPECTORATES,
    source=cite("P21", "P22"), confirmed=False,
    note="No number of days found. Ofsted and CQC decided on plans at this time.",
)  # fmt: skip
PAP_DECISION_BY_ADVISERS = DeadlineRule(
    code="pap-decision", number="D32", name="Feedback on the priority action plan", kinds=FULL, outcomes=OUTCOME_3,
    scope="plan", trigger="plan_submitted_on", offset=None, unit=Unit.FIXED, owner=Owner.ADVISERS,
    source=cite("P2"), confirmed=False,
    note="No number of days found. Since July 2025 feedback comes only from the DfE and regional NHS England.",
)  # fmt: skip
STRATEGIC_PLAN_DUE = DeadlineRule(
    code="strategic-plan-due", number="D33", name="Updated strategic plan published", kinds=FULL,
    outcomes=OUTCOMES_1_AND_2, scope="plan", trigger="published_on", offset=30, unit=Unit.WORKING_DAYS,
    owner=Owner.PARTNERSHIP, source=NO_SOURCE, confirmed=False, reminders=PLAN_LADDER,
)  # fmt: skip
# The sources do not agree on the day these clocks start, so the next inspection has a window and not a day.
FROM_PUBLICATION = Reading(
    "published_on", cite("S1"), confirmed=True, note="As the presentation of 2024 and earlier editions count it."
)
FROM_RECEIPT = Reading(
    "report_received_on", cite("P2"), confirmed=True, note="As the handbook counts it since 6 June 2025 (paragraph 21)."
)
FROM_SITE = Reading("onsite_start_on", cite("P9"), confirmed=False, note="As a third-party list counts it.")

MONITORING_DUE_FROM_PUBLICATION = DeadlineRule(
    code="monitoring-inspection-due", number="D34", name="Monitoring inspection due", kinds=FULL, outcomes=OUTCOME_3,
    trigger="published_on", offset=18, unit=Unit.CALENDAR_MONTHS, owner=Owner.INSPECTORATES,
    source=cite("S1"), confirmed=True, approximate=True, reminders=FOLLOW_UP_LADDER,
    note="Counted from publication until June 2025.",
    brings="monitoring", readings=(FROM_RECEIPT, FROM_SITE),
)  # fmt: skip
MONITORING_DUE_FROM_RECEIPT = DeadlineRule(
    code="monitoring-inspection-due", number="D34", name="Monitoring inspection due", kinds=FULL, outcomes=OUTCOME_3,
    trigger="report_received_on", offset=18, unit=Unit.CALENDAR_MONTHS, owner=Owner.INSPECTORATES,
    source=cite("P2"), confirmed=True, approximate=True, reminders=FOLLOW_UP_LADDER,
    note="Counted from the day the partnership received its final report, since June 2025.",
    brings="monitoring", readings=(FROM_PUBLICATION, FROM_SITE),
)  # fmt: skip
NEXT_FULL_OUTCOME_1 = DeadlineRule(
    code="next-full-outcome-1", number="D35", name="Next full inspection due", kinds=FULL, outcomes=OUTCOME_1,
    trigger="published_on", offset=5, unit=Unit.YEARS, owner=Owner.INSPECTORATES,
    source=cite("S1", "P8"), confirmed=True, approximate=True,
    note="“Within approximately five years”, as the report says on the day it is published.",
    brings="full", readings=(FROM_SITE,),
)  # fmt: skip
NEXT_FULL_OUTCOME_2_OR_3 = DeadlineRule(
    code="next-full-outcome-2-or-3", number="D36", name="Next full inspection due", kinds=FULL,
    outcomes=OUTCOMES_2_AND_3,
    trigger="published_on", offset=3, unit=Unit.YEARS, owner=Owner.INSPECTORATES,
    source=cite("S1", "P8"), confirmed=True, approximate=True,
    note="“Within approximately three years”, as the report says on the day it is published.",
    brings="full", readings=(FROM_SITE,),
)  # fmt: skip
FIRST_STOCKTAKE = DeadlineRule(
    code="first-stocktake", number="D37", name="First stocktake", kinds=FULL, outcomes=OUTCOME_3, scope="plan",
    trigger="published_on", offset=6, unit=Unit.CALENDAR_MONTHS, owner=Owner.ADVISERS,
    source=cite("P22"), confirmed=True, approximate=True, reminders=FOLLOW_UP_LADDER,
)  # fmt: skip
PAUSE_LIMIT = DeadlineRule(
    code="pause-limit", number="D39", name="Last day of a pause", kinds=FULL_OR_MONITORING,
    trigger="paused_on", offset=15, unit=Unit.WORKING_DAYS, owner=Owner.INSPECTORATES,
    source=cite("P29"), confirmed=False, reminders=REPORT_LADDER,
    note="15 days in the source, taken as working days. After that the inspection is incomplete.",
)  # fmt: skip
SURVEY_DATA_PURGE = DeadlineRule(
    code="survey-data-purge", number="D40", name="Survey answers deleted", kinds=THEMATIC,
    trigger="national_report_on", offset=3, unit=Unit.YEARS, owner=Owner.INSPECTORATES,
    source=cite("P28"), confirmed=True, reminders=FOLLOW_UP_LADDER,
)  # fmt: skip
COMMITTEE_APPROVAL = DeadlineRule(
    code="committee-approval", number="D41", name="Last day for committee approval", kinds=FULL, scope="plan",
    trigger="plan_due_on", offset=-10, unit=Unit.WORKING_DAYS, owner=Owner.PARTNERSHIP,
    source=cite("P26", "P30"), confirmed=False, approximate=True, reminders=REPORT_LADDER,
    note="Planned back from the due date, from what areas did; no source sets it.",
)  # fmt: skip
MONITORING_CAP = DeadlineRule(
    code="monitoring-cap", number="D42", name="Cap on monitoring", kinds=FULL_OR_MONITORING,
    trigger="onsite_start_on", offset=None, unit=Unit.FIXED, owner=Owner.INSPECTORATES,
    source=cite("P2"), confirmed=True,
    note="Normally no more than 3 monitoring events in 12 months across ILACS and area SEND: a window, not a date.",
)  # fmt: skip

RULES_2023_01 = (
    ONSITE_START, FIELDWORK_START, LANO_NAMED, SET_UP_DISCUSSION, SURVEYS_DISTRIBUTED, SURVEY_CLOSES,
    PERSON_LEVEL_LISTS,
    INFORMATION_REQUEST, TRACKED_CASE_PACKS, TIMETABLE_AGREED, FINAL_FEEDBACK, DRAFT_REPORT, ACCURACY_COMMENTS_2023,
    FORMAL_COMPLAINT_2023, PUBLICATION, AREA_PUBLISHES, PAP_DUE, PAP_DECISION_BY_INSPECTORATES, STRATEGIC_PLAN_DUE,
    MONITORING_DUE_FROM_PUBLICATION, NEXT_FULL_OUTCOME_1, NEXT_FULL_OUTCOME_2_OR_3, FIRST_STOCKTAKE,
    PAUSE_LIMIT, SURVEY_DATA_PURGE, COMMITTEE_APPROVAL,
    *SUPPORT_RULES,
)  # fmt: skip
RULES_2024_04 = (
    ONSITE_START, LANO_NAMED, SET_UP_DISCUSSION, SURVEYS_DISTRIBUTED, SURVEY_CLOSES, PERSON_LEVEL_LISTS,
    INFORMATION_REQUEST, TRACKED_CASE_PACKS, TIMETABLE_AGREED, FINAL_FEEDBACK, DRAFT_REPORT, ACCURACY_COMMENTS_2024,
    FORMAL_COMPLAINT_2024, PUBLICATION, AREA_PUBLISHES, PAP_DUE, PAP_DECISION_BY_INSPECTORATES, STRATEGIC_PLAN_DUE,
    MONITORING_DUE_FROM_PUBLICATION, NEXT_FULL_OUTCOME_1, NEXT_FULL_OUTCOME_2_OR_3, FIRST_STOCKTAKE,
    PAUSE_LIMIT, SURVEY_DATA_PURGE, COMMITTEE_APPROVAL,
    *SUPPORT_RULES,
)  # fmt: skip
RULES_2025_06 = (
    ONSITE_START, LANO_NAMED, SET_UP_DISCUSSION, SURVEYS_DISTRIBUTED, SURVEY_CLOSES, PERSON_LEVEL_LISTS,
    INFORMATION_REQUEST, TRACKED_CASE_PACKS, TIMETABLE_AGREED, FINAL_FEEDBACK, DRAFT_REPORT, ACCURACY_COMMENTS_2024,
    FORMAL_COMPLAINT_2024, PUBLICATION, AREA_PUBLISHES, PAP_DUE, PAP_DECISION_BY_INSPECTORATES, STRATEGIC_PLAN_DUE,
    MONITORING_DUE_FROM_RECEIPT, NEXT_FULL_OUTCOME_1, NEXT_FULL_OUTCOME_2_OR_3, FIRST_STOCKTAKE,
    PAUSE_LIMIT, SURVEY_DATA_PURGE, COMMITTEE_APPROVAL,
    *SUPPORT_RULES,
)  # fmt: skip
RULES_2025_07 = (
    ONSITE_START, LANO_NAMED, SET_UP_DISCUSSION, SURVEYS_DISTRIBUTED, SURVEY_CLOSES, PERSON_LEVEL_LISTS,
    INFORMATION_REQUEST, TRACKED_CASE_PACKS, TIMETABLE_AGREED, FINAL_FEEDBACK, DRAFT_REPORT, ACCURACY_COMMENTS_2024,
    FORMAL_COMPLAINT_2024, PUBLICATION, AREA_PUBLISHES, PAP_DUE, PAP_DECISION_BY_ADVISERS, STRATEGIC_PLAN_DUE,
    MONITORING_DUE_FROM_RECEIPT, NEXT_FULL_OUTCOME_1, NEXT_FULL_OUTCOME_2_OR_3, FIRST_STOCKTAKE,
    PAUSE_LIMIT, SURVEY_DATA_PURGE, COMMITTEE_APPROVAL, MONITORING_CAP,
    *SUPPORT_RULES,
)  # fmt: skip
