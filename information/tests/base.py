"""What the tests of the information request share: an inspection after its call, with its people, and small uploads."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from accounts.choices import Role
from core import clock
from information.models import RequestItem
from information.services import issuing
from inspections.models import Deadline
from rulebook import person_lists
from tests import factories as make
from tests import given_files

CALL = date(2024, 4, 29)
PDF = given_files.pdf()


class Cast:
    """An inspection called on CALL with its request issued; `lead`, `lano`, `officer`, `health`, `chief`."""

    def __init__(self, *, issued: bool = True, **fields: Any) -> None:
        facts = {"state": "notified", "notified_on": CALL, "onsite_start_on": date(2024, 5, 13)} | fields
        self.inspection = make.InspectionFactory.create(**facts)
        area = self.inspection.partnership
        self.lead = make.team(self.inspection, Role.LEAD_INSPECTOR)
        self.lano = make.member(area, Role.LANO)
        self.officer = make.member(area, Role.PARTNERSHIP_OFFICER)
        self.health = make.member(area, Role.HEALTH_LEAD)
        self.chief = make.member(area, Role.DCS)
        self.inspection.lano = self.lano
        self.inspection.save()
        if issued:
            with clock.travelled_to(CALL):
                issuing.issue_request(by=self.lead, inspection=self.inspection)

    def item(self, number: str) -> RequestItem:
        return RequestItem.objects.select_related("inspection__partnership", "inspection__lano", "owner").get(
            inspection=self.inspection, number=number
        )

    def deadline(self, rule: str, due_on: date) -> None:
        Deadline.objects.create(
            inspection=self.inspection, rule_code=rule, name=rule, owner_code="lano", anchor="notified_on", anchor_on=CALL, offset=5,
            unit="working_days", due_on=due_on, original_due_on=due_on, calendar_edition="test", source="", confirmed=False,
            laid_on=CALL,
        )  # fmt: skip


def pdf(name: str = "plan.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF)


ROW: dict[str, Any] = {
    "unique_id": "1", "upn": "A123", "uln": "", "born_on": date(2014, 3, 31), "gender": "F", "ethnicity": "WBRI",
    "initial_on": date(2020, 1, 6), "updated_on": date(2023, 1, 6), "reviewed_on": date(2024, 1, 8), "primary_need": "ASD",
    "main_urn": "100001", "main_phase": "Primary", "subsidiary_phase": None, "home_educated": "No", "suspensions": 0,
    "exclusions": 0, "absence": 3.2, "pupil_premium": "No", "social_care": "No", "social_care_team": None, "disability": "Yes",
}  # fmt: skip


def list_rows(*changes: dict[str, Any], kind: str = "list-1") -> list[list[Any]]:
    columns = person_lists.COLUMNS[kind]
    return [
        [column.heading for column in columns],
        *([(ROW | {"upn": f"A{n}"} | changed)[column.code] for column in columns] for n, changed in enumerate(changes)),
    ]


def xlsx(rows: list[list[Any]], name: str = "list.xlsx") -> SimpleUploadedFile:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    made = io.BytesIO()
    book.save(made)
    return SimpleUploadedFile(name, made.getvalue())
