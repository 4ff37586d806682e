"""A small set of questions and a survey of it, for tests."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from core import clock
from inspections.models import Inspection
from rulebook.frameworks.surveys import Option, Question
from surveys import questions
from surveys.choices import Audience
from surveys.models import Survey, Wave

AGREE = (
    Option("strongly_agree", "Strongly agree"),
    Option("agree", "Agree", "Yes"),
    Option("neither", "Neither agree nor disagree"),
    Option("disagree", "Disagree", "No"),
    Option("strongly_disagree", "Strongly disagree"),
    Option("dont_know", "Don’t know", "Not sure"),
    Option("not_applicable", "Does not apply to us"),
)
AGES = (
    Option("under-5", "Under 5"),
    Option("5-10", "5 to 10"),
    Option("11-15", "11 to 15"),
    Option("16-25", "16 to 25"),
)
SETTINGS = (
    Option("mainstream", "Mainstream school"),
    Option("special", "Special school"),
    Option("none", "No setting"),
)
NEEDS = (
    Option("autism", "Autism"),
    Option("speech", "Speech, language and communication"),
    Option("other", "Another need"),
)
QUESTIONS = (
    Question("age-band", "How old is your child?", options=AGES, dimension="age_band"),
    Question("setting", "Where does your child learn?", options=SETTINGS, dimension="setting"),
    Question("need", "What does your child need help with?", kind="several", options=NEEDS, dimension="need"),
    Question(
        "involved", "I am involved in decisions", options=AGREE, criterion="2",
        easy_text="People ask me what I think", picture="talking",
    ),
    Question("right-help", "My child gets the right help", options=AGREE, criterion="1", easy_text="My child gets help"),
    Question("why-not", "What help is missing?", kind="text", only_if={"right-help": ("disagree", "strongly_disagree")}),
    Question("best", "What works well?", kind="text", easy_text="What is good?"),
)  # fmt: skip


def survey(inspection: Inspection, *, audience: str = Audience.PARENTS, state: str = "open", **more: Any) -> Survey:
    """A survey of QUESTIONS, open since yesterday and for three days more."""
    now = clock.now()
    made = Survey.objects.create(
        inspection=inspection, audience=audience, set_version="test-1", title="Tell us about help for your child",
        easy_title="Tell us about help", questions=questions.frozen(QUESTIONS), state=state,
        opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=3), **more,
    )  # fmt: skip
    Wave.objects.create(survey=made, number=1, opened_at=made.opens_at)
    return made
