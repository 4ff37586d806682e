"""Support and challenge after an inspection: the kinds of visit, the words for progress, the ladder, the themes of thematic visits.

Where no source gives a word or a level, it is this service's own and `confirmed` is False: pages say so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from rulebook.frameworks.products import VisitKind
from rulebook.frameworks.rules import Citation, DeadlineRule, Owner, Unit
from rulebook.frameworks.shared import FOLLOW_UP_LADDER, REPORT_LADDER
from rulebook.frameworks.sources import NO_SOURCE, cite

EVIDENCE_RULE, VISIT_RULE, NOTICE_RULE = "visit-evidence", "visit-day", "improvement-notice-review"
# The two departments that support and challenge together: {code: its name}.
BODIES: Mapping[str, str] = MappingProxyType({"dfe": "DfE", "nhs_england": "NHS England"})


MONITORING_VISIT = VisitKind(
    "monitoring_visit", "Monitoring visit", "monitoring-visit", cite("P30"), True, "Every quarter after acceptance."
)
# Surrey, 2019: visits in June and December were the reviews of its plan.
APP_VISIT = VisitKind(
    "monitoring_visit", "Monitoring visit", "app-review", cite("S2"), True, "About every 6 months after the revisit."
)
PROGRESS_REVIEW = VisitKind("progress_review", "Progress review", "app-review", cite("P24", "S2"), True)
STOCKTAKE = VisitKind("stocktake", "Stocktake", "first-stocktake", cite("P22"), True, "First about 6 months after.")
DEEP_DIVE = VisitKind("deep_dive", "Deep dive", None, cite("P22"), True, "On one subject, between stocktakes.")
STRATEGIC_REVIEW = VisitKind(
    "progress_review", "Progress review", None, NO_SOURCE, False, "Regular engagement on delivery; its form is assumed."
)

WSOA_VISITS = (MONITORING_VISIT,)
APP_VISITS = (APP_VISIT, PROGRESS_REVIEW)
PAP_VISITS = (STOCKTAKE, DEEP_DIVE)
STRATEGIC_VISITS = (STRATEGIC_REVIEW,)

_ALL_KINDS = frozenset({"full", "revisit", "monitoring"})
VISIT_EVIDENCE = DeadlineRule(
    code=EVIDENCE_RULE, number="D43", name="Evidence for the visit", kinds=_ALL_KINDS, scope="plan",
    trigger="visit_on", offset=-14, unit=Unit.CALENDAR_DAYS, owner=Owner.LOCAL_AREA, source=cite("P30"), confirmed=True,
    reminders=REPORT_LADDER, by_event=True, note="Two weeks before the visit, as the letter to Southend asks.",
)  # fmt: skip
VISIT_DAY = DeadlineRule(
    code=VISIT_RULE, number="D44", name="Visit by DfE and NHS England", kinds=_ALL_KINDS, scope="plan",
    trigger="visit_on", offset=0, unit=Unit.FIXED, owner=Owner.ADVISERS, source=cite("S2", "P30"), confirmed=True,
    reminders=REPORT_LADDER, by_event=True, note="The day the advisers set.",
)  # fmt: skip
NOTICE_REVIEW = DeadlineRule(
    code=NOTICE_RULE, number="D38", name="Improvement notice review", kinds=_ALL_KINDS, scope="plan",
    trigger="improvement_notice_on", offset=6, unit=Unit.CALENDAR_MONTHS, owner=Owner.DFE, source=cite("P23"),
    confirmed=True, reminders=FOLLOW_UP_LADDER, by_event=True,
    note="At least every 6 months, from the notice or its last review.",
)  # fmt: skip
SUPPORT_RULES = (NOTICE_REVIEW, VISIT_EVIDENCE, VISIT_DAY)


@dataclass(frozen=True)
class ProgressWord:
    """How an item stands at a visit."""

    code: str
    text: str
    colour: str


# Our own words: the letters seen use prose.
PROGRESS = (
    ProgressWord("on_track", "Improving at the pace needed", "green"),
    ProgressWord("some", "Improving, but more is needed", "yellow"),
    ProgressWord("not_enough", "Not improving fast enough", "red"),
    ProgressWord("too_early", "Too early to say", "grey"),
)


@dataclass(frozen=True)
class Level:
    """A rung of the ladder of support and challenge. `through` is "" where advisers set it themselves, else what sets it."""

    code: str
    name: str
    meaning: str
    source: Citation
    confirmed: bool
    through: str = ""


LADDER = (
    Level("contact", "Regular contact", "Advisers keep in touch and follow the plan.", NO_SOURCE, False),
    Level("visits", "Support and challenge visits", "Visits or stocktakes with a letter.", cite("P30", "P22"), True),
    Level("deep_dive", "Deep dive", "A closer look at one subject between visits.", cite("P22"), True),
    Level(
        "senior", "Raised with senior officials", "Officials of both departments meet the leaders.", NO_SOURCE, False
    ),
    Level("notice", "Improvement notice", "A notice by the DfE, reviewed at least every 6 months.", cite("P23"), True, "notice"),
    Level("direction", "Statutory direction", "The Secretary of State directs the council.", cite("P30"), True, "direction"),
)  # fmt: skip


@dataclass(frozen=True)
class Theme:
    """The theme of a year's thematic visits."""

    code: str
    year: int
    name: str
    source: Citation


THEMES = (
    Theme("2023", 2023, "Alternative provision", cite("P28", "P31")),
    Theme("2024", 2024, "Preparation for adulthood", cite("P28", "P31")),
    Theme("2025", 2025, "Children not in school", cite("P28")),
)
# Called annual by one council and the presentation; months between two engagement meetings.
ENGAGEMENT_MONTHS = 12
ENGAGEMENT_SOURCE = cite("S1", "P31")


def progress(code: str) -> ProgressWord:
    """Raises KeyError for an unknown code."""
    return {word.code: word for word in PROGRESS}[code]


def level(code: str) -> Level:
    """Raises KeyError for an unknown code."""
    return {rung.code: rung for rung in LADDER}[code]


def theme(code: str) -> Theme:
    """Raises KeyError for an unknown code."""
    return {each.code: each for each in THEMES}[code]


def rank(code: str) -> int:
    """How high a level stands; 0 is the lowest."""
    return [rung.code for rung in LADDER].index(code)
