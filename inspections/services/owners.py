"""Who must act on a deadline, as people; and telling them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from accounts.access import holdings
from accounts.choices import Activity, Role
from accounts.models import NationalRole, User
from accounts.services.notices import notify
from core import clock
from inspections.models import Deadline, TeamPlace
from partnerships.models import Delegation, Membership

LEAD = (Role.LEAD_INSPECTOR,)
INSPECTORATES = (Role.LEAD_INSPECTOR, Role.CQC_LEAD)
LANO = (Role.LANO,)
LEADERS = (Role.DCS, Role.ICB_EXECUTIVE)
AREA = (Role.LANO, *LEADERS)
ADVISERS = (Role.DFE_ADVISER, Role.NHSE_ADVISER)
FALL_TO_MANAGERS = ("inspectorates", "lead_hmi")

# {owner code of a rule: the roles that stand for it}. Nobody here signs in as a data lead or case coordinator: the LANO does it.
ROLES: dict[str, tuple[Role, ...]] = {
    "inspectorates": INSPECTORATES,
    "lead_hmi": LEAD,
    "lead_hmi_and_lano": (*LEAD, *LANO),
    "lano": LANO,
    "data_lead": LANO,
    "case_coordinator": LANO,
    "leaders_2016": LEADERS,
    "leaders_2023": LEADERS,
    "local_area": AREA,
    "partnership": AREA,
    "area_bodies_2016": AREA,
    "area_bodies_2023": AREA,
    "advisers": ADVISERS,
    "dfe": (Role.DFE_ADVISER,),
}


class Owners:
    """The owners of many deadlines on a day, in a fixed number of queries however many there are.

    Closed and never accepted accounts are left out. Duties of the inspectorates whose team has gone (a monitoring inspection
    due years later) fall to the inspection managers.
    """

    def __init__(self, deadlines: Iterable[Deadline], on: date) -> None:
        rows = list(deadlines)
        inspections = {row.inspection_id for row in rows}
        partnerships = {row.inspection.partnership_id for row in rows}
        self._team: dict[int, dict[str, list[User]]] = defaultdict(lambda: defaultdict(list))
        for place in TeamPlace.objects.in_force(on).filter(inspection_id__in=inspections).select_related("user"):
            self._team[place.inspection_id][place.role].append(place.user)
        self._members: dict[int, dict[str, list[User]]] = defaultdict(lambda: defaultdict(list))
        for member in Membership.objects.in_force(on).filter(partnership_id__in=partnerships).select_related("user"):
            self._members[member.partnership_id][member.role].append(member.user)
        self._plan_delegates: dict[int, list[User]] = defaultdict(list)
        handed = Delegation.objects.in_force(on).filter(
            activity=Activity.PLAN, membership__partnership_id__in=partnerships
        )
        for delegation in handed.select_related("delegate", "membership"):
            self._plan_delegates[delegation.membership.partnership_id].append(delegation.delegate)
        self._national: dict[str, list[tuple[str, User]]] = defaultdict(list)
        national = NationalRole.objects.in_force(on).filter(role__in=(*ADVISERS, Role.INSPECTION_MANAGER))
        for held in national.select_related("user"):
            self._national[held.role].append((held.region_code, held.user))
        lanos = {row.inspection.lano_id for row in rows if row.inspection.lano_id}
        self._lanos = User.objects.in_bulk(lanos)

    def of(self, deadline: Deadline) -> list[User]:
        """The people who must act, each once, in a steady order."""
        inspection = deadline.inspection
        area = inspection.partnership_id
        found: list[User] = []
        for role in ROLES[deadline.owner_code]:
            if role in (*INSPECTORATES,):
                found += self._team[inspection.pk][role]
            elif role in ADVISERS:
                region = inspection.partnership.region_id
                found += [user for code, user in self._national[role] if code in ("", region)]
            elif role == Role.LANO and inspection.lano_id:
                found.append(self._lanos[inspection.lano_id])
            else:
                found += self._members[area][role]
        if not found and deadline.owner_code in FALL_TO_MANAGERS:
            found = [user for _, user in self._national[Role.INSPECTION_MANAGER]]
        if deadline.scope == "plan" and Role.DCS in ROLES[deadline.owner_code]:
            found += self._plan_delegates[area]
        return [user for user in dict.fromkeys(found) if user.is_active]


class Own:
    """Which of many deadlines one person must act on: what `Owners` says, read from the places they hold. No statement, one for
    inspection managers."""

    def __init__(self, person: User, deadlines: Iterable[Deadline], on: date) -> None:
        self._person = person
        held = holdings(person, on)
        self._places = {kind: set(held.of(kind)) for kind in ("team places", "memberships", "delegations")}
        self._regions = {role: held.national(frozenset({role})) for role in (*ADVISERS, Role.INSPECTION_MANAGER)}
        self._teams: set[tuple[int, str]] = set()
        if self._regions[Role.INSPECTION_MANAGER]:
            inspections = {row.inspection_id for row in deadlines if row.owner_code in FALL_TO_MANAGERS}
            places = TeamPlace.objects.in_force(on).filter(inspection_id__in=inspections, role__in=INSPECTORATES)
            self._teams = set(places.values_list("inspection_id", "role"))

    def has(self, deadline: Deadline) -> bool:
        roles, inspection = ROLES[deadline.owner_code], deadline.inspection
        area = str(inspection.partnership_id)
        mine = any(self._stands_for(role, inspection) for role in roles)
        if not mine and deadline.owner_code in FALL_TO_MANAGERS and self._regions[Role.INSPECTION_MANAGER]:
            mine = not any((inspection.pk, role) in self._teams for role in roles)
        if not mine and deadline.scope == "plan" and Role.DCS in roles:
            mine = (area, Activity.PLAN) in self._places["delegations"]
        return mine and self._person.is_active

    def _stands_for(self, role: Role, inspection: Any) -> bool:
        if role in INSPECTORATES:
            return (str(inspection.pk), role) in self._places["team places"]
        if role in ADVISERS:
            return bool({"", inspection.partnership.region_id} & self._regions[role])
        if role == Role.LANO and inspection.lano_id:
            return bool(inspection.lano_id == self._person.pk)
        return (str(inspection.partnership_id), role) in self._places["memberships"]


def owners_of(deadline: Deadline, on: date | None = None) -> list[User]:
    """The people who must act on one deadline."""
    return Owners([deadline], on or clock.today()).of(deadline)


def leaders_and_team(inspection: Any, on: date) -> list[User]:
    """Who is told when an inspection is notified: LANO, DCS and board chief executives, those who take calls for them, the lead."""
    members = User.objects.filter(
        pk__in=Membership.objects.in_force(on)
        .filter(partnership_id=inspection.partnership_id, role__in=AREA)
        .values("user_id")
    )
    delegates = User.objects.filter(
        pk__in=Delegation.objects.in_force(on)
        .filter(
            membership__partnership_id=inspection.partnership_id,
            activity__in=(Activity.NOTIFICATION_CALL, Activity.KEEP_IN_TOUCH),
        )
        .values("delegate_id")
    )
    leads = User.objects.filter(
        pk__in=TeamPlace.objects.in_force(on).filter(inspection=inspection, role__in=LEAD).values("user_id")
    )
    people = dict.fromkeys([*members, *delegates, *leads])
    return [user for user in people if user.is_active]


def tell(person: User, *, kind: str, key: str, subject: str, body: str, url: str) -> bool:
    """One notice with its e-mail, its subject cut to what a notice holds."""
    return notify(person=person, kind=kind, key=key, subject=subject[:200], body=body, url=url)
