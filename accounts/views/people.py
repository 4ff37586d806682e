"""People and their national roles: for the service administrator."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views import View
from django.views.generic import ListView, TemplateView

from accounts import queries
from accounts.access import require
from accounts.choices import REGIONS, Permission
from accounts.forms import GrantRoleForm, InvitePersonForm, TakeFactorOffForm
from accounts.models import NationalRole, User
from accounts.services import invitations, people, second_factor, sessions
from audit import verbs
from audit.models import Entry
from core.views import AnyPage, ServiceFormView

MOST_TOLD = 20
REGION_NAMES = dict(REGIONS)


def told(entry: Entry) -> dict[str, Any]:
    """An entry about an account for "components/history.html"."""
    sentence = verbs.sentence(entry.verb)
    changes = [f"{name.capitalize()}: {in_words(new or old)}" for name, (old, new) in entry.changes.items()]
    return {
        "title": sentence[:1].upper() + sentence[1:],
        "at": entry.at,
        "by": entry.actor_label,
        "text": "\n".join(changes),
        "reason": entry.reason,
    }


def in_words(value: Any) -> str:
    """A role is recorded with the code of its region."""
    return " ".join(REGION_NAMES.get(word, word) for word in str(value).split(" "))


class PeopleManager(LoginRequiredMixin):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated:
            require(request.user, Permission.PEOPLE_MANAGE)
        return super().dispatch(request, *args, **kwargs)


class PersonList(PeopleManager, AnyPage, ListView):
    template_name = "accounts/person_list.html"
    context_object_name = "people"
    paginate_by = 50

    @property
    def text(self) -> str:
        return self.request.GET.get("text", "").replace("\x00", "").strip()[:100]

    def get_queryset(self) -> Any:
        return queries.people(self.text)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            text=self.text,
            text_label={"text": "Name or e-mail address"},
            invite_url=reverse("accounts:person-invite"),
            **kwargs,
        )


class PersonDetail(PeopleManager, TemplateView):
    template_name = "accounts/person_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = get_object_or_404(User, pk=kwargs["pk"])
        facts = [
            ("E-mail address", person.email),
            ("Organisation", person.get_organisation_display()),
            ("Account", "Open" if person.is_active else "Cannot sign in"),
            ("Two-step sign-in", "On" if (two_step := queries.has_two_step(person)) else "Off"),
        ]
        return super().get_context_data(
            person=person,
            facts=facts,
            roles=person.national_roles.all(),
            two_step=two_step,
            history=[told(entry) for entry in queries.changes_of(person)[:MOST_TOLD]],
            most_told=MOST_TOLD,
            **kwargs,
        )


class InvitePerson(PeopleManager, ServiceFormView):
    template_name = "accounts/person_form.html"
    form_class = InvitePersonForm
    extra_context = {"heading": "Invite a person"}
    success_message = "Invitation sent"

    def perform(self, form: Any) -> str:
        invited = invitations.invite(
            by=self.request.user,  # type: ignore[arg-type]
            email=form.cleaned_data["email"],
            name=form.cleaned_data["name"],
            organisation=form.cleaned_data["organisation"],
        )
        return reverse("accounts:person-detail", args=[invited.pk])


class GrantRole(PeopleManager, ServiceFormView):
    template_name = "accounts/person_form.html"
    form_class = GrantRoleForm
    extra_context = {"heading": "Give a national role"}
    success_message = "Role given"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"regions": REGIONS}

    def perform(self, form: Any) -> str:
        person = get_object_or_404(User, pk=self.kwargs["pk"])
        people.grant_national(
            by=self.request.user,  # type: ignore[arg-type]
            user=person,
            role=form.cleaned_data["role"],
            region_code=form.cleaned_data["region_code"],
        )
        return reverse("accounts:person-detail", args=[person.pk])


class TakeFactorOff(PeopleManager, ServiceFormView):
    """For whoever lost phone and recovery codes: they could never sign in again."""

    template_name = "accounts/person_form.html"
    form_class = TakeFactorOffForm
    success_message = "Two-step sign-in taken off. The person is told by e-mail."

    @cached_property
    def person(self) -> User:
        return get_object_or_404(User, pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        has_one = queries.has_two_step(self.person)
        if why := second_factor.why_not_off(by=request.user, user=self.person, has_one=has_one):  # type: ignore[arg-type]
            messages.info(request, why)
            return redirect("accounts:person-detail", pk=self.person.pk)
        return super().get(request, *args, **kwargs)

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        form.cancel_url = reverse("accounts:person-detail", args=[self.person.pk])
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=f"Take two-step sign-in off the account of {self.person.name}",
            lead=f"{self.person.name} is signed out everywhere and told by e-mail who took it off. Until they set it up again, "
            "their password alone is enough to sign in.",
            **kwargs,
        )

    def perform(self, form: Any) -> str:
        second_factor.take_off(by=self.request.user, user=self.person, reason=form.cleaned_data["reason"])  # type: ignore[arg-type]
        return reverse("accounts:person-detail", args=[self.person.pk])


class PersonAct(PeopleManager, View):
    """A button of the person's page: POST only. `act` says why there was nothing to do, where there was not."""

    http_method_names = ["post"]
    done = ""

    def post(self, request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponse:
        if nothing := self.act(get_object_or_404(User, pk=pk), **kwargs):
            messages.info(request, nothing)
        else:
            messages.success(request, self.done)
        return redirect("accounts:person-detail", pk=pk)

    def act(self, person: User, **kwargs: Any) -> str | None:
        raise NotImplementedError


class EndRole(PersonAct):
    done = "Role ended"

    def act(self, person: User, **kwargs: Any) -> None:
        granted = get_object_or_404(NationalRole, pk=kwargs["role_pk"], user=person)
        people.end_national(by=self.request.user, granted=granted)  # type: ignore[arg-type]


class InviteAgain(PersonAct):
    done = "Invitation sent again"

    def act(self, person: User, **kwargs: Any) -> None:
        invitations.send_invitation(by=self.request.user, user=person)  # type: ignore[arg-type]


class CloseAccount(PersonAct):
    done = "Account closed"

    def act(self, person: User, **kwargs: Any) -> str | None:
        closed = people.close_account(by=self.request.user, user=person)  # type: ignore[arg-type]
        return None if closed else f"The account of {person.name} was closed before: there was nothing to do"


class SignOutEverywhere(PersonAct):
    done = "Signed out on every device"

    def act(self, person: User, **kwargs: Any) -> str | None:
        ended = sessions.sign_out_everywhere(by=self.request.user, user=person)  # type: ignore[arg-type]
        return None if ended else f"{person.name} was signed in nowhere: there was nothing to end"
