"""Where the references of a draft lead, and which of them lead nowhere."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from evidence.models import Enquiry, Note
from information.models import AnswerFile
from inspections.models import Evidence, Inspection
from reports.letters.citations import Reference
from timetable.models import Meeting

# The page of each kind that is found by its number.
PAGES = {
    "N": "evidence:note-detail",
    "E": "inspections:evidence-detail",
    "K": "evidence:enquiry-detail",
    "M": "timetable:meeting-detail",
}
# What stands: a withdrawn note supports nothing.
STANDING: dict[str, QuerySet[Any]] = {
    "N": Note.objects.filter(withdrawn_at=None),
    "E": Evidence.objects.all(),
    "K": Enquiry.objects.all(),
    "M": Meeting.objects.all(),
}


def addresses(inspection: Inspection, references: Collection[Reference]) -> dict[Reference, str]:
    """{reference: address of what it names} for those that are there, one query for each kind. Whether it may be opened, its page asks."""
    found: dict[Reference, str] = {}
    for kind, rows in STANDING.items():
        wanted = {int(one.text[1:]): one for one in references if one.kind == kind}
        if wanted:
            there = rows.filter(inspection=inspection, number__in=wanted).order_by().values_list("number", flat=True)
            found |= {wanted[number]: reverse(PAGES[kind], args=[inspection.reference, number]) for number in there}
    return found | _documents(inspection, [one for one in references if one.kind == "document"])


def _documents(inspection: Inspection, references: Collection[Reference]) -> dict[Reference, str]:
    wanted = {tuple(one.text.split(".")): one for one in references}
    if not wanted:
        return {}
    files = AnswerFile.objects.filter(item__inspection=inspection, item__number__in={item for item, _ in wanted})
    return {
        wanted[item, str(part)]: reverse("information:file-open", args=[inspection.reference, item, part])
        for item, part in files.values_list("item__number", "part")
        if (item, str(part)) in wanted
    }
