"""The inspection team: who is on it, in which role, from when to when."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from accounts.choices import TEAM_ROLES, Role
from accounts.models.user import Organisation
from audit.record import record
from core import clock
from core.errors import Reason, Refused
from inspections import verbs
from inspections.choices import ENDED_STATES
from inspections.models import Inspection, TeamPlace
from inspections.services.owners import tell
from inspections.services.steps import refuse
from partnerships.models import Membership
from rulebook import words

# Whose inspectors hold which roles.
EMPLOYER = {
    Role.LEAD_INSPECTOR: Organisation.OFSTED,
    Role.OFSTED_INSPECTOR: Organisation.OFSTED,
    Role.CQC_LEAD: Organisation.CQC,
    Role.CQC_INSPECTOR: Organisation.CQC,
}


@transaction.atomic
def add_member(
    *,
    by: Any,
    inspection: Inspection,
    user: Any,
    role: str,
    starts_on: date | None = None,
    ends_on: date | None = None,
    second_lead: bool = False,
) -> TeamPlace:
    """Give a person a place on the team, from a day (today by default). Raises Refused.

    Nobody inspects an area in which they hold a role, nor for an inspectorate they do not work for. Published reports name two
    lead inspectors now and then, so a second is allowed where `second_lead` says that it is meant.
    """
    starts = starts_on or clock.today()
    reasons = []
    if inspection.state in ENDED_STATES:
        raise Refused("The team of an inspection that has ended cannot be changed")
    if role not in TEAM_ROLES:
        reasons.append(Reason("Choose a role on the inspection team", "role"))
    if ends_on is not None and ends_on < starts:
        reasons.append(Reason("The last day must not be before the first day", "ends_on"))
    if Membership.objects.in_force(starts).filter(partnership=inspection.partnership, user=user).exists():
        reasons.append(Reason(f"{user} has a role in {inspection.partnership}, so cannot inspect it", "user"))
    reasons += _wrong_inspectorate(user, role)
    if role == Role.LEAD_INSPECTOR and not second_lead:
        # Of two leads named at once the second must see the first.
        Inspection.objects.select_for_update().get(pk=inspection.pk)
        reasons += _lead_already(inspection, user, starts, ends_on)
    refuse(reasons)
    try:
        with transaction.atomic():
            place = TeamPlace.objects.create(
                inspection=inspection, user=user, role=role, starts_on=starts, ends_on=ends_on
            )
    except IntegrityError as error:
        raise Refused(Reason(f"{user} is on the team in this role already", "user")) from error
    record(actor=by, verb=verbs.PLACE_GIVEN, subject=inspection, changes={"team": (None, str(place))})
    if user.is_active and user != by:
        tell(
            user,
            kind="team",
            key=f"team:{inspection.reference}:{role}:{starts.isoformat()}",
            subject=f"You are on the team: {inspection}",
            body=f"Your role is {Role(role).label}.",
            url=inspection.get_absolute_url(),
        )
    return place


def _wrong_inspectorate(user: Any, role: str) -> list[Reason]:
    works_for = {place.value: employer for place, employer in EMPLOYER.items()}.get(role)
    if works_for is None or user.organisation == works_for:
        return []
    return [Reason(f"{user} works for {user.get_organisation_display()}, so cannot be {Role(role).label}", "role")]


def _lead_already(inspection: Inspection, user: Any, starts: date, ends_on: date | None) -> list[Reason]:
    leads = inspection.team_places.filter(role=Role.LEAD_INSPECTOR).exclude(user=user).select_related("user")
    leads = leads.exclude(ends_on__lt=starts)
    if ends_on is not None:
        leads = leads.exclude(starts_on__gt=ends_on)
    names = words.listed([str(place.user) for place in leads])
    return (
        [Reason(f"{names} leads this inspection already. Tick the box if there are to be two", "second_lead")]
        if names
        else []
    )


@transaction.atomic
def end_place(*, by: Any, place: TeamPlace, ends_on: date | None = None) -> None:
    """End a place: its last day is `ends_on`, or yesterday, so that access stops at once. Raises Refused."""
    if place.ends_on is not None and place.ends_on < clock.today():
        raise Refused("This place on the team has ended already")
    if ends_on is not None and ends_on < place.starts_on:
        raise Refused(Reason("The last day must not be before the first day", "ends_on"))
    last = ends_on or clock.today() - timedelta(days=1)
    record(actor=by, verb=verbs.PLACE_ENDED, subject=place.inspection, changes={"team": (str(place), f"until {last}")})
    if last < place.starts_on:
        # Given and ended on one day: a place cannot end before it starts, so it goes; the record keeps both acts.
        place.delete()
        return
    place.ends_on = last
    place.save(update_fields=["ends_on"])
