"""Tasks of an inspection."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView

from accounts.choices import Permission
from coordination.forms.others import FinishForm, GiveForm, TaskForm, WithdrawForm
from coordination.forms.parts import instant, user_choices
from coordination.queries import tasks
from coordination.services import work
from coordination.views.base import AskedFirst, CoordinationForm, CoordinationView, to
from core import clock
from inspections.models import Task, TaskRoom

MINE, ALL, ENDED = "mine", "all", "ended"


class TaskList(CoordinationView, TemplateView):
    template_name = "coordination/task_list.html"
    part = "task-list"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, now = self.request.user, clock.now()
        everyone = Permission.TASK_VIEW in self.rights
        asked = self.request.GET.get("show", MINE)
        shown = asked if asked in (MINE, ENDED) or (asked == ALL and everyone) else MINE
        found = list(tasks.visible(user, self.inspection))
        rows = tasks.rows(found, now)
        of = {
            MINE: [row for row in rows if row.task.owner_id == user.pk and row.due],
            ALL: [row for row in rows if row.due],
            ENDED: [row for row in rows if not row.due],
        }
        address = to("task-list", self.inspection)
        names = [(MINE, "Mine"), (ALL, "Everybody’s"), (ENDED, "Done and withdrawn")]
        return super().get_context_data(
            rows=[(row, *tasks.WORDS[row.code]) for row in of[shown]],
            shown=shown,
            filters=[
                {"text": text, "href": f"{address}?show={name}", "active": name == shown, "count": len(of[name])}
                for name, text in names
                if name != ALL or everyone
            ],
            may_add=Permission.TASK_MANAGE in self.rights,
            **kwargs,
        )


class TaskAdd(CoordinationForm):
    form_class = TaskForm
    permission = Permission.TASK_MANAGE
    part = "task-list"
    back = "task-list"
    heading = "Give somebody a task"
    success_message = "Task given"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "owners": user_choices(self.people().values()),
            "rooms": work.rooms_for(self.request.user, self.inspection),
        }

    def get_initial(self) -> dict[str, Any]:
        return {"room": TaskRoom.SHARED, "due_on": clock.today()}

    def perform(self, form: Any) -> str:
        given = form.cleaned_data
        task = work.add_task(
            by=self.request.user,
            inspection=self.inspection,
            title=given["title"],
            detail=given["detail"],
            owner=self.user_of(given["owner"]),
            due_at=instant(form, "due_on", "due_time"),
            room=given["room"],
        )
        return to("task-detail", self.inspection, task.pk)


class TaskPage(CoordinationView):
    """One task: a 403 for insiders who may not see it."""

    part = "task-list"

    def task(self) -> Task:
        task = get_object_or_404(Task, inspection=self.inspection, pk=self.kwargs["pk"])
        found = tasks.visible(self.request.user, self.inspection).filter(pk=task.pk).first()
        if found is None:
            raise PermissionDenied
        return found

    def may_end(self, task: Task) -> bool:
        return task.owner_id == self.request.user.pk or Permission.TASK_MANAGE in self.rights


class TaskDetail(TaskPage, AskedFirst, TemplateView):
    template_name = "coordination/task_detail.html"

    def allowed(self) -> Task:
        return self.task()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        task = self.task()
        row = tasks.row_of(task, clock.now())
        is_open = task.done_at is None and task.withdrawn_at is None
        words, colour = tasks.WORDS[row.code]
        return super().get_context_data(
            task=task,
            row=row,
            words=words,
            colour=colour,
            room=TaskRoom(task.room).label,
            may_finish=is_open and self.may_end(task),
            may_manage=is_open and Permission.TASK_MANAGE in self.rights,
            **kwargs,
        )


class TaskAct(TaskPage, CoordinationForm):
    """A form that changes one task."""

    managers_only = True

    def get_form(self, form_class: Any = None) -> Any:
        """Asked before anything is shown or done."""
        self.allowed()
        return super().get_form(form_class)

    def allowed(self) -> Task:
        task = self.task()
        if Permission.TASK_MANAGE not in self.rights and (self.managers_only or task.owner_id != self.request.user.pk):
            raise PermissionDenied
        return task

    def back_address(self) -> str:
        return to("task-detail", self.inspection, self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(lead=self.task().title, **kwargs)


class TaskFinish(TaskAct):
    form_class = FinishForm
    managers_only = False
    heading = "Mark a task as done"
    success_message = "Task done"

    def perform(self, form: Any) -> None:
        work.finish(by=self.request.user, task=self.allowed(), answer=form.cleaned_data["answer"])


class TaskGive(TaskAct):
    form_class = GiveForm
    heading = "Give a task to somebody else"
    success_message = "Task given"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"owners": user_choices(self.people().values())}

    def perform(self, form: Any) -> None:
        work.give(by=self.request.user, task=self.allowed(), owner=self.user_of(form.cleaned_data["owner"]))


class TaskWithdraw(TaskAct):
    form_class = WithdrawForm
    heading = "Withdraw a task"
    success_message = "Task withdrawn"

    def perform(self, form: Any) -> None:
        work.withdraw(by=self.request.user, task=self.allowed(), reason=form.cleaned_data["reason"])
