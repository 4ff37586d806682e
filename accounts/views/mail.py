"""The messages the service sent, where no mail server is set. Open to everyone signed in on a demonstration only."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.views.generic import DetailView, ListView

from accounts import queries
from accounts.access import holds, require
from accounts.choices import Permission
from core.views import AnyPage

LINK = re.compile(r"https?://[^\s<>\"']+")
HIDDEN = "[link hidden]"
# The names addresses give to what must not be guessed.
SECRETS = {"token", "key", "uidb36", "secret", "code", "signature"}


class MailReader(LoginRequiredMixin):
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated and not settings.DEMONSTRATION:
            require(request.user, Permission.MAIL_VIEW)
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> Any:
        everything = holds(self.request.user, Permission.MAIL_VIEW)
        return queries.sent_messages(self.request.user, everything=everything)  # type: ignore[arg-type]


class SentMessages(MailReader, AnyPage, ListView):
    template_name = "accounts/sent_messages.html"
    context_object_name = "messages_sent"
    paginate_by = 50


class SentMessage(MailReader, DetailView):
    """One message. A link that lets somebody in is shown to the administrator alone: whoever follows it becomes that person."""

    template_name = "accounts/sent_message.html"
    context_object_name = "message_sent"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        body = self.object.body
        if not holds(self.request.user, Permission.MAIL_VIEW):
            body = without_secret_links(body)
        return super().get_context_data(body=body, **kwargs)


def without_secret_links(text: str) -> str:
    """The text of a message with every address that holds a secret hidden: those of other pages stay."""
    return LINK.sub(lambda found: found[0] if is_plain(found[0]) else HIDDEN, text)


def is_plain(address: str) -> bool:
    """Whether an address of this service is one that has to be signed in for. What cannot be resolved is taken for a secret."""
    try:
        found = resolve(urlsplit(address).path)
    except (Resolver404, ValueError):
        return False
    return not SECRETS & set(found.kwargs)
