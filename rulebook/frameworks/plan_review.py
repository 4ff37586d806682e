"""What reviewers ask of a plan of each kind before they decide on it.

There is no set template for a plan and no published list of criteria. What each section should say is reported of written statements of
action; where a question rests on nothing but our own judgement it is marked as our suggestion.
"""

from __future__ import annotations

from dataclasses import replace

from rulebook.frameworks.products import ReviewCriterion
from rulebook.frameworks.sources import NO_SOURCE, cite

_REPORTED = cite("P33")

OUTCOME = ReviewCriterion(
    "outcome",
    "Does each item say what will be different for children and young people?",
    "An intended outcome, in words that families would use.",
    _REPORTED,
    confirmed=True,
)
IMPROVEMENT = ReviewCriterion(
    "improvement",
    "Does each item say what will improve and by when?",
    "Actions that answer the words of the finding, each with a day.",
    _REPORTED,
    confirmed=True,
)
RESPONSIBLE = ReviewCriterion(
    "responsible",
    "Is it clear who is responsible?",
    "An office for each action, not a committee and not a name.",
    _REPORTED,
    confirmed=True,
)
MEASURED = ReviewCriterion(
    "measured",
    "Can success be measured?",
    "A measure for each action, and where it starts from.",
    _REPORTED,
    confirmed=True,
)
FAMILIES = ReviewCriterion(
    "families",
    "Were families involved?",
    "What families and young people said, and what changed because of it.",
    NO_SOURCE,
    confirmed=False,
)
COMMITMENT = ReviewCriterion(
    "commitment",
    "Do both council and health bodies commit to it?",
    "Each accountable body approved the plan, and each has actions of its own where the finding concerns it.",
    NO_SOURCE,
    confirmed=False,
)
MILESTONES = ReviewCriterion(
    "milestones",
    "Does each item have milestones at 3, 6 and 12 months?",
    "What will have been reached by each of the three days.",
    cite("S2"),
    confirmed=True,
)
COMMON = (OUTCOME, IMPROVEMENT, RESPONSIBLE, MEASURED, FAMILIES, COMMITMENT)

WSOA_CRITERIA = COMMON
# The source names the milestones and that the plan answers only what failed; the other questions are carried over.
APP_CRITERIA = (*(replace(one, source=NO_SOURCE, confirmed=False) for one in COMMON), MILESTONES)
# Of a priority action plan one council's page says: expected impact, success indicators, measures to evidence progress, co-produced.
_OF_ONE_PLAN = {"outcome", "measured", "families"}
PAP_CRITERIA = tuple(
    replace(one, source=cite("P21"), confirmed=True)
    if one.code in _OF_ONE_PLAN
    else replace(one, source=NO_SOURCE, confirmed=False)
    for one in COMMON
)
