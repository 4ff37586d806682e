"""The contacts and settings of the inspected area, for those who reach the area only through the inspection."""

from __future__ import annotations

from typing import Any

from django.views.generic import TemplateView

from accounts.access import can
from accounts.choices import Permission
from inspections.views.base import InspectionView
from partnerships.views.directory import contact_page, site_page


class Contacts(InspectionView, TemplateView):
    template_name = "inspections/inspection_contacts.html"
    permission = Permission.CONTACTS_VIEW
    tab = "team"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        area = self.inspection.partnership
        return super().get_context_data(
            **contact_page(area, self.request),
            **site_page(area),
            partnership=area,
            may_keep=can(self.request.user, Permission.CONTACTS_MANAGE, area),
            **kwargs,
        )
