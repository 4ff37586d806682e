"""The questions of a full inspection under the 2023 framework, for its three audiences.

Statements follow the framework’s evaluation criteria; none is official (rulebook.frameworks.survey_parts). A survey opens the day after
the call and is closed after a few days: the area shares the links in the first week (S1), and the day of closing varies (P18).
"""

from __future__ import annotations

from rulebook.frameworks.sources import cite
from rulebook.frameworks.survey_parts import (
    AGE_BANDS,
    AGREE,
    NEEDS,
    SETTING_TYPES,
    SUPPORT,
    YES_NO,
    about,
    heard,
    open_box,
    statements,
)
from rulebook.frameworks.surveys import Moment, Option, Question, SurveySpec

OPENS = Moment("notified_on", hour=12, working_days=1)
CLOSES = Moment("notified_on", hour=9, working_days=5)
RETENTION_YEARS = 3
SOURCE = cite("P18", "P28")

FROM_SCHOOL = Option("school", "From a school, nursery or college", "From school or college")
FROM_FRIENDS = Option("word-of-mouth", "From somebody I know", "From somebody I know")
SOCIAL = Option("online", "On a website or social media", "On the internet")

CHILDREN = (
    Question(
        "age-band", "How old are you?", options=AGE_BANDS, easy_text="How old are you?", picture="age", dimension="age_band"
    ),
    Question(
        "setting",
        "Where do you learn?",
        options=SETTING_TYPES,
        easy_text="Where do you learn?",
        picture="school",
        dimension="setting",
    ),
    Question(
        "support",
        "What kind of extra help do you have?",
        options=SUPPORT,
        easy_text="What help do you have?",
        picture="plan",
        dimension="support",
    ),
    Question(
        "need",
        "What do you need help with?",
        kind="several",
        options=about(NEEDS, none_named="Not sure"),
        hint="Choose all that are right for you.",
        easy_text="What do you need help with?",
        easy_hint="You can choose more than one.",
        picture="person",
        dimension="need",
    ),
    *statements(
        YES_NO,
        (
            ("known", "I1", "Adults know what I need help with", "Adults know what I need help with", "find-out"),
            ("asked", "I2", "People ask me what I want and listen to what I say", "People ask me what I want", "talking"),
            ("explained", "I2", "My help is explained to me in a way I understand", "People tell me about my help", "book"),
            ("right-help", "I3", "I get the help I need", "I get the help I need", "help"),
            ("in-time", "I3", "I got help soon after I needed it", "I got help quickly", "clock"),
            (
                "health", "I3", "I can see a doctor, nurse or therapist when I need to", "I can see a doctor or nurse when I need to",
                "doctor",
            ),
            ("learning", "I4", "I am learning new things and doing well", "I am learning new things", "progress"),
            ("next-step", "I4", "I feel ready for what comes next", "I feel ready for what is next", "next"),
            ("safe", "I5", "I feel safe where I learn and where I live", "I feel safe", "safe"),
            ("clubs", "I5", "I can join clubs and activities if I want to", "I can join clubs and activities", "clubs"),
            ("friends", "I5", "I have friends to spend time with", "I have friends", "friends"),
            ("together", "L6", "The adults who help me work together", "Adults work together to help me", "together"),
            ("makes-change", "L2", "When I say something is wrong, adults try to change it", "Adults change things for me", "change"),
        ),
    ),
    open_box(
        "best", "What is the best thing about the help you get?", "What is the best thing about the help you get?", "best"
    ),
    open_box("change", "What should change?", "What should change?", "change"),
    heard(FROM_SCHOOL, Option("family", "From my family", "From my family"), FROM_FRIENDS, SOCIAL),
)  # fmt: skip

PARENT_SETTINGS = about(SETTING_TYPES, home="They learn at home", none="They do not go to school or college")
PARENT_SUPPORT = about(SUPPORT, waiting="They are waiting for help")
PARENT_NEEDS = about(NEEDS, mental_health="Feelings or mental health", physical="Moving, or their health")

PARENTS = (
    Question(
        "age-band",
        "How old is your child?",
        options=AGE_BANDS,
        hint="If you have more than one child with SEND, think of one of them. You can answer again for another child.",
        easy_text="How old is your child?",
        picture="age",
        dimension="age_band",
    ),
    Question(
        "setting",
        "Where does your child learn?",
        options=PARENT_SETTINGS,
        easy_text="Where does your child learn?",
        picture="school",
        dimension="setting",
    ),
    Question(
        "support",
        "What support does your child have?",
        options=PARENT_SUPPORT,
        easy_text="What help does your child have?",
        picture="plan",
        dimension="support",
    ),
    Question(
        "need",
        "What does your child need help with?",
        kind="several",
        options=PARENT_NEEDS,
        hint="Select all that apply.",
        easy_text="What does your child need help with?",
        easy_hint="You can choose more than one.",
        picture="person",
        dimension="need",
    ),
    *statements(
        AGREE,
        (
            ("needs-early", "I1", "My child’s needs were identified early", "People found out early what help my child needs", "find-out"),
            ("on-time", "I1", "Assessments of my child were carried out on time", "My child was assessed on time", "clock"),
        ),
    ),
    Question(
        "plan-describes",
        "My child’s plan describes my child well",
        options=AGREE,
        easy_text="My child’s plan is right for my child",
        picture="plan",
        criterion="I1",
        only_if={"support": ("ehc", "support")},
    ),
    Question(
        "told-waiting",
        "While we wait, we are told what is happening",
        options=AGREE,
        easy_text="People tell us what is happening while we wait",
        picture="clock",
        criterion="I2",
        only_if={"support": ("waiting",)},
    ),
    *statements(
        AGREE,
        (
            ("involved", "I2", "I am involved in decisions about my child’s support", "People ask me before they decide", "talking"),
            ("child-asked", "I2", "My child is asked what they want", "People ask my child what they want", "talking"),
            ("right-help", "I3", "My child gets the right help at the right time", "My child gets the right help", "help"),
            ("health", "I3", "My child gets the health services they need", "My child can see a doctor, nurse or therapist", "doctor"),
            ("progress", "I4", "My child is making progress", "My child is learning and doing well", "progress"),
            ("next-step", "I4", "My child is being prepared well for their next step", "My child is ready for what is next", "next"),
            ("community", "I5", "My child is included in their community", "My child can join in where we live", "clubs"),
            ("together", "L6", "The services that help my child talk to each other", "The services work together", "together"),
            ("local-offer", "L2", "I know where to find the local offer of services", "I know where to look for help", "map"),
            ("listened", "L2", "Leaders listen to parents and carers and act on what they say", "Leaders listen to parents", "talking"),
            ("places", "L4", "There are suitable places and services in our area", "There are good places for my child", "home"),
            ("better", "L5", "Services for my child have got better in the last year", "Help has got better this year", "change"),
        ),
    ),
    open_box("best", "What works well for your child?", "What is good?", "best"),
    open_box("change", "What should change?", "What should change?", "change"),
    heard(
        FROM_SCHOOL,
        Option("council", "From the council or the NHS", "From the council or the NHS"),
        Option("forum", "From a parent carer forum or a charity", "From a group for parents"),
        FROM_FRIENDS,
        SOCIAL,
    ),
)  # fmt: skip

SECTORS = (
    Option("education", "Education", "Education"),
    Option("health", "Health", "Health"),
    Option("care", "Social care", "Social care"),
    Option("other", "Voluntary or another sector", "Another place"),
)
ROLES = (
    Option("leader", "I lead a service or a setting", "I am in charge"),
    Option("senco", "I coordinate SEND support, as a SENCO or in a similar role", "I plan help"),
    Option("direct", "I work directly with children, young people or families", "I work with children or families"),
    Option("other", "Another role", "Another job"),
)

PRACTITIONERS = (
    Question(
        "sector",
        "Which sector do you work in?",
        options=SECTORS,
        easy_text="Where do you work?",
        picture="person",
        dimension="sector",
    ),
    Question("role", "What best describes your role?", options=ROLES, easy_text="What is your job?", picture="person"),
    Question(
        "setting",
        "What kind of setting do you work in?",
        options=about(SETTING_TYPES, home="Children who learn at home", none="Not in one setting"),
        easy_text="Where do children learn that you work with?",
        picture="school",
        dimension="setting",
        only_if={"sector": ("education",)},
    ),
    *statements(
        AGREE,
        (
            ("know-how", "I1", "I know how to get help for a child or young person with SEND", "I know how to get help", "map"),
            ("advice-time", "I1", "Advice for assessments is asked for and given on time", "Advice is given on time", "clock"),
            ("voice", "I2", "Children, young people and families take part in decisions", "Families help to decide", "talking"),
            ("right-help", "I3", "Children get the right help at the right time", "Children get the right help", "help"),
            ("next-step", "I4", "Young people are prepared well for their next step", "Young people are ready for what is next", "next"),
            ("included", "I5", "Children and young people are included in their communities", "Children can join in", "clubs"),
            ("vision", "L1", "Services here share one vision", "We all want the same things", "together"),
            ("families", "L2", "Leaders work with children, young people and families", "Leaders listen to families", "talking"),
            ("needs-known", "L3", "Leaders know the needs in this area", "Leaders know what is needed", "find-out"),
            ("enough", "L4", "The services commissioned here meet the needs there are", "There are enough services", "home"),
            ("impact", "L5", "I can see that our work makes a difference", "I can see that our work helps", "progress"),
            ("accountable", "L6", "It is clear who is accountable for what", "I know who is in charge of what", "person"),
            ("information", "L6", "Services share information when they should", "Services talk to each other", "together"),
            ("trained", "L6", "I have had the training I need", "I have had training", "training"),
        ),
    ),
    open_box("best", "What works well in this area?", "What is good?", "best"),
    open_box("change", "What should change?", "What should change?", "change"),
    heard(
        Option("employer", "From my employer", "From my boss"),
        Option("network", "From a professional network", "From a group"),
        FROM_FRIENDS,
    ),
)  # fmt: skip


def _spec(audience: str, title: str, easy_title: str, questions: tuple[Question, ...]) -> SurveySpec:
    return SurveySpec(
        audience=audience,
        version=f"{audience}-2023-1",
        title=title,
        easy_title=easy_title,
        questions=questions,
        opens=OPENS,
        closes=CLOSES,
        retention_years=RETENTION_YEARS,
        confirmed=False,
        source=SOURCE,
    )


FULL_SURVEYS = (
    _spec("children", "Tell us about the help you get", "Tell us about the help you get", CHILDREN),
    _spec("parents", "Tell us about the help your child gets", "Tell us about help for your child", PARENTS),
    _spec(
        "practitioners",
        "Tell us about services for children and young people with SEND",
        "Tell us about help for children",
        PRACTITIONERS,
    ),
)
