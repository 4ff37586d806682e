"""What the pages of coordination share: the tab, the links between them, and forms that lead back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from accounts.choices import Permission
from coordination.queries import kit
from coordination.queries.people import Person, people_of
from core import clock
from core.views import ServiceFormView
from inspections.models import Inspection
from inspections.views.base import InspectionView, LinkedPages

# One line of links above every page of coordination: (part, words, URL name, right).
PAGES = (
    ("board", "At a glance", "coordination:board", Permission.WEEKS_OWN),
    ("setup", "Set-up call", "coordination:setup", Permission.KIT_VIEW),
    ("kit-list", "Keep in touch", "coordination:kit-list", Permission.KIT_VIEW),
    ("team-notes", "Team notes", "coordination:team-notes", Permission.TEAM_NOTES),
    ("feedback", "Feedback meeting", "coordination:feedback", Permission.KIT_VIEW),
    ("task-list", "Tasks", "coordination:task-list", Permission.WEEKS_OWN),
    ("message-list", "Messages", "coordination:message-list", Permission.MESSAGE_SEND),
    ("pack", "Pack", "coordination:pack", Permission.PACK_DOWNLOAD),
)


def to(name: str, inspection: Inspection, *args: Any) -> str:
    """The address of a page of coordination: to("kit-detail", inspection, 3)."""
    return reverse(f"coordination:{name}", args=[inspection.reference, *args])


class CoordinationView(LinkedPages, InspectionView):
    """A page of the tab. `part` is the name of the page of PAGES it belongs to."""

    tab = "coordination"
    permission = Permission.WEEKS_OWN
    links = PAGES
    links_label = "Pages of coordination"

    def shows(self, part: str, permission: Permission) -> bool:
        """Somebody who was at a meeting has its record."""
        return super().shows(part, permission) or (part == "kit-list" and self.was_at_a_meeting())

    def was_at_a_meeting(self) -> bool:
        return kit.readable(self.request.user, self.inspection, reads_all=False).exists()

    def people(self) -> dict[str, Person]:
        return people_of(self.inspection, clock.today())

    def user_of(self, key: str) -> Any:
        """The account behind a key that a form of ours offered."""
        person = self.people().get(key)
        return person.user if person else None


class AskedFirst:
    """Put after CoordinationView: `allowed()` is asked before any method of the page, once the inspection is loaded."""

    def allowed(self) -> Any:
        """Raises PermissionDenied or Http404."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.allowed()
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class CoordinationForm(CoordinationView, ServiceFormView):
    """A form of the tab. `heading` stands above it, `lead` below the heading, `warn` in a warning."""

    template_name = "inspections/form_page.html"
    heading = ""
    back = "board"

    def back_address(self) -> str:
        return to(self.back, self.inspection)

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        form.cancel_url = self.back_address()
        return form

    def get_success_url(self) -> str:
        return self.back_address()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"heading": self.heading} | kwargs))
