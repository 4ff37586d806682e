"""The pack, the audit and the inspectors' records."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views import View

from accounts.choices import Permission
from cases.choices import Agency, RecordKind
from cases.forms import (
    AuthorsForm,
    DocumentForm,
    RecordForm,
    RemoveForm,
    ReturnForm,
    SectionForm,
    SubmitPackForm,
    SummaryForm,
)
from cases.models import AuditSection, CasePackDocument, CaseRecord
from cases.queries.cases import area_people, pack_handed_over, tracking_of
from cases.services import audits, pack, records
from cases.services.pack import OPEN_STATES
from cases.views.base import CaseAct, CaseView
from core import files


class DocumentAdd(CaseAct):
    form_class = DocumentForm
    case_permission = Permission.CASE_MANAGE
    success_message = "Document added"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        missing = () if self.case.state in OPEN_STATES else ("Record the family’s consent first.",)
        return super().get_context_data(heading=f"Add a document to the pack of {self.case}", missing=missing, **kwargs)

    def perform(self, form: Any) -> None:
        given = form.cleaned_data
        pack.add_document(
            by=self.request.user, case=self.case, kind=given["kind"], title=given["title"], upload=given["file"]
        )


class OneDocument(CaseView):
    def document(self) -> CasePackDocument:
        # Until it is submitted the pack is the area's own: for the inspectors no document is there.
        if Permission.CASE_MANAGE not in self.case_rights and not pack_handed_over(self.case):
            raise Http404
        given = self.case.documents.filter(removed_at=None).select_related("stored")
        document = get_object_or_404(given, number=self.kwargs["number"])
        document.case = self.case
        return document


class DocumentOpen(OneDocument, View):
    """The file, as an attachment; that it was opened is kept."""

    case_permission = Permission.CASE_IDENTITY
    reading = False

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = files.send(pack.open_document(by=request.user, document=self.document()))
        response["Cache-Control"] = "no-store, private"
        return response


class DocumentRemove(OneDocument, CaseAct):
    form_class = RemoveForm
    case_permission = Permission.CASE_MANAGE
    success_message = "Document removed"
    lead = "Its number is not used again."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        missing = (
            () if self.case.state == "pack_in_progress" else ("The pack has been submitted, so its documents stay.",)
        )
        return super().get_context_data(heading=f"Remove {self.document()}", missing=missing, **kwargs)

    def perform(self, form: Any) -> None:
        pack.remove_document(by=self.request.user, document=self.document())


class PackSubmit(CaseAct):
    form_class = SubmitPackForm
    case_permission = Permission.CASE_MANAGE
    success_message = "Pack submitted. The lead inspectors have been told."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        facts = {"documents": self.case.documents.filter(removed_at=None).count(), "names_found": []}
        return super().get_context_data(
            heading=f"Submit the pack of {self.case}",
            lead="The lead inspectors are told. You can add documents afterwards, but take none away.",
            missing=self.case.LIFECYCLE.missing(self.case.state, "submit_pack", facts),
            **kwargs,
        )

    def perform(self, form: Any) -> None:
        pack.submit_pack(by=self.request.user, case=self.case)


class Authors(CaseAct):
    form_class = AuthorsForm
    case_permission = Permission.CASE_MANAGE
    success_message = "Authors named"
    lead = "Each author writes and signs one section. They see this case by its letter and no name."

    def get_form_kwargs(self) -> dict[str, Any]:
        named = {section.agency: section.author for section in self.case.audit_sections.select_related("author")}
        return super().get_form_kwargs() | {"people": area_people(self.inspection), "named": named}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(heading=f"Who audits {self.case}?", **kwargs)

    def perform(self, form: Any) -> None:
        audits.name_authors(by=self.request.user, case=self.case, authors=form.authors())


class SectionMixin(CaseView):
    def section(self) -> AuditSection:
        if self.kwargs["agency"] not in Agency.values:
            raise Http404
        section = get_object_or_404(self.case.audit_sections.select_related("author"), agency=self.kwargs["agency"])
        section.case = self.case
        return section


class SectionEdit(SectionMixin, CaseAct):
    """Written by its author and nobody else."""

    form_class = SectionForm

    def get_form_kwargs(self) -> dict[str, Any]:
        section, tracking = self.section(), tracking_of(self.inspection)
        if section.author != self.request.user:
            raise PermissionDenied("Only its author writes a section")
        if tracking is None:
            raise Http404
        return super().get_form_kwargs() | {"tracking": tracking, "section": section}

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.section().version}

    def values_of(self, current: Any) -> dict[str, Any]:
        kept = {f"grade_{place}": answer["grade"] for place, answer in enumerate(current.answers)}
        return kept | {"evidence": current.evidence}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        section = self.section()
        missing = (
            ("You have signed this section. Ask the coordinator to return it to you.",) if section.signed_at else ()
        )
        return super().get_context_data(
            heading=f"{section.get_agency_display()} section of the audit of {self.case}",
            lead="Your answers are about this case only. They are not a rating of the area.",
            missing=missing,
            **kwargs,
        )

    def perform(self, form: Any) -> None:
        sign = "draft" not in self.request.POST
        audits.write_section(
            by=self.request.user,
            section=self.section(),
            grades=form.grades(),
            evidence=form.cleaned_data["evidence"],
            version=form.cleaned_data["version"],
            sign=sign,
        )
        self.success_message = "Section signed" if sign else "Draft saved"


class SectionReturn(SectionMixin, CaseAct):
    form_class = ReturnForm
    case_permission = Permission.CASE_MANAGE
    success_message = "Section returned to its author"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        section = self.section()
        missing = (
            ()
            if section.signed_at and not self.case.summary_at
            else ("Only a signed section can be returned, and only before the joint summary.",)
        )
        return super().get_context_data(
            heading=f"Return the {section.get_agency_display().lower()} section of {self.case}",
            missing=missing,
            **kwargs,
        )

    def perform(self, form: Any) -> None:
        audits.return_section(by=self.request.user, section=self.section(), reason=form.cleaned_data["reason"])


class Summary(CaseAct):
    form_class = SummaryForm
    case_permission = Permission.CASE_MANAGE
    success_message = "Summary saved"

    def get_initial(self) -> dict[str, Any]:
        return {"summary": self.case.joint_summary, "learning": self.case.learning, "version": self.case.version}

    def values_of(self, current: Any) -> dict[str, Any]:
        return {"summary": current.joint_summary, "learning": current.learning}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = audits.unsigned(self.case)
        missing = (f"Not signed yet: {', '.join(waiting)}.",) if waiting else ()
        return super().get_context_data(heading=f"Joint summary of the audit of {self.case}", missing=missing, **kwargs)

    def perform(self, form: Any) -> None:
        given = form.cleaned_data
        audits.write_summary(
            by=self.request.user,
            case=self.case,
            summary=given["summary"],
            learning=given["learning"],
            version=given["version"],
        )


class RecordEdit(CaseAct):
    """One of three records, for inspectors only."""

    form_class = RecordForm
    case_permission = Permission.CASE_REVIEW
    success_message = "Record saved"

    @property
    def kind(self) -> RecordKind:
        if self.kwargs["kind"] not in RecordKind.values:
            raise Http404
        return RecordKind(self.kwargs["kind"])

    def record(self) -> CaseRecord | None:
        return self.case.records.filter(kind=self.kind).first()

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"with_own_words": self.kind != RecordKind.PROFESSIONALS}

    def get_initial(self) -> dict[str, Any]:
        record = self.record()
        return {"version": 0} if record is None else self.values_of(record) | {"version": record.version}

    def values_of(self, current: Any) -> dict[str, Any]:
        return {name: getattr(current, name) for name in ("held_on", "notes", "own_words", "may_share_words")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        missing = () if self.case.consent_on else ("Consent has not been recorded, so there is no meeting to record.",)
        return super().get_context_data(heading=f"{self.kind.label}, {self.case}", missing=missing, **kwargs)

    def perform(self, form: Any) -> None:
        given = form.cleaned_data
        records.write_record(
            by=self.request.user,
            case=self.case,
            kind=self.kind,
            notes=given["notes"],
            own_words=given.get("own_words", ""),
            may_share_words=given.get("may_share_words", False),
            held_on=given["held_on"],
            version=given["version"] or 0,
        )
