"""The questions of a revisit under the 2016 framework, for parents and carers.

As Cheshire East’s in 2021 (P26), it asks about education, health and care plans or about autism according to what concerns the family, and
is open from Monday midday to Friday midday of the week before inspectors come. The words are our own drafting.
"""

from __future__ import annotations

from rulebook.frameworks.sources import cite
from rulebook.frameworks.survey_parts import AGE_BANDS, AGREE, heard, open_box, statements
from rulebook.frameworks.surveys import Moment, Option, Question, SurveySpec
from rulebook.frameworks.surveys_2023 import (
    FROM_FRIENDS,
    FROM_SCHOOL,
    PARENT_NEEDS,
    PARENT_SETTINGS,
    PARENT_SUPPORT,
    SOCIAL,
)

OPENS = Moment("onsite_start_on", hour=12, weeks=-1, weekday=0)
CLOSES = Moment("onsite_start_on", hour=12, weeks=-1, weekday=4)


def _only(
    only_if: dict[str, tuple[str, ...]], rows: tuple[tuple[str, str, str, str, str], ...]
) -> tuple[Question, ...]:
    return tuple(
        Question(code, text, options=AGREE, easy_text=easy, picture=picture, criterion=criterion, only_if=only_if)
        for code, criterion, text, easy, picture in rows
    )


REVISIT_PARENTS = (
    Question(
        "age-band", "How old is your child?", options=AGE_BANDS, easy_text="How old is your child?", picture="age",
        dimension="age_band",
    ),
    Question(
        "setting", "Where does your child learn?", options=PARENT_SETTINGS, easy_text="Where does your child learn?",
        picture="school", dimension="setting",
    ),
    Question(
        "support", "What support does your child have?", options=PARENT_SUPPORT, easy_text="What help does your child have?",
        picture="plan", dimension="support",
    ),
    Question(
        "need", "What does your child need help with?", kind="several", options=PARENT_NEEDS, hint="Select all that apply.",
        easy_text="What does your child need help with?", easy_hint="You can choose more than one.", picture="person",
        dimension="need",
    ),
    *_only(
        {"support": ("ehc", "waiting")},
        (
            ("plan-on-time", "B", "The plan, or the decision on it, came on time", "The plan came on time", "clock"),
            ("plan-describes", "B", "The plan describes my child well", "The plan is right for my child", "plan"),
            ("plan-advice", "B", "The plan says what health and social care will do", "The plan says who will help", "doctor"),
            ("plan-review", "C", "The plan is reviewed every year and changed when it should be", "The plan is checked each year", "book"),
            ("plan-better", "B", "The way plans are made has got better since the last inspection", "Plans have got better", "change"),
        ),
    ),
    *_only(
        {"need": ("autism",)},
        (
            ("autism-wait", "A", "We did not wait too long for an autism assessment", "We did not wait too long", "clock"),
            ("autism-told", "A", "While we waited, we were told what was happening", "People told us what was happening", "talking"),
            ("autism-help", "B", "My child had help while we waited", "My child had help while we waited", "help"),
            ("autism-after", "B", "After the assessment my child got the right help", "My child got help afterwards", "help"),
            ("autism-better", "A", "Autism services have got better since the last inspection", "Autism help has got better", "change"),
        ),
    ),
    *statements(
        AGREE,
        (
            ("needs-early", "A", "My child’s needs were identified early", "People found out early what help my child needs", "find-out"),
            ("involved", "B", "I am involved in decisions about my child’s support", "People ask me before they decide", "talking"),
            ("right-help", "B", "My child gets the right help at the right time", "My child gets the right help", "help"),
            ("together", "B", "The services that help my child talk to each other", "The services work together", "together"),
            ("local-offer", "B", "I know where to find the local offer of services", "I know where to look for help", "map"),
            ("progress", "C", "My child is making progress", "My child is learning and doing well", "progress"),
            ("next-step", "C", "My child is being prepared well for their next step", "My child is ready for what is next", "next"),
            ("better", "C", "Services for my child have got better since the last inspection", "Help has got better", "change"),
        ),
    ),
    open_box("best", "What has got better?", "What has got better?", "best"),
    open_box("change", "What should still change?", "What should change?", "change"),
    heard(
        FROM_SCHOOL,
        Option("council", "From the council or the NHS", "From the council or the NHS"),
        Option("forum", "From a parent carer forum or a charity", "From a group for parents"),
        FROM_FRIENDS,
        SOCIAL,
    ),
)  # fmt: skip

REVISIT_SURVEYS = (
    SurveySpec(
        audience="parents",
        version="parents-2016-1",
        title="Tell us what has changed for your child",
        easy_title="Tell us what has changed",
        questions=REVISIT_PARENTS,
        opens=OPENS,
        closes=CLOSES,
        retention_years=3,
        confirmed=False,
        source=cite("P26"),
    ),
)
