"""Answers kept back for safeguarding, and who is on duty to read them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from accounts import policy
from accounts.access import can
from accounts.choices import Permission, Role
from accounts.models import User
from core import clock
from inspections.models import Inspection, TeamPlace
from surveys.choices import ConcernOutcome
from surveys.models import Concern, DutyReader, Survey


def unresolved(survey: Survey) -> int:
    return Concern.objects.filter(survey=survey, outcome=ConcernOutcome.WAITING).count()


def of_inspection(inspection: Inspection) -> QuerySet[Concern]:
    """Oldest first, with survey and reader."""
    return Concern.objects.filter(survey__inspection=inspection).select_related("survey", "worked_by").order_by("pk")


def kept_back(survey: Survey) -> set[tuple[str, str]]:
    """(question, text) of what only duty readers may read now."""
    return set(Concern.objects.filter(survey=survey, outcome=ConcernOutcome.WAITING).values_list("question", "text"))


def readers(inspection: Inspection) -> QuerySet[DutyReader]:
    """Everybody who was, is or will be on duty."""
    return DutyReader.objects.filter(inspection=inspection).select_related("user", "named_by")


def on_duty(inspection: Inspection, on: date | None = None) -> QuerySet[DutyReader]:
    today = on or clock.today()
    return readers(inspection).filter(Q(ends_on=None) | Q(ends_on__gte=today), starts_on__lte=today)


def may_read(person: Any, inspection: Inspection) -> bool:
    """Whether this person is a duty reader today, and still reads the surveys of this inspection."""
    return (
        Permission.SURVEY_SAFEGUARD in policy.BY_DUTY_READING
        and on_duty(inspection).filter(user=person).exists()
        and can(person, Permission.SURVEY_READ, inspection)
    )


def who_may_be_named(inspection: Inspection) -> list[User]:
    """The team of the inspection as it is today."""
    places = TeamPlace.objects.in_force(clock.today()).filter(inspection=inspection).select_related("user")
    return sorted({place.user for place in places}, key=lambda user: user.name)


def leads(inspection: Inspection) -> list[User]:
    places = TeamPlace.objects.in_force(clock.today()).filter(
        inspection=inspection, role__in=(Role.LEAD_INSPECTOR, Role.CQC_LEAD)
    )
    return list({place.user_id: place.user for place in places.select_related("user")}.values())
