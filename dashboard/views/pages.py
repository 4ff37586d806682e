"""Pages of text, and whether the service is well."""

from __future__ import annotations

from typing import Any

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views import View
from django.views.generic import TemplateView

from core import clock, outbox
from core.models import OutboxRow
from dashboard.glossary import TERMS

# A relay runs every few seconds: work that waits longer than this means that no worker is running.
LATE_SECONDS = 15 * 60


class Accessibility(TemplateView):
    template_name = "dashboard/accessibility.html"


class Privacy(TemplateView):
    template_name = "dashboard/privacy.html"


class Glossary(TemplateView):
    template_name = "dashboard/glossary.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        letters: dict[str, list[Any]] = {}
        for term in TERMS:
            letters.setdefault(term.term[0].upper(), []).append(term)
        return super().get_context_data(letters=letters, **kwargs)


class Health(View):
    """For a monitor: figures only. 503 when the database does not answer or the outbox is not being emptied."""

    def get(self, request: HttpRequest) -> JsonResponse:
        try:
            connection.ensure_connection()
            oldest = outbox.waiting().order_by("due_at").values_list("due_at", flat=True).first()
            failed = OutboxRow.objects.filter(failed_at__isnull=False).count()
        except DatabaseError:
            return JsonResponse({"status": "down", "database": "down"}, status=503)
        waited = max(0, int((clock.now() - oldest).total_seconds())) if oldest else 0
        late = waited > LATE_SECONDS
        return JsonResponse(
            {"status": "late" if late else "ok", "database": "ok", "oldest_waiting_seconds": waited, "failed": failed},
            status=503 if late else 200,
        )
