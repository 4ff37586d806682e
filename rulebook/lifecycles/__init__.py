"""Who may go from where to where, and when. One table for each thing that has a state."""

from __future__ import annotations

from rulebook.lifecycle import Lifecycle
from rulebook.lifecycles.action import ACTION
from rulebook.lifecycles.engagement_meeting import ENGAGEMENT_MEETING
from rulebook.lifecycles.improvement_notice import IMPROVEMENT_NOTICE
from rulebook.lifecycles.inspection import INSPECTION
from rulebook.lifecycles.letter import LETTER
from rulebook.lifecycles.meeting import MEETING
from rulebook.lifecycles.monitoring_visit import MONITORING_VISIT
from rulebook.lifecycles.plan import PLAN
from rulebook.lifecycles.proposal import PROPOSAL
from rulebook.lifecycles.request_item import REQUEST_ITEM
from rulebook.lifecycles.safeguarding import SAFEGUARDING
from rulebook.lifecycles.support_letter import SUPPORT_LETTER
from rulebook.lifecycles.survey import SURVEY
from rulebook.lifecycles.tracked_case import TRACKED_CASE

ALL: tuple[Lifecycle, ...] = (
    INSPECTION,
    SURVEY,
    LETTER,
    PLAN,
    ACTION,
    TRACKED_CASE,
    MEETING,
    REQUEST_ITEM,
    PROPOSAL,
    SAFEGUARDING,
    MONITORING_VISIT,
    SUPPORT_LETTER,
    IMPROVEMENT_NOTICE,
    ENGAGEMENT_MEETING,
)

__all__ = [
    "ACTION",
    "ALL",
    "ENGAGEMENT_MEETING",
    "IMPROVEMENT_NOTICE",
    "INSPECTION",
    "LETTER",
    "MEETING",
    "MONITORING_VISIT",
    "PLAN",
    "PROPOSAL",
    "REQUEST_ITEM",
    "SAFEGUARDING",
    "SUPPORT_LETTER",
    "SURVEY",
    "TRACKED_CASE",
]
