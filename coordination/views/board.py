"""The tab at a glance: what this person may see of the set-up call, the log, the feedback meeting, tasks and messages."""

from __future__ import annotations

from typing import Any

from django.views.generic import TemplateView

from accounts.choices import Permission
from coordination.queries import kit, setup, tasks
from coordination.queries.feedback import feedback_of
from coordination.queries.messages import visible
from coordination.views.base import CoordinationView
from core import clock
from inspections.services.calendar import working_calendar
from rulebook.calendar import NotCovered

SHOWN = 5


class Board(CoordinationView, TemplateView):
    template_name = "coordination/board.html"
    part = "board"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, inspection, now = self.request.user, self.inspection, clock.now()
        own = tasks.rows(tasks.visible(user, inspection).open().filter(owner=user.pk), now)
        records = list(kit.readable(user, inspection))
        reads = Permission.KIT_VIEW in self.rights
        agenda = setup.agenda(inspection) if reads else []
        open_requests = list(kit.open_issues(inspection)) if reads else []
        messages = []
        if Permission.MESSAGE_SEND in self.rights:
            messages = list(visible(inspection, of_team=Permission.TEAM_NOTES in self.rights)[:SHOWN])
        return super().get_context_data(
            own=own,
            records=records[-SHOWN:][::-1],
            reads=reads,
            agenda_done=sum(line.done for line in agenda),
            agenda_size=len(agenda),
            cards=setup.cards(inspection) if reads else [],
            open_requests=tasks.rows_of_issues(open_requests, tasks.rooms_of(user, inspection), user, now),
            feedback=feedback_of(inspection) if reads else None,
            warn_missing=reads and warns_now(inspection),
            drafts_and_sent=messages,
            **kwargs,
        )


def warns_now(inspection: Any) -> bool:
    """Whether the day has come from which a place not taken is a warning."""
    found, today = feedback_of(inspection), clock.today()
    try:
        first = found.warns_on(working_calendar())
    except NotCovered:
        return False
    return bool(found.missing and first and found.on and first <= today <= found.on)
