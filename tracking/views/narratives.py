"""Evidence narratives: reading, writing together, comparing versions, contesting."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView

from accounts.access import can
from accounts.choices import Permission
from core.forms import GovukForm
from core.words import lower_first
from improvement import queries as plans
from tracking.choices import Partner
from tracking.forms.narratives import AnswerForm, BeginForm, ContestForm, NarrativeForm, TakeBackForm
from tracking.models import Contest, Narrative, NarrativeVersion
from tracking.models.narrative import PARTS
from tracking.queries import narratives as queries
from tracking.queries.evidence import choices_for
from tracking.queries.pictures import short
from tracking.services import narratives as services
from tracking.services.narratives import LABELS
from tracking.services.scope import is_delivered
from tracking.views.base import ProgressForm, ProgressView


class NarrativeView(ProgressView):
    """Pages of narratives. The forum, which may comment on a plan, reads them too, at the latest once the plan is delivered."""

    part = "narratives"
    open_to_families = True

    def _let_in_with_families(self, person: Any) -> bool:
        if super()._let_in_with_families(person):
            return True
        plan = plans.plan_of(self.inspection)
        return plan is not None and is_delivered(plan) and can(person, Permission.PLAN_COMMENT, self.inspection)

    def get_breadcrumbs(self) -> list[dict[str, str]]:
        return [*super().get_breadcrumbs()[:-1], {"text": "Evidence narratives", "href": self.to("narrative-list")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.rights.learn([Permission.PLAN_COMMENT])
        may_contest = is_delivered(self.plan) and (self.may_track or Permission.PLAN_COMMENT in self.rights)
        return super().get_context_data(**({"may_contest": may_contest} | kwargs))

    @cached_property
    def narrative(self) -> Narrative:
        found = Narrative.objects.select_related("item", "plan__inspection__partnership")
        return get_object_or_404(found, plan=self.plan, number=self.kwargs["number"])


class NarrativeAct(NarrativeView, ProgressForm):
    """A form about narratives for those who track the plan."""

    open_to_families = False
    permission = Permission.PLAN_TRACK

    def get_success_url(self) -> str:
        return self.to("narrative-detail", self.narrative.number)


class NarrativeList(NarrativeView, TemplateView):
    template_name = "tracking/narrative_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = queries.narratives_of(self.plan)
        told = sum(narrative.item_id is not None for narrative in rows)
        return super().get_context_data(rows=rows, about_items=told, **kwargs)


class NarrativeDetail(NarrativeView, TemplateView):
    template_name = "tracking/narrative_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        versions = queries.versions_of(self.narrative)
        newest = versions[0] if versions else None
        number = self.kwargs.get("version")
        shown = next((one for one in versions if one.number == number), None) if number else newest
        if number and shown is None:
            raise Http404
        raised = queries.contests_of(self.narrative)
        return super().get_context_data(
            narrative=self.narrative,
            versions=versions,
            shown=shown,
            parts=_parts(shown) if shown else [],
            with_=[lower_first(str(Partner(code).label)) for code in shown.written_with] if shown else [],
            pieces=queries.evidence_of(shown) if shown else [],
            contests=raised,
            standing=[one for one in raised if one.withdrawn_at is None],
            is_newest=shown is newest,
            **kwargs,
        )


class NarrativeCompare(NarrativeView, TemplateView):
    """Two versions, word by word: the one in the address and the one before it, or the one asked for."""

    template_name = "tracking/narrative_compare.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        after = self.version(self.kwargs["version"])
        asked = self.request.GET.get("with", "")
        before = self.version(
            int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else after.number - 1
        )
        pairs = [(LABELS[name], getattr(before, name), getattr(after, name)) for name in PARTS]
        return super().get_context_data(narrative=self.narrative, before=before, after=after, pairs=pairs, **kwargs)

    def version(self, number: int) -> NarrativeVersion:
        return get_object_or_404(NarrativeVersion.objects.select_related("by"), narrative=self.narrative, number=number)


class NarrativeBegin(NarrativeAct):
    form_class = BeginForm
    heading = "Begin an evidence narrative"
    lead = "One for each item, or one about several. The council, health and parents’ partners write it together."

    def get_form_kwargs(self) -> dict[str, Any]:
        items = [(str(item.order), f"Item {item.order}: {short(item.text)}") for item in self.plan.items.all()]
        return super().get_form_kwargs() | {"items": items}

    def get_success_url(self) -> str:
        return self.to("narrative-list")

    def perform(self, form: Any) -> str:
        order = form.cleaned_data["item"]
        item = self.plan.items.get(order=int(order)) if order else None
        made = services.begin_narrative(
            by=self.request.user, plan=self.plan, title=form.cleaned_data["title"], item=item
        )
        return self.to("narrative-edit", made.number)


class NarrativeEdit(NarrativeAct):
    form_class = NarrativeForm
    success_message = "Saved as a new version"
    template_name = "tracking/narrative_edit.html"

    def newest(self) -> NarrativeVersion | None:
        return self.narrative.versions.order_by("-number").first()

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"pieces": choices_for(self.plan)}

    def get_initial(self) -> dict[str, Any]:
        newest, version = self.newest(), {"version": self.narrative.version}
        if newest is None:
            return version
        pieces = [str(piece.number) for piece in queries.evidence_of(newest)]
        return {name: getattr(newest, name) for name in (*PARTS, "written_with")} | {"evidence": pieces} | version

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(heading=self.narrative.title, narrative=self.narrative, **kwargs)

    def values_of(self, current: Narrative) -> dict[str, Any]:
        newest = current.versions.order_by("-number")[0]
        return {name: getattr(newest, name) for name in PARTS}

    def perform(self, form: Any) -> None:
        given = form.cleaned_data
        services.write_narrative(
            by=self.request.user,
            narrative=self.narrative,
            version=given["version"],
            words={name: given[name] for name in PARTS},
            written_with=given["written_with"],
            evidence=[int(number) for number in given.get("evidence", ())],
        )


class ContestAdd(NarrativeView, ProgressForm):
    """For the forum, and for anybody of the area who tracks the plan."""

    form_class: type[GovukForm] = ContestForm
    permission = Permission.PLAN_VIEW
    heading = "Contest this narrative"
    lead = "What you write stands beside the narrative for everybody who reads it. The narrative itself is not changed by it."
    success_message = "Your disagreement stands beside the narrative"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.require(self.right)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.require(self.right)
        return super().post(request, *args, **kwargs)

    @property
    def right(self) -> Permission:
        return Permission.PLAN_COMMENT if Permission.PLAN_COMMENT in self.rights else Permission.PLAN_TRACK

    def get_success_url(self) -> str:
        return self.to("narrative-detail", self.narrative.number)

    def perform(self, form: Any) -> None:
        services.contest(
            by=self.request.user,
            narrative=self.narrative,
            **{name: form.cleaned_data[name] for name in ("on_behalf_of", "why")},
        )

    @cached_property
    def contest(self) -> Contest:
        found = self.narrative.contests.select_related("narrative__plan__inspection__partnership", "by")
        return get_object_or_404(found, number=self.kwargs["contest"])


class ContestWithdraw(ContestAdd):
    form_class = TakeBackForm
    heading = "Take your disagreement back"
    lead = "It stays readable as one that was taken back."
    success_message = "Taken back"

    def perform(self, form: Any) -> None:
        services.withdraw_contest(by=self.request.user, raised=self.contest)


class ContestAnswer(NarrativeAct):
    form_class = AnswerForm
    heading = "Answer a disagreement"
    success_message = "Answer recorded"

    @cached_property
    def contest(self) -> Contest:
        found = self.narrative.contests.select_related("narrative__plan__inspection__partnership", "by")
        return get_object_or_404(found, number=self.kwargs["contest"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(quoted=self.contest.why, **kwargs)

    def perform(self, form: Any) -> None:
        services.answer_contest(by=self.request.user, raised=self.contest, answer=form.cleaned_data["answer"])


def _parts(version: NarrativeVersion) -> list[tuple[str, str, str]]:
    return [(name, LABELS[name], getattr(version, name)) for name in PARTS if getattr(version, name)]
