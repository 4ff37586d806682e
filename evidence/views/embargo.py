"""Who has seen what is embargoed."""

from __future__ import annotations

from typing import Any

from django.views.generic import TemplateView

from accounts.choices import Permission
from evidence.queries import embargo
from evidence.views.base import EvidenceView


class Embargo(EvidenceView, TemplateView):
    template_name = "evidence/embargo.html"
    permission = Permission.EMBARGO_VIEW
    part = "embargo"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        columns, people = embargo.table(self.inspection)
        return super().get_context_data(
            columns=columns,
            people=people,
            n_seen=sum(row.has_seen for row in people),
            not_yet=[row for row in people if not row.has_seen],
            **kwargs,
        )
