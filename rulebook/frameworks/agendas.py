"""The set-up call and the final feedback meeting, as data: what is settled, by whom, and who has to be there."""

from __future__ import annotations

from dataclasses import replace

from rulebook.frameworks.weeks import AgendaItem, Attendee

# Working days before the final feedback meeting on which a place nobody has confirmed is warned about. No source: our assumption.
FEEDBACK_WARNING_WORKING_DAYS = 2

# Minutes of the opening presentation, as Surrey ran it in 2019: welcome, context, each theme, close.
OPENING_WELCOME, OPENING_CONTEXT, OPENING_THEME, OPENING_CLOSE = 10, 10, 20, 5

LEAD, LANO, LEADERS = "lead_hmi", "lano", "leaders"
OWNERS = {
    LEAD: "Lead inspector",
    LANO: "Local area nominated officer (LANO)",
    LEADERS: "Leaders of the partnership",
}

AGENDA_2023 = (
    AgendaItem(
        "code-of-conduct",
        "Code of conduct",
        "The lead inspector draws attention to it. Highlighted at set-up since June 2025.",
        LEAD,
        confirmed=True,
    ),
    AgendaItem(
        "information-request",
        "Information request (Annex A)",
        "What is asked for, by which day, and who answers each item.",
        LANO,
        confirmed=True,
    ),
    AgendaItem(
        "surveys",
        "Surveys",
        "How the links reach children and young people, parents and carers, and practitioners. They are open for a few days only.",
        LANO,
        confirmed=True,
    ),
    AgendaItem(
        "tracked-cases",
        "Tracked cases and their coordinators",
        "About six children and young people. One coordinator for each: consent, pack and meeting.",
        LANO,
        confirmed=True,
    ),
    AgendaItem(
        "timetable",
        "Timetable",
        "What the days must hold, and what they must leave free.",
        LEAD,
        confirmed=True,
    ),
    AgendaItem(
        "keep-in-touch",
        "Rhythm of keep-in-touch meetings",
        "When they are held, and who speaks for the director and the chief executive.",
        LEAD,
        confirmed=True,
    ),
    AgendaItem(
        "practical",
        "Venues, access, Wi-Fi, quiet room and ID",
        "Base room, parking, step-free access, interpreters, Wi-Fi, a quiet room, and the ID each site asks for.",
        LANO,
    ),
    AgendaItem(
        "senior-contact",
        "Senior contact in each organisation",
        "Who can be called when something cannot wait, in the council and in the integrated care board (ICB).",
        LEADERS,
    ),
    AgendaItem(
        "well-being",
        "Well-being of leaders and staff, and pausing",
        "Who watches over it on each side, and how a pause is asked for.",
        LEADERS,
    ),
    AgendaItem(
        "safeguarding",
        "Safeguarding route",
        "Whom inspectors call, and by when they are called back, where a child may be at risk.",
        LANO,
    ),
    AgendaItem(
        "feedback-meeting",
        "Final feedback meeting",
        "Day, time and place, and who has to be there.",
        LEAD,
        confirmed=True,
    ),
    AgendaItem(
        "parent-carer-forum",
        "Parent carer forum",
        "When the inspectors call and meet the forum, and how families hear of the inspection.",
        LEAD,
        confirmed=True,
    ),
)

AGENDA_2016 = (
    AgendaItem(
        "data-request",
        "Data and documents",
        "About 30 data sets and documents, asked for at the call.",
        LANO,
        confirmed=True,
    ),
    AgendaItem(
        "parent-voice",
        "Hearing from parents and carers",
        "The webinar, the meeting with the forum and the open meetings at visited settings.",
        LANO,
        confirmed=True,
    ),
    AgendaItem(
        "timetable",
        "Timetable of the week",
        "The right people in the right meetings: focus groups, visits, and feedback at the end.",
        LANO,
        confirmed=True,
    ),
    AgendaItem(
        "keep-in-touch",
        "Daily keep-in-touch meeting",
        "With the council and the clinical commissioning group (CCG).",
        LEAD,
        confirmed=True,
    ),
    AgendaItem(
        "practical",
        "Venues, access, Wi-Fi, quiet room and ID",
        "Base room, parking, step-free access, Wi-Fi, and the ID each site asks for.",
        LANO,
    ),
    AgendaItem(
        "feedback-meeting",
        "Final feedback meeting",
        "Day, time and place. A written statement of action is announced here, if there is to be one.",
        LEAD,
        confirmed=True,
    ),
)

# What a visit of two or three days settles before it begins. No source gives an agenda for it.
AGENDA_SHORT_2023 = tuple(
    replace(item, confirmed=False) for item in AGENDA_2023 if item.code not in ("surveys", "tracked-cases")
)

ATTENDEES_2023 = (
    Attendee("lano", "Local area nominated officer (LANO)", ("lano",)),
    Attendee("dcs", "Director of children’s services", ("dcs",)),
    Attendee("member", "Elected member with responsibility for SEND", ("lead_member",)),
    Attendee("icb", "Integrated care board (ICB) representative", ("icb_executive", "health_lead")),
    Attendee("pcf", "Parent carer forum representative", ("pcf",)),
)

ATTENDEES_2016 = (
    Attendee("lano", "Local area nominated officer (LANO)", ("lano",)),
    Attendee("dcs", "Director of children’s services", ("dcs",)),
    Attendee("ccg", "Clinical commissioning group (CCG) representative", ("icb_executive", "health_lead")),
)

KEEP_IN_TOUCH_2023 = (
    "Regular meetings of the lead inspector with the director of children’s services, the chief executive of the integrated care "
    "board (ICB), who may name a delegate, and the local area nominated officer (LANO)."
)
KEEP_IN_TOUCH_2016 = "A meeting every day with the council and the clinical commissioning group (CCG)."
