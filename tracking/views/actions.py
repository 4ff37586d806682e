"""One action's progress: its history, an update, its end, its milestones."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404
from django.views.generic import TemplateView

from accounts.choices import Permission
from core import clock
from improvement.models import Action, Milestone
from rulebook.lifecycles.action import LIVE, RANKS
from tracking.forms.updates import EndForm, MilestoneForm, UpdateForm
from tracking.models import ActionUpdate, MilestoneChange
from tracking.queries import pictures
from tracking.queries.actions import history, milestone_of, with_earlier
from tracking.queries.evidence import choices_for
from tracking.services import milestones, updates
from tracking.services.scope import is_delivered
from tracking.views.base import OfAction, ProgressForm, ProgressView

UPDATES_A_PAGE = 20


class ActionDetail(OfAction, ProgressView, TemplateView):
    template_name = "tracking/action_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pk = self.action.pk  # 404 before any action is looked at: a plan may have none
        standing = next(one for one in self.found if one.action.pk == pk)
        chain = with_earlier(self.action)
        page = Paginator(history(chain), UPDATES_A_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            action=self.action,
            standing=standing,
            state=pictures.label(standing.state),
            earlier=chain[1:],
            page_obj=page,
            updates=[self.told(update) for update in page],
            changes=MilestoneChange.objects.filter(milestone__action=self.action)
            .select_related("milestone", "by")
            .order_by("-pk"),
            may_name_owner=Permission.PLAN_EDIT in self.rights
            and is_delivered(self.plan)
            and self.action.state in RANKS,
            may_end=Permission.PLAN_EDIT in self.rights and self.action.state in LIVE,
            **kwargs,
        )

    def told(self, update: ActionUpdate) -> dict[str, Any]:
        return {
            "update": update,
            "state": pictures.label(update.state_after),
            "pieces": [link.evidence for link in update.evidence_links.all()],
            "earlier": update.action_id != self.action.pk,
            "taken_back": getattr(update, "taken_back_by", None),
        }


class UpdateAdd(OfAction, ProgressForm):
    form_class = UpdateForm
    success_message = "Update recorded"
    template_name = "tracking/update_add.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "action": self.action,
            "moves": updates.offered(self.action, self.rights),
            "pieces": choices_for(self.plan, self.action),
        }

    def get_initial(self) -> dict[str, Any]:
        return {"reported_on": clock.today(), "impact": self.action.impact, "version": self.action.version}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(heading="Record an update", action=self.action, **kwargs)

    def values_of(self, current: Action) -> dict[str, Any]:
        return {"impact": current.impact}

    def perform(self, form: Any) -> None:
        given = form.cleaned_data
        updates.record_update(
            by=self.request.user,
            action=self.action,
            reported_on=given["reported_on"],
            done=given["done"],
            version=given["version"],
            move=given["move"],
            impact=given["impact"],
            reason=given["reason"],
            remedy=given["remedy"],
            evidence=[int(number) for number in given.get("evidence", ())],
            new_evidence=form.new_evidence(given["reported_on"]),
            asks_completion=given.get("asks_completion", False),
        )

    def forget_changes(self) -> None:
        super().forget_changes()
        self.action.refresh_from_db(fields=["state", "impact", "state_on", "version"])


class ActionEnd(OfAction, ProgressForm):
    form_class = EndForm
    permission = Permission.PLAN_EDIT
    success_message = "Recorded"
    lead = (
        "Its history and its evidence stay readable. An action that is withdrawn or replaced cannot be taken up again."
    )

    def get_form_kwargs(self) -> dict[str, Any]:
        live = [one.action for one in self.found if one.is_live and one.action.pk != self.action.pk]
        others = [(str(action.pk), f"{action.reference} {pictures.short(action.text)}") for action in live]
        return super().get_form_kwargs() | {"others": others}

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.action.version}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(heading=f"Withdraw or replace action {self.action.reference}", **kwargs)

    def perform(self, form: Any) -> None:
        given = form.cleaned_data
        chosen = [one.action for one in self.found if str(one.action.pk) == given["replaced_by"]]
        updates.end_action(
            by=self.request.user,
            action=self.action,
            move=given["move"],
            reason=given["reason"],
            version=given["version"],
            replaced_by=chosen[0] if chosen else None,
        )


class MilestoneRecord(OfAction, ProgressForm):
    form_class = MilestoneForm
    success_message = "Recorded"

    @cached_property
    def milestone(self) -> Milestone:
        found = milestone_of(self.action, self.kwargs["order"])
        if found is None:
            raise Http404
        return found

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"met": self.milestone.met_on is not None}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(heading="Record a milestone", lead=self.milestone.text, **kwargs)

    def perform(self, form: Any) -> None:
        given, by = form.cleaned_data, self.request.user
        if given["kind"] == MilestoneChange.MET:
            milestones.meet_milestone(by=by, milestone=self.milestone, met_on=given["on"])
        elif given["kind"] == MilestoneChange.DEFERRED:
            milestones.put_off_milestone(by=by, milestone=self.milestone, due_on=given["on"], reason=given["reason"])
        else:
            milestones.reopen_milestone(by=by, milestone=self.milestone, reason=given["reason"])
