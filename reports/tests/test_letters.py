"""A letter from its first word to publication: who may move it, when it is frozen, what publication sets off."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied

from accounts.choices import Role
from accounts.models import Notice
from audit.models import Entry
from core import clock, outbox
from core.autosave import Mark
from core.errors import Conflict, Refused
from improvement.models import Plan
from inspections.models import Deadline
from inspections.services.inspections import record_receipt
from reports import queries
from reports.models import Letter, LetterVersion
from reports.services import accuracy, editor, letters
from tests import factories

pytestmark = pytest.mark.django_db
RECEIVED, PUBLISHED = date(2024, 7, 9), date(2024, 7, 16)


@pytest.fixture
def desk():
    """A 2023 inspection after its feedback meeting, with its team, its area and a letter that has been opened."""
    inspection = factories.InspectionFactory(
        state="reporting", notified_on=date(2024, 4, 29), onsite_start_on=date(2024, 5, 13), onsite_end_on=date(2024, 5, 17),
        feedback_on=date(2024, 5, 17), outcome="outcome-3",
    )  # fmt: skip
    made = SimpleNamespace(
        inspection=inspection,
        lead=factories.team(inspection, Role.LEAD_INSPECTOR),
        quality=factories.national(Role.QUALITY_ASSURER),
        lano=factories.member(inspection.partnership, Role.LANO),
        dcs=factories.member(inspection.partnership, Role.DCS),
        dfe=factories.national(Role.DFE_ADVISER, region_code=inspection.partnership.region_id),
    )
    factories.FindingFactory(
        inspection=inspection,
        order=1,
        text="Leaders must act on waiting times.",
        points=["at once"],
        responsible_bodies=["Council"],
    )
    factories.FindingFactory(
        inspection=inspection, order=2, text="Leaders must update plans.", responsible_bodies=["Council"]
    )
    with clock.travelled_to(date(2024, 6, 14)):
        factories.signed_judgement(inspection, made.lead)
        made.letter = letters.open_letter(by=made.lead, inspection=inspection)
        letters.make_move(by=made.lead, letter=made.letter, move="start")
        section = made.letter.sections.get(code="experience")
        letters.write_section(
            by=made.lead, section=section, text="Children wait.\n\nFamilies tell us so.", mark=Mark.at(1)
        )
        made.letter.sections.filter(text="").update(text="Written.")
    return made


def go(desk, *moves, on):
    by = {"send_to_team": desk.lead, "send_to_qa": desk.lead, "record_comments": desk.lead, "revise": desk.lead,
          "send_to_final_qa": desk.lead}  # fmt: skip
    with clock.travelled_to(on):
        for move in moves:
            letters.make_move(by=by.get(move, desk.quality), letter=desk.letter, move=move)
            if move == "send_to_area":  # and received the same day, so that the time for comments runs out
                accuracy.record_receipt(
                    by=desk.lano, round_=desk.letter.accuracy_rounds.get(), received_on=clock.today()
                )
            desk.letter = Letter.objects.get(pk=desk.letter.pk)
            desk.inspection.refresh_from_db()


TO_AREA = ("send_to_team", "send_to_qa", "send_to_area")
TO_ISSUE = ("record_comments", "revise", "send_to_final_qa", "sign_off", "issue")


def to_issue(desk):
    go(desk, *TO_AREA, on=date(2024, 6, 14))
    go(desk, *TO_ISSUE, on=date(2024, 7, 8))


def to_publication(desk):
    to_issue(desk)
    with clock.travelled_to(RECEIVED):
        record_receipt(by=desk.dcs, inspection=desk.inspection, received_on=RECEIVED)
        outbox.relay()
    go(desk, "publish", on=PUBLISHED)


def test_a_letter_has_the_sections_of_its_framework_and_outcome(desk):
    codes = [place.spec.code for place in editor.places(desk.letter, desk.lead)]
    assert codes.index("areas_for_priority_action") < codes.index("areas_for_improvement")
    assert desk.letter.sections.get(code="outcome").text.startswith("There are widespread")


def test_opening_twice_is_once(desk):
    assert letters.open_letter(by=desk.lead, inspection=desk.inspection) == desk.letter


def test_the_second_of_two_writers_is_told_and_nothing_is_lost(desk):
    section = desk.letter.sections.get(code="experience")
    with pytest.raises(Conflict) as conflict:
        letters.write_section(by=desk.lead, section=section, text="Mine", mark=Mark.at(1))
    assert conflict.value.current.text.startswith("Children wait")
    assert desk.letter.sections.get(code="experience").text.startswith("Children wait")


def test_nothing_is_written_once_the_letter_has_left_drafting(desk):
    go(desk, "send_to_team", on=date(2024, 6, 14))
    section = desk.letter.sections.get(code="experience")
    with pytest.raises(Refused, match="not being drafted"):
        letters.write_section(by=desk.lead, section=section, text="Late", mark=Mark.at(section.version))


def test_a_section_of_absurd_length_is_refused_whole(desk):
    section = desk.letter.sections.get(code="experience")
    with pytest.raises(Refused, match="at most"):
        letters.write_section(by=desk.lead, section=section, text="x" * 60_001, mark=Mark.at(section.version))


@pytest.mark.parametrize("who", ["lead", "lano", "dfe"])
def test_only_quality_assurance_signs_off(desk, who):
    go(desk, *TO_AREA, on=date(2024, 6, 14))
    go(desk, *TO_ISSUE[:3], on=date(2024, 7, 8))
    with pytest.raises(PermissionDenied):
        letters.make_move(by=getattr(desk, who), letter=desk.letter, move="sign_off")


@pytest.mark.parametrize(
    ("outcome", "kind", "why"),
    [
        ("outcome-3", "area_for_improvement", "no area for priority action is recorded"),
        ("outcome-2", "area_for_priority_action", "an area for priority action is recorded"),
    ],
)
def test_a_report_whose_outcome_and_findings_contradict_each_other_is_not_signed_off(desk, outcome, kind, why):
    """Signed off, its findings would be fixed and it could neither be published nor put right."""
    desk.inspection.findings.update(kind=kind)
    type(desk.inspection).objects.filter(pk=desk.inspection.pk).update(outcome=outcome)
    go(desk, *TO_AREA, on=date(2024, 6, 14))
    go(desk, *TO_ISSUE[:3], on=date(2024, 7, 8))
    with pytest.raises(Refused, match=why):
        go(desk, "sign_off", on=date(2024, 7, 8))
    assert Letter.objects.get(pk=desk.letter.pk).state == "final_qa"
    assert not desk.letter.versions.exists()


def test_a_report_with_an_unwritten_section_is_not_signed_off_and_each_is_named(desk):
    desk.letter.sections.filter(code="experience").update(text=" \n ")
    go(desk, *TO_AREA, on=date(2024, 6, 14))
    go(desk, *TO_ISSUE[:3], on=date(2024, 7, 8))
    with pytest.raises(Refused, match="Nothing has been written in the section “What is it like") as refused:
        go(desk, "sign_off", on=date(2024, 7, 8))
    assert len(refused.value.reasons) == 1
    assert not desk.letter.versions.exists()


def test_the_words_of_the_outcome_alone_are_nothing_written(desk):
    desk.letter.sections.exclude(code="outcome").update(text="")
    with pytest.raises(Refused, match="Nothing has been written yet"):
        go(desk, "send_to_team", on=date(2024, 6, 14))


def test_the_area_reads_the_draft_from_the_day_it_is_shared(desk):
    permitted = type(desk.inspection).objects.permitted
    assert not permitted(desk.lano, "findings.view").exists()
    go(desk, *TO_AREA, on=date(2024, 6, 14))
    assert permitted(desk.lano, "findings.view").exists()
    assert not permitted(desk.dfe, "findings.view").exists()


def test_sign_off_freezes_the_words_and_a_worker_makes_the_bytes(desk):
    to_issue(desk)
    version = LetterVersion.objects.get()
    assert version.pdf is None
    assert [block.text for block in version.frozen_context.section("experience").blocks] == [
        "Children wait.", "Families tell us so.",
    ]  # fmt: skip
    outbox.relay()
    version.refresh_from_db()
    assert bytes(version.pdf).startswith(b"%PDF")


def test_it_is_not_published_before_the_area_received_it(desk):
    to_issue(desk)
    outbox.relay()
    with pytest.raises(Refused, match="received the final report"):
        go(desk, "publish", on=PUBLISHED)
    assert queries.published_version(desk.inspection.reference) is None


def test_it_is_not_published_before_its_bytes_are_made(desk):
    to_issue(desk)
    with clock.travelled_to(RECEIVED):
        record_receipt(by=desk.dcs, inspection=desk.inspection, received_on=RECEIVED)
    with pytest.raises(Refused, match="still being made"):
        go(desk, "publish", on=PUBLISHED)


def test_it_is_not_published_before_the_day_of_receipt(desk):
    to_issue(desk)
    with clock.travelled_to(RECEIVED):
        record_receipt(by=desk.dcs, inspection=desk.inspection, received_on=RECEIVED)
        outbox.relay()
        with pytest.raises(Refused, match="before the area has received it"):
            letters.make_move(by=desk.quality, letter=desk.letter, move="publish", on=date(2024, 7, 8))


def test_nothing_happens_in_the_future(desk):
    with clock.travelled_to(date(2024, 6, 14)), pytest.raises(Refused, match="today or in the past"):
        letters.make_move(by=desk.lead, letter=desk.letter, move="send_to_team", on=date(2024, 6, 17))


def test_publication_opens_the_plan_with_the_words_and_the_clock(desk):
    to_publication(desk)
    plan = Plan.objects.get()
    assert plan.kind == "priority-action-plan"
    assert [item.text for item in plan.items.order_by("order")] == [
        "Leaders must act on waiting times.", "Leaders must update plans.",
    ]  # fmt: skip
    due = Deadline.objects.get(inspection=desk.inspection, rule_code="pap-due")
    assert (due.anchor_on, due.due_on, due.confirmed) == (RECEIVED, date(2024, 8, 28), False)
    desk.inspection.refresh_from_db()
    assert (desk.inspection.state, desk.inspection.published_on) == ("published", PUBLISHED)
    assert {notice.person for notice in Notice.objects.filter(url__contains="/plan/")} >= {
        desk.lano,
        desk.dcs,
        desk.dfe,
    }


def test_publishing_twice_is_refused_and_opens_one_plan(desk):
    to_publication(desk)
    with pytest.raises(Refused):
        go(desk, "publish", on=PUBLISHED)
    assert Plan.objects.count() == 1


def test_a_refused_publication_leaves_no_trace(desk):
    """The move, the version, the inspection and the plan are one transaction."""
    to_issue(desk)
    with clock.travelled_to(RECEIVED):
        record_receipt(by=desk.dcs, inspection=desk.inspection, received_on=RECEIVED)
        outbox.relay()
    desk.inspection.findings.all().delete()  # now the plan has nothing to answer and is refused
    before = Entry.objects.count()
    with pytest.raises(Refused):
        go(desk, "publish", on=PUBLISHED)
    assert Letter.objects.get().state == "issued"
    assert LetterVersion.objects.get().published_at is None
    assert Entry.objects.count() == before


def test_every_move_is_recorded_with_its_person(desk):
    to_publication(desk)
    entries = Entry.objects.filter(verb="letter.publish")
    assert [(entry.actor, entry.changes["state"]) for entry in entries] == [(desk.quality, ["issued", "published"])]


# --- the public pages


def test_the_public_sees_nothing_before_and_everything_after(client, desk):
    addresses = [
        f"/letters/{desk.inspection.reference}/{end}" for end in ("", "letter.pdf", "letter.json", "versions/1/")
    ]
    to_issue(desk)
    outbox.relay()
    assert {client.get(address).status_code for address in addresses} == {404}
    with clock.travelled_to(RECEIVED):
        record_receipt(by=desk.dcs, inspection=desk.inspection, received_on=RECEIVED)
    go(desk, "publish", on=PUBLISHED)
    answers = [client.get(address) for address in addresses]
    assert {answer.status_code for answer in answers} == {200}
    assert "Leaders must act on waiting times." in answers[0].content.decode()
    assert bytes(answers[1].content) == bytes(LetterVersion.objects.get().pdf)


def test_the_list_asks_the_database_the_same_number_of_times_for_one_and_for_three(client, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def publish(number):
        inspection = factories.InspectionFactory(out=True)
        letter = Letter.objects.create(inspection=inspection, state="published")
        LetterVersion.objects.create(
            letter=letter, number=1, context="{}", context_sha256=str(number), template="t", fragment="", pdf=b"%PDF",
            pdf_sha256="0", made_at=clock.now(), published_at=clock.now(),
        )  # fmt: skip

    publish(1)
    client.get("/letters/")
    with CaptureQueriesContext(connection) as one:
        client.get("/letters/")
    publish(2)
    publish(3)
    with django_assert_num_queries(len(one)):
        assert "3 published" in client.get("/letters/").content.decode()
