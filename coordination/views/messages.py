"""Messages to many people, and the daily summary."""

from __future__ import annotations

from typing import Any

from django.contrib import messages as banners
from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import TemplateView

from accounts.choices import Permission
from coordination import audiences
from coordination.forms.others import DigestForm, MessageStartForm, PartForm, SendForm
from coordination.models import DigestChoice, Message, MessagePart
from coordination.queries.messages import preview, visible
from coordination.services import digest, messages
from coordination.views.base import CoordinationForm, CoordinationView, to
from core.errors import Refused
from core.views import ServiceFormView
from inspections.models import Inspection
from rulebook import words


class OfSide:
    """A draft is open to the side that writes it; the other side sees the message once it is sent."""

    rights: Any
    inspection: Inspection

    def visible(self) -> QuerySet[Message]:
        return visible(self.inspection, of_team=Permission.TEAM_NOTES in self.rights)


class MessageList(OfSide, CoordinationView, TemplateView):
    template_name = "coordination/message_list.html"
    permission = Permission.MESSAGE_SEND
    part = "message-list"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = (
            self.visible()
            .select_related("written_by", "sent_by", "inspection")
            .annotate(reached=Count("recipients", filter=Q(recipients__left_out="")))
        )
        return super().get_context_data(
            drafts=[message for message in found if not message.sent_at],
            sent=[message for message in found if message.sent_at],
            **kwargs,
        )


class MessageStart(CoordinationForm):
    form_class = MessageStartForm
    permission = Permission.MESSAGE_SEND
    part = "message-list"
    back = "message-list"
    heading = "Write a message"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            lead="You can change every word. Nothing is sent before you have looked at it.", **kwargs
        )

    def perform(self, form: Any) -> str:
        made = messages.start(by=self.request.user, inspection=self.inspection, wording=form.cleaned_data["wording"])
        return made.get_absolute_url()


class MessageDetail(OfSide, CoordinationForm):
    """A draft with the e-mails as they would be, and the button that sends them; or what became of a sent one."""

    template_name = "coordination/message_detail.html"
    form_class = SendForm
    permission = Permission.MESSAGE_SEND
    part = "message-list"
    back = "message-list"

    def message(self) -> Message:
        return get_object_or_404(
            self.visible().select_related("inspection__partnership", "inspection__lano", "sent_by"),
            pk=self.kwargs["pk"],
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        message = self.message()
        parts = [(part, [audiences.WORDS.get(code, code) for code in part.audiences]) for part in message.parts.all()]
        shown = None if message.sent_at else preview(message, sender=self.request.user)
        ready = bool(shown and shown.letters and all(part.subject and part.body for part, _ in parts))
        form = kwargs.pop("form", None) or self.get_form()
        form.submit_text = f"Send {words.count(len(shown.letters), 'e-mail')}" if shown else ""
        if shown:
            form.initial["digest"] = shown.digest
            if form.is_bound:
                # What is shown now is what the next press sends.
                form.data = form.data.copy()
                form.data["digest"] = shown.digest
        recipients = list(message.recipients.all()) if message.sent_at else []
        return super().get_context_data(
            message=message,
            heading=message.title,
            parts=parts,
            preview=shown,
            ready=ready,
            form=form,
            reached=[row for row in recipients if not row.left_out],
            left_out=[row for row in recipients if row.left_out],
            **kwargs,
        )

    def post(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if "discard" not in request.POST:
            return super().post(request, *args, **kwargs)
        try:
            messages.discard(by=request.user, message=self.message())
        except Refused as refused:
            banners.error(request, str(refused))
            return redirect(request.path)
        banners.success(request, "Draft thrown away")
        return redirect(to("message-list", self.inspection))

    def perform(self, form: Any) -> str:
        message = self.message()
        self.sent = messages.send(by=self.request.user, message=message, digest=form.cleaned_data["digest"])
        return message.get_absolute_url()

    def get_success_message(self, form: Any) -> str:
        return f"{words.count(self.sent, 'e-mail')} on the way"


class PartEdit(OfSide, CoordinationForm):
    form_class = PartForm
    permission = Permission.MESSAGE_SEND
    part = "message-list"
    success_message = "Saved. Nothing is sent yet."

    def wording(self) -> MessagePart:
        return get_object_or_404(
            MessagePart.objects.select_related("message__inspection__partnership"),
            message__in=self.visible(),
            message=self.kwargs["pk"],
            order=self.kwargs["order"],
        )

    def back_address(self) -> str:
        return to("message-detail", self.inspection, self.kwargs["pk"])

    def values_of(self, current: Any) -> dict[str, Any]:
        return {"audiences": current.audiences, "subject": current.subject, "body": current.body}

    def get_initial(self) -> dict[str, Any]:
        part = self.wording()
        return self.values_of(part) | {"version": part.version}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(heading=f"Change the message: {self.wording().message}", **kwargs)

    def perform(self, form: Any) -> None:
        given = form.cleaned_data
        messages.write_part(
            by=self.request.user,
            part=self.wording(),
            version=given["version"],
            audiences=given["audiences"],
            subject=given["subject"],
            body=given["body"],
        )


class MyEmails(ServiceFormView):
    """Whether a person wants the summary of each morning."""

    form_class = DigestForm
    success_message = "Saved"

    def get_initial(self) -> dict[str, Any]:
        choice = DigestChoice.objects.filter(person=self.request.user.pk).first()
        return {
            "wanted": "yes" if choice and choice.wanted else "no",
            "muted_until_on": choice.muted_until_on if choice else None,
        }

    def get_success_url(self) -> str:
        return reverse("coordination:my-emails")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(heading="My e-mails", **kwargs)

    def perform(self, form: Any) -> None:
        given = form.cleaned_data
        digest.choose(by=self.request.user, wanted=given["wanted"] == "yes", muted_until_on=given["muted_until_on"])
