"""Numbers of days about visits, pages by link and calendars. None comes from a framework: each is a choice of this service."""

from __future__ import annotations

from datetime import date, timedelta

# A setting's own page closes this many days after its visit. Time enough to thank families, not an address that stays open.
SETTING_PAGE_DAYS = 14
# A cancelled meeting stays in calendars, marked as cancelled, this long, so that every calendar has seen it.
CANCELLED_KEPT_DAYS = 8
# E-mail addresses of families who signed up to an open meeting are deleted this many days after it.
ADDRESSES_KEPT_DAYS = 7


def page_closes_after(visited_on: date) -> date:
    """The last day on which a setting's own page works."""
    return visited_on + timedelta(days=SETTING_PAGE_DAYS)
