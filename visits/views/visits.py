"""Choosing settings, and the pages of one visit."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView

from accounts.choices import Permission
from partnerships.models import Site
from visits.forms.visits import ArrivalForm, ChooseForm, DropForm, InvitationForm, RecordForm
from visits.models import SiteVisit
from visits.queries.links import closes_on
from visits.queries.spread import spread
from visits.queries.visits import choices, coming, days_at, days_by_site
from visits.services import visits
from visits.views.base import NOT_JUDGED, FormOf, VisitView, WeeksView, here


class VisitList(WeeksView, TemplateView):
    template_name = "visits/visit_list.html"

    def get_breadcrumbs(self) -> list[dict[str, str]]:
        return super().get_breadcrumbs()[:-1]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = choices(self.inspection)
        return super().get_context_data(
            found=found,
            spread=spread(found.sites, {visit.site_id for visit in found.chosen}),
            days=days_by_site(self.inspection),
            may_choose=Permission.MEETING_MANAGE in self.rights,
            not_judged="Settings are visited as a sample of the area’s services. None of them is being inspected or judged.",
            **kwargs,
        )


class Choose(WeeksView, FormOf):
    form_class = ChooseForm
    permission = Permission.MEETING_MANAGE

    def site(self) -> Site:
        return get_object_or_404(
            Site, pk=self.kwargs["site"], partnership=self.inspection.partnership_id, is_active=True
        )

    def get_success_url(self) -> str:
        return here("visit-list", self.inspection)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        site = self.site()
        return super().get_context_data(heading=f"Choose {site}", site=site, not_judged=NOT_JUDGED, **kwargs)

    def perform(self, form: Any) -> None:
        visits.choose(
            by=self.request.user, inspection=self.inspection, site=self.site(), reason=form.cleaned_data["reason"]
        )

    def get_success_message(self, form: Any) -> str:
        return f"{self.site()} chosen"


class VisitDetail(VisitView, TemplateView):
    template_name = "visits/visit_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        visit = self.visit
        days = days_at(visit)
        link = visit.links.filter(revoked_at=None).first()
        return super().get_context_data(
            days=days,
            people=coming(days),
            link=link,
            closes_on=closes_on(visit),
            may_manage=Permission.MEETING_MANAGE in self.rights and visit.dropped_at is None,
            may_note=Permission.MEETING_NOTE in self.rights,
            **kwargs,
        )


class Drop(VisitView, FormOf):
    form_class = DropForm
    permission = Permission.MEETING_MANAGE

    def get_success_url(self) -> str:
        return here("visit-list", self.inspection)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=f"Drop {self.visit.site}",
            lead="The setting’s own page stops working at once. Meetings there are not cancelled by this: look at the timetable.",
            **kwargs,
        )

    def perform(self, form: Any) -> None:
        visits.drop(by=self.request.user, visit=self.visit, reason=form.cleaned_data["reason"])

    def get_success_message(self, form: Any) -> str:
        return f"{self.visit.site} dropped"


class PartEdit(VisitView, FormOf):
    """A form of one of the rows that belong to a visit: `part` names it."""

    part = ""
    title = ""

    def get_initial(self) -> dict[str, Any]:
        held = getattr(self.visit, self.part)
        return {name: getattr(held, name) for name in self.form_class.base_fields if hasattr(held, name)}  # type: ignore[union-attr]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(heading=f"{self.title}: {self.visit.site}", **kwargs)

    def forget_changes(self) -> None:
        self.__dict__.pop("visit", None)

    def given(self, form: Any) -> dict[str, Any]:
        return {name: value for name, value in form.cleaned_data.items() if name != "submission_key"}


class ArrivalEdit(PartEdit):
    form_class = ArrivalForm
    permission = Permission.MEETING_MANAGE
    part, title = "arrival", "Practical needs"
    success_message = "Practical needs saved"

    def perform(self, form: Any) -> None:
        visits.write_arrival(by=self.request.user, visit=self.visit, **self.given(form))


class RecordEdit(PartEdit):
    """Inspectors only."""

    form_class = RecordForm
    permission = Permission.MEETING_NOTE
    part, title = "record", "Record of the visit"
    success_message = "Record saved"

    def perform(self, form: Any) -> None:
        visits.write_record(by=self.request.user, visit=self.visit, **self.given(form))


class InvitationEdit(PartEdit):
    form_class = InvitationForm
    permission = Permission.MEETING_MANAGE
    part, title = "invitation", "Parents and carers invited"
    success_message = "Invitation saved"

    def perform(self, form: Any) -> None:
        visits.write_invitation(by=self.request.user, visit=self.visit, **self.given(form))


class Cards(WeeksView, TemplateView):
    """A card for each setting, one printed page each, to go with the timetable."""

    template_name = "visits/cards.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        standing = SiteVisit.objects.standing().filter(inspection=self.inspection)
        days = days_by_site(self.inspection)
        return super().get_context_data(
            cards=[
                (visit, days.get(visit.site_id, []))
                for visit in standing.select_related("site__contact", "arrival").order_by("site__name")
            ],
            not_judged=NOT_JUDGED,
            **kwargs,
        )
