"""The team, the findings, and progress on each weakness at a revisit."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from accounts.choices import Permission, Role
from accounts.models import Notice, User
from accounts.models.user import Organisation
from audit.models import Entry
from core.clock import travelled_to
from core.errors import Conflict, Refused
from inspections.models import Finding, Inspection, TeamPlace
from inspections.services import findings, progress, team
from tests import factories as make

pytestmark = pytest.mark.django_db
DAY = date(2024, 5, 7)


@pytest.fixture(autouse=True)
def _on_the_day() -> Any:
    with travelled_to(DAY):
        yield


@pytest.fixture
def inspection() -> Inspection:
    return make.InspectionFactory.create(state="notified", notified_on=date(2024, 4, 29))


def field_of(caught: Any) -> str | None:
    (reason,) = caught.value.reasons
    return reason.field


def test_a_place_opens_the_inspection_and_its_end_closes_it_at_once(inspection: Inspection) -> None:
    lead, person = make.team(inspection, Role.LEAD_INSPECTOR), make.UserFactory.create(organisation=Organisation.CQC)
    place = team.add_member(by=lead, inspection=inspection, user=person, role=Role.CQC_LEAD, starts_on=date(2024, 5, 1))
    permitted = Inspection.objects.permitted
    assert permitted(person, Permission.FINDINGS_VIEW).get() == inspection
    assert Notice.objects.get(person=person).subject == f"You are on the team: {inspection}"
    team.end_place(by=lead, place=place)
    assert place.ends_on == date(2024, 5, 6)
    assert not permitted(person, Permission.FINDINGS_VIEW).exists()
    with pytest.raises(Refused, match="has ended already"):
        team.end_place(by=lead, place=place)
    assert set(Entry.objects.values_list("verb", flat=True)) == {"team.place_given", "team.place_ended"}


def test_a_place_given_and_ended_on_one_day_goes(inspection: Inspection) -> None:
    place = team.add_member(
        by=None, inspection=inspection, user=make.UserFactory.create(organisation=Organisation.CQC), role=Role.CQC_LEAD
    )
    team.end_place(by=None, place=place)
    assert not TeamPlace.objects.exists()
    assert Entry.objects.count() == 2


def test_a_place_that_cannot_be_is_refused(inspection: Inspection) -> None:
    insider = make.member(inspection.partnership, Role.PCF)
    person = make.team(inspection, Role.CQC_LEAD)
    User.objects.filter(pk__in=[insider.pk, person.pk]).update(organisation=Organisation.CQC)
    insider.refresh_from_db()
    person.refresh_from_db()
    at_cqc, at_ofsted = (
        make.UserFactory.create(organisation=place) for place in (Organisation.CQC, Organisation.OFSTED)
    )
    for given, field in (
        ({"user": insider, "role": Role.CQC_LEAD}, "user"),
        ({"user": person, "role": Role.CQC_LEAD}, "user"),
        ({"user": make.UserFactory.create(), "role": Role.LANO}, "role"),
        ({"user": at_cqc, "role": Role.OFSTED_INSPECTOR}, "role"),
        ({"user": at_ofsted, "role": Role.CQC_INSPECTOR}, "role"),
        ({"user": at_cqc, "role": Role.CQC_LEAD, "ends_on": date(2024, 5, 6)}, "ends_on"),
    ):
        with pytest.raises(Refused) as caught:
            team.add_member(by=None, inspection=inspection, **given)  # type: ignore[arg-type]
        assert field_of(caught) == field
    Inspection.objects.update(state="closed")
    inspection.refresh_from_db()
    with pytest.raises(Refused, match="has ended"):
        team.add_member(
            by=None,
            inspection=inspection,
            user=make.UserFactory.create(organisation=Organisation.CQC),
            role=Role.CQC_LEAD,
        )
    assert TeamPlace.objects.count() == 1


def test_two_lead_inspectors_are_allowed_where_it_is_meant(inspection: Inspection) -> None:
    def lead(**more: Any) -> None:
        person = make.UserFactory.create(organisation=Organisation.OFSTED)
        team.add_member(by=None, inspection=inspection, user=person, role=Role.LEAD_INSPECTOR, **more)

    lead(ends_on=DAY)
    with pytest.raises(Refused, match="leads this inspection already") as caught:
        lead()
    assert field_of(caught) == "second_lead"
    lead(starts_on=date(2024, 5, 8))
    lead(second_lead=True)
    assert inspection.team_places.count() == 3


def add(inspection: Inspection, text: str = "Waiting times are too long.", **given: Any) -> Finding:
    return findings.add_finding(by=None, inspection=inspection, kind="area_for_priority_action", text=text, **given)


def test_findings_are_numbered_within_their_kind_and_the_gap_closes(inspection: Inspection) -> None:
    first, second, third = (add(inspection, f"Finding {number}") for number in (1, 2, 3))
    other = findings.add_finding(by=None, inspection=inspection, kind="effective", text="Early years", area_code="I3")
    assert (first.order, second.order, third.order, other.order) == (1, 2, 3, 1)
    findings.remove_finding(by=None, finding=second)
    third.refresh_from_db()
    assert third.order == 2
    assert Entry.objects.get(verb="finding.removed").changes == {"text": ["Finding 2", None]}


def test_a_finding_keeps_its_points_and_its_bodies(inspection: Inspection) -> None:
    made = add(inspection, " Waiting. ", points=["a ", " ", "b"], closing="c", responsible_bodies=["The council", ""])
    assert (made.text, made.points, made.closing, made.responsible_bodies) == (
        "Waiting.",
        ["a", "b"],
        "c",
        ["The council"],
    )


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"text": " "}, "text"),
        ({"area_code": "A"}, "area_code"),
        ({"kind": "area_of_significant_weakness"}, "kind"),
        ({"order": 1}, "order"),
    ],
)
def test_a_finding_that_cannot_be_is_refused(inspection: Inspection, given: dict[str, Any], field: str) -> None:
    add(inspection)
    whole = {"kind": "area_for_priority_action", "text": "Waiting"}
    with pytest.raises(Refused) as caught:
        findings.add_finding(by=None, inspection=inspection, **(whole | given))
    assert field_of(caught) == field
    assert Finding.objects.count() == 1


def test_two_people_wording_one_finding_the_second_sees_the_first(inspection: Inspection) -> None:
    made = add(inspection)
    mine, theirs = Finding.objects.get(pk=made.pk), Finding.objects.get(pk=made.pk)
    findings.change_finding(by=None, finding=theirs, version=theirs.version, text="Theirs")
    with pytest.raises(Conflict) as caught:
        findings.change_finding(by=None, finding=mine, version=mine.version, text="Mine")
    assert caught.value.current.text == "Theirs"


def test_findings_are_fixed_when_the_report_is_final(inspection: Inspection) -> None:
    made = add(inspection)
    Inspection.objects.update(state="finalised")
    inspection.refresh_from_db()
    made = Finding.objects.get(pk=made.pk)
    for act in (
        lambda: add(inspection),
        lambda: findings.change_finding(by=None, finding=made, version=1, text="Other"),
        lambda: findings.remove_finding(by=None, finding=made),
    ):
        with pytest.raises(Refused, match="the report is final"):
            act()
    assert Finding.objects.get().text == "Waiting times are too long."


@pytest.fixture
def revisit() -> Inspection:
    """Surrey's revisit of 2019, with the five weaknesses of 2016 in words of our own."""
    first = make.InspectionFactory.create(regime_2016=True, state="published", outcome="wsoa-required")
    for order in range(1, 6):
        make.FindingFactory.create(inspection=first, kind="area_of_significant_weakness", order=order)
    make.FindingFactory.create(inspection=first, kind="strength")
    return make.InspectionFactory.create(
        partnership=first.partnership,
        regime_2016=True,
        edition_code="2018-11",
        kind="revisit",
        state="reporting",
        follows=first,
    )


def test_four_of_five_sufficient_adds_up_to_some(revisit: Inspection) -> None:
    weaknesses = progress.items(revisit)
    assert len(weaknesses) == 5
    for number, finding in enumerate(weaknesses):
        assert revisit.outcome == ""
        progress.record_judgement(
            by=None, inspection=revisit, finding=finding, sufficient=number != 3, narrative="Absence"
        )
    revisit.refresh_from_db()
    assert (revisit.outcome, revisit.n_weaknesses) == ("some-sufficient", 5)
    assert (revisit.n_sufficient, revisit.n_not_sufficient) == (4, 1)
    progress.record_judgement(by=None, inspection=revisit, finding=weaknesses[3], sufficient=True)
    revisit.refresh_from_db()
    assert (revisit.outcome, revisit.n_sufficient) == ("all-sufficient", 5)
    assert Entry.objects.filter(verb="finding.progress_judged").count() == 6


def test_progress_is_judged_on_the_weaknesses_followed_only(revisit: Inspection, inspection: Inspection) -> None:
    strength = Finding.objects.get(kind="strength")
    with pytest.raises(Refused, match="of the inspection that is revisited"):
        progress.record_judgement(by=None, inspection=revisit, finding=strength, sufficient=True)
    with pytest.raises(Refused, match="has one outcome, not one for each"):
        progress.record_judgement(by=None, inspection=inspection, finding=strength, sufficient=True)
    weakness = progress.items(revisit)[0]
    Inspection.objects.filter(pk=revisit.pk).update(state="finalised")
    revisit.refresh_from_db()
    with pytest.raises(Refused, match="the letter is final"):
        progress.record_judgement(by=None, inspection=revisit, finding=weakness, sufficient=True)
    assert progress.items(inspection) == []
    assert not revisit.judgements.exists()
