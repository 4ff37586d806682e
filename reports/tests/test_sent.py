"""Between the draft it was sent and the final version the area reads the draft, whatever the inspectors revise meanwhile."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse

from accounts.choices import Activity, Role
from core import clock
from inspections.models import Finding, Inspection, ProgressJudgement
from inspections.tests.pages import signed_in, text_of
from reports.models import AccuracyRound, Letter, LetterSection
from reports.services import accuracy
from reports.tests import reviewing
from reports.tests.reviewing import SENT, go
from tests import factories

pytestmark = pytest.mark.django_db
INNER = ("comments_in", "revised", "final_qa", "signed_off")


@pytest.fixture
def desk() -> Any:
    """The draft is with the area, and the inspectors have changed a finding, the outcome and a section since."""
    with clock.travelled_to(SENT):
        made = reviewing.desk()
        go(made, made.letter, ("send_to_area", made.quality))
        made.delegate = factories.delegate(made.icb, made.inspection.partnership, Activity.FACTUAL_ACCURACY)
        Finding.objects.filter(inspection=made.inspection).update(text="Leaders must act on everything.")
        Inspection.objects.filter(pk=made.inspection.pk).update(outcome="outcome-2")
        LetterSection.objects.filter(letter=made.letter, code="experience").update(text="One two three four five six.")
        yield made


def read(person: Any, desk: SimpleNamespace, name: str) -> str:
    answer = signed_in(person).get(reverse(name, args=[desk.inspection.reference]))
    assert answer.status_code == 200
    return text_of(answer)


@pytest.mark.parametrize("state", ["draft_to_area", *INNER])
def test_the_area_reads_the_findings_it_was_sent(desk: SimpleNamespace, state: str) -> None:
    Letter.objects.filter(pk=desk.letter.pk).update(state=state)
    scale = desk.inspection.kind_spec.outcome_scale
    for person in (desk.lano, desk.dcs, desk.icb, desk.delegate):
        shown = read(person, desk, "inspections:inspection-findings")
        assert "Leaders must act on waiting times." in shown
        assert "Council" in shown
        assert "on everything" not in shown
        assert scale.get("outcome-3").label in shown
        assert scale.get("outcome-2").label not in shown
    for person in (desk.lead, desk.cqc, desk.quality):
        assert "on everything" in read(person, desk, "inspections:inspection-findings")


def test_with_the_final_version_the_area_reads_the_findings_as_they_are(desk: SimpleNamespace) -> None:
    Letter.objects.filter(pk=desk.letter.pk).update(state="issued")
    Inspection.objects.filter(pk=desk.inspection.pk).update(state="finalised", letter_issued_on=SENT)
    shown = read(desk.lano, desk, "inspections:inspection-findings")
    assert "on everything" in shown
    assert "on waiting times" not in shown
    # Who was handed the check alone has the draft and not the final version, until it is public.
    assert "on everything" not in read(desk.delegate, desk, "inspections:inspection-findings")
    Inspection.objects.filter(pk=desk.inspection.pk).update(state="published", published_on=SENT)
    assert "on everything" in read(desk.delegate, desk, "inspections:inspection-findings")


@pytest.mark.parametrize("state", ["draft_to_area", *INNER])
def test_the_page_of_the_letter_tells_the_area_nothing_of_the_work_on_it(desk: SimpleNamespace, state: str) -> None:
    Letter.objects.filter(pk=desk.letter.pk).update(state=state)
    label = Letter.LIFECYCLE.states[state]
    shown = read(desk.lano, desk, "reports:letter-detail")
    assert "The draft is with you" in shown
    assert f"Read the draft {desk.inspection.words['product']} you were sent" in shown
    for inner in (label, "as it stands", "6 words", "Empty", "Frozen versions"):
        if inner == Letter.LIFECYCLE.states["draft_to_area"]:
            continue  # as the stage of the inspection itself is called
        assert inner not in shown
    for inner in (label, "as it stands", "6 words", "Frozen versions"):
        assert inner in read(desk.lead, desk, "reports:letter-detail")
    AccuracyRound.objects.update(submitted_at=clock.now())
    assert "Your comments are with the inspectors" in read(desk.lano, desk, "reports:letter-detail")


def test_a_revisit_shows_the_area_the_results_it_was_sent() -> None:
    """What is judged again after the draft is sent waits for the final letter."""
    old = factories.InspectionFactory(
        framework_code="local-area-send-2016", edition_code="2021-03", state="published", outcome="wsoa-required"
    )
    words = ["Leaders do not know how long families wait.", "Plans are late."]
    weak = [
        Finding.objects.create(inspection=old, kind="area_of_significant_weakness", order=place, text=text)
        for place, text in enumerate(words, 1)
    ]
    revisit = factories.InspectionFactory(
        framework_code="local-area-send-2016", edition_code="2021-03", kind="revisit", state="draft_with_area", follows=old,
        partnership=old.partnership, notified_on=SENT, onsite_start_on=SENT, onsite_end_on=SENT, feedback_on=SENT,
        findings_shared_on=SENT, outcome="none-sufficient",
    )  # fmt: skip
    lead, lano = factories.team(revisit, Role.LEAD_INSPECTOR), factories.member(old.partnership, Role.LANO)
    for weakness in weak:
        ProgressJudgement.objects.create(
            inspection=revisit, finding=weakness, sufficient=False, narrative="Still slow."
        )
    letter = Letter.objects.create(inspection=revisit, state="draft_to_area")
    desk = SimpleNamespace(inspection=revisit)
    with clock.travelled_to(SENT):
        accuracy.open_round(by=lead, letter=letter, sent_on=SENT)
        revisit.judgements.update(sufficient=True, narrative="Now quick.")
        for person, sees, not_yet in ((lano, "Still slow.", "Now quick."), (lead, "Now quick.", "Still slow.")):
            shown = read(person, desk, "inspections:progress-judgements")
            assert sees in shown
            assert not_yet not in shown
        # Of each weakness, and of the whole.
        assert read(lano, desk, "inspections:progress-judgements").count("Not sufficient progress") == 3
