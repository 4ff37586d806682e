"""Members and delegates of one partnership."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView

from accounts.access import can
from accounts.choices import Activity, Permission
from core import clock, once
from core.views import ServiceFormView
from partnerships import queries
from partnerships.forms import AddMemberForm, DelegateForm, EndDelegationForm, EndMembershipForm
from partnerships.models import Delegation, Membership
from partnerships.services import members
from partnerships.views.base import PartnershipView


class MemberList(PartnershipView, TemplateView):
    permission = Permission.MEMBERS_VIEW
    template_name = "partnerships/member_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = clock.today()
        held = list(queries.members(self.partnership, today))
        for membership in held:
            membership.may_delegate = bool(members.activities_of(membership.role))  # type: ignore[attr-defined]
        return super().get_context_data(
            members=held,
            former=queries.members(self.partnership, today, former=True),
            delegations=queries.delegations(self.partnership, today),
            today=today,
            may_manage=can(self.request.user, Permission.MEMBERS_MANAGE, self.partnership),
            **kwargs,
        )


class MemberFormView(PartnershipView, ServiceFormView):
    """A form about members: it leads back to the list."""

    permission = Permission.MEMBERS_MANAGE
    heading = ""

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        form.cancel_url = self.members_url
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(heading=self.heading, caption=self.partnership.name, **kwargs)

    def perform(self, form: Any) -> str:
        self.act({name: value for name, value in form.cleaned_data.items() if name != once.FIELD})
        # Somebody may just have ended their own membership.
        still = can(self.request.user, Permission.MEMBERS_VIEW, self.partnership)
        return self.members_url if still else self.partnership.get_absolute_url()

    def act(self, answers: dict[str, Any]) -> None:
        raise NotImplementedError(f"{type(self).__name__} does not say which service it asks")


class AddMember(MemberFormView):
    form_class = AddMemberForm
    heading = "Add a member"
    success_message = "Member added"

    def get_initial(self) -> dict[str, Any]:
        return {"starts_on": clock.today()}

    def act(self, answers: dict[str, Any]) -> None:
        members.invite_member(by=self.request.user, partnership=self.partnership, **answers)  # type: ignore[arg-type]


class OneMembership(MemberFormView):
    @cached_property
    def membership(self) -> Membership:
        held = Membership.objects.select_related("user", "partnership")
        return get_object_or_404(held, pk=self.kwargs["pk"], partnership=self.partnership)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(lead=f"{self.membership.user}, {self.membership.get_role_display()}", **kwargs)


class EndMembership(OneMembership):
    form_class = EndMembershipForm
    heading = "End a membership"
    success_message = "Membership ended"

    def act(self, answers: dict[str, Any]) -> None:
        members.end_membership(by=self.request.user, membership=self.membership, **answers)  # type: ignore[arg-type]


class Delegate(OneMembership):
    form_class = DelegateForm
    heading = "Hand an activity to somebody else"
    success_message = "Activity handed over"

    def get_form_kwargs(self) -> dict[str, Any]:
        activities = members.activities_of(self.membership.role)
        if not activities:
            raise Http404("This role hands nothing over")
        return super().get_form_kwargs() | {"activities": activities}

    def get_initial(self) -> dict[str, Any]:
        return {"starts_on": max(clock.today(), self.membership.starts_on)}

    def act(self, answers: dict[str, Any]) -> None:
        members.invite_delegate(by=self.request.user, membership=self.membership, **answers)  # type: ignore[arg-type]


class EndDelegation(MemberFormView):
    form_class = EndDelegationForm
    heading = "End a delegation"
    success_message = "Delegation ended"

    @cached_property
    def delegation(self) -> Delegation:
        held = Delegation.objects.select_related("delegate", "membership__user", "membership__partnership")
        return get_object_or_404(held, pk=self.kwargs["pk"], membership__partnership=self.partnership)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        handed = self.delegation
        return super().get_context_data(
            lead=f"{handed.delegate} acts for {handed.membership.user}: {Activity(handed.activity).label}", **kwargs
        )

    def act(self, answers: dict[str, Any]) -> None:
        members.end_delegation(by=self.request.user, delegation=self.delegation, **answers)  # type: ignore[arg-type]
