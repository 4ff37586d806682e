"""A survey that is being read: its people, its comments and its concerns, for the tests of the readers' pages."""

from __future__ import annotations

from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.choices import Role
from core import clock
from surveys.models import Batch, Comment, Concern, Response
from surveys.services import duty
from surveys.tests.world import survey as survey_of
from tests import factories as make

NOON = datetime(2024, 5, 1, 12, 1, tzinfo=clock.LONDON)


@pytest.fixture
def world(db: Any):
    with clock.travelled_to(NOON):
        inspection = make.InspectionFactory.create(
            reference="seaborough-2024", state="preparation", notified_on=date(2024, 4, 29)
        )
        yield SimpleNamespace(
            inspection=inspection,
            lead=make.team(inspection, Role.LEAD_INSPECTOR),
            duty=make.team(inspection, Role.CQC_INSPECTOR),
            other=make.team(inspection, Role.OFSTED_INSPECTOR),
            survey=survey_of(inspection, state="reviewing"),
        )


def on_duty(world: Any) -> Any:
    return duty.name(by=world.lead, inspection=world.inspection, user=world.duty, starts_on=clock.today())


def concern(world: Any, text: str = "He hit me", number: int = 1) -> Concern:
    return Concern.objects.create(
        survey=world.survey, number=number, question="best", text=text, words=["hit me"], raised_on=clock.today()
    )


def comment(world: Any, order: int, text: str, question: str = "best") -> Comment:
    batch, _ = Batch.objects.get_or_create(
        survey=world.survey, number=1, defaults={"size": 10, "made_on": clock.today()}
    )
    response = Response.objects.create(
        survey=world.survey, batch=batch, wave=1, variant="standard", language="en", mode="online", answers={},
        answered_on=clock.today(),
    )  # fmt: skip
    return Comment.objects.create(survey=world.survey, response=response, question=question, text=text, order=order)


def address(world: Any, name: str, *args: Any) -> str:
    return reverse(f"surveys:{name}", args=[world.inspection.reference, *args])


def client_of(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client
