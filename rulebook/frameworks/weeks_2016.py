"""The weeks of an inspection under the 2016 framework. What no source states is marked unconfirmed."""

from __future__ import annotations

from rulebook.frameworks.agendas import AGENDA_2016, ATTENDEES_2016, KEEP_IN_TOUCH_2016
from rulebook.frameworks.requests_2016 import FULL_REQUEST
from rulebook.frameworks.sources import NO_SOURCE
from rulebook.frameworks.surveys_2016 import REVISIT_SURVEYS
from rulebook.frameworks.weeks import WeeksSpec

FULL_WEEKS = WeeksSpec(
    request=FULL_REQUEST,
    setup_agenda=AGENDA_2016,
    feedback_attendees=ATTENDEES_2016,
    feedback_source=NO_SOURCE,
    keep_in_touch=KEEP_IN_TOUCH_2016,
)
REVISIT_WEEKS = WeeksSpec(
    setup_agenda=AGENDA_2016,
    feedback_attendees=ATTENDEES_2016,
    feedback_source=NO_SOURCE,
    keep_in_touch=KEEP_IN_TOUCH_2016,
    surveys=REVISIT_SURVEYS,
)
