"""Choosing settings, and what is written about each visit."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from audit.record import record
from core import clock
from core.errors import Reason, Refused
from core.versioning import save_if_unchanged
from inspections.models import Inspection
from partnerships.models import Site
from visits import verbs
from visits.models import Arrival, ParentsInvited, SettingLink, SiteVisit, VisitRecord
from visits.services.names import refuse_child_names

NEEDS = ("reception", "parking", "access", "wifi", "quiet_room", "communication")


@transaction.atomic
def choose(*, by: Any, inspection: Inspection, site: Site, reason: str) -> SiteVisit:
    """Choose a setting of the area, with why. Raises Refused without a reason, for another area's setting and for one chosen already."""
    reason = reason.strip()
    if not reason:
        raise Refused(Reason("Enter why this setting was chosen", "reason"))
    refuse_child_names(by, inspection, reason=reason)
    if site.partnership_id != inspection.partnership_id or not site.is_active:
        raise Refused("This setting is not in the list of the area.")
    Inspection.objects.select_for_update().get(pk=inspection.pk)
    if SiteVisit.objects.standing().filter(inspection=inspection, site=site).exists():
        raise Refused("This setting is chosen already.")
    number = SiteVisit.objects.filter(inspection=inspection).aggregate(last=Max("number"))["last"] or 0
    try:
        with transaction.atomic():
            visit = SiteVisit.objects.create(
                inspection=inspection, site=site, number=number + 1, reason=reason, chosen_by=by, chosen_at=clock.now()
            )
    except IntegrityError as error:
        raise Refused("Somebody else has just chosen a setting. Look at the list again.") from error
    Arrival.objects.create(visit=visit)
    VisitRecord.objects.create(visit=visit)
    ParentsInvited.objects.create(visit=visit)
    record(actor=by, verb=verbs.CHOSEN, subject=visit, reason=reason)
    return visit


@transaction.atomic
def drop(*, by: Any, visit: SiteVisit, reason: str) -> None:
    """Take a setting off the visits, with why; the setting's own page stops working. Raises Refused."""
    reason = reason.strip()
    if not reason:
        raise Refused(Reason("Enter why this setting is dropped", "reason"))
    refuse_child_names(by, visit.inspection, reason=reason)
    now = clock.now()
    if not (
        SiteVisit.objects.standing()
        .filter(pk=visit.pk)
        .update(dropped_at=now, dropped_by=by, dropped_reason=reason, updated_at=now)
    ):
        raise Refused("This setting was dropped already.")
    SettingLink.objects.working().filter(visit=visit).update(revoked_at=now)
    visit.refresh_from_db()
    record(actor=by, verb=verbs.DROPPED, subject=visit, reason=reason)


@transaction.atomic
def write_arrival(*, by: Any, visit: SiteVisit, version: int, **needs: str) -> None:
    """The practical needs (`NEEDS`) as the setting or the LANO knows them; `by` is None for the setting itself. Raises Conflict."""
    _keep(by, visit, visit.arrival, version, verbs.ARRIVAL_WRITTEN, {name: needs[name].strip() for name in NEEDS})


@transaction.atomic
def write_record(
    *,
    by: Any,
    visit: SiteVisit,
    version: int,
    pupils: int | None,
    parents: int | None,
    staff: int | None,
    documents: str,
    notes: str,
) -> None:
    """Who was met and what was seen. The history keeps that it was written, not the notes. Raises Conflict."""
    values = {"pupils": pupils, "parents": parents, "staff": staff, "documents": documents, "notes": notes}
    _keep(by, visit, visit.record, version, verbs.RECORDED, values)


@transaction.atomic
def write_invitation(
    *,
    by: Any,
    visit: SiteVisit,
    version: int,
    pupils_with_send: int | None,
    invited: int | None,
    how: str,
    invited_on: date | None,
    proof: str,
) -> None:
    """How many parents were invited, how and when. Raises Refused for a day to come, Conflict."""
    if invited_on and invited_on > clock.today():
        raise Refused(Reason("The day they were invited must be today or in the past", "invited_on"))
    values = {
        "pupils_with_send": pupils_with_send,
        "invited": invited,
        "how": how.strip(),
        "invited_on": invited_on,
        "proof": proof.strip(),
    }
    _keep(by, visit, visit.invitation, version, verbs.PARENTS_INVITED, values)


def _keep(by: Any, visit: SiteVisit, part: Any, version: int, verb: str, values: dict[str, Any]) -> None:
    if visit.dropped_at:
        raise Refused("This setting is no longer among the visits.")
    refuse_child_names(by, visit.inspection, **{name: text for name, text in values.items() if isinstance(text, str)})
    part.changed_at, part.changed_by = clock.now(), by
    for name, value in values.items():
        setattr(part, name, value)
    save_if_unchanged(part, version=version, fields=[*values, "changed_at", "changed_by"])
    record(actor=by, verb=verb, subject=visit)
