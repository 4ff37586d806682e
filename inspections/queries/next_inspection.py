"""When the next inspection of an area is expected, from what was published about it."""

from __future__ import annotations

from datetime import date

from inspections.models import Inspection
from rulebook.calendar import WorkingCalendar
from rulebook.next_inspection import Window, windows_after


def expected_windows(
    inspection: Inspection, calendar: WorkingCalendar, *, today: date, plan_accepted_on: date | None = None
) -> tuple[Window, ...]:
    """What a published inspection says comes next, the soonest first; nothing for one that is not published.

    After a revisit or monitoring inspection it is what the inspection it follows brought, apart from itself. No query where
    `follows` is fetched with the inspection.
    """
    if not inspection.is_published:
        return ()
    source = inspection.follows if inspection.follows_id and inspection.follows else inspection
    found = windows_after(
        source.framework,
        source.edition,
        source.kind,
        source.outcome or None,
        source.anchors | {"plan_accepted_on": plan_accepted_on},
        calendar,
        today=today,
    )
    if source is inspection:
        return found
    # Only the first revisit or monitoring inspection is foreseen: a further one is for the Secretary of State to direct.
    return tuple(window for window in found if window.kind != inspection.kind)
