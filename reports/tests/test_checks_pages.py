"""The page of the checks and the sign-off they stop, with the facts as the tables hold them."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import CaseIdentity, TrackedCase
from core import clock
from core.errors import Refused
from evidence.models import FindingBasis, FirstWording, Note, Signature
from reports.checks import CHECKS
from reports.models import LetterSection
from reports.services import checking, letters
from reports.tests.editing_desk import desk, section
from tests import factories

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 6, 14, 10, 42, tzinfo=clock.LONDON)


@pytest.fixture
def made(client):
    """A letter about which there is nothing to say: written, with one priority action, signed by both."""
    with clock.travelled_to(NOW):
        made = desk(state="final_qa")
        LetterSection.objects.update(text="Children wait.")
        made.finding = factories.FindingFactory(
            inspection=made.inspection, order=1, text="Leaders must act.", responsible_bodies=["Council"]
        )
        factories.signed_judgement(made.inspection, made.gwen)
        client.force_login(made.gwen)
        yield made


def said(made):
    return {
        result.check.code: [one.text for one in result.found]
        for result in checking.results(made.letter)
        if result.found
    }


def test_a_letter_in_order_passes_every_check_and_is_signed_off(client, made):
    assert said(made) == {}
    page = client.get(reverse("reports:letter-checks", args=[made.inspection.reference])).content.decode()
    assert "Nothing stops the sign-off" in page
    assert all(check.title in page for check in CHECKS)
    letters.make_move(by=made.quality, letter=made.letter, move="sign_off")
    assert made.letter.versions.count() == 1


def test_each_fault_in_the_tables_is_found_linked_and_stops_the_sign_off(client, made):
    case = TrackedCase.objects.create(inspection=made.inspection, code="B", state="selected")
    CaseIdentity.objects.create(case=case, name="Imogen Marchbanks", given_by=made.gwen, given_at=NOW)
    Note.objects.create(
        inspection=made.inspection,
        number=4,
        client_key="k",
        author=made.gwen,
        quotation="identifying",
        text="“my son waits”",
    )
    text = "Imogen Marchbanks waits. Case B waits. “My son waits.” TBC. Inspectors came on 3 March 2024."
    section(made, text=text)
    section(made, "about_the_partnership", " ")
    made.inspection.findings.update(responsible_bodies=[])
    FirstWording.objects.create(
        inspection=made.inspection,
        finding=made.finding,
        kind=made.finding.kind,
        order=1,
        wording={"text": "Leaders should act."},
        locked_at=NOW,
        locked_by=made.gwen,
    )
    Signature.objects.filter(inspectorate="cqc").update(broken_at=NOW)
    type(made.inspection).objects.filter(pk=made.inspection.pk).update(outcome="outcome-2")
    made.letter.refresh_from_db()
    made.inspection.refresh_from_db()
    gone = Note.objects.create(
        inspection=made.inspection,
        number=5,
        client_key="g",
        author=made.gwen,
        withdrawn_at=NOW,
        withdrawn_reason="Said twice.",
    )
    FindingBasis.objects.create(finding=made.finding, note=gone, added_by=made.gwen, added_at=NOW)
    found = said(made)
    assert set(found) == {check.code for check in CHECKS}
    assert found["withdrawn-notes"] == ["Area for priority action 1 has N5 under it, which was withdrawn: Said twice."]
    assert found["child-names"][0].endswith("names a child (Case B).")
    assert found["signatures"] == ["Care Quality Commission has not signed the judgement as it stands."]
    with pytest.raises(Refused) as refused:
        letters.make_move(by=made.quality, letter=made.letter, move="sign_off")
    reasons = [reason.text for reason in refused.value.reasons]
    assert not any("3 March" in reason or "N5" in reason for reason in reasons), "a warning stops nothing"
    assert {found[code][0] for code in ("unwritten", "responsible-bodies", "child-names", "leftovers")} <= set(reasons)
    page = client.get(reverse("reports:letter-checks", args=[made.inspection.reference])).content.decode()
    assert f'/findings/{made.finding.pk}/">Area for priority action 1 names no responsible body.' in page
    assert f'/findings/{made.finding.pk}/basis/">Area for priority action 1 has N5' in page
    assert '/sections/about_the_partnership/">Nothing has been written' in page
    assert "Stops sign-off" in page and "Warning" in page
    assert "Marchbanks" not in page
    basis = client.get(reverse("evidence:finding-basis", args=[made.inspection.reference, made.finding.pk]))
    assert ">N5</a> under it was withdrawn and counts no more." in basis.content.decode()
    client.force_login(made.quality)
    asked = client.get(reverse("reports:letter-move", args=[made.inspection.reference, "sign_off"])).content.decode()
    assert "Area for priority action 1 names no responsible body." in asked


def test_a_priority_action_that_comes_to_the_area_with_a_reference_is_not_sent(made):
    made.inspection.findings.update(text="Leaders must act [N4].")
    type(made.letter).objects.filter(pk=made.letter.pk).update(state="qa")
    made.letter.refresh_from_db()
    with pytest.raises(Refused, match="cites evidence in its words"):
        letters.make_move(by=made.quality, letter=made.letter, move="send_to_area")


def test_days_of_the_inspection_itself_and_of_the_one_it_follows_are_no_warning(made):
    type(made.inspection).objects.filter(pk=made.inspection.pk).update(
        previous_inspection_as_printed="4 to 8 June 2018"
    )
    section(
        made,
        text="The inspection was announced on 29 April 2024. Inspectors came from 13 to 17 May. The last inspection ended on 8 June 2018.",
    )
    made.letter.inspection.refresh_from_db()
    assert said(made) == {}


def test_the_page_asks_the_same_of_the_database_for_one_finding_and_for_three(client, made):
    url = reverse("reports:letter-checks", args=[made.inspection.reference])
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    for order in (2, 3):
        factories.FindingFactory(
            inspection=made.inspection, order=order, text="Leaders must act.", responsible_bodies=["C"]
        )
    with CaptureQueriesContext(connection) as three:
        client.get(url)
    assert len(three) == len(one)
