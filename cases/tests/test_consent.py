"""Consent as a gate, the meeting behind it, and the family that does not take part."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from accounts.choices import Permission
from accounts.models import Notice
from audit.models import Entry
from cases.models import TrackedCase
from cases.queries.cases import consent_missing
from cases.services import cases, pack, records
from core import clock
from core.errors import Refused
from inspections.models import Deadline, Task
from tests.factories import UserFactory, member

from .conftest import Area, a_file


def test_no_meeting_no_document_and_no_record_before_consent(area: Area) -> None:
    case = area.asked()
    assert consent_missing(case)
    with pytest.raises(Refused, match="Consent has not been recorded for Case A"):
        cases.meeting_arranged(by=area.lead, case=case, meeting_reference="M1")
    with pytest.raises(Refused, match="after consent"):
        pack.add_document(by=area.officer, case=case, kind="plan", title="Plan", upload=a_file())
    with pytest.raises(Refused, match="Consent"):
        records.write_record(by=area.lead, case=case, kind="family", notes="Text")


def test_after_consent_a_meeting_is_remembered_until_the_pack_is_reviewed(area: Area) -> None:
    case = area.submitted()
    assert not consent_missing(case)
    cases.meeting_arranged(by=area.lead, case=case, meeting_reference="M1")
    case.refresh_from_db()
    assert (case.state, case.meeting_references) == ("pack_submitted", ["M1"])
    cases.make_move(by=area.lead, case=case, move="review_pack")
    assert case.state == "meeting_scheduled"
    cases.meeting_arranged(by=area.lead, case=case, meeting_reference="M2")
    cases.meeting_cancelled(by=area.lead, case=case, meeting_reference="M1")
    assert case.state == "meeting_scheduled", "another meeting stands"
    cases.meeting_cancelled(by=area.lead, case=case, meeting_reference="M2")
    assert case.state == "pack_reviewed"


def test_the_same_meeting_arranged_twice_is_one(area: Area) -> None:
    case = area.agreed()
    for _ in range(2):
        cases.meeting_arranged(by=area.lead, case=case, meeting_reference="M1")
    assert case.meeting_references == ["M1"]
    assert Entry.objects.filter(verb="case.meeting_arranged").count() == 1


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"giver": ""}, "giver"),
        ({"how": ""}, "how"),
        ({"on": 1}, "on"),
        ({"on": -1}, "on"),
        ({"note": "Canary agreed"}, "note"),
        ({"access_needs": "Canary needs a ramp"}, "access_needs"),
    ],
)
def test_an_answer_is_complete(area: Area, facts: dict, field: str) -> None:
    case = area.asked()
    if "on" in facts:
        facts = {"on": clock.today() + timedelta(days=facts["on"])}
    given = {"given": True, "on": clock.today(), "giver": "both", "how": "in_person"} | facts
    with pytest.raises(Refused) as refused:
        cases.record_consent(by=area.officer, case=case, **given)
    assert [reason.field for reason in refused.value.reasons] == [field]


def test_a_family_that_declines_is_not_asked_why_and_the_area_loses_the_case(area: Area) -> None:
    case = area.asked()
    cases.record_consent(by=area.officer, case=case, given=False, on=clock.today(), note="They moved", how="in_person")
    case.refresh_from_db()
    assert (case.state, case.consent_note, case.consent_how) == ("consent_declined", "", "")
    assert Entry.objects.get(verb="tracked_case.decline_consent").reason == ""
    assert Task.objects.get(inspection=area.inspection).withdrawn_at is not None
    assert {notice.person for notice in Notice.objects.filter(kind="case_out")} == {area.lead, area.lano}
    assert holders(case, Permission.CASE_VIEW) == {area.lead, area.lano, area.officer}
    assert holders(case, Permission.CASE_IDENTITY) == {area.lead, area.lano}
    assert holders(case, Permission.CASE_MANAGE) == {area.lano}


def test_a_family_may_withdraw_at_any_time_without_a_reason(area: Area) -> None:
    case = area.submitted()
    cases.meeting_arranged(by=area.lead, case=case, meeting_reference="M4")
    cases.make_move(by=area.officer, case=case, move="withdraw", reason="They were unhappy")
    assert Entry.objects.get(verb="tracked_case.withdraw").reason == ""
    assert "Cancel M4" in Notice.objects.get(kind="case_out", person=area.lead).body
    assert consent_missing(case)
    with pytest.raises(Refused):
        cases.meeting_arranged(by=area.lead, case=case, meeting_reference="M5")


def holders(case: TrackedCase, permission: Permission) -> set:
    from accounts.models import User

    return {user for user in User.objects.all() if TrackedCase.objects.permitted(user, permission).filter(pk=case.pk)}


def test_a_coordinator_sees_their_own_case_and_no_other(area: Area) -> None:
    first, second = area.selected(2)
    cases.name_coordinator(by=area.lano, case=first, coordinator=area.officer)
    assert list(TrackedCase.objects.permitted(area.officer, Permission.CASE_VIEW, area.inspection)) == [first]
    assert holders(second, Permission.CASE_VIEW) == {area.lead, area.lano}


def test_a_coordinator_who_leaves_the_area_sees_nothing(area: Area) -> None:
    case = area.asked()
    area.officer.memberships.update(ends_on=clock.today() - timedelta(days=1))
    assert holders(case, Permission.CASE_VIEW) == {area.lead, area.lano}


def test_a_coordinator_works_for_the_area_and_is_named_by_the_lano(area: Area) -> None:
    case = area.selected()[0]
    stranger, forum = UserFactory.create(), member(area.inspection.partnership, "pcf")
    for person in (stranger, forum, area.lead):
        with pytest.raises(Refused, match="works for the area"):
            cases.name_coordinator(by=area.lano, case=case, coordinator=person)
    cases.name_coordinator(by=area.lano, case=case, coordinator=area.officer)
    with pytest.raises(PermissionDenied):
        cases.name_coordinator(by=area.officer, case=case, coordinator=area.health)


def test_a_coordinator_gets_a_task_by_the_letter_which_follows_the_case(area: Area) -> None:
    case = area.asked()
    task = Task.objects.get(inspection=area.inspection)
    assert (task.title, task.owner, task.path) == (
        "Get Case A ready: consent, documents and audit",
        area.officer,
        f"/inspections/{area.inspection.reference}/cases/A/",
    )
    assert task.due_at is not None
    cases.name_coordinator(by=area.lano, case=case, coordinator=area.health)
    task.refresh_from_db()
    assert task.owner == area.health


def test_the_packs_are_met_when_the_last_is_in(area: Area) -> None:
    first = area.submitted()
    assert Deadline.objects.get(rule_code="tracked-case-packs").met_on == clock.today()
    assert Task.objects.get(inspection=area.inspection).done_at is not None
    assert first.state == "pack_submitted"


def test_the_packs_wait_for_every_case(area: Area) -> None:
    area.candidate("SEN-2")
    case = area.agreed()
    other = TrackedCase.objects.exclude(pk=case.pk).get()
    from cases.services import selection

    selection.select(by=area.lead, inspection=area.inspection, cases=[other], why="For the mix")
    pack.add_document(by=area.officer, case=case, kind="plan", title="Plan", upload=a_file())
    pack.submit_pack(by=area.officer, case=case)
    assert Deadline.objects.get(rule_code="tracked-case-packs").met_on is None
