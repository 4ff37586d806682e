"""What the pages of evidence share: the tab and the links between them."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from accounts.choices import Permission
from core.views import ServiceFormView
from inspections.models import Inspection
from inspections.views.base import InspectionView, LinkedPages

# One line of links above every page of evidence: (part, words, URL name, right).
PAGES = (
    ("notes", "Notes", "evidence:note-list", Permission.EVIDENCE_VIEW),
    ("filed", "Filed evidence", "inspections:evidence-list", Permission.EVIDENCE_VIEW),
    ("enquiries", "Lines of enquiry", "evidence:enquiry-list", Permission.EVIDENCE_VIEW),
    ("triangulation", "Triangulation", "evidence:triangulation", Permission.EVIDENCE_VIEW),
    ("emerging", "Emerging findings", "evidence:emerging-list", Permission.JUDGEMENT_VIEW),
    ("judgement", "Corporate {evaluation}", "evidence:judgement", Permission.JUDGEMENT_VIEW),
    ("safeguarding", "Safeguarding", "evidence:concern-list", Permission.SAFEGUARDING_RECORD),
    ("embargo", "Who has seen what", "evidence:embargo", Permission.EMBARGO_VIEW),
)


def to(name: str, inspection: Inspection, *args: Any) -> str:
    """The address of a page of evidence: to("enquiry-detail", inspection, 3)."""
    return reverse(f"evidence:{name}", args=[inspection.reference, *args])


class EvidenceView(LinkedPages, InspectionView):
    """A page of the tab. `part` is the code of the line of PAGES it belongs to. Templates extend "evidence/page.html"."""

    tab = "evidence"
    permission = Permission.EVIDENCE_VIEW
    links = PAGES
    links_label = "Pages of evidence"


class EvidenceForm(EvidenceView, ServiceFormView):
    """A form of the tab. `heading` stands above it, `lead` below the heading."""

    template_name = "inspections/form_page.html"
    permission = Permission.EVIDENCE_WRITE
    heading = ""

    def back_address(self) -> str:
        """Where the form leads, and its cancel link."""
        raise NotImplementedError(f"{type(self).__name__} does not say where it leads back to")

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        form.cancel_url = self.back_address()
        return form

    def get_success_url(self) -> str:
        return self.back_address()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"heading": self.heading} | kwargs))
