"""The one way to load a partnership from an address, for pages that are not public."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.access import require
from accounts.choices import Permission
from partnerships.models import Partnership


def breadcrumbs(*pages: tuple[str, str]) -> list[dict[str, str]]:
    """Areas, then the given (text, address) pages."""
    return [
        {"text": "Areas", "href": reverse("partnerships:partnership-list")},
        *({"text": text, "href": href} for text, href in pages),
    ]


class PartnershipView(LoginRequiredMixin):
    """Loads `self.partnership` for people who belong to it (404 to strangers) and asks for `permission` (403 without it).

    Mix it in before a class-based view whose address has `slug`.
    """

    permission: Permission
    partnership: Partnership
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        mine = Partnership.objects.permitted(request.user, Permission.PARTNERSHIP_VIEW)
        self.partnership = get_object_or_404(mine.select_related("authority", "region"), slug=kwargs["slug"])
        require(request.user, self.permission, self.partnership)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        crumbs = [(self.partnership.name, self.partnership.get_absolute_url())]
        if self.permission == Permission.MEMBERS_MANAGE:
            crumbs.append(("Members", self.members_url))
        defaults: dict[str, Any] = {"partnership": self.partnership, "breadcrumbs": breadcrumbs(*crumbs)}
        return super().get_context_data(**(defaults | kwargs))  # type: ignore[misc]

    @property
    def members_url(self) -> str:
        return reverse("partnerships:member-list", args=[self.partnership.slug])
