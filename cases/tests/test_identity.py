"""The name: shown for a reason, recorded each time, and nowhere else in the product."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.models import Notice, SentMail, User
from audit.models import Entry
from cases.models import CaseIdentity, CaseOpening
from cases.services import audits, cases, identity, pack, records, selection
from core import clock, outbox
from core.errors import Refused
from core.models import OutboxRow
from inspections.models import Task
from inspections.tests.pages import signed_in, text_of

from .conftest import NAME, Area, a_file

WORDS = ("canary", "childsname")


def holds_the_name(text: str) -> bool:
    return any(word in text.casefold() for word in WORDS)


def address(case: Any, name: str, *args: Any) -> str:
    return reverse(f"cases:{name}", args=[case.inspection.reference, case.code, *args])


def test_the_name_is_shown_for_a_reason_and_each_showing_is_kept(area: Area) -> None:
    case = area.agreed()
    page = address(case, "case-name")
    officer = signed_in(area.officer)
    assert not holds_the_name(officer.get(page).content.decode())
    shown = officer.post(page, {"reason": "To ring the family"})
    assert NAME in text_of(shown)
    assert shown["Cache-Control"] == "no-store, private"
    assert [(one.person, one.reason) for one in CaseOpening.objects.filter(page="")] == [
        (area.officer, "To ring the family")
    ]
    entry = Entry.objects.get(verb="case.name_shown")
    assert (entry.actor, entry.subject_label, entry.reason) == (area.officer, "Case A", "To ring the family")
    officer.post(page, {"reason": "To write to them"})
    assert CaseOpening.objects.filter(page="").count() == 2
    assert "Kit Marlowe saw the name on" in text_of(signed_in(area.lead).get(case.get_absolute_url()))


def test_without_a_reason_nothing_is_shown(area: Area) -> None:
    case = area.agreed()
    refused = signed_in(area.officer).post(address(case, "case-name"), {"reason": " "})
    assert "Say why you need the name" in text_of(refused)
    assert not holds_the_name(refused.content.decode())
    assert not CaseOpening.objects.filter(page="").exists()


def test_who_may_not_know_the_name_is_not_shown_it(area: Area) -> None:
    case = area.agreed()
    audits.name_authors(by=area.officer, case=case, authors={"health": area.health})
    for person in (area.health, area.dcs):
        with pytest.raises(PermissionDenied):
            identity.show(by=person, case=case, reason="Curious")
    assert signed_in(area.health).post(address(case, "case-name"), {"reason": "Curious"}).status_code == 403
    assert signed_in(area.dcs).get(case.get_absolute_url()).status_code == 404


def test_a_form_never_brings_the_name_back(area: Area) -> None:
    case = area.agreed()
    assert not holds_the_name(signed_in(area.officer).get(address(case, "case-identity")).content.decode())


def test_no_text_takes_the_name(area: Area) -> None:
    case = area.agreed()
    audits.name_authors(by=area.officer, case=case, authors={"health": area.health})
    section, spare = case.audit_sections.get(), area.candidate("SEN-0099")
    told = "We met Canary at school"
    tries = {
        "why": lambda: selection.select(by=area.lead, inspection=area.inspection, cases=[spare], why=told),
        "evidence": lambda: audits.write_section(by=area.health, section=section, grades={}, evidence=told, version=1),
        "notes": lambda: records.write_record(by=area.lead, case=case, kind="family", notes=told),
        "own_words": lambda: records.write_record(by=area.lead, case=case, kind="family", notes="Text", own_words=told),
        "reason": lambda: identity.show(by=area.lead, case=case, reason=told),
        "access_needs": lambda: cases.record_access_needs(by=area.officer, case=case, access_needs=told, version=1),
        "title": lambda: pack.add_document(by=area.officer, case=case, kind="plan", title=told, upload=a_file()),
        "file": lambda: pack.add_document(
            by=area.officer, case=case, kind="plan", title="Plan", upload=a_file("childsnameplan.txt")
        ),
        "local_reference": lambda: area.candidate("SEN-canary"),
    }
    for field, attempt in tries.items():
        with pytest.raises(Refused) as refused:
            attempt()
        reasons = [(reason.field, reason.text) for reason in refused.value.reasons]
        assert (field, "Use ‘Case A’ instead of the name") in reasons, field
    assert not CaseOpening.objects.filter(page="").exists()


def test_an_identity_is_not_given_while_a_document_holds_it(area: Area) -> None:
    case = area.selected()[0]
    cases.name_coordinator(by=area.lano, case=case, coordinator=area.officer)
    cases.make_move(by=area.officer, case=case, move="seek_consent")
    cases.record_consent(by=area.officer, case=case, given=True, on=clock.today(), giver="both", how="in_person")
    pack.add_document(by=area.officer, case=case, kind="plan", title="Plan of Canary", upload=a_file())
    with pytest.raises(Refused, match="in its title or file name"):
        identity.give(by=area.officer, case=case, name=NAME)
    # Given by another road, the pack is still not handed over.
    CaseIdentity.objects.create(case=case, name=NAME, given_by=area.lano, given_at=clock.now())
    with pytest.raises(Refused, match="holds a name"):
        pack.submit_pack(by=area.officer, case=case)


def walk(area: Area) -> Any:
    """A case through everything that tells somebody something."""
    case = area.submitted()
    audits.name_authors(
        by=area.officer, case=case, authors={"education": area.officer, "health": area.health, "care": area.lano}
    )
    grades = dict.fromkeys(range(6), area.inspection.kind_spec.weeks.tracking.audit_grades[0])
    for section in case.audit_sections.all():
        audits.write_section(
            by=section.author, section=section, grades=grades, evidence="Document 1", version=1, sign=True
        )
    case.refresh_from_db()
    audits.write_summary(by=area.officer, case=case, summary="Together", learning="More", version=case.version)
    identity.show(by=area.lead, case=case, reason="To prepare the meeting")
    document = case.documents.get()
    pack.open_document(by=area.lead, document=document)
    cases.make_move(by=area.lead, case=case, move="review_pack")
    cases.meeting_arranged(by=area.lead, case=case, meeting_reference="M1")
    cases.make_move(by=area.lead, case=case, move="hold_meeting")
    records.write_record(
        by=area.lead, case=case, kind="young_person", notes="Notes", own_words="I like it", may_share_words=True
    )
    cases.make_move(by=area.lead, case=case, move="follow_up", reason="One more document")
    cases.make_move(by=area.lead, case=case, move="complete")
    outbox.relay()
    return case


def test_the_name_is_in_nothing_the_product_tells(area: Area, caplog: Any) -> None:
    caplog.set_level(logging.DEBUG)
    case = walk(area)
    for entry in Entry.objects.all():
        assert not holds_the_name(f"{entry.subject_label} {entry.changes} {entry.reason}"), entry.verb
    for notice in Notice.objects.all():
        assert not holds_the_name(f"{notice.subject} {notice.body} {notice.url} {notice.key}")
    for mail in SentMail.objects.all():
        assert not holds_the_name(f"{mail.subject} {mail.body}")
    for task in Task.objects.all():
        assert not holds_the_name(f"{task.title} {task.detail} {task.path} {task.key}")
    for row in OutboxRow.objects.all():
        assert not holds_the_name(f"{row.key} {row.payload} {row.last_error}")
    assert SentMail.objects.exists()
    pages = [
        reverse("cases:case-list", args=[area.inspection.reference]),
        reverse("cases:case-select", args=[area.inspection.reference]),
        reverse("inspections:inspection-detail", args=[area.inspection.reference]),
        reverse("inspections:inspection-history", args=[area.inspection.reference]),
        reverse("inspections:inspection-timeline", args=[area.inspection.reference]),
        reverse("dashboard:notices"),
        reverse("dashboard:home"),
        case.get_absolute_url(),
        *(
            address(case, name)
            for name in (
                "family-page", "case-name", "case-identity", "case-consent", "case-coordinator", "audit-authors", "audit-summary",
            )
        ),
        address(case, "audit-section", "health"),
        address(case, "record-edit", "family"),
    ]  # fmt: skip
    seen = 0
    for person in User.objects.all():
        client = signed_in(person)
        for page in pages:
            answer = client.get(page)
            seen += answer.status_code == 200
            assert not holds_the_name(answer.content.decode()), f"{person}: {page}"
    assert seen > 40
    assert not holds_the_name(caplog.text)


def test_the_young_persons_words_reach_the_area_only_where_they_may(area: Area) -> None:
    case = area.agreed()
    records.write_record(by=area.lead, case=case, kind="young_person", notes="Inspectors’ notes", own_words="I like it")
    officer = signed_in(area.officer)
    assert "I like it" not in text_of(officer.get(case.get_absolute_url()))
    records.write_record(
        by=area.lead, case=case, kind="young_person", notes="Inspectors’ notes", own_words="I like it",
        may_share_words=True, version=1,
    )  # fmt: skip
    page = text_of(officer.get(case.get_absolute_url()))
    assert "I like it" in page
    assert "Inspectors’ notes" not in page
