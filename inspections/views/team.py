"""The inspection team and the LANO."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView

from accounts.choices import Permission
from accounts.models import User
from accounts.models.user import Organisation
from core import clock
from core.views import ServiceFormView
from inspections.forms.team import TeamAddForm, TeamEndForm
from inspections.models import TeamPlace
from inspections.services import team
from inspections.views.base import InspectionView, address

INSPECTORATES = (Organisation.OFSTED, Organisation.CQC)


class Team(InspectionView, TemplateView):
    template_name = "inspections/inspection_team.html"
    tab = "team"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = clock.today()
        places = list(self.inspection.team_places.select_related("user").order_by("starts_on", "pk"))
        now = [place for place in places if place.ends_on is None or place.ends_on >= today]
        return super().get_context_data(
            places=now,
            former=[place for place in places if place not in now],
            may_edit=Permission.TEAM_EDIT in self.rights,
            may_see_contacts=Permission.CONTACTS_VIEW in self.rights,
            may_nominate=Permission.INSPECTION_NOMINATE in self.rights and not self.inspection.is_published,
            **kwargs,
        )


class TeamAdd(InspectionView, ServiceFormView):
    template_name = "inspections/form_page.html"
    form_class = TeamAddForm
    permission = Permission.TEAM_EDIT
    tab = "team"
    success_message = "Added to the team"

    def get_form_kwargs(self) -> dict[str, Any]:
        people = User.objects.filter(organisation__in=INSPECTORATES, is_active=True)
        return super().get_form_kwargs() | {"people": people}

    def get_initial(self) -> dict[str, Any]:
        return {"starts_on": clock.today()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(heading="Add a person to the team", **kwargs)

    def perform(self, form: Any) -> str:
        given = form.cleaned_data
        team.add_member(
            by=self.request.user,
            inspection=self.inspection,
            user=given["user"],
            role=given["role"],
            starts_on=given["starts_on"],
            second_lead=given["second_lead"],
        )
        return address("inspection-team", self.inspection)


class TeamEnd(InspectionView, ServiceFormView):
    template_name = "inspections/form_page.html"
    form_class = TeamEndForm
    permission = Permission.TEAM_EDIT
    tab = "team"
    success_message = "Place on the team ended"

    def place(self) -> TeamPlace:
        return get_object_or_404(
            TeamPlace.objects.select_related("user"), inspection=self.inspection, pk=self.kwargs["pk"]
        )

    def get_initial(self) -> dict[str, Any]:
        return {"ends_on": clock.today()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        place = self.place()
        return super().get_context_data(
            heading=f"End {place.user}’s place on the team",
            lead=f"{place.get_role_display()}. From the day after the last day, this person no longer sees the inspection.",
            **kwargs,
        )

    def perform(self, form: Any) -> str:
        team.end_place(by=self.request.user, place=self.place(), ends_on=form.cleaned_data["ends_on"])
        return address("inspection-team", self.inspection)
