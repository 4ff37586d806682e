"""Lines of enquiry: the list, one with all its wordings, and the table of what there is and what is missing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import TemplateView, View

from accounts.choices import Permission
from core.errors import Refused
from evidence.choices import SourceKind, Standing, Strand
from evidence.forms.enquiries import EnquiryForm, ReasonForm, RewordForm, StandingForm
from evidence.models import Enquiry
from evidence.queries import enquiries as queries
from evidence.queries import triangulation
from evidence.services import enquiries, tomorrow
from evidence.views.base import EvidenceForm, EvidenceView, to

TAGS = {
    Standing.UNSAID: "grey",
    Standing.NO_CONCERN: "green",
    Standing.UNCERTAIN: "yellow",
    Standing.CONCERN: "red",
}


def shown(enquiry: Enquiry) -> dict[str, Any]:
    """A line of enquiry with its standing as a tag."""
    standing = Standing(enquiry.standing)
    return {"enquiry": enquiry, "standing": standing.label, "tag": TAGS[standing]}


class EnquiryList(EvidenceView, TemplateView):
    template_name = "evidence/enquiry_list.html"
    part = "enquiries"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = [shown(enquiry) for enquiry in queries.of_inspection(self.inspection)]
        return super().get_context_data(
            open_rows=[row for row in rows if row["enquiry"].closed_at is None],
            closed_rows=[row for row in rows if row["enquiry"].closed_at is not None],
            may_write=Permission.EVIDENCE_WRITE in self.rights,
            **kwargs,
        )


class EnquiryView(EvidenceView):
    part = "enquiries"

    @property
    def enquiry(self) -> Enquiry:
        if not hasattr(self, "_enquiry"):
            found = Enquiry.objects.select_related("inspection__lano", "inspection__partnership")
            self._enquiry = get_object_or_404(found, inspection=self.inspection, number=self.kwargs["number"])
        return self._enquiry

    def forget_changes(self) -> None:
        super().forget_changes()
        self.__dict__.pop("_enquiry", None)


class EnquiryDetail(EnquiryView, TemplateView):
    template_name = "evidence/enquiry_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        enquiry = self.enquiry
        asked = {area.code: area.text for area in self.inspection.kind_spec.questions}
        wordings = list(enquiry.versions.select_related("by").order_by("-number"))
        standings = list(enquiry.standings.select_related("by").order_by("-pk"))
        rows = triangulation.table(self.inspection, number=enquiry.number)
        return super().get_context_data(
            **shown(enquiry),
            criteria=[(code, asked.get(code, "")) for code in enquiry.criteria],
            row=rows[0] if rows else None,
            kinds=[kind.label for kind in SourceKind],
            wordings=[
                {"title": f"Wording {row.number}", "at": row.at, "by": row.by, "text": row.text, "reason": row.reason}
                for row in wordings
            ],
            standings=[
                {"title": row.get_standing_display(), "at": row.at, "by": row.by, "reason": row.reason}
                for row in standings
            ],
            notes_url=triangulation.notes_address(self.inspection, enquiry=enquiry.number),
            may_write=Permission.EVIDENCE_WRITE in self.rights and enquiry.closed_at is None,
            asked=tomorrow.asked(self.inspection)[enquiry.number],
            next_day=tomorrow.next_day(),
            **kwargs,
        )


class EnquiryAdd(EvidenceForm):
    form_class = EnquiryForm
    part = "enquiries"
    heading = "Add a line of enquiry"
    success_message = "Line of enquiry added"

    def back_address(self) -> str:
        return to("enquiry-list", self.inspection)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"inspection": self.inspection}

    def perform(self, form: Any) -> str:
        given = form.cleaned_data
        made = enquiries.add_enquiry(
            by=self.request.user, inspection=self.inspection, text=given["text"], criteria=given.get("criteria", [])
        )
        return made.get_absolute_url()


class EnquiryAct(EnquiryView, EvidenceForm):
    permission = Permission.EVIDENCE_WRITE

    def back_address(self) -> str:
        return self.enquiry.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lead = f"{self.enquiry.citation}: {self.enquiry.text}"
        return super().get_context_data(**({"lead": lead} | kwargs))


class EnquiryReword(EnquiryAct):
    form_class = RewordForm
    heading = "Reword a line of enquiry"
    success_message = "New wording saved"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"inspection": self.inspection}

    def get_initial(self) -> dict[str, Any]:
        return {"text": self.enquiry.text, "criteria": self.enquiry.criteria, "version": self.enquiry.version}

    def perform(self, form: Any) -> str:
        given = form.cleaned_data
        enquiries.reword(
            by=self.request.user, enquiry=self.enquiry, version=given["version"], text=given["text"],
            reason=given["reason"], criteria=given.get("criteria", []),
        )  # fmt: skip
        return self.back_address()


class EnquiryStanding(EnquiryAct):
    form_class = StandingForm
    heading = "Say how it stands"
    success_message = "Saved"

    def get_initial(self) -> dict[str, Any]:
        return {"standing": self.enquiry.standing}

    def perform(self, form: Any) -> str:
        given = form.cleaned_data
        enquiries.give_standing(
            by=self.request.user, enquiry=self.enquiry, standing=given["standing"], reason=given["reason"]
        )
        return self.back_address()


class EnquiryClose(EnquiryAct):
    form_class = ReasonForm
    heading = "Close a line of enquiry"
    success_message = "Line of enquiry closed"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"label": "Why is it closed?", "submit": "Close it"}

    def perform(self, form: Any) -> str:
        enquiries.close(by=self.request.user, enquiry=self.enquiry, reason=form.cleaned_data["reason"])
        return self.back_address()


class AskTomorrow(EnquiryView, View):
    """The button beside a gap. Pressed twice, one task."""

    permission = Permission.EVIDENCE_WRITE
    http_method_names = ["post"]

    def post(self, request: HttpRequest, reference: str, number: int) -> HttpResponseBase:
        try:
            task = tomorrow.ask(by=request.user, enquiry=self.enquiry, gap=request.POST.get("gap", ""))
            messages.success(request, f"{self.inspection.lano} was asked: {task.title}")
        except Refused as refused:
            messages.warning(request, refused.reasons[0].text)
        back = "triangulation" if "from_table" in request.POST else "enquiry-detail"
        args = [] if back == "triangulation" else [number]
        return redirect(to(back, self.inspection, *args))


class Triangulation(EvidenceView, TemplateView):
    template_name = "evidence/triangulation.html"
    part = "triangulation"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = tomorrow.asked(self.inspection)
        return super().get_context_data(
            rows=[
                {"row": row, "asked": asked[row.enquiry.number]} | shown(row.enquiry)
                for row in triangulation.table(self.inspection)
            ],
            kinds=[kind.label for kind in SourceKind],
            strands=[strand.label for strand in Strand],
            heat=triangulation.HEAT,
            next_day=tomorrow.next_day(),
            may_write=Permission.EVIDENCE_WRITE in self.rights,
            **kwargs,
        )
