"""Who is told about a plan: the people who own it, the advisers of its region and, once it is sent, those who decide on it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse

from accounts import policy
from accounts.choices import Permission, Reach
from accounts.models import NationalRole, User
from accounts.services.notices import notify
from improvement.choices import REVIEWS_FOR
from improvement.models import Plan
from inspections.services.owners import ADVISERS, AREA
from partnerships.models import Membership


def owners_and_advisers(plan: Plan, on: date, *, advisers: bool = True) -> list[User]:
    """The LANO, director and board chief executives in force, then (unless not asked for) the DfE and NHSE advisers of the region."""
    inspection = plan.inspection
    members = Membership.objects.in_force(on).filter(partnership_id=inspection.partnership_id, role__in=AREA)
    people = [member.user for member in members.select_related("user")]
    if inspection.lano is not None:
        people.insert(0, inspection.lano)
    if advisers:
        region = Q(region_code="") | Q(region_code=inspection.partnership.region_id)
        held = NationalRole.objects.in_force(on).filter(region, role__in=ADVISERS).select_related("user")
        people += [national.user for national in held]
    return _each_once(people)


def forum(plan: Plan, on: date) -> list[User]:
    """Those who comment for families in this area."""
    roles = [role for named in policy.reaches(Permission.PLAN_COMMENT).values() for role in named]
    held = Membership.objects.in_force(on).filter(partnership_id=plan.inspection.partnership_id, role__in=roles)
    return _each_once([member.user for member in held.select_related("user")])


def families_url(plan: Plan) -> str:
    return reverse("improvement:co-production", args=[plan.inspection.reference])


def reviewers(plan: Plan, on: date) -> list[User]:
    """Those who may decide on this plan: the right to review, reaching this region, in a body that reviews plans of this kind."""
    found: list[User] = []
    for reach, roles in policy.reaches(Permission.PLAN_REVIEW).items():
        held = NationalRole.objects.in_force(on).filter(role__in=roles).select_related("user")
        if reach != Reach.ALL:
            held = held.filter(Q(region_code="") | Q(region_code=plan.inspection.partnership.region_id))
        found += [national.user for national in held if reviews(plan, national.user)]
    return _each_once(found)


def reviews(plan: Plan, person: Any) -> bool:
    """Whether the person's organisation is one of those that review plans of this kind in this edition."""
    return REVIEWS_FOR.get(person.organisation, "") in plan.kind_spec.reviewed_by


def tell(people: list[User], *, plan: Plan, event: str, subject: str, body: str, url: str = "") -> int:
    """One notice, with its e-mail, to each; returns how many were told. The same event is told to nobody twice. It leads to `url`, by
    default to the plan."""
    return sum(
        notify(
            person=person,
            kind="plan",
            key=f"plan:{plan.pk}:{event}",
            subject=subject[:200],
            body=body,
            url=url or plan.get_absolute_url(),
        )
        for person in people
    )


def _each_once(people: list[User]) -> list[User]:
    return [person for person in dict.fromkeys(people) if person.is_active]
