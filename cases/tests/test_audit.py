"""The multi-agency audit: each author writes one section, and one summary comes at the end."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Notice
from cases.services import audits, records
from core.errors import Conflict, Refused

from .conftest import Area

ALL = dict.fromkeys(range(6), "Strong practice")


def test_only_its_author_writes_a_section(area: Area) -> None:
    case = area.agreed()
    audits.name_authors(by=area.officer, case=case, authors={"health": area.health})
    section = case.audit_sections.get()
    for person in (area.officer, area.lano, area.lead):
        with pytest.raises(PermissionDenied):
            audits.write_section(by=person, section=section, grades={}, evidence="", version=1)
    audits.write_section(by=area.health, section=section, grades={0: "Strong practice"}, evidence="", version=1)
    assert section.answers[0] == {
        "criterion": "Needs were identified accurately and in good time",
        "grade": "Strong practice",
    }
    assert "Case A" in Notice.objects.get(person=area.health, kind="case_audit").subject


def test_a_section_is_signed_whole_and_then_stands(area: Area) -> None:
    case = area.agreed()
    audits.name_authors(by=area.officer, case=case, authors={"health": area.health})
    section = case.audit_sections.get()
    with pytest.raises(Refused) as refused:
        audits.write_section(
            by=area.health, section=section, grades={0: "Excellent"}, evidence=" ", version=1, sign=True
        )
    assert {reason.field for reason in refused.value.reasons} == {*(f"grade_{at}" for at in range(6)), "evidence"}
    audits.write_section(by=area.health, section=section, grades=ALL, evidence="Document 1", version=1, sign=True)
    with pytest.raises(Refused, match="has been signed"):
        audits.write_section(by=area.health, section=section, grades=ALL, evidence="Else", version=2)
    with pytest.raises(Refused, match="cannot be changed"):
        audits.name_authors(by=area.officer, case=case, authors={"health": area.lano})
    audits.return_section(by=area.officer, section=section, reason="Say which document")
    audits.write_section(by=area.health, section=section, grades=ALL, evidence="Document 2", version=3, sign=True)


def test_two_people_at_one_section_are_told(area: Area) -> None:
    case = area.agreed()
    audits.name_authors(by=area.officer, case=case, authors={"health": area.health})
    section = case.audit_sections.get()
    audits.write_section(by=area.health, section=section, grades={}, evidence="First", version=1)
    with pytest.raises(Conflict):
        audits.write_section(by=area.health, section=section, grades={}, evidence="Second", version=1)


def test_the_summary_comes_after_every_signature(area: Area) -> None:
    case = area.agreed()
    authors = {"education": area.officer, "health": area.health, "care": area.lano}
    audits.name_authors(by=area.officer, case=case, authors=authors)
    for number, section in enumerate(case.audit_sections.all()):
        with pytest.raises(Refused, match="Not signed"):
            audits.write_summary(by=area.officer, case=case, summary="Text", learning="", version=case.version)
        audits.write_section(
            by=section.author, section=section, grades=ALL, evidence=f"Document {number}", version=1, sign=True
        )
    audits.write_summary(by=area.officer, case=case, summary="Text", learning="Plan earlier", version=case.version)
    assert (case.joint_summary, case.learning, case.summary_by) == ("Text", "Plan earlier", area.officer)
    with pytest.raises(Refused, match="before the joint summary"):
        audits.return_section(by=area.officer, section=case.audit_sections.first(), reason="Again")


def test_records_are_the_teams_and_apart(area: Area) -> None:
    case = area.agreed()
    for person in (area.lano, area.officer):
        with pytest.raises(PermissionDenied):
            records.write_record(by=person, case=case, kind="family", notes="Text")
    for kind in ("professionals", "family", "young_person"):
        records.write_record(by=area.lead, case=case, kind=kind, notes=f"Of {kind}", own_words="Mine")
    kept = {record.kind: (record.notes, record.own_words) for record in case.records.all()}
    assert kept == {
        "professionals": ("Of professionals", ""),
        "family": ("Of family", "Mine"),
        "young_person": ("Of young_person", "Mine"),
    }
    with pytest.raises(Conflict):
        records.write_record(by=area.lead, case=case, kind="family", notes="Later", version=0)
