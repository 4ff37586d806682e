"""OPTIONS tells nobody anything: the same answer to everybody, whether or not there is something behind the address."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.choices import Role
from tests import factories as make

pytestmark = pytest.mark.django_db


def told(client: Client, reference: str) -> tuple[int, str, bytes]:
    answer = client.options(reverse("inspections:inspection-detail", args=[reference]))
    return answer.status_code, answer["Allow"], answer.content


def test_options_is_the_same_for_everybody_and_for_what_is_not_there(client: Client) -> None:
    inspection = make.InspectionFactory()
    lead = Client()
    lead.force_login(make.team(inspection, Role.LEAD_INSPECTOR))
    answers = {told(client, inspection.reference), told(lead, inspection.reference), told(lead, "nothing-2026")}
    assert answers == {(405, "GET, HEAD, POST", b"")}


def test_control_without_it_django_answers_without_asking(settings: Any) -> None:
    settings.MIDDLEWARE = [each for each in settings.MIDDLEWARE if each != "core.middleware.MethodsMiddleware"]
    lead = Client()
    inspection = make.InspectionFactory()
    lead.force_login(make.team(inspection, Role.LEAD_INSPECTOR))
    assert lead.options(reverse("inspections:inspection-detail", args=[inspection.reference])).status_code == 200


def test_what_everybody_may_read_says_how(client: Client) -> None:
    answer = client.options("/api/v1/openapi.json")
    assert answer.status_code == 200 and "GET" in answer["Allow"]
