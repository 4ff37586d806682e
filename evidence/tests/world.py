"""A team on site with notes, for the tests of lines of enquiry, judgements and the restricted record."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

from accounts.choices import Role
from evidence.models import Enquiry, Note, NoteEnquiry
from tests import factories as make

TODAY = date(2024, 5, 15)


def build(**more: Any) -> SimpleNamespace:
    """A full inspection on site since Monday 13 May 2024, with its team, its LANO and quality assurance."""
    dates = {"notified_on": date(2024, 4, 29), "onsite_start_on": date(2024, 5, 13), "onsite_end_on": date(2024, 5, 17)}
    inspection = make.InspectionFactory.create(**{"state": "on_site"} | dates | more)
    people = {
        "lead": make.team(inspection, Role.LEAD_INSPECTOR, make.UserFactory.create(name="Ada Osei")),
        "ofsted": make.team(inspection, Role.OFSTED_INSPECTOR, make.UserFactory.create(name="Ben Okafor")),
        "cqc": make.team(inspection, Role.CQC_LEAD, make.UserFactory.create(name="Cara Lindqvist")),
        "cqc_inspector": make.team(inspection, Role.CQC_INSPECTOR, make.UserFactory.create(name="Dev Anand")),
        "lano": make.member(inspection.partnership, Role.LANO, make.UserFactory.create(name="Lena Novak")),
        "quality": make.national(Role.QUALITY_ASSURER, make.UserFactory.create(name="Quentin Adler")),
    }
    inspection.lano = people["lano"]
    inspection.save(update_fields=["lano"])
    return SimpleNamespace(inspection=inspection, **people)


def note(
    world: SimpleNamespace, kind: str = "meeting", strand: str = "health", *, on: Enquiry | None = None, **more: Any
) -> Note:
    """A note of the lead, as the next number, tied to a line of enquiry when one is given."""
    number = Note.objects.filter(inspection=world.inspection).count() + 1
    made = Note.objects.create(
        **{
            "inspection": world.inspection, "number": number, "client_key": f"key-{number}", "author": world.lead,
            "source_kind": kind, "strand": strand, "happened_on": TODAY, "text": "What was said.",
        } | more
    )  # fmt: skip
    if on is not None:
        NoteEnquiry.objects.create(note=made, enquiry=on, enquiry_version=1, bearing="supports")
    return made
