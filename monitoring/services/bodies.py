"""For which of the two bodies somebody writes and signs."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q

from accounts.access import require
from accounts.choices import Permission
from core import clock
from inspections.models import Inspection
from monitoring.choices import SIGNS_AS, Body


def body_of(person: Any, inspection: Inspection, on: date | None = None) -> Body | None:
    """The body whose adviser for this area the person is on a day, or None."""
    region = Q(region_code="") | Q(region_code=inspection.partnership.region_id)
    held = person.national_roles.in_force(on or clock.today()).filter(region, role__in=SIGNS_AS)
    roles = set(held.values_list("role", flat=True))
    return next((body for role, body in SIGNS_AS.items() if role in roles), None)


def adviser(by: Any, inspection: Inspection, *, only: Body | None = None) -> Body:
    """The body `by` acts for here. Raises PermissionDenied for whoever is no adviser of the area, or not of the body `only`."""
    require(by, Permission.MONITORING_WRITE, inspection)
    body = body_of(by, inspection)
    if body is None or (only is not None and body != only):
        wanted = only.label if only else "the DfE or NHS England"
        raise PermissionDenied(f"Only an adviser of {wanted} may do this.")
    return body
