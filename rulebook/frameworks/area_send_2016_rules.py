"""Deadline rules of the 2016 framework, one literal each. Numbers D1 to D44 are those of docs/frameworks.md."""

from __future__ import annotations

from rulebook.frameworks.base import DeadlineRule, Owner, Unit
from rulebook.frameworks.shared import FOLLOW_UP_LADDER, PLAN_LADDER, REPORT_LADDER, SHORT_LADDER
from rulebook.frameworks.sources import NO_SOURCE, cite
from rulebook.frameworks.support import SUPPORT_RULES

FULL = frozenset({"full"})
REVISIT = frozenset({"revisit"})
BOTH = FULL | REVISIT
WSOA = frozenset({"wsoa-required"})
NOT_ALL_SUFFICIENT = frozenset({"some-sufficient", "none-sufficient"})

ONSITE_START = DeadlineRule(
    code="onsite-start", number="D1", name="Inspection starts on site", kinds=FULL,
    trigger="notified_on", offset=5, unit=Unit.WORKING_DAYS, owner=Owner.INSPECTORATES,
    source=cite("S3", "P31"), confirmed=True, reminders=SHORT_LADDER,
    note="Called on a Monday, on site the next Monday. “5 days” in the earliest text, 5 working days in all later "
    "ones.",
)  # fmt: skip
LANO_NAMED = DeadlineRule(
    code="lano-named", number="D4", name="Local area nominated officer named", kinds=BOTH,
    trigger="notified_on", offset=1, unit=Unit.WORKING_DAYS, owner=Owner.LEADERS_2016,
    source=NO_SOURCE, confirmed=False, reminders=SHORT_LADDER,
)  # fmt: skip
REVISIT_SURVEY_CLOSES = DeadlineRule(
    code="revisit-survey-closes", number="D8", name="Revisit survey closes", kinds=REVISIT,
    trigger="onsite_start_on", offset=None, unit=Unit.FIXED, owner=Owner.INSPECTORATES,
    source=cite("P26"), confirmed=True,
    note="Seen once: open from noon on Monday to noon on Friday in the week before the inspectors come.",
)  # fmt: skip
KEEP_IN_TOUCH = DeadlineRule(
    code="keep-in-touch", number="D13", name="Keep-in-touch meeting", kinds=FULL,
    trigger="onsite_start_on", offset=None, unit=Unit.FIXED, owner=Owner.LEAD_HMI,
    source=cite("S2"), confirmed=True,
    note="One on each day on site.",
)  # fmt: skip
FINAL_FEEDBACK = DeadlineRule(
    code="final-feedback", number="D14", name="Final feedback meeting", kinds=BOTH,
    trigger="onsite_end_on", offset=0, unit=Unit.FIXED, owner=Owner.LEAD_HMI,
    source=cite("S0", "P31"), confirmed=True, reminders=SHORT_LADDER,
    note="The last day on site, a Friday in a full week.",
)  # fmt: skip
PUBLICATION = DeadlineRule(
    code="publication", number="D18", name="Letter published", kinds=FULL,
    trigger="onsite_end_on", offset=33, unit=Unit.WORKING_DAYS, owner=Owner.INSPECTORATES,
    source=cite("P14"), confirmed=True, reminders=REPORT_LADDER,
    note="A target: of 149 letters the middle one took 42 working days. The source is of 2021.",
)  # fmt: skip
REVISIT_PUBLICATION = DeadlineRule(
    code="revisit-publication", number="D19", name="Revisit letter published", kinds=REVISIT,
    trigger="onsite_end_on", offset=33, unit=Unit.WORKING_DAYS, owner=Owner.INSPECTORATES,
    source=cite("P13", "P12"), confirmed=True, reminders=REPORT_LADDER,
    note="A target. “33 days” in the announcement, 33 working days in what followed.",
)  # fmt: skip
AREA_PUBLISHES = DeadlineRule(
    code="area-publishes", number="D21", name="Area publishes the letter", kinds=BOTH,
    trigger="report_received_on", offset=None, unit=Unit.FIXED, owner=Owner.AREA_BODIES_2016,
    source=cite("P7"), confirmed=True,
    note="Each body that is sent the report publishes it on its website when it is published; no number of days is "
    "set.",
)  # fmt: skip
WSOA_DUE = DeadlineRule(
    code="wsoa-due", number="D22", name="Written statement of action due", kinds=FULL, outcomes=WSOA, scope="plan",
    trigger="report_received_on", offset=70, unit=Unit.WORKING_DAYS, owner=Owner.AREA_BODIES_2016,
    source=cite("S0", "P7"), confirmed=True, reminders=PLAN_LADDER,
    note="Counted from the day the area received its final report, not from publication.",
)  # fmt: skip
WSOA_DECISION = DeadlineRule(
    code="wsoa-decision", number="D23", name="Decision on the written statement of action", kinds=FULL, outcomes=WSOA,
    scope="plan", trigger="plan_submitted_on", offset=10, unit=Unit.WORKING_DAYS, owner=Owner.INSPECTORATES,
    source=NO_SOURCE, confirmed=False, reminders=REPORT_LADDER,
)  # fmt: skip
WSOA_RESUBMISSION = DeadlineRule(
    code="wsoa-resubmission", number="D24", name="Written statement of action due again", kinds=FULL, outcomes=WSOA,
    scope="plan", trigger="plan_returned_on", offset=10, unit=Unit.WORKING_DAYS, owner=Owner.AREA_BODIES_2016,
    source=NO_SOURCE, confirmed=False, reminders=REPORT_LADDER,
    note="10 working days assumed; 20 has been suggested too. Change it to what the letter says.",
)  # fmt: skip
WSOA_PUBLISHED = DeadlineRule(
    code="wsoa-published", number="D25", name="Written statement of action published", kinds=FULL, outcomes=WSOA,
    scope="plan", trigger="plan_accepted_on", offset=None, unit=Unit.FIXED, owner=Owner.AREA_BODIES_2016,
    source=cite("S0"), confirmed=True,
    note="Published promptly on the area’s websites; no number of days is set.",
)  # fmt: skip
MONITORING_VISIT = DeadlineRule(
    code="monitoring-visit", number="D26", name="Monitoring visit", kinds=FULL, outcomes=WSOA, scope="plan",
    trigger="plan_accepted_on", offset=3, unit=Unit.CALENDAR_MONTHS, owner=Owner.ADVISERS,
    source=cite("P30"), confirmed=True, approximate=True, reminders=FOLLOW_UP_LADDER, repeats=(3, 6, 9, 12, 15, 18),
    note="Every quarter. Listed here up to the time by which a revisit usually came.",
)  # fmt: skip
REVISIT_DUE = DeadlineRule(
    code="revisit-due", number="D27", name="Revisit due", kinds=FULL, outcomes=WSOA, scope="plan",
    trigger="plan_accepted_on", offset=18, unit=Unit.CALENDAR_MONTHS, owner=Owner.INSPECTORATES,
    source=cite("P12"), confirmed=True, approximate=True, reminders=FOLLOW_UP_LADDER,
    note="“Usually within” 18 months of the plan being accepted as fit for purpose. The 46 revisits came 21 to 43 months "
    "after the letter, the middle one 28.",
    brings="revisit",
)  # fmt: skip
REVISIT_ONSITE_START = DeadlineRule(
    code="revisit-onsite-start", number="D28", name="Revisit starts on site", kinds=REVISIT,
    trigger="notified_on", offset=10, unit=Unit.WORKING_DAYS, owner=Owner.INSPECTORATES,
    source=cite("P12"), confirmed=True, reminders=SHORT_LADDER,
    note="“10 days” in the announcement of 2018, taken as working days.",
)  # fmt: skip
REVISIT_ONSITE_START_FROM_2021 = DeadlineRule(
    code="revisit-onsite-start", number="D28", name="Revisit starts on site", kinds=REVISIT,
    trigger="notified_on", offset=10, unit=Unit.WORKING_DAYS, owner=Owner.INSPECTORATES,
    source=cite("P31"), confirmed=True, reminders=SHORT_LADDER,
    note="“10 working days” in the guidance of 2021.",
)  # fmt: skip
APP_MILESTONE = DeadlineRule(
    code="app-milestone", number="D29", name="Accelerated progress plan milestone", kinds=REVISIT,
    outcomes=NOT_ALL_SUFFICIENT, scope="plan", trigger="plan_accepted_on", offset=3, unit=Unit.CALENDAR_MONTHS,
    owner=Owner.AREA_BODIES_2016, source=cite("S2"), confirmed=True, reminders=FOLLOW_UP_LADDER, repeats=(3, 6, 12),
    note="Counted from the plan’s approval: the months are sourced, the day they start from is our assumption.",
)  # fmt: skip
APP_REVIEW = DeadlineRule(
    code="app-review", number="D30", name="Accelerated progress plan review", kinds=REVISIT,
    outcomes=NOT_ALL_SUFFICIENT, scope="plan", trigger="published_on", offset=6, unit=Unit.CALENDAR_MONTHS,
    owner=Owner.ADVISERS, source=cite("P24", "S2"), confirmed=True, approximate=True, reminders=FOLLOW_UP_LADDER,
    repeats=(6, 12, 18),
    note="Within 6 months of the revisit letter, then every 6 months.",
)  # fmt: skip
COMMITTEE_APPROVAL = DeadlineRule(
    code="committee-approval", number="D41", name="Last day for committee approval", kinds=FULL, outcomes=WSOA,
    scope="plan", trigger="plan_due_on", offset=-10, unit=Unit.WORKING_DAYS, owner=Owner.LOCAL_AREA,
    source=cite("P26", "P30"), confirmed=False, approximate=True, reminders=REPORT_LADDER,
    note="Planned back from the due date, from what areas did; no source sets it.",
)  # fmt: skip

RULES_2016_04 = (
    ONSITE_START, LANO_NAMED, KEEP_IN_TOUCH, FINAL_FEEDBACK, PUBLICATION, AREA_PUBLISHES,
    WSOA_DUE, WSOA_DECISION, WSOA_RESUBMISSION, WSOA_PUBLISHED, MONITORING_VISIT, COMMITTEE_APPROVAL,
    *SUPPORT_RULES,
)  # fmt: skip
RULES_2018_11 = (
    ONSITE_START, LANO_NAMED, REVISIT_SURVEY_CLOSES, KEEP_IN_TOUCH, FINAL_FEEDBACK, PUBLICATION,
    REVISIT_PUBLICATION, AREA_PUBLISHES, WSOA_DUE, WSOA_DECISION, WSOA_RESUBMISSION, WSOA_PUBLISHED,
    MONITORING_VISIT, REVISIT_DUE, REVISIT_ONSITE_START, APP_MILESTONE, APP_REVIEW, COMMITTEE_APPROVAL,
    *SUPPORT_RULES,
)  # fmt: skip
RULES_2021_03 = (
    ONSITE_START, LANO_NAMED, REVISIT_SURVEY_CLOSES, KEEP_IN_TOUCH, FINAL_FEEDBACK, PUBLICATION,
    REVISIT_PUBLICATION, AREA_PUBLISHES, WSOA_DUE, WSOA_DECISION, WSOA_RESUBMISSION, WSOA_PUBLISHED,
    MONITORING_VISIT, REVISIT_DUE, REVISIT_ONSITE_START_FROM_2021, APP_MILESTONE, APP_REVIEW, COMMITTEE_APPROVAL,
    *SUPPORT_RULES,
)  # fmt: skip
