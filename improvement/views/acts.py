"""Acts on a plan: writing an item, approving, moving on."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from accounts.choices import Permission
from core import clock
from core.views import ServiceFormView
from core.words import short_date
from improvement import completeness, queries
from improvement.forms import ApprovalForm, ItemForm, MoveForm
from improvement.models import Plan
from improvement.models.item import ANSWERS
from improvement.services import approvals, items, moves, signing
from improvement.views.base import ItemView, PlanView
from rulebook.lifecycle import Move


class PlanAct(PlanView, ServiceFormView):
    """A form page of one plan that leads back to it. `signed_by` warns, in words, of the signatures that a change breaks."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"signed_by": approvals.warning(self.plan)} | kwargs))

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        form.cancel_url = self.plan.get_absolute_url()
        return form

    def get_success_url(self) -> str:
        return self.plan.get_absolute_url()


class ItemEdit(ItemView, PlanAct):
    template_name = "improvement/item_edit.html"
    form_class = ItemForm
    permission = Permission.PLAN_EDIT
    success_message = "Item saved"

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.item, name) for name in (*ANSWERS, "version")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(item=self.item, may_be_written=items.may_be_written(self.plan), **kwargs)

    def perform(self, form: Any) -> str:
        items.write_item(
            by=self.request.user,
            item=self.item,
            version=form.cleaned_data["version"],
            **{name: form.cleaned_data[name] for name in ANSWERS},
        )
        return f"{self.plan.get_absolute_url()}#item-{self.item.order}"


class PlanApprove(PlanAct):
    """A body's approval: by those who speak for it."""

    template_name = "improvement/plan_approve.html"
    form_class = ApprovalForm
    permission = Permission.PLAN_SUBMIT
    success_message = "Signature recorded"

    def get_initial(self) -> dict[str, Any]:
        open_bodies = self.bodies()
        return {
            "approved_on": clock.today(),
            "body_name": open_bodies[0] if len(open_bodies) == 1 else "",
            "read": signing.fingerprint(self.plan),
        }

    def form_invalid(self, form: Any) -> HttpResponse:
        # Whoever was told that the plan was changed has been told: pressing again signs it as it stands now.
        form.data = form.data.copy()
        form.data[form.add_prefix("read")] = signing.fingerprint(self.plan)
        return super().form_invalid(form)

    def bodies(self) -> list[str]:
        own = approvals.bodies_of(self.plan, self.request.user, clock.today())
        return [name for name in own if name in approvals.missing_bodies(self.plan)]

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"bodies": self.bodies()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        with_bodies = self.plan.state == approvals.APPROVAL_STATE
        return super().get_context_data(
            open_bodies=self.bodies() if with_bodies else [], with_bodies=with_bodies, **kwargs
        )

    def perform(self, form: Any) -> None:
        given = form.cleaned_data
        signing.sign(
            by=self.request.user,
            plan=self.plan,
            body_name=given["body_name"],
            approved_on=given["approved_on"],
            read=given["read"],
        )


class PlanMove(PlanAct):
    """One step of the plan: what it does, what is missing, and the button."""

    template_name = "improvement/plan_move.html"
    form_class = MoveForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.move = self.declared(kwargs["move"])
        self.permission = Permission(self.move.permission)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.own_page() or super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.own_page() or super().post(request, *args, **kwargs)

    def own_page(self) -> HttpResponse | None:
        """The page where a step is made that asks for more than a day and a reason."""
        name = OWN_PAGES.get(self.move.name)
        return redirect(name, reference=self.inspection.reference) if name else None

    @staticmethod
    def declared(name: str) -> Move:
        for move in Plan.LIFECYCLE.moves:
            if move.name == name:
                return move
        raise Http404

    def get_initial(self) -> dict[str, Any]:
        return {"on": clock.today()}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"move": self.move}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            move=self.move,
            target=self.plan.LIFECYCLE.states[self.move.target],
            missing=moves.missing(self.plan, self.move),
            gaps=self.gaps(),
            may_write=self.may_write,
            lead=LEADS.get(self.move.name, "").format(
                to=self.listed(self.plan.kind_spec.submitted_to), by=self.listed(self.plan.kind_spec.reviewed_by)
            ),
            **kwargs,
        )

    def gaps(self) -> list[Any]:
        """What stands in the way of the signatures, place by place, for those who can put it right."""
        if not any(guard.code == "every_item_answered" for guard in self.move.guards):
            return []
        return self.with_places(completeness.missing(queries.items_of(self.plan)))

    @staticmethod
    def listed(names: tuple[str, ...]) -> str:
        return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)

    def perform(self, form: Any) -> str:
        plan = moves.make_move(
            by=self.request.user,
            plan=self.plan,
            move=self.move.name,
            reason=form.cleaned_data.get("reason", ""),
            on=form.cleaned_data.get("on"),
        )
        if self.move.name in ("submit", "resubmit"):
            return reverse("improvement:submission-detail", args=[self.inspection.reference, plan.submissions.count()])
        if self.move.name == "start_review":
            return reverse("improvement:review-detail", args=[self.inspection.reference])
        return plan.get_absolute_url()

    def get_success_message(self, form: Any) -> str:
        if self.move.name in ("submit", "resubmit"):
            newest = self.plan.submissions.order_by("-number")[0]
            return f"Plan submitted on {short_date(newest.submitted_on)}. Receipt number {newest.receipt_number}"
        return f"Done: {self.move.label.lower()}. The plan is now at ‘{self.plan.LIFECYCLE.states[self.move.target]}’."


# The decision is sent from the review; publishing asks where.
OWN_PAGES = {
    **dict.fromkeys(("accept", "return_not_fit"), "improvement:review-detail"),
    **dict.fromkeys(("publish", "publish_unreviewed"), "improvement:plan-publish"),
}

# What happens after the button, beyond the change of stage.
LEADS = {
    "start_review": "The reviewers of {by} write a draft that nobody else sees before they send the decision.",
    "submit": "The plan goes to {to}. What you send is frozen: nobody can change it afterwards. You get a receipt number.",
    "resubmit": "The plan goes to {to} again. Earlier submissions stay readable. You get a new receipt number.",
    "return_to_drafting": "Approvals already given are taken away: each body approves the changed plan again.",
    "redraft": "The items can be written again. Each body approves the changed plan again.",
}
