"""The one way to load a plan from an address."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.access import can, require
from accounts.choices import Permission
from improvement import queries
from improvement.completeness import Gap
from improvement.models import Plan, PlanItem
from improvement.services import audience, writing
from inspections.models import Inspection
from inspections.views.base import InspectionView, LinkedPages, Rights

# One line of links above every page of a plan: (part, words, URL name, right). Pages of packages above are linked by name.
PAGES = (
    ("plan", "Plan", "improvement:plan-detail", Permission.PLAN_VIEW),
    ("actions", "Actions", "improvement:action-list", Permission.PLAN_VIEW),
    ("families", "Families and partners", "improvement:co-production", Permission.PLAN_VIEW),
    ("review", "Review", "improvement:review-detail", Permission.PLAN_REVIEW),
    ("versions", "Versions", "improvement:version-list", Permission.PLAN_VIEW),
    ("publication", "Publication", "improvement:plan-publication", Permission.PLAN_VIEW),
    ("progress", "Progress", "tracking:progress", Permission.PLAN_VIEW),
    ("measures", "Measures", "measures:measure-list", Permission.PLAN_VIEW),
    ("narratives", "Evidence narratives", "tracking:narrative-list", Permission.PLAN_VIEW),
    ("support", "Support and challenge", "monitoring:board", Permission.MONITORING_VIEW),
)
# The parts that the parent carer forum reads too, once the plan is shared or published.
FOR_FAMILIES = frozenset({"actions", "families", "narratives"})


class PlanView(LinkedPages, InspectionView):
    """Loads `self.inspection` by the right to read its plan, and `self.plan`; then asks for `permission` (403 without it).

    The right to read a plan may reach people who may not see the inspection (an adviser before the letter is issued), so it alone
    opens these pages. Somebody who may see the inspection but not its plan gets 403; everybody else 404. Without a plan the page is
    404: the address must not tell that an inspection is planned.
    """

    permission = Permission.PLAN_VIEW
    kwargs: dict[str, Any]
    tab = "plan"
    part = "plan"
    links = PAGES
    links_label = "Pages of this plan"
    # Whether those who comment for families may come in once the plan is shared with them.
    open_to_families = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        # A filter first: what is loaded and then refused takes longer than what is not there.
        ways = [Permission.PLAN_VIEW, Permission.INSPECTION_VIEW, *[Permission.PLAN_COMMENT] * self.open_to_families]
        held = Inspection.objects.permitted_any(request.user, ways)
        self.inspection = get_object_or_404(
            held.select_related("partnership__region", "partnership__authority", "lano"), reference=kwargs["reference"]
        )
        if not can(request.user, Permission.PLAN_VIEW, self.inspection) and not self._let_in_with_families(
            request.user
        ):
            if can(request.user, Permission.INSPECTION_VIEW, self.inspection):
                raise PermissionDenied(Permission.PLAN_VIEW.label)
            raise Http404
        if self.permission != Permission.PLAN_VIEW:
            require(request.user, self.permission, self.inspection)
        # InspectionView.dispatch would ask for INSPECTION_VIEW: what follows it is the view itself.
        return super(InspectionView, self).dispatch(request, *args, **kwargs)

    def _let_in_with_families(self, person: Any) -> bool:
        if not self.open_to_families or not can(person, Permission.PLAN_COMMENT, self.inspection):
            return False
        plan = queries.plan_of(self.inspection)
        return plan is not None and plan.is_with_families

    @cached_property
    def rights(self) -> Rights:
        known: dict[Permission, bool] = {} if self.permission == Permission.PLAN_VIEW else {self.permission: True}
        if not self.open_to_families:
            known[Permission.PLAN_VIEW] = True
        return Rights(self.request.user, self.inspection, known)

    @cached_property
    def reads_all(self) -> bool:
        """Whether the person reads the plan as its owners do; else they are here with families."""
        return Permission.PLAN_VIEW in self.rights

    @cached_property
    def may_write(self) -> bool:
        return Permission.PLAN_EDIT in self.rights and writing.may_be_written(self.plan)

    @cached_property
    def plan(self) -> Plan:
        plan = queries.plan_of(self.inspection)
        if plan is None:
            raise Http404
        return plan

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.rights.learn({Permission.PLAN_COMMENT, *(permission for *_, permission in PAGES)})
        return super().get_context_data(**({"plan": self.plan} | kwargs))

    def with_places(self, gaps: list[Gap]) -> list[dict[str, Any]]:
        """What is missing, each with the address where it is put right."""
        return [
            {
                "text": gap.text,
                "name": gap.name,
                "args": gap.args,
                "href": reverse(f"improvement:{gap.name}", args=[self.inspection.reference, *gap.args]),
            }
            for gap in gaps
        ]

    def shows(self, part: str, permission: Permission) -> bool:
        if part == "review" and not (self.plan.submitted_on and audience.reviews(self.plan, self.request.user)):
            return False
        return super().shows(part, permission) or (part in FOR_FAMILIES and Permission.PLAN_COMMENT in self.rights)

    def get_breadcrumbs(self) -> list[dict[str, str]]:
        name = "plan-detail" if self.reads_all else "co-production"
        return [
            {"text": "Plans", "href": reverse("improvement:plan-list")},
            {
                "text": self.inspection.partnership.name,
                "href": reverse(f"improvement:{name}", args=[self.inspection.reference]),
            },
        ]


class ItemView(PlanView):
    @cached_property
    def item(self) -> PlanItem:
        return get_object_or_404(
            PlanItem.objects.select_related("plan__inspection__partnership"), plan=self.plan, order=self.kwargs["order"]
        )
