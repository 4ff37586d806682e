"""What the pages of progress share: their part of the plan, their trail, and a form that leads back."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import Http404
from django.urls import reverse

from accounts.choices import Permission
from core import clock
from core.views import ServiceFormView
from improvement.models import Action
from improvement.views.base import PlanView
from tracking.queries.actions import action_of
from tracking.queries.standings import Standing, standings
from tracking.services.scope import is_delivered


class ProgressView(PlanView):
    """A page of the progress of one plan. Templates extend "improvement/page.html" and fill its block "plan"."""

    part = "progress"

    def to(self, name: str, *args: Any) -> str:
        """The address of a page of this plan's progress: to("action-detail", 2, 3)."""
        return reverse(f"tracking:{name}", args=[self.inspection.reference, *args])

    @cached_property
    def found(self) -> list[Standing]:
        """Every action as it stands today."""
        return standings(self.plan, clock.today())

    @property
    def may_track(self) -> bool:
        return is_delivered(self.plan) and Permission.PLAN_TRACK in self.rights

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.rights.learn([Permission.PLAN_TRACK, Permission.PLAN_EDIT, Permission.PLAN_SUBMIT])
        shared = {"delivered": is_delivered(self.plan), "may_track": self.may_track}
        return super().get_context_data(**(shared | kwargs))

    def get_breadcrumbs(self) -> list[dict[str, str]]:
        return [*super().get_breadcrumbs(), {"text": "Progress", "href": self.to("progress")}]


class ProgressForm(ProgressView, ServiceFormView):
    """A form of it. `heading` stands above, `lead` below the heading, `caption` before it; `back` is where Cancel leads."""

    template_name = "tracking/form.html"
    permission = Permission.PLAN_TRACK
    heading = ""
    lead = ""

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        form.cancel_url = self.get_success_url()
        return form

    def get_success_url(self) -> str:
        return self.to("progress")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"heading": self.heading, "lead": self.lead} | kwargs))


class OfAction:
    """For a view whose address has `item` and `number`: loads `self.action`, 404 where the plan has none."""

    kwargs: dict[str, Any]

    @cached_property
    def action(self) -> Action:
        found = action_of(self.plan, self.kwargs["item"], self.kwargs["number"])  # type: ignore[attr-defined]
        if found is None:
            raise Http404
        return found

    def get_success_url(self) -> str:
        return str(self.to("action-detail", self.action.item.order, self.action.number))  # type: ignore[attr-defined]
