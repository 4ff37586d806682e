"""The words of the timetable."""

from __future__ import annotations

from django.db.models import TextChoices


class MeetingKind(TextChoices):
    LEADERS = "leaders", "Leaders’ meeting"
    FOCUS_GROUP = "focus_group", "Focus group"
    VISIT = "visit", "Visit to a setting"
    TRACKING = "tracking", "Tracking meeting"
    SAMPLING = "sampling", "Focused sampling"
    FORUM = "forum", "Meeting with the parent carer forum"
    OPEN = "open", "Open meeting for families"
    YOUNG_PEOPLE = "young_people", "Meeting with children and young people"
    KEEP_IN_TOUCH = "keep_in_touch", "Keep-in-touch meeting"
    TEAM = "team", "Inspectors’ own meeting"
    LOOSE_ENDS = "loose_ends", "Time kept for loose ends"
    FEEDBACK = "feedback", "Final feedback meeting"
    OTHER = "other", "Other meeting"


class Level(TextChoices):
    """What happens when a rule of the timetable is broken."""

    BLOCK = "block", "Block: nothing is confirmed or released before it is changed, or kept with a reason"
    WARN = "warn", "Warn: it is listed until it is changed, or kept with a reason"
    IGNORE = "ignore", "Ignore: it is not looked for"


class AwaySource(TextChoices):
    TYPED = "typed", "Entered by hand"
    TICKS = "ticks", "Mornings and afternoons ticked"


class NoteSide(TextChoices):
    INSPECTORS = "inspectors", "Inspectors’ note"
    AREA = "area", "Area’s note"
