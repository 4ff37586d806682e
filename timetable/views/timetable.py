"""The timetable looked at: the grid, a list, tables, one person's day; and on paper."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.views.generic import TemplateView, View

from accounts.choices import Permission
from core import clock
from core.pdf import render_pdf
from core.words import long_date, when
from timetable.forms.week import FilterForm
from timetable.models import Meeting
from timetable.queries import grid, meetings, print_out, versions
from timetable.views.base import TimetableView


class WeekPage(TimetableView, TemplateView):
    """Any page of several meetings: `self.rows` are those the person may see."""

    @property
    def found(self) -> Any:
        return meetings.visible_to(self.request.user, self.inspection)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(released=versions.latest(self.inspection), **kwargs)


class Grid(WeekPage):
    template_name = "timetable/grid.html"
    page = "timetable"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        by = self.request.GET.get("by", "inspector")
        by = by if by in grid.WAYS else "inspector"
        rows = meetings.rows_of(self.found)
        settled = [row for row in rows if row.meeting.state != "cancelled"]
        placed = [row for row in settled if row.day]
        days = sorted({row.day for row in placed if row.day})
        team = meetings.team(self.inspection)
        return super().get_context_data(
            by=by,
            ways=[{"text": text, "href": f"?by={code}", "active": code == by} for code, text in grid.WAYS.items()],
            counts=(len(settled), len(placed)),
            days=[grid.day_of(day, [row for row in placed if row.day == day], by, team) for day in days],
            unplaced=[row for row in settled if not row.day],
            **kwargs,
        )


class MeetingList(WeekPage):
    template_name = "timetable/meeting_list.html"
    page = "meeting-list"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = FilterForm(self.request.GET or {}, states=Meeting.LIFECYCLE.states)
        given = form.cleaned_data if form.is_valid() else {}
        rows = meetings.filtered(meetings.rows_of(self.found), given)
        return super().get_context_data(
            form=form,
            rows=rows,
            filtered=any(value for name, value in given.items() if name in form.base_fields),
            **kwargs,
        )


class MeetingTable(WeekPage):
    template_name = "timetable/meeting_table.html"
    page = "meeting-table"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(days=meetings.by_day(meetings.rows_of(self.found)), **kwargs)


class MyDay(WeekPage):
    """The daily sheet of the person signed in: what is next, where, with whom."""

    template_name = "timetable/my_day.html"
    page = "my-day"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user
        mine = self.found.filter(meetings.own(user)).exclude(state="cancelled").exclude(starts_at=None)
        rows = meetings.rows_of(mine)
        days = sorted({row.day for row in rows if row.day})
        day = self.chosen(days)
        now = clock.now()
        of_day = [row for row in rows if row.day == day]
        coming = [row for row in rows if (row.meeting.ends_at or now) > now]
        return super().get_context_data(
            day=day,
            days=[{"text": long_date(one), "href": f"?on={one.isoformat()}", "active": one == day} for one in days],
            rows=of_day,
            coming=coming[0] if coming else None,
            **kwargs,
        )

    def chosen(self, days: list[date]) -> date | None:
        """The day of the address; else today or the next day with a meeting; else the last one."""
        asked = self.request.GET.get("on", "")
        if asked:
            try:
                return date.fromisoformat(asked)
            except ValueError:
                raise Http404 from None
        return next((day for day in days if day >= clock.today()), days[-1] if days else None)


class Print(WeekPage):
    template_name = "timetable/print.html"
    page = "print"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = self.found
        return super().get_context_data(
            **print_out.pages(found),
            people=print_out.people_of(found),
            edition=print_out.edition(found, versions.latest(self.inspection), self.request.user),
            **kwargs,
        )


class PrintPdf(TimetableView, View):
    """?size=a3: everything by day, landscape. ?size=a4: a page for each person (&person=user-3 or contact-7 for one)."""

    permission = Permission.WEEKS_OWN

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        size = "a4" if request.GET.get("size") == "a4" else "a3"
        found = meetings.visible_to(request.user, self.inspection)
        edition = print_out.edition(found, versions.latest(self.inspection), request.user)
        context = {
            "inspection": self.inspection,
            "size": size,
            "edition": edition,
            "footer": f"{edition}, printed {when(clock.now())}",
            **print_out.pages(found),
            "sheets": print_out.sheets(found, request.GET.get("person", "")) if size == "a4" else [],
        }
        pdf = render_pdf(render_to_string("timetable/print_pdf.html", context))
        name = f"timetable-{self.inspection.reference}-{size}.pdf"
        return HttpResponse(
            pdf, content_type="application/pdf", headers={"Content-Disposition": f'attachment; filename="{name}"'}
        )
