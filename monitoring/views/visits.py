"""The board of support and challenge of one plan, and the pages of a visit before it is held."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.views import View
from django.views.generic import TemplateView

from accounts.access import can
from accounts.choices import Permission
from core import clock, files
from improvement.models import PlanItem
from inspections.models import Inspection
from inspections.services.calendar import working_calendar
from inspections.views.base import InspectionView, Rights
from monitoring.forms.visits import CancelForm, EvidenceForm, PlanVisitForm, RequestEvidenceForm
from monitoring.forms.visits import VisitForm as DetailsForm
from monitoring.models import Visit, VisitEvidence
from monitoring.queries import visits as reads
from monitoring.services import evidence, ladder, records, visits
from monitoring.views.base import SupportForm, SupportView, VisitForm, VisitPress, VisitView
from rulebook.frameworks import support


class Board(SupportView, TemplateView):
    template_name = "monitoring/board.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plan, drafts = self.plan, self.advises
        return super().get_context_data(
            rows=reads.rows(self.inspection, today=clock.today(), calendar=working_calendar(), drafts=drafts),
            letters=list(reads.letters_of(self.inspection, drafts=drafts)),
            level=ladder.level_of(plan),
            notice=ladder.notice_in_force(plan),
            kinds=plan.kind_spec.visits,
            items=list(plan.items.all()),
            may_release=drafts and plan.state == "in_delivery" and plan.items.filter(released_on=None).exists(),
            may_end=plan.state == "in_delivery"
            and Permission.PLAN_REVIEW in self.rights
            and plan.items.exists()
            and not plan.items.filter(released_on=None).exists(),
            **kwargs,
        )


class VisitAdd(SupportForm):
    form_class = PlanVisitForm
    heading = "Plan a visit"
    lead = "The area is told. The day appears in the deadlines of both advisers."
    success_message = "Visit planned"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"kinds": self.plan.kind_spec.visits}

    def get_initial(self) -> dict[str, Any]:
        kinds = self.plan.kind_spec.visits
        return {"kind": kinds[0].code if len(kinds) == 1 else ""}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        closed = "" if self.plan.is_open else f"The plan is at ‘{self.plan.state_words}’: it is not visited any more."
        return super().get_context_data(**({"closed": closed} | kwargs))

    def perform(self, form: Any) -> str:
        given = form.cleaned_data
        visit = visits.plan_visit(
            by=self.request.user, plan=self.plan, kind=given["kind"], visit_on=given["visit_on"], where=given["where"]
        )
        return visit.get_absolute_url()


class VisitDetail(VisitView, TemplateView):
    """The whole of a visit; the record only for the two bodies until its letter is sent."""

    template_name = "monitoring/visit_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        visit, writes = self.visit, self.advises
        reads_record = writes or visit.state == "letter_sent"
        letter = reads.letters_of(self.inspection, drafts=writes).filter(visit=visit).first()
        health = self.request.GET.get("show") == "health"
        recorded = visit.is_recorded
        return super().get_context_data(
            due=reads.evidence_due(visit, today=clock.today(), calendar=working_calendar()),
            evidence=list(visit.evidence.select_related("item", "file", "given_by", "withdrawn_by")),
            may_send=visit.state == "evidence_requested" and Permission.MONITORING_EVIDENCE in self.rights,
            notes=reads.notes_of(visit) if writes else [],
            findings=reads.findings_of(visit) if reads_record and visit.held_on else [],
            reads_record=reads_record,
            raised=records.actions_of(visit) if reads_record else [],
            actions=reads.actions_of_plan(visit.plan, health=health) if writes else [],
            health=health,
            letter=letter,
            missing=visits.missing(visit, "write_up") if writes and visit.state == "held" else (),
            recorded=recorded,
            **kwargs,
        )


class VisitEdit(VisitForm):
    form_class = DetailsForm
    heading = "Day, place and agenda"
    success_message = "Visit saved"

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.visit, name) for name in ("visit_on", "where", "agenda", "version")}

    def perform(self, form: Any) -> None:
        given = form.cleaned_data
        visits.change_visit(
            by=self.request.user,
            visit=self.visit,
            version=given["version"],
            visit_on=given["visit_on"],
            where=given["where"],
            agenda=given["agenda"],
        )


class EvidenceRequest(VisitForm):
    form_class = RequestEvidenceForm
    states = ("agenda_set",)
    heading = "Ask the area for evidence"
    success_message = "Evidence asked for"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        days = -(support.VISIT_EVIDENCE.offset or 0)
        lead = f"It is due {days} days before the visit. Evidence that comes later is still taken, and marked as late."
        return super().get_context_data(lead=lead, **kwargs)

    def perform(self, form: Any) -> None:
        visits.request_evidence(
            by=self.request.user, visit=self.visit, evidence_asked=form.cleaned_data["evidence_asked"]
        )


class VisitCancel(VisitForm):
    form_class = CancelForm
    heading = "Cancel this visit"
    success_message = "Visit cancelled"

    def perform(self, form: Any) -> None:
        visits.cancel(by=self.request.user, visit=self.visit, reason=form.cleaned_data["reason"])


class ForumInvite(VisitPress):
    """Invite the parent carer forum, or take the invitation back."""

    def act(self) -> str:
        invited = self.request.POST.get("invite") != "no"
        visits.invite_forum(by=self.request.user, visit=self.visit, invited=invited)
        return "The forum is invited and sees the agenda" if invited else "The invitation is taken back"


class EvidenceSend(VisitForm):
    """The area's side of a visit."""

    form_class = EvidenceForm
    states = ("evidence_requested",)
    permission = Permission.MONITORING_EVIDENCE
    heading = "Send evidence"
    success_message = "Evidence sent"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"items": self.visit.plan.items.all()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        due = reads.evidence_due(self.visit, today=clock.today(), calendar=working_calendar())
        return super().get_context_data(due=due, asked=self.visit.evidence_asked, **kwargs)

    def perform(self, form: Any) -> None:
        given = form.cleaned_data
        item = PlanItem.objects.filter(plan=self.visit.plan, order=given["item"]).first() if given["item"] else None
        evidence.send_evidence(
            by=self.request.user,
            visit=self.visit,
            text=given["text"],
            uploads=given["files"],
            item=item,
            complete=given["complete"],
        )


class EvidencePage(VisitView):
    @cached_property
    def evidence(self) -> VisitEvidence:
        held = VisitEvidence.objects.select_related("file", "visit__inspection__partnership")
        return get_object_or_404(held, visit=self.visit, number=self.kwargs["number"])


class EvidenceFile(EvidencePage, View):
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        found = self.evidence
        if found.file is None or found.withdrawn_at is not None:
            raise Http404
        return files.send(found.file)


class EvidenceWithdraw(EvidencePage, VisitPress):
    permission = Permission.MONITORING_EVIDENCE

    def act(self) -> str:
        evidence.withdraw_evidence(by=self.request.user, evidence=self.evidence)
        return "Evidence withdrawn"


class ForumVisit(InspectionView, TemplateView):
    """The agenda of one visit for the parent carer forum: there only while it is invited."""

    template_name = "monitoring/forum_visit.html"
    permission = Permission.PLAN_COMMENT
    tab = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The forum belongs to the area, so it is asked of that alone; who sees the inspection but is not of the forum gets 403."""
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        held = Inspection.objects.permitted_any(request.user, (self.permission, Permission.INSPECTION_VIEW))
        self.inspection = get_object_or_404(
            held.select_related("partnership__region", "partnership__authority", "lano"), reference=kwargs["reference"]
        )
        if not can(request.user, self.permission, self.inspection):
            if can(request.user, Permission.INSPECTION_VIEW, self.inspection):
                raise PermissionDenied(self.permission.label)
            raise Http404
        return super(InspectionView, self).dispatch(request, *args, **kwargs)

    @cached_property
    def rights(self) -> Rights:
        return Rights(self.request.user, self.inspection, {self.permission: True})

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        invited = reads.of_inspection(self.inspection).filter(forum_invited_at__isnull=False).exclude(state="cancelled")
        self.visit: Visit = get_object_or_404(invited, place=kwargs["place"])
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(visit=self.visit, **kwargs)
