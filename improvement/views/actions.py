"""The actions of a plan and their milestones: the list, one action, and writing them."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import TemplateView

from accounts.choices import Permission
from improvement import queries
from improvement.forms.actions import ActionForm, MilestoneForm, NewActionForm, NewMilestoneForm, RemoveForm
from improvement.models import Action, Milestone
from improvement.queries import families
from improvement.services import actions, milestones, writing
from improvement.views.acts import PlanAct
from improvement.views.base import ItemView, PlanView


class ActionList(PlanView, TemplateView):
    template_name = "improvement/action_list.html"
    part = "actions"
    open_to_families = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            items=queries.items_of(self.plan),
            may_write=self.may_write,
            statement=families.statement_of(self.plan),
            **kwargs,
        )


class ActionView(ItemView):
    """One action, by the order of its item and its number there."""

    part = "actions"

    @cached_property
    def action(self) -> Action:
        found = get_object_or_404(
            Action.objects.select_related("owner").prefetch_related("milestones"),
            item=self.item,
            number=self.kwargs["number"],
        )
        found.item = self.item
        return found

    def address(self, name: str, *further: Any) -> str:
        return reverse(
            f"improvement:{name}", args=[self.inspection.reference, self.item.order, self.action.number, *further]
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **({"item": self.item, "action": self.action, "may_be_written": writing.may_be_written(self.plan)} | kwargs)
        )


class ActionAct(ActionView, PlanAct):
    """A form page of one action that leads back to it."""

    permission = Permission.PLAN_EDIT

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        form.cancel_url = self.address("action-detail")
        return form

    def get_success_url(self) -> str:
        return self.address("action-detail")


class ActionAdd(ItemView, PlanAct):
    template_name = "improvement/action_edit.html"
    form_class = NewActionForm
    permission = Permission.PLAN_EDIT
    part = "actions"
    success_message = "Action added"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"plan": self.plan}

    def get_initial(self) -> dict[str, Any]:
        """A body the letter itself names for this item comes first."""
        named = [name for name in self.item.responsible_bodies if name in self.plan.body_names]
        return {"body": named[0] if named else "", "co_body": named[1] if len(named) > 1 else ""}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(item=self.item, may_be_written=writing.may_be_written(self.plan), **kwargs)

    def perform(self, form: Any) -> str:
        values = {name: form.cleaned_data[name] for name in actions.FIELDS}
        made = actions.add_action(by=self.request.user, item=self.item, **values)
        return reverse("improvement:action-detail", args=[self.inspection.reference, self.item.order, made.number])


class ActionEdit(ActionAct):
    template_name = "improvement/action_edit.html"
    form_class = ActionForm
    success_message = "Action saved"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"plan": self.plan}

    def get_form(self, form_class: Any = None) -> Any:
        """Without the fields that are fixed by now."""
        form = super().get_form(form_class)
        for name in set(actions.FIELDS) - set(self.names):
            del form.fields[name]
        return form

    @property
    def names(self) -> tuple[str, ...]:
        return actions.open_fields(self.plan, self.action)

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.action, name) for name in (*actions.FIELDS, "version")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **({"may_be_written": bool(self.names), "in_part": not writing.may_be_written(self.plan)} | kwargs)
        )

    def perform(self, form: Any) -> None:
        values = {name: form.cleaned_data[name] for name in self.names if name in form.cleaned_data}
        actions.change_action(by=self.request.user, action=self.action, version=form.cleaned_data["version"], **values)

    def forget_changes(self) -> None:
        super().forget_changes()
        self.__dict__.pop("action", None)


class ActionRemove(ActionAct):
    template_name = "improvement/remove.html"
    form_class = RemoveForm
    success_message = "Action removed"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        thing = f"action {self.action.reference}"
        return super().get_context_data(
            thing=thing, words=self.action.text, back=self.address("action-detail"), **kwargs
        )

    def perform(self, form: Any) -> str:
        actions.remove_action(by=self.request.user, action=self.action)
        return f"{reverse('improvement:action-list', args=[self.inspection.reference])}#item-{self.item.order}"


class ActionDetail(ActionView, PlanAct):
    """One action, and a form for its next milestone for those who may write."""

    template_name = "improvement/action_detail.html"
    form_class = NewMilestoneForm
    open_to_families = True
    success_message = "Milestone added"

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        form.cancel_url = ""
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        carried_to = self.action.carried_to.select_related("item__plan__inspection__partnership")
        may_fill = Permission.PLAN_EDIT in self.rights and bool(actions.open_fields(self.plan, self.action))
        return super().get_context_data(
            may_write=self.may_write,
            may_fill=may_fill and not self.may_write,
            shows_people=self.reads_all,
            carried_to=carried_to,
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.require(Permission.PLAN_EDIT)
        return super().post(request, *args, **kwargs)

    def perform(self, form: Any) -> str:
        given = form.cleaned_data
        milestones.add_milestone(by=self.request.user, action=self.action, text=given["text"], due_on=given["due_on"])
        return f"{self.address('action-detail')}#milestones"


class MilestoneView(ActionAct):
    success_message = "Milestone saved"

    @cached_property
    def milestone(self) -> Milestone:
        found = get_object_or_404(Milestone, action=self.action, order=self.kwargs["step"])
        found.action = self.action
        return found

    def get_success_url(self) -> str:
        return f"{self.address('action-detail')}#milestones"


class MilestoneEdit(MilestoneView):
    template_name = "improvement/milestone_edit.html"
    form_class = MilestoneForm

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.milestone, name) for name in ("text", "due_on", "version")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(milestone=self.milestone, **kwargs)

    def perform(self, form: Any) -> None:
        given = form.cleaned_data
        milestones.change_milestone(
            by=self.request.user,
            milestone=self.milestone,
            version=given["version"],
            text=given["text"],
            due_on=given["due_on"],
        )

    def forget_changes(self) -> None:
        super().forget_changes()
        self.__dict__.pop("milestone", None)


class MilestoneRemove(MilestoneView):
    template_name = "improvement/remove.html"
    form_class = RemoveForm
    success_message = "Milestone removed"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        thing = f"a milestone of action {self.action.reference}"
        return super().get_context_data(
            thing=thing, words=self.milestone.text, back=self.address("action-detail"), **kwargs
        )

    def perform(self, form: Any) -> None:
        milestones.remove_milestone(by=self.request.user, milestone=self.milestone)
