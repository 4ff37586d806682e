"""The pages: lines of enquiry, triangulation, findings and what they rest on, the judgement, safeguarding, who has seen what."""

from __future__ import annotations

import re
from datetime import date
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import clock
from evidence.models import EmergingFinding, Enquiry, Judgement, SafeguardingConcern, Signature
from evidence.services import basis, emerging, enquiries, judgements
from evidence.tests.world import TODAY, build, note
from inspections.models import Finding, Inspection, Sight, Task
from inspections.services import findings
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None):
    with clock.travelled_to(TODAY):
        yield build()


def client(person: object) -> Client:
    made = Client()
    made.force_login(person)
    return made


def at(world: SimpleNamespace, name: str, *args: object) -> str:
    prefix = name if ":" in name else f"evidence:{name}"
    return reverse(prefix, args=[world.inspection.reference, *args])


def body(world: SimpleNamespace, person: object, name: str, *args: object) -> str:
    answer = client(person).get(at(world, name, *args))
    assert answer.status_code == 200
    return answer.content.decode()


def day(field: str, on: date) -> dict[str, int]:
    return {f"{field}_0": on.day, f"{field}_1": on.month, f"{field}_2": on.year}


def test_a_line_of_enquiry_from_its_first_wording_to_its_end(world):
    browser = client(world.ofsted)
    sent = browser.post(
        at(world, "enquiry-add"), {"text": "Do families wait?", "criteria": ["I1"], "submission_key": "k1"}
    )
    again = browser.post(
        at(world, "enquiry-add"), {"text": "Do families wait?", "criteria": ["I1"], "submission_key": "k1"}
    )
    assert sent.url == again.url == at(world, "enquiry-detail", 1)
    refused = browser.post(
        at(world, "enquiry-reword", 1), {"text": "Why do families wait?", "reason": "", "version": 1}
    )
    assert "Say why it changes" in refused.content.decode()
    assert "Why do families wait?" in refused.content.decode()
    browser.post(
        at(world, "enquiry-reword", 1), {"text": "Why do families wait?", "reason": "We know they do.", "version": 1}
    )
    stale = browser.post(
        at(world, "enquiry-reword", 1), {"text": "Mine", "reason": "Old", "version": 1}
    ).content.decode()
    assert "Their text" in stale
    browser.post(at(world, "enquiry-standing", 1), {"standing": "uncertain", "reason": ""})
    shown = body(world, world.quality, "enquiry-detail", 1)
    for words in (
        "Do families wait?",
        "Why do families wait?",
        "We know they do.",
        "Uncertain",
        "No parent voice yet on K1",
    ):
        assert words in shown
    assert "Ask for" not in shown
    browser.post(at(world, "enquiry-close", 1), {"reason": "Answered."})
    assert "Answered." in body(world, world.lead, "enquiry-detail", 1)
    assert Enquiry.objects.get().versions.count() == 2


def test_the_triangulation_table_says_it_in_numbers_and_words(world):
    first = enquiries.add_enquiry(by=world.lead, inspection=world.inspection, text="Do families wait?")
    for kind in ("meeting", "meeting", "survey"):
        note(world, kind, on=first)
    shown = body(world, world.lead, "triangulation")
    assert re.search(r'app-heat--2">.*?2.*?<span class="app-heat__word">Some</span>', shown)
    assert 'scope="row"' in shown
    assert "Nothing from education yet on K1" in shown
    with CaptureQueriesContext(connection) as one:
        body(world, world.lead, "triangulation")
    for number in range(2):
        note(world, on=enquiries.add_enquiry(by=world.lead, inspection=world.inspection, text=f"Question {number}?"))
    with CaptureQueriesContext(connection) as three:
        body(world, world.lead, "triangulation")
    assert len(one) == len(three)
    browser = client(world.ofsted)
    for _ in range(2):
        answer = browser.post(at(world, "enquiry-tomorrow", 1), {"gap": "parents", "from_table": "yes"}, follow=True)
    assert "was asked: Arrange for Thursday 16 May 2024" in answer.content.decode()
    assert "(asked for Thursday 16 May 2024)" in answer.content.decode()
    assert Task.objects.count() == 1


def test_findings_say_what_they_rest_on_to_those_who_read_evidence_only(world):
    finding = make.FindingFactory.create(inspection=world.inspection, order=1)
    shown = body(world, world.lead, "inspections:inspection-findings")
    assert "Rests on no evidence yet." in shown
    note(world, "meeting", "health")
    browser, page = client(world.ofsted), at(world, "finding-basis", finding.pk)
    wrong = browser.post(page, {"references": "N1 N44"}).content.decode()
    assert "There is no evidence N44 in this inspection" in wrong
    assert 'value="N1 N44"' in wrong
    browser.post(page, {"references": "N1"})
    for name, args in (("inspections:inspection-findings", ()), ("inspections:finding-edit", (finding.pk,))):
        shown = body(world, world.lead, name, *args)
        assert "It rests on one source." in shown
        assert "It rests on one sector: health." in shown
    with CaptureQueriesContext(connection) as one:
        body(world, world.lead, "inspections:inspection-findings")
    for order in (2, 3):
        basis.tie(
            by=world.lead, to=make.FindingFactory.create(inspection=world.inspection, order=order), pieces=[note(world)]
        )
    with CaptureQueriesContext(connection) as three:
        body(world, world.lead, "inspections:inspection-findings")
    assert len(one) == len(three)
    Inspection.objects.filter(pk=world.inspection.pk).update(findings_shared_on=TODAY)
    assert "Rests on" not in body(world, world.lano, "inspections:inspection-findings")
    browser.post(page, {"untie": str(finding.basis.get().pk)})
    assert not finding.basis.exists()


def test_emerging_findings_by_day_become_findings(world):
    note(world, "meeting", "health")
    browser = client(world.cqc)
    facts = {"sort": "significant_concern", "text": "Families wait.", "area_code": "I1", "references": "N1 E9"} | day(
        "seen_on", TODAY
    )
    wrong = browser.post(at(world, "emerging-add"), facts).content.decode()
    assert "There is no evidence E9" in wrong
    assert not EmergingFinding.objects.exists()
    browser.post(at(world, "emerging-add"), facts | {"references": "N1"})
    shown = body(world, world.quality, "emerging-list")
    for words in ("Wednesday 15 May 2024", "Significant concern", "Low confidence", "It rests on one source."):
        assert words in shown
    browser.post(at(world, "emerging-promote", 1), {"kind": "area_for_priority_action"})
    browser.post(at(world, "emerging-promote", 1), {"kind": "area_for_priority_action"})
    assert Finding.objects.get().basis.get().note.number == 1
    assert "Now a finding" in body(world, world.lead, "emerging-list")
    emerging.add_emerging(by=world.lead, inspection=world.inspection, sort="strength", text="Warm staff.")
    browser.post(at(world, "emerging-withdraw", 2), {"reason": "One place only."})
    assert "One place only." in body(world, world.lead, "emerging-detail", 2)


def recorded(world: SimpleNamespace, version: int = 0, **more: object) -> dict[str, object]:
    facts = {
        "version": version,
        "decision": "outcome-3",
        "reasons": "Waits are long.",
        "present": [world.lead.pk, world.cqc.pk],
    }
    return facts | day("met_on", TODAY) | more


def test_the_judgement_is_recorded_signed_and_broken_by_a_change(world):
    move = at(world, "inspections:inspection-move", "give_feedback")
    assert "not signed yet for Ofsted and Care Quality Commission" in client(world.lead).get(move).content.decode()
    browser = client(world.ofsted)
    wrong = browser.post(
        at(world, "judgement-edit"), recorded(world, **{f"dissent_{world.ofsted.pk}": "Outcome 2 would be fairer."})
    ).content.decode()
    assert "as present, or take this text out" in wrong
    assert "Outcome 2 would be fairer." in wrong
    browser.post(at(world, "judgement-edit"), recorded(world, **{f"dissent_{world.cqc.pk}": "Too harsh."}))
    for person in (world.lead, world.cqc):
        answer = client(person).post(at(world, "judgement-sign"), {"version": 1}, follow=True)
        assert "You have signed the record" in answer.content.decode()
    shown = body(world, world.quality, "judgement")
    for words in ("Widespread and/or systemic failings", "Too harsh.", "Ada Osei, Lead HMI"):
        assert words in shown
    assert "not signed yet" not in client(world.lead).get(move).content.decode()
    assert "breaks the signatures" in browser.get(at(world, "judgement-edit")).content.decode()
    browser.post(at(world, "judgement-edit"), recorded(world, version=1, reasons="Waits are very long."))
    shown = body(world, world.lead, "judgement")
    assert "that signature does not hold any more" in shown
    stale = client(world.lead).post(at(world, "judgement-sign"), {"version": 1}, follow=True).content.decode()
    assert "has changed since you opened it" in stale
    conflict = browser.post(at(world, "judgement-edit"), recorded(world, version=1, reasons="Mine")).content.decode()
    assert "Waits are very long." in conflict
    assert Signature.objects.filter(broken_at=None).count() == 0


def test_the_wordings_stand_side_by_side(world):
    finding = findings.add_finding(
        by=world.lead, inspection=world.inspection, kind="area_for_priority_action", text="Act on waits."
    )
    made = judgements.save(
        by=world.lead, inspection=world.inspection, version=0, met_on=TODAY, decision="outcome-3", reasons="So.",
        present={world.lead.pk: ""},
    )  # fmt: skip
    judgements.sign(by=world.lead, judgement=made, version=1)
    assert "Unchanged" in body(world, world.lead, "wording")
    findings.change_finding(by=world.lead, finding=finding, version=1, text="Act on waits at once.")
    shown = body(world, world.lead, "wording")
    assert "Changed, no reason" in shown
    assert "Act on waits at once." in shown
    key = f"first-{finding.first_wordings.get().pk}"
    client(world.lead).post(at(world, "wording-reason", key), {"reason": "Quality assurance asked."})
    assert "Changed, with a reason" in body(world, world.quality, "wording")
    assert client(world.lead).get(at(world, "wording-reason", "first-0")).status_code == 404


def test_a_concern_is_confirmed_in_a_second_step_and_its_recorder_gets_a_number(world):
    browser, page = client(world.ofsted), at(world, "concern-record")
    facts = {
        "immediate_danger": "no", "text": "Wren said that nobody comes.\n<b>", "place": "Northfield",
        "referred_to": "The hub", "referred_time": "9am", "submission_key": "once",
    } | day("seen_on", TODAY) | day("referred_on", TODAY)  # fmt: skip
    wrong = browser.post(page, facts | {"immediate_danger": "", "text": "Kept"}).content.decode()
    assert "Say whether anybody is in immediate danger" in wrong
    assert "Kept" in wrong
    second = browser.post(page, facts).content.decode()
    assert "Check what you record" in second
    assert not SafeguardingConcern.objects.exists()
    hidden = dict(re.findall(r'<input type="hidden" name="([a-z_0-9]+)" value="([^"]*)"', second))
    hidden = {name: value.replace("&lt;", "<").replace("&gt;", ">") for name, value in hidden.items()}
    assert "Wren said that nobody comes." in browser.post(page, hidden | {"step": "change"}).content.decode()
    sent = browser.post(page, hidden | {"step": "check"})
    assert sent.status_code == 302, re.findall(r"error-summary.*?</div>", sent.content.decode(), re.DOTALL)
    again = browser.post(page, hidden | {"step": "check"})
    made = SafeguardingConcern.objects.get()
    assert sent.url == again.url == at(world, "concern-receipt", made.receipt)
    assert (made.text, made.referred_to) == ("Wren said that nobody comes.\n<b>", "The hub")
    receipt = browser.get(sent.url).content.decode()
    assert made.receipt in receipt
    assert "Wren" not in receipt + body(world, world.ofsted, "concern-list")
    assert client(world.lead).get(sent.url).status_code == 404
    assert browser.get(at(world, "concern-detail", 1)).status_code == 403
    answer = client(world.cqc).get(at(world, "concern-detail", 1))
    assert "Wren" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert made.entries.filter(kind="read", by=world.cqc).count() == 1
    works = client(world.cqc)
    works.post(at(world, "concern-note", 1), {"text": "The hub rang back."})
    assert "Choose what became of it" in works.post(at(world, "concern-close", 1), {"text": "Done"}).content.decode()
    works.post(at(world, "concern-close", 1), {"outcome": "referred", "text": "The hub has it."})
    made.refresh_from_db()
    assert (made.state, made.outcome) == ("closed", "referred")


def test_nothing_else_shows_a_concern(world):
    client(world.ofsted).post(
        at(world, "concern-record"),
        {"immediate_danger": "no", "text": "Wren Halloway", "step": "check"} | day("seen_on", TODAY),
    )
    assert SafeguardingConcern.objects.count() == 1
    for name in (
        "inspections:inspection-history",
        "inspections:evidence-list",
        "triangulation",
        "emerging-list",
        "judgement",
    ):
        shown = body(world, world.lead, name)
        assert "Wren" not in shown
        assert "recorded a safeguarding concern" not in shown


def test_who_has_seen_what_is_counted_until_publication_and_the_embargo_ends_by_itself(world):
    Judgement.objects.create(inspection=world.inspection, met_on=TODAY, decision="outcome-3", reasons="So.")
    body(world, world.lead, "judgement")
    assert not Sight.objects.exists()
    Inspection.objects.filter(pk=world.inspection.pk).update(feedback_on=TODAY)
    for _ in range(2):
        body(world, world.lead, "judgement")
    body(world, world.ofsted, "inspections:inspection-findings")
    shown = body(world, world.quality, "embargo")
    assert "2 times, first 15 May 2024" in shown
    assert "Embargoed" in shown
    rows = re.findall(r'<th scope="row".*?</tr>', shown, re.DOTALL)
    assert [("Ada" in row, row.count("Not yet"), row.count("May not")) for row in rows if "Ada" in row] == [
        (True, 3, 0)
    ]
    waits = shown.split("May see it, have not yet")[1]
    assert "Cara Lindqvist" in waits
    assert "Ada Osei" not in waits
    Inspection.objects.filter(pk=world.inspection.pk).update(published_on=TODAY, state="published")
    body(world, world.lead, "judgement")
    shown = body(world, world.quality, "embargo")
    assert "2 times" in shown
    assert "The embargo ended with publication" in shown
    assert ">Embargoed<" not in re.sub(r"\s+", "", shown)
