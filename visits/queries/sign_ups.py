"""Open meetings with who signed up, counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, Sum

from inspections.models import Inspection
from timetable.choices import MeetingKind
from timetable.models import Meeting
from visits.models import SignUpPage

OPEN_KINDS = (MeetingKind.OPEN, MeetingKind.FOCUS_GROUP, MeetingKind.YOUNG_PEOPLE, MeetingKind.FORUM)

ENDED = ("cancelled", "held", "closed", "notes_added", "no_show")


@dataclass(frozen=True)
class OpenMeeting:
    """`page` is None until one is set up. `share` is the families signed up of those invited, such as "12 of 240 (5%)"."""

    meeting: Meeting
    page: SignUpPage | None
    standing: str
    families: int
    people: int
    waiting: int
    share: str
    needs: tuple[str, ...] = ()


def open_meetings(inspection: Inspection, *, now: datetime) -> list[OpenMeeting]:
    pages = {
        page.meeting_id: page
        for page in SignUpPage.objects.filter(meeting__inspection=inspection)
        .select_related("meeting")
        .prefetch_related("sign_ups")
        .annotate(
            families=Count("sign_ups"),
            people=Sum("sign_ups__people", default=0),
            waiting=Count("sign_ups", filter=Q(sign_ups__link_sent_at=None) & ~Q(sign_ups__email="")),
        )
    }
    meetings = Meeting.objects.filter(inspection=inspection, kind__in=OPEN_KINDS, inspectors_only=False, case=None)
    rows = []
    for meeting in (
        meetings.exclude(state="cancelled").select_related("inspection", "site").order_by("starts_at", "number")
    ):
        page = pages.get(meeting.pk)
        if page is None:
            rows.append(OpenMeeting(meeting, None, "", 0, 0, 0, ""))
            continue
        families = page.families
        needs = tuple(signed.needs for signed in page.sign_ups.all() if signed.needs)
        rows.append(
            OpenMeeting(
                meeting, page, standing(page, now), families, page.people, page.waiting, _share(families, page), needs
            )
        )
    return rows


def _share(families: int, page: SignUpPage) -> str:
    if not page.families_invited:
        return ""
    percent = 100 * families / page.families_invited
    share = "under 1%" if 0 < percent < 1 else f"{round(percent)}%"
    return f"{families} of {page.families_invited} ({share})"


def standing(page: SignUpPage, now: datetime) -> str:
    """ "ended", "not_yet", "closed" or "open"."""
    if page.meeting.state in ENDED or (page.meeting.starts_at and page.meeting.starts_at <= now):
        return "ended"
    if now < page.opens_at:
        return "not_yet"
    return "closed" if now >= page.closes_at else "open"
