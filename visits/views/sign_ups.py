"""Sign-up pages of open meetings, as LANO and inspectors see them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView

from accounts.choices import Permission
from core import clock
from timetable.choices import MeetingKind
from timetable.models import Meeting
from visits.forms.sign_ups import SignUpPageForm
from visits.forms.visits import ConfirmForm
from visits.models import SignUpPage
from visits.queries.sign_ups import OPEN_KINDS, open_meetings
from visits.services import sign_ups
from visits.views.base import FormOf, WeeksView, here


class SignUpView(WeeksView):
    over = ("sign-up-list", "Open meetings")

    def get_success_url(self) -> str:
        return here("sign-up-list", self.inspection)


class SignUpList(SignUpView, TemplateView):
    template_name = "visits/sign_up_list.html"

    def get_breadcrumbs(self) -> list[dict[str, str]]:
        return super().get_breadcrumbs()[:-1]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = open_meetings(self.inspection, now=clock.now())
        taken = [row for row in found if row.page or row.meeting.kind == MeetingKind.OPEN]
        return super().get_context_data(
            rows=taken,
            others=[row for row in found if row not in taken],
            site_url=settings.SITE_URL,
            may_manage=Permission.MEETING_MANAGE in self.rights,
            **kwargs,
        )


class SignUpEdit(SignUpView, FormOf):
    form_class = SignUpPageForm
    permission = Permission.MEETING_MANAGE
    success_message = "Sign-up page saved"

    def meeting(self) -> Meeting:
        meeting = get_object_or_404(
            Meeting.objects.select_related("inspection__partnership"),
            inspection=self.inspection,
            number=self.kwargs["number"],
        )
        if meeting.kind not in OPEN_KINDS:
            raise Http404
        return meeting

    def get_initial(self) -> dict[str, Any]:
        page = SignUpPage.objects.filter(meeting=self.meeting()).first()
        return self.values_of(page) | {"version": page.version} if page else {}

    def values_of(self, current: Any) -> dict[str, Any]:
        opens, closes = current.opens_at.astimezone(clock.LONDON), current.closes_at.astimezone(clock.LONDON)
        return {
            "opens_on": opens.date(), "opens_time": opens.time(), "closes_on": closes.date(), "closes_time": closes.time(),
            "details": current.details, "families_invited": current.families_invited, "invited_how": current.invited_how,
        }  # fmt: skip

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=f"Signing up to {self.meeting().title}",
            lead="Open to every family that has the link. No names are asked. The page says when signing up opens and closes.",
            **kwargs,
        )

    def perform(self, form: Any) -> None:
        sign_ups.set_up(by=self.request.user, meeting=self.meeting(), **form.facts())


class SendLinks(SignUpView, FormOf):
    form_class = ConfirmForm
    permission = Permission.MEETING_MANAGE

    def page(self) -> SignUpPage:
        return get_object_or_404(
            SignUpPage.objects.select_related("meeting__inspection__partnership"),
            meeting__inspection=self.inspection,
            meeting__number=self.kwargs["number"],
        )

    def get_form_kwargs(self) -> dict[str, Any]:
        waiting = self.page().sign_ups.filter(link_sent_at=None).exclude(email="").count()
        return super().get_form_kwargs() | {"submit_text": f"Send {waiting} message{'' if waiting == 1 else 's'}"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = self.page()
        return super().get_context_data(
            heading="Send the joining link",
            lead=f"To families who left an e-mail address and have not had the link of “{page.meeting.title}”.",
            **kwargs,
        )

    def perform(self, form: Any) -> None:
        sent = sign_ups.send_joining_links(by=self.request.user, page=self.page())
        messages.success(self.request, f"{sent} message{'' if sent == 1 else 's'} on the way")
