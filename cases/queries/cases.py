"""Reading tracked cases: the list, one case, what is still to do, and what other apps ask."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, Q

from accounts.choices import Permission, Role
from audit.queries import of_subject
from cases.models import TrackedCase, TrackedCaseQuerySet
from core import clock
from inspections.models import Deadline, Inspection
from inspections.queries.calendar import working_calendar
from partnerships.models import Membership
from rulebook.frameworks.weeks import TrackingSpec
from rulebook.spread import Spread, measure
from rulebook.timeline import explain

# Who works for the area on cases. The forum and elected members never hold a place on one.
PLACED_ROLES = (Role.LANO, Role.DCS, Role.ICB_EXECUTIVE, Role.HEALTH_LEAD, Role.PARTNERSHIP_OFFICER)

# The pack is still the area's own.
BEFORE_PACK = ("selected", "coordinator_assigned", "consent_sought", "consent_given", "pack_in_progress")


def consent_missing(case: TrackedCase) -> bool:
    """Whether no meeting may be arranged for the case: nobody consented, or it is not followed any more."""
    return case.consent_on is None or case.is_out or case.is_candidate


def cases_of(actor: Any, inspection: Inspection) -> TrackedCaseQuerySet:
    """The chosen cases this person may see, with what their row shows."""
    return (
        TrackedCase.objects.permitted(actor, Permission.CASE_VIEW, inspection)
        .selected()
        .select_related("inspection", "coordinator", "replaced_by__inspection")
        .annotate(
            documents_given=Count("documents", filter=Q(documents__removed_at=None), distinct=True),
            sections=Count("audit_sections", distinct=True),
            sections_signed=Count("audit_sections", filter=Q(audit_sections__signed_at__isnull=False), distinct=True),
        )
        .order_by("code")
    )


def pack_handed_over(case: TrackedCase) -> bool:
    """Whether the pack was handed to the inspectors. A case that is not followed any more no longer says so: its history does."""
    if case.is_out:
        return of_subject(case).filter(verb="tracked_case.submit_pack").exists()
    return not case.is_candidate and case.state not in BEFORE_PACK


def tracking_of(inspection: Inspection) -> TrackingSpec | None:
    return inspection.kind_spec.weeks.tracking


def spread_of(inspection: Inspection, cases: Iterable[TrackedCase]) -> Spread:
    """The spread of these cases against the mix of the inspection's edition."""
    tracking = tracking_of(inspection)
    if tracking is None:
        return measure([case.traits for case in cases], 0, {})
    return measure([case.traits for case in cases], tracking.number, tracking.mix, tracking.mix_assumed)


def area_people(inspection: Inspection) -> list[Any]:
    """The people of the area who may be given a place on a case, each once, by name."""
    held = Membership.objects.in_force(clock.today()).filter(
        partnership_id=inspection.partnership_id, role__in=PLACED_ROLES, user__is_active=True
    )
    return sorted({member.user for member in held.select_related("user")}, key=lambda user: (str(user), user.pk))


class PackDue:
    """When the pack of a case is due: on the deadline laid for the first choice, and by the same rule for a later substitute."""

    def __init__(self, inspection: Inspection) -> None:
        self.tracking = tracking_of(inspection)
        self.inspection = inspection
        self.calendar = working_calendar()
        self.deadline = (
            Deadline.objects.filter(inspection=inspection, rule_code=self.tracking.pack_rule).first()
            if self.tracking
            else None
        )

    def of(self, case: TrackedCase) -> date | None:
        if self.tracking is None or case.selected_at is None:
            return None
        on = case.selected_at.astimezone(clock.LONDON).date()
        if self.deadline is not None and self.deadline.anchor_on == on:
            return self.deadline.due_on
        return explain(self.inspection.edition.rule(self.tracking.pack_rule), on, self.calendar).due
