"""The items of the Annex A information request under the 2023 framework.

Published: that person-level data are two lists, and the templates for health commissioning and for residential special schools. The
other items are what such a request usually holds; no source we could read lists them, so they are unconfirmed.
"""

from __future__ import annotations

from rulebook.frameworks.sources import NO_SOURCE, cite
from rulebook.frameworks.weeks import RequestItemSpec

LISTS, REST = "person-level-lists", "information-request"
PUBLISHED = cite("P3")
A, B, J = "authority", "board", "joint"

PERSON_LEVEL = "Person-level lists"
STRATEGY = "Strategy"
GOVERNANCE = "Governance"
PERFORMANCE = "Performance"
QUALITY = "Quality assurance"
COMMISSIONING = "Commissioning"
CALENDAR = "Calendar"

# (code, group, who answers, title, description)
_ITEMS: tuple[tuple[str, str, str, str, str], ...] = (
    (
        "list-1",
        PERSON_LEVEL,
        A,
        "List 1: children and young people with an education, health and care plan",
        "One row for each child or young person, in the 21 columns of the published template.",
    ),
    (
        "list-2",
        PERSON_LEVEL,
        A,
        "List 2: children and young people who receive SEN support",
        "One row for each child or young person, in the 17 columns of the published template.",
    ),
    (
        "dynamic-support",
        PERSON_LEVEL,
        B,
        "Children and young people on the dynamic support register",
        "By unique ID, with the date of joining and of the last review.",
    ),
    (
        "alternative-provision",
        PERSON_LEVEL,
        A,
        "Children and young people in alternative provision",
        "Registered and unregistered, by unique ID, with the provider and the hours each week.",
    ),
    (
        "home-education",
        PERSON_LEVEL,
        A,
        "Children and young people with SEND who are electively home educated",
        "By unique ID, with the date home education began.",
    ),
    (
        "missing-education",
        PERSON_LEVEL,
        A,
        "Children and young people with SEND who are missing education",
        "By unique ID, with the date and what has been done.",
    ),
    (
        "out-of-area",
        PERSON_LEVEL,
        A,
        "Children and young people placed out of the area or in residential provision",
        "By unique ID, with the provider and who pays.",
    ),
    (
        "not-in-education",
        PERSON_LEVEL,
        A,
        "Young people with SEND not in education, employment or training",
        "By unique ID, aged 16 to 25.",
    ),
    (
        "send-strategy",
        STRATEGY,
        J,
        "SEND strategy and strategic plan",
        "The current strategy, with the date it was agreed and by whom.",
    ),
    (
        "self-evaluation",
        STRATEGY,
        J,
        "Self-evaluation",
        "The partnership’s latest evaluation of its arrangements for children and young people with SEND.",
    ),
    ("ap-strategy", STRATEGY, A, "Alternative provision strategy", "The current strategy or the plan for one."),
    (
        "joint-commissioning-plan",
        STRATEGY,
        J,
        "Joint commissioning plan",
        "What is commissioned jointly, for whom and until when.",
    ),
    (
        "needs-assessment",
        STRATEGY,
        J,
        "Joint strategic needs assessment",
        "The parts about children and young people with SEND.",
    ),
    (
        "improvement-plan",
        STRATEGY,
        J,
        "Improvement and action plans",
        "Current plans with their latest progress reports.",
    ),
    ("sufficiency", STRATEGY, A, "Sufficiency of places", "The strategy for specialist places and how it is going."),
    (
        "governance-structure",
        GOVERNANCE,
        J,
        "Structure of the partnership",
        "A chart of boards and groups, and who chairs each.",
    ),
    ("terms-of-reference", GOVERNANCE, J, "Terms of reference", "Of the partnership board and the groups below it."),
    (
        "board-minutes",
        GOVERNANCE,
        J,
        "Minutes of the partnership board, last 12 months",
        "With the papers that were discussed.",
    ),
    (
        "risk-register",
        GOVERNANCE,
        J,
        "Risk register",
        "The risks about SEND and alternative provision, and who owns each.",
    ),
    (
        "key-contacts",
        GOVERNANCE,
        J,
        "Key contacts",
        "Names, offices, telephone numbers and e-mail addresses for the weeks of the inspection.",
    ),
    (
        "scrutiny",
        GOVERNANCE,
        A,
        "Scrutiny by elected members",
        "Reports on SEND to committees in the last 12 months, and what was decided.",
    ),
    (
        "ehc-timeliness",
        PERFORMANCE,
        A,
        "Timeliness and quality of education, health and care plans",
        "Month by month for the last two years.",
    ),
    ("annual-reviews", PERFORMANCE, A, "Annual reviews", "How many are due, held on time and finished."),
    (
        "health-advice",
        PERFORMANCE,
        B,
        "Timeliness of health advice",
        "For education, health and care needs assessments, by service.",
    ),
    (
        "waiting-times",
        PERFORMANCE,
        B,
        "Waiting times by health service",
        "How many wait, how long, and what helps them meanwhile.",
    ),
    (
        "attendance",
        PERFORMANCE,
        A,
        "Attendance, suspensions and exclusions",
        "Of children and young people with SEND, compared with others.",
    ),
    ("tribunals", PERFORMANCE, A, "Tribunal appeals and mediation", "How many, about what, and how they ended."),
    (
        "complaints-authority",
        PERFORMANCE,
        A,
        "Complaints to the local authority",
        "And findings of the Local Government and Social Care Ombudsman.",
    ),
    (
        "complaints-health",
        PERFORMANCE,
        B,
        "Complaints about health services",
        "About services for children and young people with SEND.",
    ),
    (
        "outcomes",
        PERFORMANCE,
        J,
        "Outcomes of children and young people with SEND",
        "Attainment, preparation for adulthood and health outcomes.",
    ),
    (
        "social-care",
        PERFORMANCE,
        A,
        "Children and young people with SEND known to social care",
        "Numbers by kind of help, and short breaks.",
    ),
    (
        "plan-audits",
        QUALITY,
        A,
        "Audits of education, health and care plans",
        "The last 12 months, with what was learned.",
    ),
    ("multi-agency-audits", QUALITY, J, "Multi-agency audits", "The last 12 months, with what was learned."),
    (
        "learning-reviews",
        QUALITY,
        J,
        "Learning reviews",
        "Reviews of the last two years that concern children and young people with SEND.",
    ),
    ("forum-reports", QUALITY, J, "Reports and surveys of the parent carer forum", "The last 12 months."),
    (
        "young-people-feedback",
        QUALITY,
        J,
        "Feedback from children and young people",
        "What was asked, what they said and what changed.",
    ),
    ("workforce", QUALITY, J, "Training of the workforce", "What is offered to whom, and how many took part."),
    ("health-commissioning", COMMISSIONING, B, "Health commissioning", "In the published template."),
    (
        "residential-schools",
        COMMISSIONING,
        A,
        "Residential special schools: commissioning and provision",
        "In the published template.",
    ),
    (
        "ap-commissioning",
        COMMISSIONING,
        A,
        "Commissioning and oversight of alternative provision",
        "How placements are made, checked and ended.",
    ),
    (
        "unregistered-ap",
        COMMISSIONING,
        A,
        "Oversight of unregistered alternative provision",
        "Providers used, how they are checked, and how many attend.",
    ),
    (
        "personal-budgets",
        COMMISSIONING,
        J,
        "Personal budgets and direct payments",
        "How many, and how families learn of them.",
    ),
    ("local-offer", COMMISSIONING, J, "Local offer", "Its address, how it is kept up to date and how much it is used."),
    (
        "meetings-planned",
        CALENDAR,
        J,
        "Meetings already planned in the weeks of the inspection",
        "Those that inspectors could observe, with date, time and place.",
    ),
)

CONFIRMED = frozenset({"list-1", "list-2", "health-commissioning", "residential-schools"})
# A monitoring inspection asks for less: our assumption.
IN_MONITORING = frozenset(
    {
        "list-1", "list-2", "dynamic-support", "alternative-provision", "out-of-area", "self-evaluation", "improvement-plan",
        "governance-structure", "board-minutes", "risk-register", "key-contacts", "ehc-timeliness", "annual-reviews", "health-advice",
        "waiting-times", "tribunals", "plan-audits", "multi-agency-audits", "forum-reports", "health-commissioning",
        "residential-schools", "meetings-planned",
    }
)  # fmt: skip


def _numbered(codes: frozenset[str] | None = None) -> tuple[RequestItemSpec, ...]:
    """The items (those of `codes`) numbered from 1."""
    kept = [item for item in _ITEMS if codes is None or item[0] in codes]
    return tuple(
        RequestItemSpec(
            number=str(number),
            code=code,
            group=group,
            title=title,
            description=description,
            body=body,
            due_rule=LISTS if group == PERSON_LEVEL else REST,
            person_list=code if code in ("list-1", "list-2") else _other_list(group),
            confirmed=code in CONFIRMED,
            source=PUBLISHED if code in CONFIRMED else NO_SOURCE,
        )
        for number, (code, group, body, title, description) in enumerate(kept, 1)
    )


def _other_list(group: str) -> str:
    """The other lists name children by unique ID: guarded like Lists 1 and 2, but no template says how to check them."""
    return "unchecked" if group == PERSON_LEVEL else ""


FULL_REQUEST = _numbered()
MONITORING_REQUEST = _numbered(IN_MONITORING)
