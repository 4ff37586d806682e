"""Proposals of a timetable: asked for, watched, cancelled, and taken up or left."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.views import View

from accounts.choices import Permission
from core import clock
from core.charts import bar_chart
from core.errors import Refused
from core.words import long_date, short_date, time_words
from rulebook.words import count
from timetable.forms.proposals import AnswerForm, AskForm
from timetable.models import Proposal
from timetable.queries.problem import instant, problem_of
from timetable.services import proposals
from timetable.solving import files
from timetable.solving.problem import Problem
from timetable.views.base import TimetableForm, TimetableView

AS_NOW = "As now"


class ProposalList(TimetableForm):
    """Past proposals, and the form that asks for another."""

    template_name = "timetable/proposal_list.html"
    form_class = AskForm
    heading = "Draft the timetable"
    page = "proposal-list"

    def get_initial(self) -> dict[str, Any]:
        return {"seconds": 20}

    def back(self) -> str:
        return self.address("timetable")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        past = Proposal.objects.filter(inspection=self.inspection).select_related("inspection", "asked_by")
        return super().get_context_data(past=past, **kwargs)

    def perform(self, form: Any) -> str:
        asked = proposals.ask_for_proposal(
            by=self.request.user, inspection=self.inspection, seconds=form.cleaned_data["seconds"]
        )
        return asked.get_absolute_url()


class OneProposal:
    inspection: Any
    kwargs: dict[str, Any]

    @cached_property
    def proposal(self) -> Proposal:
        rows = Proposal.objects.select_related("inspection", "asked_by", "accepted_by")
        return get_object_or_404(rows, inspection=self.inspection, number=self.kwargs["number"])

    @cached_property
    def problem(self) -> Problem:
        """The week as it was when the proposal was asked for."""
        return files.problem_from(self.proposal.problem)


class ProposalDetail(OneProposal, TimetableForm):
    """How far it is; then the week proposed, what it changes, and the choice."""

    template_name = "timetable/proposal_detail.html"
    form_class = AnswerForm
    page = "proposal-list"

    def back(self) -> str:
        return self.address("proposal-list")

    def get_form_kwargs(self) -> dict[str, Any]:
        proposal = self.proposal
        more = {"days": proposals.days_left(proposal), "partly": bool(proposal.accepted_days)}
        return super().get_form_kwargs() | more

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        proposal = self.proposal
        try:
            to_place = len(self.problem.meetings) + len(proposal.problem.get("too_long", ()))
            more = answer_of(proposal, self.problem, problem_of(self.inspection)) if proposal.answer else {}
        except files.BadProblem as error:
            to_place, more = 0, {"fault": str(error)}
        elapsed = (proposal.finished_at or clock.now()) - (proposal.started_at or proposal.asked_at)
        return super().get_context_data(
            heading=f"Proposal {proposal.number}",
            proposal=proposal,
            to_place=to_place,
            accepted_days=[long_date(date.fromisoformat(day)) for day in proposal.accepted_days],
            elapsed=int(elapsed.total_seconds()),
            **more,
            **kwargs,
        )

    def perform(self, form: Any) -> str:
        if form.cleaned_data["what"] == "none":
            closed = proposals.decline_proposal(by=self.request.user, proposal=self.proposal)
            said = "No more days are accepted." if closed.accepted_days else "The proposal was not accepted."
            messages.success(self.request, f"{said} The timetable is as it was.")
        else:
            taken = proposals.accept_proposal(by=self.request.user, proposal=self.proposal, days=form.chosen())
            self.proposal.refresh_from_db()
            rest = ". The other days can still be accepted." if self.proposal.state == "done" else ""
            messages.success(self.request, f"Proposal accepted: {count(len(taken), 'meeting')} changed{rest}")
        return self.address("timetable")


class ProposalCancel(OneProposal, TimetableView, View):
    permission = Permission.MEETING_MANAGE

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            proposals.cancel_proposal(by=request.user, proposal=self.proposal)
        except Refused as refused:
            messages.warning(request, str(refused))
        return HttpResponseRedirect(self.proposal.get_absolute_url())


def answer_of(proposal: Proposal, problem: Problem, now: Problem) -> dict[str, Any]:
    """The answer in words: placements by time with what changes, the rest with reasons, and each inspector's load."""
    placed = sorted(proposals.placements(proposal), key=lambda one: (one.on, one.start, one.id))
    changed = {one.id for one in proposals.changes(proposal, now, {one.on for one in placed})}
    names = {who.id: who.name for who in problem.inspectors}
    titles = {one.id: one.title for one in problem.meetings}
    titles |= {one["id"]: one["title"] for one in proposal.problem.get("too_long", ())}
    rows = [
        [
            f"{one.id} {problem.meeting[one.id].title}",
            f"{long_date(one.on)}, {time_words(instant(one.on, one.start))}",
            ", ".join(names[key] for key in one.inspectors),
            change_words(one.id, one.id in changed, now),
        ]
        for one in placed
    ]
    load = {
        who.id: sum(problem.meeting[one.id].minutes for one in placed if who.id in one.inspectors)
        for who in problem.inspectors
    }
    hours = [(names[key], round(minutes / 60, 1)) for key, minutes in load.items()]
    most = max((value for _, value in hours), default=0)
    return {
        "head": ["Meeting", "When", "Inspectors", "Change"],
        "unplaced_head": ["Meeting", "Why"],
        "load_head": ["Inspector", "Hours"],
        "rows": rows,
        "changes": [row for row in rows if row[-1] != AS_NOW],
        "changed": len(changed),
        "unplaced": [[f"{one['id']} {titles[one['id']]}", one["reason"]] for one in proposal.answer["unplaced"]],
        "gap": f"{proposal.answer['gap']:.0%}",
        "proven": proposal.answer["status"] == "optimal",
        "load_rows": [[name, value] for name, value in hours],
        "load_chart": bar_chart(
            items=hours,
            title="Hours of meetings for each inspector",
            description=f"The most for one inspector is {most:g} hours.",
        )
        if hours
        else "",
    }


def change_words(ident: str, changed: bool, now: Problem) -> str:
    before = proposals.stands(now, ident)
    if before is None:
        return "New time"
    if not changed:
        return AS_NOW
    return f"Now {short_date(before.on)}, {time_words(instant(before.on, before.start))}"
