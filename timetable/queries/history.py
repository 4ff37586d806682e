"""What happened to one meeting, newest first, for the page of the meeting."""

from __future__ import annotations

from typing import Any

from audit import verbs
from audit.models import Entry
from timetable.models import Meeting


def history_of(meeting: Meeting, most: int = 30) -> list[dict[str, Any]]:
    entries = Entry.objects.filter(subject_type=meeting._meta.label_lower, subject_id=str(meeting.pk)).order_by("-pk")
    return [
        {
            "title": sentence[:1].upper() + sentence[1:],
            "at": entry.at,
            "by": entry.actor_label,
            "reason": entry.reason,
        }
        for entry in entries[:most]
        for sentence in [verbs.sentence(entry.verb)]
    ]
