"""The weeks of an inspection under the 2023 framework. What no source states is marked unconfirmed."""

from __future__ import annotations

from rulebook.frameworks.agendas import AGENDA_2023, AGENDA_SHORT_2023, ATTENDEES_2023, KEEP_IN_TOUCH_2023
from rulebook.frameworks.requests_2023 import FULL_REQUEST, MONITORING_REQUEST
from rulebook.frameworks.sources import NO_SOURCE, cite
from rulebook.frameworks.surveys_2023 import FULL_SURVEYS
from rulebook.frameworks.tracking import FULL_TRACKING
from rulebook.frameworks.weeks import WeeksSpec

FULL_WEEKS = WeeksSpec(
    tracking=FULL_TRACKING,
    request=FULL_REQUEST,
    setup_agenda=AGENDA_2023,
    feedback_attendees=ATTENDEES_2023,
    feedback_source=cite("S1", "P2"),
    keep_in_touch=KEEP_IN_TOUCH_2023,
    surveys=FULL_SURVEYS,
)
MONITORING_WEEKS = WeeksSpec(
    request=MONITORING_REQUEST,
    setup_agenda=AGENDA_SHORT_2023,
    feedback_attendees=ATTENDEES_2023,
    feedback_source=NO_SOURCE,
    keep_in_touch=KEEP_IN_TOUCH_2023,
)
