"""The messages the service sent, where no mail server is set. Open to everyone signed in on a demonstration only."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest
from django.views.generic import DetailView, ListView

from accounts import queries
from accounts.access import require
from accounts.choices import Permission


class MailReader(LoginRequiredMixin):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated and not settings.DEMONSTRATION:
            require(request.user, Permission.MAIL_VIEW)
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> Any:
        return queries.sent_messages()


class SentMessages(MailReader, ListView):
    template_name = "accounts/sent_messages.html"
    context_object_name = "messages_sent"
    paginate_by = 50


class SentMessage(MailReader, DetailView):
    template_name = "accounts/sent_message.html"
    context_object_name = "message_sent"
