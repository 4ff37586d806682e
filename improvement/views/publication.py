"""Publishing a plan and looking after what was published: versions, PDFs, the link for other sites, the area's own addresses."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html
from django.views import View
from django.views.generic import TemplateView

from accounts.choices import Permission
from core import clock
from improvement.forms.publication import AddressForm, EndAddressForm, PublishForm
from improvement.models import PlanAddress, PlanPublication
from improvement.queries import publication as queries
from improvement.services import moves, proofs, publishing
from improvement.views.acts import PlanAct
from improvement.views.base import PlanView

PUBLISHING_MOVES = ("publish", "publish_unreviewed")


class Publication(PlanView, TemplateView):
    template_name = "improvement/plan_publication.html"
    part = "publication"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plan, path = self.plan, queries.public_address(self.inspection.reference)
        published = plan.published_on is not None and plan.state in publishing.PUBLISHED_STATES
        return super().get_context_data(
            versions=[(one, queries.progress_words(one)) for one in queries.of_plan(plan)],
            path=path,
            link_code=self.link_code(f"{settings.SITE_URL}{path}") if path else "",
            addresses=queries.addresses(plan),
            may_publish=Permission.PLAN_SUBMIT in self.rights and bool(publish_move(self)),
            may_publish_again=Permission.PLAN_SUBMIT in self.rights and published,
            may_record=Permission.PLAN_EDIT in self.rights and published,
            **kwargs,
        )

    def link_code(self, address: str) -> str:
        """What a council puts on a page of its own."""
        text = f"{self.plan.kind_spec.name}, {self.inspection.partnership.name}"
        return format_html('<a href="{}">{}</a>', address, text)


def publish_move(view: PlanView) -> str:
    """The step by which this plan is published now; empty when it is not at that point."""
    offered = {move.name for move in moves.available(view.plan, view.request.user)}
    return next((name for name in PUBLISHING_MOVES if name in offered), "")


class Publish(PlanAct):
    """The first publication is a step of the plan; a later version says what changed."""

    template_name = "improvement/plan_publish.html"
    form_class = PublishForm
    permission = Permission.PLAN_SUBMIT
    part = "publication"

    @cached_property
    def move(self) -> str:
        return publish_move(self)

    @cached_property
    def again(self) -> bool:
        return self.plan.state in publishing.PUBLISHED_STATES

    def get_form_kwargs(self) -> dict[str, Any]:
        name = self.move or ("publish" if self.plan.needs_submission else "publish_unreviewed")
        label = "Publish a new version" if self.again else self.plan.LIFECYCLE.move(name).label
        return super().get_form_kwargs() | {"again": self.again, "label": label}

    def get_initial(self) -> dict[str, Any]:
        return {"on": clock.today()}

    def get_success_url(self) -> str:
        return reverse("improvement:plan-publication", args=[self.inspection.reference])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        missing = [] if self.again or not self.move else moves.missing(self.plan, self.plan.LIFECYCLE.move(self.move))
        return super().get_context_data(
            **({"again": self.again, "may": self.again or bool(self.move), "missing": missing} | kwargs)
        )

    def perform(self, form: Any) -> str:
        by, given = self.request.user, form.cleaned_data
        if self.again:
            publishing.publish_again(by=by, plan=self.plan, on=given["on"], reason=given["reason"])
            return self.get_success_url()
        name = self.move or ("publish" if self.plan.needs_submission else "publish_unreviewed")
        plan = moves.make_move(by=by, plan=self.plan, move=name, on=given["on"])
        if given["address"]:
            proofs.add_address(by=by, plan=plan, address=given["address"])
        return self.get_success_url()

    def get_success_message(self, form: Any) -> str:
        if self.again:
            return "New version published"
        return f"Plan published. The plan is now at ‘{self.plan.LIFECYCLE.states['published']}’."


class AddressAdd(PlanAct):
    template_name = "improvement/address_add.html"
    form_class: Any = AddressForm
    permission = Permission.PLAN_EDIT
    part = "publication"
    success_message = "Address recorded. It is looked at within minutes, and then once a week"

    def get_success_url(self) -> str:
        return reverse("improvement:plan-publication", args=[self.inspection.reference])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(may=self.plan.state in publishing.PUBLISHED_STATES, **kwargs)

    def perform(self, form: Any) -> None:
        proofs.add_address(by=self.request.user, plan=self.plan, address=form.cleaned_data["address"])


class AddressEnd(AddressAdd):
    template_name = "improvement/address_end.html"
    form_class = EndAddressForm
    success_message = "This address is looked at no more"

    @cached_property
    def address(self) -> PlanAddress:
        return get_object_or_404(
            PlanAddress.objects.select_related("plan__inspection__partnership"),
            plan=self.plan,
            pk=self.kwargs["pk"],
            ended_at=None,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(address=self.address, **kwargs)

    def perform(self, form: Any) -> None:
        proofs.end_address(by=self.request.user, address=self.address)


class PublicationProgress(PlanView, View):
    """How far a PDF is, for the page that asks again by itself."""

    def get(self, request: HttpRequest, reference: str, number: int) -> HttpResponse:
        made = get_object_or_404(PlanPublication.objects.all().light(), plan=self.plan, number=number)
        answer = JsonResponse({"stage": made.stage, "words": queries.progress_words(made)})
        answer["Cache-Control"] = "no-store"
        return answer
