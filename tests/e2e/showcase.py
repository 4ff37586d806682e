"""The main pages of the loaded demonstration: what docs/screenshots shows, and what is looked at with real data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.management import call_command
from django.urls import reverse

from accounts.choices import Role
from accounts.demonstration import PEOPLE
from accounts.models import User
from dashboard.demonstration import HERE, WITH_PLAN
from inspections.models import Deadline, Inspection

WHAT_IF = "?kind=area-send-2023:full&notified_on=2026-05-11"


@dataclass(frozen=True)
class Shown:
    """`path` is found when the demonstration is loaded; `role` None is the public."""

    file: str
    role: Role | None
    path: Callable[[], str]


def load() -> None:
    """Reference data, published history and the demonstration, as `make run` loads them."""
    for command in ("load_reference_data", "load_history", "load_demo"):
        call_command(command, verbosity=0)


def person(role: Role | None) -> Any:
    address = next((one.email for one in PEOPLE if one.role == role), None)
    return User.objects.get(email=address) if address else None


def to(name: str, *args: Any, then: str = "") -> Callable[[], str]:
    return lambda: reverse(name, args=args) + then


def of(slug: str, name: str, *args: Any) -> Callable[[], str]:
    """A page of the inspection that the demonstration carries in an area."""
    return lambda: reverse(name, args=[under_way(slug).reference, *args])


def under_way(slug: str) -> Inspection:
    return Inspection.objects.filter(partnership__slug=slug, source="service").latest("pk")


def deadline(slug: str, rule: str) -> Callable[[], str]:
    def found() -> str:
        row = Deadline.objects.get(inspection=under_way(slug), rule_code=rule)
        return reverse("inspections:deadline-detail", args=[row.inspection.reference, row.pk])

    return found


PICTURES = (
    Shown("sign-in", None, to("account_login")),
    Shown("start", None, to("dashboard:home")),
    Shown("home", Role.LEAD_INSPECTOR, to("dashboard:home")),
    Shown("inspection", Role.LEAD_INSPECTOR, of(HERE, "inspections:inspection-detail")),
    Shown("timeline", Role.LEAD_INSPECTOR, of(HERE, "inspections:inspection-timeline")),
    Shown("deadline", Role.LANO, deadline(WITH_PLAN, "pap-due")),
    Shown("what-if", Role.INSPECTION_MANAGER, to("inspections:what-if", then=WHAT_IF)),
    Shown("plan", Role.DCS, of(WITH_PLAN, "improvement:plan-detail")),
    Shown("plans", Role.DFE_ADVISER, to("improvement:plan-list")),
    Shown("partnership", None, to("partnerships:partnership-detail", "surrey")),
    Shown("national", None, to("dashboard:national")),
    Shown("public-report", None, to("reports:published-letter", "southampton-2024")),
)
# Looked at with real data too, but not in the pictures.
OTHERS = (
    Shown("my deadlines", Role.LANO, to("dashboard:deadline-list")),
    Shown("home of an adviser", Role.DFE_ADVISER, to("dashboard:home")),
    Shown("home of the administrator", Role.ADMINISTRATOR, to("dashboard:home")),
    Shown("notices", Role.LANO, to("dashboard:notices")),
    Shown("messages", Role.ADMINISTRATOR, to("accounts:sent-messages")),
    Shown("bank holidays", Role.ADMINISTRATOR, to("dashboard:bank-holidays")),
    Shown("people", Role.ADMINISTRATOR, to("accounts:person-list")),
    Shown("inspections", Role.INSPECTION_MANAGER, to("inspections:inspection-list")),
    Shown("nothing found", Role.INSPECTION_MANAGER, to("inspections:inspection-list", then="?text=nowhere")),
    Shown("findings", Role.LEAD_INSPECTOR, of(WITH_PLAN, "inspections:inspection-findings")),
    Shown("history", Role.LEAD_INSPECTOR, of(WITH_PLAN, "inspections:inspection-history")),
    Shown("report being kept", Role.QUALITY_ASSURER, of(WITH_PLAN, "reports:letter-detail")),
    Shown("version", Role.QUALITY_ASSURER, of(WITH_PLAN, "reports:version-detail", 1)),
    Shown(
        "what-if with a fault", Role.LANO, to("inspections:what-if", then="?kind=area-send-2023:full&notified_on_0=31")
    ),
    Shown("members", Role.DCS, to("partnerships:member-list", HERE)),
    Shown("areas", None, to("partnerships:partnership-list")),
    Shown("no areas", None, to("partnerships:partnership-list", then="?text=nowhere")),
    Shown("area that ended", None, to("partnerships:partnership-detail", "northamptonshire")),
    Shown("area of many boards", None, to("partnerships:partnership-detail", "north-yorkshire")),
    Shown("published", None, to("reports:published-list")),
    Shown("nothing published", None, to("reports:published-list", then="?text=nowhere")),
    Shown("another published report", None, to("reports:published-letter", "bolton-2024")),
)
