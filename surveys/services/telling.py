"""Telling the area’s people what happens to a survey. A notice says that, never what anybody answered."""

from __future__ import annotations

from django.urls import reverse

from accounts.choices import Role
from accounts.models import User
from core import clock
from core.words import lower_first, when
from inspections.models import TeamPlace
from inspections.services.owners import tell
from partnerships.models import Membership
from surveys.models import Survey


def area_people(survey: Survey) -> list[User]:
    """The LANO and the people of the parent carer forum: those who share the links."""
    today = clock.today()
    roles = (Role.LANO, Role.PCF)
    members = Membership.objects.in_force(today).filter(partnership_id=survey.inspection.partnership_id, role__in=roles)
    people = [survey.inspection.lano, *(member.user for member in members.select_related("user"))]
    return [person for person in dict.fromkeys(people) if person is not None and person.is_active]


def leads(survey: Survey) -> list[User]:
    places = TeamPlace.objects.in_force(clock.today()).filter(inspection=survey.inspection, role=Role.LEAD_INSPECTOR)
    return [place.user for place in places.select_related("user") if place.user.is_active]


def opened(survey: Survey) -> None:
    again = " again" if survey.wave > 1 else ""
    _tell(
        survey,
        area_people(survey),
        f"opened:{survey.wave}",
        f"is open{again}",
        f"It is open until {when(survey.closes_at)}. Please share the link now. There are texts to send and posters to print.",
        "share",
    )


def stopped(survey: Survey) -> None:
    _tell(
        survey,
        area_people(survey),
        f"stopped:{survey.wave}",
        "is stopped for the moment",
        "Please do not share the link until we tell you that it is open again. Answers already sent are kept.",
        "detail",
    )


def extended(survey: Survey) -> None:
    assert survey.closes_at is not None
    _tell(
        survey,
        area_people(survey),
        f"extended:{survey.closes_at.isoformat()}",
        "is open for longer",
        f"It is now open until {when(survey.closes_at)}. Please tell those who have not answered yet.",
        "share",
    )


def closed(survey: Survey) -> None:
    _tell(
        survey,
        area_people(survey),
        "closed",
        "has closed",
        "The link does not take answers any more. You can see how many people answered.",
        "detail",
    )


def missed(survey: Survey) -> None:
    assert survey.closes_at is not None
    _tell(
        survey,
        leads(survey),
        f"missed:{survey.closes_at.isoformat()}",
        "was not opened in time",
        f"It should have been open until {when(survey.closes_at)}, but nothing opened it. Set another time.",
        "detail",
    )


def _tell(survey: Survey, people: list[User], key: str, what: str, body: str, page: str) -> None:
    inspection = survey.inspection
    who = lower_first(survey.get_audience_display())
    for person in people:
        tell(
            person,
            kind="survey",
            key=f"survey:{survey.pk}:{key}",
            subject=f"The survey of {who} {what}: {inspection.partnership}",
            body=body,
            url=reverse(f"surveys:survey-{page}", args=[inspection.reference, survey.audience]),
        )
