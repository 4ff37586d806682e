"""What the demonstration shows of this app. Everything goes through the services; the people are invented."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.choices import Role
from cases.models import TrackedCase
from cases.services import audits, cases, identity, pack, selection
from core import clock
from inspections.models import Inspection

# (reference, age, need, plan, setting, health input, in the area, invented name): those chosen first, then candidates left over.
CHOSEN = (
    ("L1-0114", "5-10", "ASD", "ehc", "primary", True, True, "Ottoline Fairweather"),
    ("L1-0231", "11-15", "SEMH", "ehc", "alternative_provision", False, True, "Dashiell Okonjo"),
    ("L2-0077", "5-10", "SLCN", "support", "primary", True, True, "Marisol Thackeray"),
    ("L1-0302", "16-18", "PMLD", "ehc", "special", True, False, "Peregrine Lovelace"),
    ("L2-0145", "11-15", "SPLD", "support", "secondary", False, True, "Xanthe Bellweather"),
    ("L1-0418", "19-25", "MLD", "ehc", "college", False, True, "Ignatius Farrow"),
)
LEFT = (
    ("L2-0190", "0-4", "SLCN", "support", "early_years", True, True),
    ("L1-0377", "11-15", "HI", "ehc", "secondary", True, False),
)
WHY = "A range of ages and needs, one in alternative provision, two at SEN support and one placed out of the area."


def furnish(*, cast: dict[Any, Any], inspection: Inspection) -> None:
    """Add to the inspection under way. `cast` is {role: the demonstration's person}; the clock stands on the day of the call."""
    lead, lano = cast[Role.LEAD_INSPECTOR], cast[Role.LANO]
    officer, health = cast[Role.PARTNERSHIP_OFFICER], cast[Role.HEALTH_LEAD]
    candidates = [_candidate(lead, inspection, *row[:7]) for row in (*CHOSEN, *LEFT)]
    six = selection.select(by=lead, inspection=inspection, cases=candidates[:6], why=WHY)
    for case, row in zip(six, CHOSEN, strict=True):
        identity.give(by=lano, case=case, name=row[7], family_contact="Invented: 01632 960000")
    first, second, third, fourth, fifth, _ = six
    for case in (first, second):
        cases.name_coordinator(by=lano, case=case, coordinator=officer)
    for case in (third, fourth, fifth):
        cases.name_coordinator(by=lano, case=case, coordinator=lano)
    for case in (first, second, third, fourth):
        cases.make_move(by=lano, case=case, move="seek_consent")
    _agree(officer, first, "An interpreter of Polish, and a room without steps.")
    _agree(officer, second, "A time after school.")
    _agree(lano, third, "A quiet room.")
    cases.record_consent(by=lano, case=fourth, given=False, on=clock.today())
    selection.replace(by=lead, case=fourth, substitute=candidates[7], why="Another case placed out of the area.")
    _pack(officer, first)
    _audit(officer, first, officer, health, lano)
    _document(lano, third, "chronology", "Chronology since the first referral")
    audits.name_authors(by=officer, case=second, authors={"health": health})
    _document(officer, second, "chronology", "Chronology of the last two years")
    pack.submit_pack(by=officer, case=second)
    cases.make_move(by=lead, case=second, move="review_pack")


def _candidate(
    by: Any,
    inspection: Inspection,
    reference: str,
    age: str,
    need: str,
    plan: str,
    setting: str,
    health: bool,
    near: bool,
) -> TrackedCase:
    return selection.propose(
        by=by, inspection=inspection, local_reference=reference, age_band=age, need=need, plan=plan, setting=setting,
        health_input=health, in_area=near,
    )  # fmt: skip


def _agree(by: Any, case: TrackedCase, needs: str) -> None:
    cases.record_consent(
        by=by, case=case, given=True, on=clock.today(), giver="both", how="in_person", access_needs=needs
    )


def _document(by: Any, case: TrackedCase, kind: str, title: str) -> None:
    text = BytesIO(f"{title}.\n\nInvented for the demonstration.\n".encode()).getvalue()
    upload = SimpleUploadedFile(f"{case} {kind}.txt".lower().replace(" ", "-"), text, "text/plain")
    pack.add_document(by=by, case=case, kind=kind, title=title, upload=upload)


def _pack(by: Any, case: TrackedCase) -> None:
    _document(by, case, "chronology", "Chronology since the plan was issued")
    _document(by, case, "review", "Annual review of the spring")


def _audit(by: Any, case: TrackedCase, education: Any, health: Any, care: Any) -> None:
    """Two sections of three are signed."""
    audits.name_authors(by=by, case=case, authors={"education": education, "health": health, "care": care})
    grades = dict(enumerate(inspection_grades(case)))
    for section in case.audit_sections.exclude(agency="health"):
        audits.write_section(
            by=section.author,
            section=section,
            grades=grades,
            evidence="Document 1 shows each decision with its date. Document 2 holds the family’s views.",
            version=section.version,
            sign=True,
        )


def inspection_grades(case: TrackedCase) -> list[str]:
    """An answer for each criterion of the audit, going round the words of the edition."""
    tracking = case.inspection.kind_spec.weeks.tracking
    assert tracking is not None
    return [tracking.audit_grades[at % 3] for at in range(len(tracking.audit_criteria))]
