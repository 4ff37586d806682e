"""What the question sets of all frameworks share: the scales, and the questions about who answers.

No official list of questions is public (P18, P26 and P28 describe surveys, they do not print them), so the words are our own drafting.
The scale is the one Ofsted's own consultations use, with “does not apply” added.
"""

from __future__ import annotations

from collections.abc import Iterable

from rulebook.frameworks.surveys import Option, Question
from rulebook.spread import AGES, SETTINGS

# Easy Read offers three answers by the same codes, so that both versions are counted together.
AGREE = (
    Option("strongly_agree", "Strongly agree"),
    Option("agree", "Agree", "Yes"),
    Option("neither", "Neither agree nor disagree"),
    Option("disagree", "Disagree", "No"),
    Option("strongly_disagree", "Strongly disagree"),
    Option("dont_know", "Don’t know", "Not sure"),
    Option("not_applicable", "Does not apply"),
)
YES_NO = (
    Option("yes", "Yes", "Yes"),
    Option("sometimes", "Sometimes"),
    Option("no", "No", "No"),
    Option("not_sure", "Not sure", "Not sure"),
)

# The drawings of Easy Read by name. A question may share one with another that shows the same thing.
PICTURES = frozenset(
    {
        "age", "best", "book", "change", "clubs", "clock", "doctor", "envelope", "find-out", "friends", "help", "home", "map", "next",
        "person", "plan", "progress", "safe", "school", "talking", "together", "training",
    }
)  # fmt: skip

_AGE_TEXTS = {
    code: (text.removeprefix("aged ")[:1].upper() + text.removeprefix("aged ")[1:]) for code, text in AGES.items()
}
AGE_BANDS = tuple(
    Option(code, "Under 5" if code == "0-4" else text, "Under 5" if code == "0-4" else text)
    for code, text in _AGE_TEXTS.items()
)

_EASY_SETTINGS = {
    "early_years": "Nursery",
    "primary": "Primary school",
    "secondary": "Secondary school",
    "special": "Special school",
    "alternative_provision": "A unit or other place to learn",
    "college": "College or training",
    "home": "At home",
    "none": "I do not go to school or college",
}
_SETTING_TEXTS = {
    "early_years": "Nursery, pre-school or childminder",
    "alternative_provision": "Alternative provision, such as a pupil referral unit",
    "none": "Not in education at the moment",
}
SETTING_TYPES = tuple(
    Option(code, _SETTING_TEXTS.get(code, text), _EASY_SETTINGS[code]) for code, text in SETTINGS.items()
)

NEEDS = (
    Option("autism", "Autism, or waiting for an autism assessment", "Autism"),
    Option("mental-health", "Social, emotional and mental health", "My feelings or mental health"),
    Option("speech", "Speech, language and communication", "Talking and understanding"),
    Option("specific-learning", "A specific learning difficulty, such as dyslexia", "Reading, writing or numbers"),
    Option("learning", "A learning disability or difficulty", "Learning"),
    Option("sensory", "Hearing or sight", "Hearing or seeing"),
    Option("physical", "A physical disability or medical need", "Moving or my health"),
    Option("other", "Something else", "Something else"),
    Option("none-named", "No need has been named yet", "Not sure"),
)

SUPPORT = (
    Option("ehc", "An education, health and care plan", "A plan (EHC plan)"),
    Option("support", "SEN support, without a plan", "Extra help, but no plan"),
    Option("waiting", "Waiting for an assessment or a plan", "I am waiting for help"),
    Option("none", "No extra help", "No extra help"),
    Option("not-sure", "Not sure", "Not sure"),
)


def about(options: Iterable[Option], **easy: str) -> tuple[Option, ...]:
    """The same answers with other Easy Read words: {code with _ for -: words}, for those who answer about somebody else."""
    words = {code.replace("_", "-"): text for code, text in easy.items()}
    return tuple(
        Option(option.code, option.text, words.get(option.code.replace("_", "-"), option.easy_text))
        for option in options
    )


def heard(*options: Option) -> Question:
    """How the survey became known: it shows which way of sharing the link works."""
    return Question(
        "heard",
        "How did you hear about this survey?",
        options=(*options, Option("other", "Another way", "Another way")),
        hint="This helps us to reach more people next time.",
        easy_text="How did you find out about these questions?",
        picture="envelope",
    )


def statements(scale: tuple[Option, ...], rows: Iterable[tuple[str, str, str, str, str]]) -> tuple[Question, ...]:
    """(code, criterion, statement, its Easy Read words, picture) of each, answered on one scale."""
    return tuple(
        Question(code, text, options=scale, easy_text=easy, picture=picture, criterion=criterion)
        for code, criterion, text, easy, picture in rows
    )


def open_box(code: str, text: str, easy: str, picture: str) -> Question:
    """A box to write in, always with the warning not to name anybody."""
    return Question(
        code,
        text,
        kind="text",
        hint="Please do not write anybody’s name, or anything that shows who you or somebody else is.",
        easy_text=easy,
        easy_hint="Please do not write anybody’s name.",
        picture=picture,
    )
