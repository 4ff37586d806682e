"""What a board reads: the exception report, and packs of one day as PDF and workbook."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.generic import TemplateView, View

from accounts.choices import Permission
from core import clock
from core.spreadsheets import send_workbook
from core.words import short_date
from rulebook import words
from tracking.forms.board import PackForm, SendForm
from tracking.models import BoardPack
from tracking.queries import pictures
from tracking.queries.board import summary
from tracking.services.board import ask_for_pack
from tracking.services.exceptions import send_exceptions
from tracking.views.base import ProgressForm, ProgressView

PACKS_SHOWN = 24


class Exceptions(ProgressView, TemplateView):
    template_name = "tracking/exceptions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = [
            (one, pictures.label(one.state), self.to("action-detail", one.action.item.order, one.action.number))
            for one in self.found
            if one.is_exception
        ]
        return super().get_context_data(rows=rows, summary=summary(self.found), **kwargs)


class ExceptionsSend(ProgressForm):
    form_class = SendForm
    heading = "Send the exception report"
    lead = (
        "Each owner of an action that is behind target or late gets a message that asks why and what will be done. Nobody gets a second "
        "message about the same action in the same month."
    )

    def get_success_url(self) -> str:
        return self.to("exceptions")

    def perform(self, form: Any) -> None:
        self.sent = send_exceptions(by=self.request.user, plan=self.plan)

    def get_success_message(self, form: Any) -> str:
        if not self.sent:
            return "Nothing was sent: every owner was told this month already, or an action has no owner"
        return f"Sent to the owners of {words.count(self.sent, 'action')}"


class PackList(ProgressView, TemplateView):
    template_name = "tracking/pack_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        packs = BoardPack.objects.filter(plan=self.plan).defer("pdf", "workbook", "content").select_related("asked_by")
        return super().get_context_data(
            packs=packs.order_by("-number")[:PACKS_SHOWN],
            may_make=self.plan.published_on is not None and Permission.PLAN_TRACK in self.rights,
            **kwargs,
        )


class PackAdd(ProgressForm):
    form_class = PackForm
    heading = "Make a board pack"
    lead = (
        "The pack holds the numbers of the day you choose: highlights, the RAG matrix, exceptions, decisions and the next milestones. "
        "The PDF and the workbook are made of the same numbers and never change afterwards."
    )

    def get_initial(self) -> dict[str, Any]:
        return {"as_at_on": clock.today()}

    def get_success_url(self) -> str:
        return self.to("pack-list")

    def perform(self, form: Any) -> str:
        pack = ask_for_pack(
            by=self.request.user,
            plan=self.plan,
            as_at_on=form.cleaned_data["as_at_on"],
            decisions=form.cleaned_data["decisions"],
        )
        return self.to("pack-detail", pack.number)


class PackView(ProgressView):
    @cached_property
    def pack(self) -> BoardPack:
        found = BoardPack.objects.filter(plan=self.plan, number=self.kwargs["number"]).select_related("asked_by")
        pack = found.defer(*self.unread).first()
        if pack is None:
            raise Http404
        return pack

    unread: tuple[str, ...] = ("pdf", "workbook")


class PackDetail(PackView, TemplateView):
    template_name = "tracking/pack_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(pack=self.pack, told=self.pack.told, **kwargs)


class PackPdf(PackView, View):
    unread = ("workbook",)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.pack.pdf is None:
            raise Http404
        answer = HttpResponse(bytes(self.pack.pdf), content_type="application/pdf")
        answer["Content-Disposition"] = f'attachment; filename="{name_of(self.pack)}.pdf"'
        answer["X-Content-Type-Options"] = "nosniff"
        answer["Cache-Control"] = "private, no-store"
        return answer


class PackWorkbook(PackView, View):
    unread = ("pdf",)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.pack.workbook is None:
            raise Http404
        return send_workbook(bytes(self.pack.workbook), name_of(self.pack))


def name_of(pack: BoardPack) -> str:
    """board-pack-surrey-2016-4-december-2017-1"""
    day = short_date(pack.as_at_on).lower().replace(" ", "-")
    return f"board-pack-{pack.plan.inspection.reference}-{day}-{pack.number}"
