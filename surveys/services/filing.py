"""Filing results as evidence, and keeping on record who took them out of the service."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max

from accounts.access import require
from accounts.choices import Permission
from audit.record import record
from inspections.models import Evidence
from inspections.models.evidence import SourceKind
from inspections.services import evidence
from surveys import verbs
from surveys.models import Batch, Survey
from surveys.queries.results import Tallies, View
from surveys.queries.tables import figures


@transaction.atomic
def file(*, by: Any, survey: Survey, view: View, title: str, text: str, criteria: Sequence[str] = ()) -> Evidence:
    """Keep what is looked at as evidence, with its figures as they stand. The same words twice on the same figures are filed once.

    Raises PermissionDenied and Refused.
    """
    require(by, Permission.SURVEY_READ, survey.inspection)
    tallies = Tallies(survey, [view.dimension] if view.dimension else [])
    batch = Batch.objects.filter(survey=survey).aggregate(last=Max("number"))["last"] or 0
    words = hashlib.sha256("\n".join([title.strip(), text.strip(), *sorted(criteria)]).encode()).hexdigest()[:16]
    before = Evidence.objects.filter(inspection=survey.inspection_id).count()
    made = evidence.record(
        by=by, inspection=survey.inspection, source_kind=SourceKind.SURVEY,
        source_ref=f"{survey.pk}:{view}:{batch}:{words}", title=title, text=text, criteria=criteria,
        figures=figures(tallies, view, criteria),
    )  # fmt: skip
    if made.number > before:
        record(actor=by, verb=verbs.FILED, subject=survey, changes={"evidence": (None, made.number)})
    return made


@transaction.atomic
def downloaded(*, by: Any, survey: Survey, what: str) -> None:
    """Keep on record that somebody downloaded results or comments."""
    require(by, Permission.SURVEY_READ, survey.inspection)
    record(actor=by, verb=verbs.RESULTS_DOWNLOADED, subject=survey, changes={"file": (None, what)})
