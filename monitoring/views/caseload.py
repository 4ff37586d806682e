"""What an adviser looks after, across areas."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.views.generic import ListView

from accounts import policy
from accounts.choices import Permission
from core import clock
from core.words import joined
from inspections.services.calendar import working_calendar
from monitoring import pictures
from monitoring.choices import SIGNS_AS, Body
from monitoring.forms.engagement import CaseloadForm
from monitoring.queries import caseload, waiting
from monitoring.services import letters
from partnerships.models import Partnership

SHOWN = 15


class Caseload(LoginRequiredMixin, ListView):
    """Open to national roles that read monitoring; its rows are the areas in their reach."""

    template_name = "monitoring/caseload.html"
    paginate_by = 25
    model = Partnership

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        held = request.user.national_roles.in_force(clock.today()).values_list("role", flat=True)
        self.roles = set(held)
        if not any((role, Permission.MONITORING_VIEW) in policy.TABLE for role in self.roles):
            raise PermissionDenied(Permission.MONITORING_VIEW.label)
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> Any:
        person = self.request.user
        self.form = CaseloadForm(self.request.GET, regions=caseload.regions_of(person))
        self.form.is_valid()
        chosen = self.form.cleaned_data
        self.region = chosen.get("region", "")
        return caseload.areas_for(person, region=self.region, show=chosen.get("show") or "plans", today=clock.today())

    @property
    def body(self) -> Body | None:
        return next((body for role, body in SIGNS_AS.items() if role in self.roles), None)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person, today, calendar = self.request.user, clock.today(), working_calendar()
        context = super().get_context_data(form=self.form, **kwargs)
        needs = waiting.needs(person, self.body, today=today, signed_by=letters.signed_by)
        unanswered = waiting.unanswered(person, today=today)
        weeks = caseload.weeks(person, today=today, region=self.region)
        return context | {
            "rows": caseload.rows(person, context["object_list"], today=today, calendar=calendar),
            "needs": needs[:SHOWN],
            "more_needs": max(0, len(needs) - SHOWN),
            "unanswered": unanswered[:SHOWN],
            "more_unanswered": max(0, len(unanswered) - SHOWN),
            "strip": pictures.week_strip(weeks),
            "strip_message": pictures.message(weeks),
            "week_rows": [
                (week.starts_on, len(week.areas), week.dates, week.visits, joined(week.areas) or "None")
                for week in weeks
            ],
            "filtered": any(self.form.cleaned_data.get(name) not in ("", "plans", None) for name in ("show", "region")),
        }
