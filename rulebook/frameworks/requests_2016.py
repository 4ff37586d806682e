"""The data sets asked for under the 2016 framework: about thirty (the bi-borough report of 2018). No source lists them: unconfirmed."""

from __future__ import annotations

from rulebook.frameworks.sources import NO_SOURCE
from rulebook.frameworks.weeks import RequestItemSpec

A, B, J = "authority", "board", "joint"
PLANS, IDENTIFY, ASSESS, OUTCOMES, LEADERSHIP = (
    "Lists of children and young people",
    "Identifying needs",
    "Assessing and meeting needs",
    "Improving outcomes",
    "Leadership and governance",
)
_ITEMS: tuple[tuple[str, str, str, str], ...] = (
    ("ehc-list", PLANS, A, "Children and young people with an education, health and care plan"),
    ("sen-support-list", PLANS, A, "Children and young people who receive SEN support"),
    ("out-of-area-list", PLANS, A, "Children and young people placed out of the area"),
    ("self-evaluation", LEADERSHIP, J, "Self-evaluation"),
    ("send-strategy", LEADERSHIP, J, "SEND strategy"),
    ("joint-commissioning", LEADERSHIP, J, "Joint commissioning arrangements"),
    ("needs-assessment", LEADERSHIP, J, "Joint strategic needs assessment"),
    ("governance", LEADERSHIP, J, "Structure of governance and terms of reference"),
    ("board-minutes", LEADERSHIP, J, "Minutes of the SEND board, last 12 months"),
    ("co-production", LEADERSHIP, J, "Evidence of co-production with parents and carers"),
    ("action-plan", LEADERSHIP, J, "Action plans and their progress"),
    ("scrutiny", LEADERSHIP, A, "Reports on SEND to elected members"),
    ("early-years", IDENTIFY, J, "Identification in the early years, with the integrated review at age two"),
    ("school-census", IDENTIFY, A, "School census: SEN by kind of need and phase"),
    ("health-checks", IDENTIFY, B, "Healthy child programme: coverage of checks"),
    ("hearing-screening", IDENTIFY, B, "Newborn hearing screening"),
    ("therapies", ASSESS, B, "Waiting times for speech and language, occupational and physiotherapy"),
    ("camhs", ASSESS, B, "Waiting times for child and adolescent mental health services"),
    ("neurodevelopmental", ASSESS, B, "Waiting times for autism and ADHD assessment"),
    ("continuing-care", ASSESS, B, "Children’s continuing care"),
    ("ehc-timeliness", ASSESS, A, "Timeliness of education, health and care plans"),
    ("transfers", ASSESS, A, "Transfer of statements to education, health and care plans"),
    ("annual-reviews", ASSESS, A, "Annual reviews"),
    ("tribunals", ASSESS, A, "Tribunal appeals, mediation and complaints"),
    ("local-offer", ASSESS, J, "Local offer and its feedback"),
    ("short-breaks", ASSESS, A, "Short breaks and personal budgets"),
    ("attainment", OUTCOMES, A, "Attainment and progress by key stage"),
    ("attendance", OUTCOMES, A, "Attendance, exclusions and part-time timetables"),
    ("destinations", OUTCOMES, A, "Destinations after 16, supported internships and employment"),
    ("transition", OUTCOMES, J, "Transition to adult services"),
)  # fmt: skip

FULL_REQUEST = tuple(
    RequestItemSpec(
        number=str(number),
        code=code,
        group=group,
        title=title,
        description="",
        body=body,
        due_rule="",
        person_list="unchecked" if group == PLANS else "",
        confirmed=False,
        source=NO_SOURCE,
    )
    for number, (code, group, body, title) in enumerate(_ITEMS, 1)
)
