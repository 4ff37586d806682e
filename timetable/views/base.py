"""What the pages of the timetable share: the meeting of an address, and the links between the pages."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.choices import Permission
from core.views import ServiceFormView
from inspections.models import Inspection
from inspections.views.base import InspectionView
from timetable.models import Meeting
from timetable.queries.meetings import visible_to


def address(name: str, inspection: Inspection, *args: Any) -> str:
    """The address of a page of this inspection's timetable: address("meeting-detail", inspection, 12)."""
    return reverse(f"timetable:{name}", args=[inspection.reference, *args])


# (address, text, right needed) of the pages beside each other.
PAGES = (
    ("timetable", "Grid", Permission.WEEKS_OWN),
    ("meeting-list", "List", Permission.WEEKS_OWN),
    ("meeting-table", "Tables by day", Permission.WEEKS_OWN),
    ("conflicts", "Conflicts", Permission.TIMETABLE_VIEW),
    ("my-day", "My day", Permission.WEEKS_OWN),
    ("print", "Print", Permission.WEEKS_OWN),
    ("proposal-list", "Draft", Permission.MEETING_MANAGE),
    ("release", "Release", Permission.TIMETABLE_RELEASE),
)


class TimetableView(InspectionView):
    permission = Permission.WEEKS_OWN
    tab = "timetable"
    page = ""
    also = (Permission.TIMETABLE_VIEW, Permission.TIMETABLE_RELEASE, Permission.MEETING_MANAGE)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.rights.learn(self.also)
        pages = [
            {"text": text, "href": address(name, self.inspection), "active": name == self.page}
            for name, text, right in PAGES
            if right in self.rights
        ]
        return super().get_context_data(
            pages=pages,
            may_manage=Permission.MEETING_MANAGE in self.rights,
            sees_all=Permission.TIMETABLE_VIEW in self.rights,
            **kwargs,
        )

    def address(self, name: str, *args: Any) -> str:
        return address(name, self.inspection, *args)

    @cached_property
    def meeting(self) -> Meeting:
        """The meeting of the address, for those who may see it; 404 to others."""
        return get_object_or_404(visible_to(self.request.user, self.inspection), number=self.kwargs["number"])


class TimetableForm(TimetableView, ServiceFormView):
    """A form page; it leads back to the meeting, or to where `back` says."""

    template_name = "timetable/form.html"
    permission = Permission.MEETING_MANAGE
    heading = ""
    lead = ""

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        form.cancel_url = self.back()
        return form

    def back(self) -> str:
        return self.address("meeting-detail", self.meeting.number)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"heading": self.heading, "lead": self.lead} | kwargs))

    def forget_changes(self) -> None:
        super().forget_changes()
        self.__dict__.pop("meeting", None)
