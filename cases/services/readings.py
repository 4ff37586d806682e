"""That somebody read a page about a case: kept with the openings of its name and documents, each time."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from cases.models import CaseOpening, TrackedCase
from core import clock


@transaction.atomic
def read(*, by: Any, case: TrackedCase, page: str) -> None:
    CaseOpening.objects.create(case=case, person=by, page=page, at=clock.now())
