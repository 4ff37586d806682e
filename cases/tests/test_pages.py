"""Pages of tracked cases: what each person finds, and forms that keep what was typed."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from cases.models import TrackedCase
from cases.services import audits, cases, pack
from inspections.tests.pages import boxes, errors_of, signed_in, statements, text_of

from .conftest import TRAITS, TUESDAY, Area, a_file


def to(area: Area, name: str, *args: Any) -> str:
    return reverse(f"cases:{name}", args=[area.inspection.reference, *args])


def test_the_list_says_what_the_mix_lacks(area: Area) -> None:
    area.selected(2)
    page = text_of(signed_in(area.lead).get(to(area, "case-list")))
    assert "Six cases are wanted; you have two" in page
    assert "No case in alternative provision yet" in page
    assert "Two at SEN support are wanted; you have none" in page
    assert "No case placed out of the area yet (our assumption, not confirmed by a source)" in page


def test_the_list_of_somebody_without_a_case_says_so(area: Area) -> None:
    area.selected(1)
    page = text_of(signed_in(area.dcs).get(to(area, "case-list")))
    assert "There is no tracked case here for you" in page
    assert "Case A" not in page


def test_a_coordinator_finds_their_case_and_the_tab(area: Area) -> None:
    first, _ = area.selected(2)
    cases.name_coordinator(by=area.lano, case=first, coordinator=area.officer)
    page = text_of(signed_in(area.officer).get(to(area, "case-list")))
    assert "Case A" in page
    assert "Case B" not in page
    assert "Spread" not in page
    assert "Tracked cases" in page


def test_the_list_costs_the_same_for_one_case_and_three(area: Area) -> None:
    area.selected(1)
    lead = signed_in(area.lead)
    one = statements(lead, to(area, "case-list"))
    for at in (7, 8):
        made = area.candidate(f"SEN-9{at}")
        from cases.services import selection

        selection.select(by=area.lead, inspection=area.inspection, cases=[made], why="For the mix")
        cases.name_coordinator(by=area.lano, case=made, coordinator=area.officer)
    assert statements(lead, to(area, "case-list")) == one


def test_a_case_costs_the_same_with_one_section_and_three(area: Area) -> None:
    case = area.agreed()
    audits.name_authors(by=area.officer, case=case, authors={"health": area.health})
    officer = signed_in(area.officer)
    one = statements(officer, case.get_absolute_url())
    audits.name_authors(by=area.officer, case=case, authors={"education": area.officer, "care": area.lano})
    assert statements(officer, case.get_absolute_url()) == one


def test_looking_at_the_spread_selects_nothing(area: Area) -> None:
    candidate = area.candidate("SEN-1")
    lead = signed_in(area.lead)
    looked = lead.post(to(area, "case-select"), {"candidates": [candidate.pk], "check": "Check the spread first"})
    assert "Nothing has been selected yet" in text_of(looked)
    assert "Six cases are wanted; you have one" in text_of(looked)
    candidate.refresh_from_db()
    assert candidate.is_candidate
    chosen = lead.post(to(area, "case-select"), {"candidates": [candidate.pk], "why": "For the mix"}, follow=True)
    assert "Selected: Case A. The area has been told." in text_of(chosen)


def test_a_candidate_is_added_on_its_page(area: Area) -> None:
    lead = signed_in(area.lead)
    sent = TRAITS | {"health_input": "yes", "in_area": "no", "local_reference": "SEN-5"}
    assert lead.post(to(area, "candidate-add"), sent).status_code == 302
    case = TrackedCase.objects.get()
    assert (case.local_reference, case.health_input, case.in_area) == ("SEN-5", True, False)
    again = lead.post(to(area, "candidate-add"), sent)
    assert errors_of(again) == {"local_reference": ["There is a case or a candidate with this reference already"]}
    assert 'value="SEN-5"' in again.content.decode()


def test_consent_is_recorded_and_the_gate_opens_on_the_page(area: Area) -> None:
    case = area.asked()
    officer = signed_in(area.officer)
    assert "Book no meeting before consent is recorded." in text_of(officer.get(case.get_absolute_url()))
    sent = {"answer": "given", "giver": "parent", "how": "by_phone", **boxes("on", TUESDAY.date())}
    assert officer.post(to(area, "case-consent", "A"), sent).status_code == 302
    assert "Book no meeting" not in text_of(officer.get(case.get_absolute_url()))
    refused = officer.post(to(area, "case-consent", "A"), sent)
    assert "cannot be done now" in text_of(refused)


def test_a_document_is_added_opened_and_the_opening_kept(area: Area) -> None:
    case = area.agreed()
    officer = signed_in(area.officer)
    named = officer.post(to(area, "document-add", "A"), {"kind": "plan", "title": "Plan of Canary", "file": a_file()})
    assert errors_of(named) == {"title": ["Use ‘Case A’ instead of the name"]}
    officer.post(to(area, "document-add", "A"), {"kind": "plan", "title": "Plan", "file": a_file()})
    # To the inspectors it is not there before the pack is submitted, nor is its title.
    lead = signed_in(area.lead)
    assert lead.get(to(area, "document-open", "A", 1)).status_code == 404
    assert "The pack has not been submitted." in text_of(lead.get(case.get_absolute_url()))
    assert to(area, "document-open", "A", 1) not in lead.get(case.get_absolute_url()).content.decode()
    with pytest.raises(PermissionDenied):
        pack.open_document(by=area.lead, document=case.documents.get())
    answer = officer.get(to(area, "document-open", "A", 1))
    assert b"".join(answer.streaming_content) == b"What happened, and when.\n"
    assert "attachment" in answer["Content-Disposition"]
    assert [one.document for one in case.openings.all() if one.document] == [1]
    officer.post(to(area, "document-remove", "A", 1), {})
    assert officer.get(to(area, "document-open", "A", 1)).status_code == 404


@pytest.mark.parametrize("submitted", [True, False])
def test_inspectors_have_the_pack_from_the_day_it_is_submitted(area: Area, submitted: bool) -> None:
    case = area.agreed()
    officer, lead = signed_in(area.officer), signed_in(area.lead)
    officer.post(to(area, "document-add", "A"), {"kind": "plan", "title": "Plan", "file": a_file()})
    if submitted:
        case.refresh_from_db()
        pack.submit_pack(by=area.officer, case=case)
    wanted = 200 if submitted else 404
    answer = lead.get(to(area, "document-open", "A", 1))
    assert answer.status_code == wanted
    b"".join(answer)  # read to its end
    case.refresh_from_db()
    cases.make_move(by=area.officer, case=case, move="withdraw")
    answer = lead.get(to(area, "document-open", "A", 1))
    assert answer.status_code == wanted, "withdrawing changes nothing about what was handed over"
    b"".join(answer)


def test_an_author_keeps_a_draft_and_then_signs(area: Area) -> None:
    case = area.agreed()
    audits.name_authors(by=area.officer, case=case, authors={"health": area.health})
    health, page = signed_in(area.health), to(area, "audit-section", "A", "health")
    draft = {"version": 1, "grade_0": "Strong practice", "evidence": "", "draft": "Save as a draft"}
    assert health.post(page, draft).status_code == 302
    unsigned = health.post(page, {"version": 2, "grade_0": "Strong practice", "evidence": ""})
    assert set(errors_of(unsigned)) == {*(f"grade_{at}" for at in range(1, 6)), "evidence"}
    whole = {"version": 2, "evidence": "Document 1", **{f"grade_{at}": "Strong practice" for at in range(6)}}
    assert health.post(page, whole).status_code == 302
    assert case.audit_sections.get().signed_at is not None
    assert "You have signed this section" in text_of(health.get(page))


def test_the_familys_page_has_no_name_and_asks_what_helps(area: Area) -> None:
    area.asked()
    page = text_of(signed_in(area.officer).get(to(area, "family-page", "A")))
    assert "What would help you at the meeting?" in page
    assert "You can change your mind at any time." in page
    assert "the week that starts on Monday 13 May 2024" in page


def test_a_substitute_is_picked_on_its_page(area: Area) -> None:
    case, spare = area.asked(), area.candidate("SEN-0099")
    cases.make_move(by=area.officer, case=case, move="withdraw")
    lead = signed_in(area.lead)
    assert "Pick a substitute" in text_of(lead.get(case.get_absolute_url()))
    answer = lead.post(to(area, "case-replace", "A"), {"substitute": spare.pk}, follow=True)
    assert "Case B takes the place of Case A" in text_of(answer)


def test_words_for_a_section_that_was_signed_meanwhile_are_given_back(area: Area) -> None:
    case = area.agreed()
    audits.name_authors(by=area.officer, case=case, authors={"health": area.health})
    address = f"{case.get_absolute_url()}audit/health/"
    author = signed_in(area.health)
    grades = dict.fromkeys(range(6), "Strong practice")
    section = case.audit_sections.get()
    audits.write_section(by=area.health, section=section, grades=grades, evidence="First", version=1, sign=True)
    again = author.post(address, {"version": "1", "evidence": "Seen in the <b>plan</b>", "draft": "yes"})
    assert "What you wrote was not saved" in text_of(again)
    assert "Seen in the &lt;b&gt;plan&lt;/b&gt;" in again.text
    assert "What you wrote was not saved" not in text_of(author.get(address))
