"""What the demonstration shows of this app. Everything goes through the services; the people are invented."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.files.base import ContentFile

from accounts.choices import Role
from core import clock
from core.spreadsheets import Sheet, workbook
from information.models import RequestItem
from information.services import answers, issuing, lists, loop
from inspections.models import Inspection
from inspections.queries.calendar import working_calendar
from rulebook import person_lists

# (code of the item, names of its files); the first two are accepted.
SHARED = (
    ("send-strategy", ("SEND strategy 2024 to 2027.pdf",)),
    ("governance-structure", ("Partnership structure.pdf", "Who chairs what.pdf")),
    ("self-evaluation", ("Self-evaluation.pdf",)),
    ("improvement-plan", ("Improvement plan.pdf", "Progress report, latest quarter.pdf")),
    ("terms-of-reference", ("Terms of reference.pdf",)),
    ("health-commissioning", ("Health commissioning.pdf",)),
)
ACCEPTED = ("send-strategy", "governance-structure", "terms-of-reference")
QUERIED = "self-evaluation"
OWNED_BY_HEALTH = ("waiting-times", "health-advice", "health-commissioning", "complaints-health", "dynamic-support")
OWNED_BY_COUNCIL = (
    "list-1",
    "list-2",
    "key-contacts",
    "board-minutes",
    "ehc-timeliness",
    "annual-reviews",
    "plan-audits",
)


def furnish(*, cast: dict[Any, Any], inspection: Inspection) -> None:
    """Add to the inspection under way. `cast` is {role: the demonstration's person}; the clock stands on the day of the call."""
    lead, lano = cast[Role.LEAD_INSPECTOR], cast[Role.LANO]
    officer, health = cast[Role.PARTNERSHIP_OFFICER], cast[Role.HEALTH_LEAD]
    issuing.issue_request(by=lead, inspection=inspection)
    items = {item.code: item for item in RequestItem.objects.filter(inspection=inspection)}
    for item in items.values():
        item.inspection = inspection
    for codes, owner in (
        (OWNED_BY_HEALTH, health),
        (OWNED_BY_COUNCIL, officer),
        ([code for code, _ in SHARED[:5]], lano),
    ):
        for code in codes:
            issuing.give_item(by=lano, item=items[code], owner=owner)
    for code, names in SHARED:
        given = answers.give_files(by=lano, item=items[code], uploads=[_pdf(name) for name in names], share=True)
        answers.open_answer(by=lead, file=given[0])
    for code in ACCEPTED:
        loop.accept(by=lead, item=items[code])
    loop.ask(
        by=lead,
        item=items[QUERIED],
        reasons=["incomplete", "out_of_date"],
        text="The part about alternative provision is missing, and the figures are of the year before last.",
    )
    answers.answer_without(
        by=lano,
        item=items["risk-register"],
        kind="not_held",
        reason="Each body keeps its own register; there is no joint one.",
    )
    answers.give_files(by=officer, item=items["ehc-timeliness"], uploads=[_figures()])
    answers.start(by=health, item=items["waiting-times"])
    tomorrow = working_calendar().add_working_days(clock.today(), 1)
    issuing.set_due(by=lead, item=items["key-contacts"], due_on=tomorrow, reason="Needed to arrange the first meetings")
    lists.upload_list(by=officer, item=items["list-1"], upload=_list("list-1", faulty=True))
    lists.upload_list(by=officer, item=items["list-2"], upload=_list("list-2", faulty=False))
    loop.share(by=lano, item=items["list-2"])


def _list(kind: str, *, faulty: bool) -> ContentFile[bytes]:
    """A list of eight invented rows, in each of the first of which something is wrong."""
    good: dict[str, Any] = {
        "born_on": date(2014, 5, 6), "gender": "Female", "ethnicity": "Not given", "initial_on": date(2019, 9, 2),
        "updated_on": date(2022, 9, 5), "reviewed_on": date(2023, 9, 4), "primary_need": "Speech and language", "main_urn": 999001,
        "main_phase": "Primary", "home_educated": "No", "suspensions": 0, "exclusions": 0, "absence": 4, "pupil_premium": "No",
        "social_care": "No", "disability": "Yes",
    }  # fmt: skip
    faults: tuple[dict[str, Any], ...] = (
        {"gender": ""},
        {"born_on": "spring"},
        {"initial_on": date(2023, 12, 1)},
        {"main_urn": "", "main_phase": ""},
        {"upn": "DEMO-0"},
    )
    columns = person_lists.COLUMNS[kind]
    wrong = dict(enumerate(faults, 1)) if faulty else {}
    children = [good | {"unique_id": n + 1, "upn": f"DEMO-{n}"} | wrong.get(n, {}) for n in range(8)]
    rows = [[child.get(column.code) for column in columns] for child in children]
    return ContentFile(workbook([Sheet(kind, [column.heading for column in columns], rows)]), name=f"{kind}.xlsx")


def _figures() -> ContentFile[bytes]:
    rows = [(date(2025, month, 1), 60 + month, 100) for month in range(1, 13)]
    made = workbook([Sheet("Timeliness", ("Month", "Plans within 20 weeks", "Plans"), rows)])
    return ContentFile(made, name="Timeliness of plans.xlsx")


def _pdf(name: str) -> ContentFile[bytes]:
    """One page that says it is invented."""
    text = f"BT /F1 16 Tf 60 760 Td ({name.removesuffix('.pdf')}) Tj 0 -30 Td (Invented for the demonstration.) Tj ET".encode()
    parts = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    made, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return ContentFile(made + end % (len(parts) + 1, table, len(parts) + 1, len(made)), name=name)
